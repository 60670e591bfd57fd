"""The header boxes of a film and of its tracks, written anew without dates and names.

Spec: ISO/IEC 14496-12 §4.3 (ftyp),
§8.2.2 (mvhd), §8.3.2 (tkhd), §8.4.2 (mdhd), §8.4.3 (hdlr), §8.6.6 (elst),
§8.6.1.4 (cslg), §12.1.2 (vmhd), §12.2.2 (smhd), annex E (brands; mp4ra.org); QuickTime File
Format: tapt.
"""

import struct
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged
from bot.engine.formats.isobmff.boxes import (
    TEXT_RUN,
    Box,
    children_by_kind,
    is_text,
    make,
    make_full,
    parse_full,
)
from bot.engine.formats.video.sample_tables import pack_numbers, unpack_numbers

ONE = bytes.fromhex("40000000")  # a number of 2.30 bits
UNDETERMINED = (0x55C4).to_bytes(2, "big")  # the language "und"
TRACK_FLAGS = 0xF  # enabled, in the film, in its preview, size is a ratio
NAMELESS = 13  # bytes behind a handler's type: three reserved numbers, an empty name
REPEATS = 1  # flag of an edit list that begins anew at its end: an animation that loops
EDIT_LIMIT = 10_000  # a film has one or two

# Brands that players know. An unknown one may be a text, or the name of a maker.
BRANDS = frozenset({
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9",
    b"mp41", b"mp42", b"mp71", b"avc1", b"av01", b"hvc1", b"hev1", b"dby1", b"dash", b"msdh",
    b"msix", b"cmfc", b"cmf2", b"cmfs", b"M4V ", b"M4A ", b"M4B ", b"M4VH", b"M4VP",
    b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gp8", b"3gp9", b"3gr6", b"3gs6", b"3ge6", b"3gg6",
    b"3g2a", b"3g2b", b"3g2c", b"qt  ", b"f4v ", b"mmp4",
})  # fmt: skip
FALLBACK_BRAND = b"isom"


class Times(NamedTuple):
    """The numbers that mvhd, mdhd and tkhd begin with."""

    created: int  # seconds since 1904
    modified: int
    timescale_or_track_id: int  # units a second in mvhd and mdhd; tkhd has the track's ID there
    duration: int
    is_duration_unknown: bool  # all ones


def parse_times(box: Box) -> tuple[Times, Cursor]:
    """Return the first numbers of mvhd, mdhd or tkhd, and a cursor at the byte behind them.

    Raises Damaged where it is too short.
    """
    version, _, cursor = parse_full(box)
    number, ones = (cursor.u64, 2**64 - 1) if version == 1 else (cursor.u32, 2**32 - 1)
    created, modified, timescale_or_track_id = number(), number(), cursor.u32()
    if box.kind == b"tkhd":
        cursor.take(4)  # reserved
    duration = number()
    return Times(created, modified, timescale_or_track_id, duration, duration == ones), cursor


def track_id(tkhd: Box) -> int:
    """Return the ID of a track. Raises Damaged where its header is too short."""
    return parse_times(tkhd)[0].timescale_or_track_id


def mvhd(box: Box, longest: int | None, next_track_id: int) -> bytes:
    """Return a film's header without dates.

    Its duration is cut to `longest`, that of its longest track, where that is known.
    """
    times, cursor = parse_times(box)
    duration = (
        times.duration
        if longest is None or times.is_duration_unknown
        else min(times.duration, longest)
    )
    rate, volume = _number(cursor.u32()), bytes(cursor.take(2))
    cursor.take(10)  # reserved
    rest = rate + volume + bytes(10) + matrix(cursor) + bytes(24) + next_track_id.to_bytes(4, "big")
    return _timed(b"mvhd", 0, times, duration, rest)


def tkhd(box: Box) -> bytes:
    """Return a track's header without dates."""
    _, flags, _ = parse_full(box)
    times, cursor = parse_times(box)
    cursor.take(8)  # reserved
    mixing = bytes(cursor.take(6))  # layer, alternate group, volume
    cursor.take(2)  # reserved
    shape = matrix(cursor) + _number(cursor.u32()) + _number(cursor.u32())
    rest = bytes(8) + mixing + bytes(2) + shape
    return _timed(b"tkhd", flags & TRACK_FLAGS, times, times.duration, bytes(4), rest)


def mdhd(box: Box, keep_language: bool) -> bytes:
    """Return a track's media header without dates."""
    times, cursor = parse_times(box)
    language = bytes(cursor.take(2)) if keep_language else UNDETERMINED
    return _timed(b"mdhd", 0, times, times.duration, language + bytes(2))


def handler_type(box: Box | None) -> bytes:
    """Return the four letters that say what a track holds, b"" where there is no hdlr box."""
    return bytes(parse_full(box)[2].data[8:12]) if box else b""


def hdlr(box: Box) -> bytes:
    """Return a handler box without the name of the program that made it."""
    _, _, cursor = parse_full(box)
    component, kind = bytes(cursor.take(4)), bytes(cursor.take(4))
    component = component if component in {b"mhlr", b"dhlr"} else bytes(4)
    return make_full(b"hdlr", 0, 0, component, kind, bytes(NAMELESS))


def vmhd(box: Box) -> bytes:
    """Return a picture track's header: how it is composed with others."""
    mode = bytes(parse_full(box)[2].take(2))
    return make_full(b"vmhd", 0, 1, mode, bytes(6))


def smhd(box: Box) -> bytes:
    """Return a sound track's header: its balance."""
    return make_full(b"smhd", 0, 0, bytes(parse_full(box)[2].take(2)), bytes(2))


def elst(box: Box) -> bytes:
    """Return an edit list: which parts of the track show, and when.

    Raises Damaged where it is too short or holds text.
    """
    version, flags, cursor = parse_full(box)
    count = cursor.u32()
    if count > EDIT_LIMIT:
        raise Damaged("too many edits")
    row = struct.Struct(">QqI" if version == 1 else ">IiI")
    rows = cursor.take(count * row.size)
    if TEXT_RUN.search(rows):
        raise Damaged(f"words among times at {box.start}")
    edits = row.iter_unpack(rows)
    return _edits(
        [(length, start, _edit_rate(rate)) for length, start, rate in edits], flags & REPEATS
    )


def cslg(box: Box) -> bytes:
    """Return the limits between decoding and composition times, b"" where they hold text."""
    version, _, cursor = parse_full(box)
    numbers = bytes(cursor.take(40 if version else 20))
    return b"" if TEXT_RUN.search(numbers) else make_full(b"cslg", min(version, 1), 0, numbers)


def tapt(box: Box) -> bytes:
    """Return QuickTime's apertures: the sizes in which a track is shown."""
    apertures = []
    for kind, child in sorted(children_by_kind(box).items()):
        if kind in {b"clef", b"prof", b"enof"}:
            wide, high = parse_full(child)[2].pair()
            apertures.append(make_full(kind, 0, 0, _number(wide), _number(high)))
    return make(b"tapt", *apertures)


def matrix(cursor: Cursor) -> bytes:
    """Return the nine numbers that rotate and place a picture; constant ones are set right.

    Raises Damaged where a number may be text.
    """
    numbers = unpack_numbers(cursor.take(36))
    if any(is_text(number) for number in numbers[:8]):
        raise Damaged("matrix")
    for constant in (2, 5):  # u and v, always 0; w, the last, is always 1
        numbers[constant] = 0
    return pack_numbers(numbers[:8]) + ONE


def _timed(kind: bytes, flags: int, times: Times, duration: int, *rest: bytes) -> bytes:
    """Return a header without dates; its duration stands before the last of `rest`."""
    wide = duration >= 2**32 - 1 and not times.is_duration_unknown
    width = 8 if wide else 4
    length = b"\xff" * width if times.is_duration_unknown else duration.to_bytes(width, "big")
    dates, number = bytes(2 * width), times.timescale_or_track_id.to_bytes(4, "big")
    return make_full(kind, int(wide), flags, dates, number, *rest[:-1], length, rest[-1])


def _edits(rows: list[tuple[int, int, int]], flags: int = 0) -> bytes:
    wide = any(length >> 32 or not -(2**31) <= start < 2**31 for length, start, _ in rows)
    row = ">QqI" if wide else ">IiI"
    packed_rows = b"".join(struct.pack(row, *edit) for edit in rows)
    return make_full(b"elst", int(wide), flags, len(rows).to_bytes(4, "big"), packed_rows)


def _edit_rate(rate: int) -> int:
    """Return an edit's rate of 16.16 bits; 1 where it may be text."""
    return 1 << 16 if is_text(rate) else rate


def _number(value: int) -> bytes:
    """Return a number of 32 bits. Raises Damaged where it may be text."""
    if is_text(value):
        raise Damaged("letters in place of a number")
    return value.to_bytes(4, "big")


def ftyp(box: Box) -> bytes:
    """Return an ftyp box of the brands in BRANDS, each once.

    Raises Damaged where it is too short.
    """
    cursor = Cursor(box.body)
    major = bytes(cursor.take(4))
    cursor.take(4)  # the brand's version
    compatible = [bytes(cursor.take(4)) for _ in range(cursor.left // 4)]
    major = major if major in BRANDS else FALLBACK_BRAND
    brands = dict.fromkeys(brand for brand in compatible if brand in BRANDS)
    return make(b"ftyp", major, bytes(4), *(brands or {major: None}))
