"""A film: its tracks, which of them are kept, and the fragments that describe more samples.

Spec: ISO/IEC 14496-12 §8.2 (moov), §8.3 (trak), §8.4 (mdia), §8.7.2 (dref); QuickTime File
Format: chapters (tref chap), referring films (rmra), compressed movie resources (cmov).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.binary import deflate
from bot.engine.binary.ranges import Range
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.isobmff.boxes import (
    HEADER,
    JUNK,
    LARGE,
    Box,
    Boxes,
    children,
    children_by_kind,
    parse_boxes,
    parse_full,
    require,
)
from bot.engine.formats.video import (
    fragments,
    headers,
    sample_entries,
    sample_filters,
    sample_tables,
)
from bot.engine.formats.video.codec_boxes import ALPHA
from bot.engine.formats.video.fragments import Fragment
from bot.engine.formats.video.sample_entries import Entry
from bot.engine.formats.video.sample_filters import SampleFilter
from bot.engine.formats.video.sample_tables import Table, unpack_numbers

MOOV_LIMIT = 64 * 1024 * 1024  # bytes of tables; an hour has 3 MB
TRACK_LIMIT = 64
PICTURES, SOUND = frozenset({b"vide", b"pict", b"auxv"}), frozenset({b"soun"})  # handler types
AUXILIARY = b"auxv"
AUXI_WINDOW = 4096  # bytes of a track in which its auxi box, which says what it is for, must be
SAMPLE_GROUPS = frozenset({b"sgpd", b"sbgp"})
EXTERNAL = "MOV that points at other files"
UNSUPPORTED = {b"rmra": EXTERNAL, b"pssh": "encrypted video"}  # by a box in moov
LARGE_SIZE = b"\0\0\0\1"  # in place of a size: 64 bits of it are behind the kind
CHAPTERS = b"chap"  # a track that such a reference names holds titles or pictures of chapters

INFLATED_LIMIT = 8 * 1024 * 1024  # bytes: tables of hours; a bomb of 64 KB holds 64 MB


@dataclass(frozen=True)
class Track:
    """A track that is kept, by the boxes that it is made of."""

    trak: Boxes  # the boxes in trak, by their kinds
    mdia: Boxes
    minf: Boxes
    stbl: Boxes
    entries: tuple[Entry, ...]  # its sample descriptions
    table: Table
    groups: tuple[Box, ...]  # sgpd and sbgp
    filters: tuple[SampleFilter | None, ...]  # one for each sample description

    @property
    def is_sound(self) -> bool:
        """Return whether the track is heard, not seen."""
        return headers.handler_type(self.mdia.get(b"hdlr")) in SOUND

    @property
    def track_id(self) -> int:
        """Return the track's ID, by which references and fragments name it."""
        return headers.track_id(require(self.trak, b"tkhd"))


@dataclass(frozen=True)
class Movie:
    """A film's whole file, parsed down to its sample tables."""

    top_boxes: tuple[Box, ...]
    file_moov: Box  # as it is in the file
    moov: Box  # inflated, where the file's is compressed
    tracks: tuple[Track, ...]
    dropped_traks: tuple[Box, ...]
    fragments: tuple[Fragment, ...]

    @property
    def is_fragmented(self) -> bool:
        """Return whether moof boxes describe more samples than moov does."""
        return bool(self.fragments)

    @property
    def is_cut(self) -> bool:
        """Return whether the file ends before its samples do."""
        last = self.top_boxes[-1]
        if last.kind == JUNK and bytes(last.raw[4:8]) == b"moof":
            return True
        runs = (run for fragment in self.fragments for run in fragment.runs)
        return any(track.table.is_cut for track in self.tracks) or any(run.is_cut for run in runs)


def read(data: memoryview) -> Movie:
    """Parse the film that the file `data` is.

    Raises Damaged, TooLarge or Unsupported.
    """
    top_boxes = tuple(parse_boxes(data))
    file_moov = next((box for box in top_boxes if box.kind == b"moov"), None)
    if file_moov is None:
        raise Damaged("no film")
    if len(file_moov.raw) > MOOV_LIMIT:
        raise TooLarge("tables")
    moov = _inflated(file_moov)
    boxes = children(moov)
    for box in boxes:
        if box.kind in UNSUPPORTED:
            raise Unsupported(UNSUPPORTED[box.kind], is_video=True)
    traks = [box for box in boxes if box.kind == b"trak"]
    if len(traks) > TRACK_LIMIT:
        raise TooLarge("too many tracks")
    media, chapter_ids = media_of(top_boxes), _chapter_track_ids(traks)
    kept_traks = [trak for trak in traks if _is_kept(trak, chapter_ids)]
    dropped_traks = tuple(trak for trak in traks if trak not in kept_traks)
    tracks = tuple(_track(trak, media, len(data)) for trak in kept_traks)
    entry_counts = {track.track_id: len(track.entries) for track in tracks}
    parsed = fragments.read(top_boxes, moov, entry_counts, media, len(data))
    return Movie(top_boxes, file_moov, moov, tracks, dropped_traks, parsed)


def media_header_size(box: Box) -> int:
    """Return the bytes before the samples of an mdat box, also of one that is cut short."""
    return box.header_size or (LARGE if bytes(box.raw[:4]) == LARGE_SIZE else HEADER)


def media_of(top_boxes: Sequence[Box]) -> tuple[Range, ...]:
    """Return the ranges in which samples may be: the bodies of the mdat boxes."""
    return tuple(
        (box.start + media_header_size(box), box.end) for box in top_boxes if is_media(box)
    )


def is_media(box: Box) -> bool:
    """Return whether a box is an mdat, whole or cut short by the end of the file."""
    return box.kind == b"mdat" or (box.kind == JUNK and bytes(box.raw[4:8]) == b"mdat")


def _is_kept(trak: Box, chapter_ids: frozenset[int]) -> bool:
    """Return whether a track is seen or heard: no metadata, text or chapters."""
    boxes = children_by_kind(trak)
    mdia = children_by_kind(boxes.get(b"mdia"))
    kind = headers.handler_type(mdia.get(b"hdlr"))
    if kind not in PICTURES | SOUND or b"tkhd" not in boxes:
        return False
    if headers.track_id(boxes[b"tkhd"]) in chapter_ids:
        return False
    return kind != AUXILIARY or ALPHA in bytes(trak.raw[:AUXI_WINDOW])


def _chapter_track_ids(traks: Sequence[Box]) -> frozenset[int]:
    """Return the IDs of tracks that only hold the titles and pictures of chapters."""
    track_ids: set[int] = set()
    for trak in traks:
        if box := children_by_kind(children_by_kind(trak).get(b"tref")).get(CHAPTERS):
            track_ids.update(unpack_numbers(box.body[: len(box.body) // 4 * 4]))
    return frozenset(track_ids)


def _track(trak: Box, media: Sequence[Range], file_size: int) -> Track:
    boxes = children_by_kind(trak)
    mdia = children_by_kind(require(boxes, b"mdia"))
    minf = children_by_kind(require(mdia, b"minf"))
    stbl = children_by_kind(require(minf, b"stbl"))
    is_sound = headers.handler_type(mdia.get(b"hdlr")) in SOUND
    _refuse_external(children_by_kind(minf.get(b"dinf")).get(b"dref"))
    entries = sample_entries.read(require(stbl, b"stsd"), is_sound)
    unit = sample_entries.sample_unit(entries[0]) if is_sound else None
    table = sample_tables.read(stbl, media, file_size, unit)
    if any(not 0 < chunk.entry_number <= len(entries) for chunk in table.chunks):
        raise Damaged("samples without a description")
    filters = tuple(map(sample_filters.sample_filter, entries))
    groups = tuple(box for box in children(minf[b"stbl"]) if box.kind in SAMPLE_GROUPS)
    return Track(boxes, mdia, minf, stbl, entries, table, groups, filters)


def _refuse_external(dref: Box | None) -> None:
    """Raise Unsupported where a track's samples are in another file."""
    for box in children(dref, 8) if dref else ():
        _, flags, cursor = parse_full(box)
        if not flags & 1 and cursor.left:  # flag 1: the samples are in this file
            raise Unsupported(EXTERNAL, is_video=True)


def _inflated(moov: Box) -> Box:
    """Return a moov box that is compressed, as QuickTime did until 2005, inflated.

    One that is not compressed is returned as it is.
    Raises Unsupported where another method than zlib is named, TooLarge, or Damaged.
    """
    cmov = children_by_kind(moov).get(b"cmov")
    if cmov is None:
        return moov
    boxes = children_by_kind(cmov)
    if bytes(require(boxes, b"dcom").body[:4]) != b"zlib":
        raise Unsupported("compressed MOV", is_video=True)
    compressed = require(boxes, b"cmvd").body[4:]  # behind the inflated size
    raw = deflate.inflate(bytes(compressed), INFLATED_LIMIT + 1)
    if len(raw) > INFLATED_LIMIT:
        raise TooLarge("tables")
    first = next(parse_boxes(memoryview(raw)), None)
    if first is None or first.kind != b"moov" or b"cmov" in children_by_kind(first):
        raise Damaged("a packed film without tables")
    return first
