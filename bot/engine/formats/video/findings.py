"""What a film reveals besides its pictures and its sound.

Spec: ISO/IEC 14496-12 §8.10 (udta, meta), §8.1.2 (free), §8.2.2 (dates count from 1904).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.engine.binary.text import decode
from bot.engine.blocks import icc, trailer
from bot.engine.errors import EngineError
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import (
    TEXT_RUN,
    Box,
    children,
    children_by_kind,
    parse_boxes,
    parse_full,
)
from bot.engine.formats.video import codec_boxes, headers, timed_metadata, user_data
from bot.engine.formats.video.movie import Movie, Track, is_media, media_of
from bot.engine.limits import ReadBudget
from bot.engine.model import Finding, Kind, Part, Role, clip

UNIX = 2_082_844_800  # seconds from 1904 to 1970; some cameras count from there
LATEST = 1 << 33  # seconds: the year 2176
DATES = {
    b"mvhd": ("CreateDate", "ModifyDate"),
    b"tkhd": ("TrackCreateDate", "TrackModifyDate"),
    b"mdhd": ("MediaCreateDate", "MediaModifyDate"),
}
TELLING = frozenset({b"udta", b"meta", b"uuid"})
EMPTY = frozenset({b"free", b"skip", b"wide"})
# Boxes that are written anew, or looked into.
TOP = frozenset({b"ftyp", b"moov", b"mdat", b"moof"})
INNER = frozenset(
    b"mvhd trak mvex mfhd traf tfhd tfdt trun tkhd edts mdia tapt mdhd"
    b" hdlr minf vmhd smhd dinf stbl stsd stts ctts stss stps stsc stsz stz2 stco co64".split()
)
# Boxes of numbers that go, and tell nothing but where samples are, how many bits a second has…
NUMBERS = frozenset(
    b"sidx mfra styp pdin iods sdtp cslg sgpd sbgp btrt nmhd gmhd elng saiz saio subs tref".split()
)
HOLDERS = frozenset({b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"})
SEVERAL = frozenset({b"trak", b"traf", b"trun", b"mdat", b"moof"})  # of a kind in one box
NOTE = re.compile(rb"[\x20-\x7e]{16,}")  # in what a coder left between units of code
NOTES = 64 * 1024  # bytes of those that are looked at
MORE = 2048  # bytes: more than what is written of a picture all around
NAMES = 40  # tracks whose names are reported


def read(movie: Movie, data: memoryview, parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield what the dropped parts reveal, each once; never raise."""
    yield from dict.fromkeys(_all(movie, data, parts))


def _all(movie: Movie, data: memoryview, parts: Sequence[Part]) -> Iterator[Finding]:
    budget = ReadBudget()
    yield from within(movie, data, budget)
    for box in movie.top_boxes:
        yield from _top(box, budget)
    yield from _between(parts)


def within(movie: Movie, data: memoryview, budget: ReadBudget) -> Iterator[Finding]:
    """Yield what the `moov` box and the samples of dropped tracks reveal."""
    for box in children(movie.moov):
        if box.kind == b"mvhd":
            yield from _date(box)
    yield from _within(movie.moov, budget, movie.dropped_traks)
    for track in movie.tracks:
        yield from _track(track, budget)
    media = media_of(movie.top_boxes)
    for trak in movie.dropped_traks:
        yield from _dates(trak, children_by_kind(children_by_kind(trak).get(b"mdia")))
        yield from timed_metadata.read(trak, data, media, budget)


def _top(box: Box, budget: ReadBudget) -> Iterator[Finding]:
    if is_media(box):
        return
    if not box.kind.strip(b"\0"):
        yield from trailer.read(box.raw)
    elif box.kind == b"moof":
        yield from _within(box, budget, ())
    else:
        yield from _rest(box, budget, TOP)


def _within(holder: Box, budget: ReadBudget, left: Sequence[Box]) -> Iterator[Finding]:
    """Yield what dropped boxes inside kept ones hold."""
    seen: set[bytes] = set()
    for box in parse_boxes(holder.raw[holder.header_size :], holder.start + holder.header_size):
        again = box.kind in seen and box.kind in INNER - SEVERAL
        seen.add(box.kind)
        if again:
            yield Finding(Kind.UNKNOWN, "box", clip(box.kind.decode("latin-1")), len(box.body))
        elif box.kind in HOLDERS and box not in left:
            yield from _within(box, budget, ())
        else:
            yield from _rest(box, budget, INNER)


def _rest(box: Box, budget: ReadBudget, expected: frozenset[bytes]) -> Iterator[Finding]:
    """Yield what a box holds that is none of the `expected` kinds."""
    if box.kind in TELLING:
        if bytes(box.raw[:MORE]) != boxes.spherical(box):
            yield from user_data.read(box, budget)
    elif box.kind in EMPTY or not box.kind:
        if bytes(box.body[: budget.left]).strip(b"\0"):
            yield Finding(Kind.UNKNOWN, box.kind.decode() or "box", "bytes", len(box.body))
    elif box.kind not in expected and (box.kind not in NUMBERS or _has_words(box, budget)):
        yield Finding(Kind.UNKNOWN, "box", clip(box.kind.decode("latin-1")), len(box.body))


def _has_words(box: Box, budget: ReadBudget) -> bool:
    return budget.take(len(box.body)) and TEXT_RUN.search(box.body) is not None


def _track(track: Track, budget: ReadBudget) -> Iterator[Finding]:
    """Yield what is dropped of a kept track: dates, names, user data."""
    for box in (track.trak.get(b"tkhd"), track.mdia.get(b"mdhd")):
        if box:
            yield from _date(box)
    for box in (track.mdia.get(b"hdlr"), track.minf.get(b"hdlr")):
        if box and (name := _spoken(bytes(parse_full(box)[2].data[24 : 24 + 256]))):
            yield Finding(Kind.SETTING, "hdlr", "HandlerDescription", name)
    yield from _described(track, budget)


def _described(track: Track, budget: ReadBudget) -> Iterator[Finding]:
    """Yield the encoder's name in a sample description."""
    for entry in track.entries:
        if not track.is_sound and (name := _spoken(bytes(entry.fields[42:74]))):
            yield Finding(Kind.SETTING, "stsd", "CompressorName", name)
        for box in entry.boxes:
            if box.kind == b"colr" and bytes(box.body[:4]) in {b"prof", b"rICC"}:
                yield from icc.read(bytes(box.body[4:]))
            elif box.kind not in codec_boxes.NEEDED:
                yield from _rest(box, budget, INNER)


def _dates(trak: Box, media: dict[bytes, Box]) -> Iterator[Finding]:
    for box in (children_by_kind(trak).get(b"tkhd"), media.get(b"mdhd")):
        if box:
            yield from _date(box)


def _date(box: Box) -> Iterator[Finding]:
    try:
        times, _ = headers.parse_times(box)
    except EngineError:
        return
    for label, seconds in zip(DATES[box.kind], (times.created, times.modified), strict=True):
        if 0 < seconds < LATEST:
            since = seconds - UNIX if seconds > UNIX else seconds
            moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=since)
            value = moment.replace(tzinfo=None).isoformat(timespec="seconds")
            yield Finding(Kind.DATETIME, "QuickTime", label, value)


def _spoken(raw: bytes) -> str:
    """Return a name behind its length, or before a zero."""
    if raw and raw[0] < len(raw) and raw[0] < 32:
        raw = raw[1 : 1 + raw[0]]
    return clip(decode(raw))


def _between(parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield the bytes that no kept sample needs, and the text in them."""
    left, looked, notes = 0, 0, dict[str, None]()
    for part in parts:
        if part.role is Role.DROPPED and part.name == "gap":
            left += len(part.raw)
            if looked < NOTES:
                piece = bytes(part.raw[: NOTES - looked])
                looked += len(piece)
                notes |= dict.fromkeys(clip(run.decode()) for run in NOTE.findall(piece))
    for note in list(notes)[:NAMES]:
        yield Finding(Kind.SETTING, "mdat", "note between samples", note)
    if left:
        yield Finding(Kind.UNKNOWN, "mdat", "bytes", left)
