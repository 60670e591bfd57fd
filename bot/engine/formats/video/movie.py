"""A film: its tracks, and which of them are seen or heard.

Spec: ISO/IEC 14496-12 §8.2 (moov), §8.3 (trak), §8.4 (mdia), §8.7.2 (dref); QuickTime File
Format: chapters (tref chap), referring films (rmra).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.binary import deflate
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
from bot.engine.formats.video.sample_filters import Drawing
from bot.engine.formats.video.sample_tables import Table, words

MOOV_LIMIT = 64 * 1024 * 1024  # bytes of tables; an hour has 3 MB
TRACK_LIMIT = 64
PICTURES, SOUND = frozenset({b"vide", b"pict", b"auxv"}), frozenset({b"soun"})
AUXILIARY, AUXI_NEAR = b"auxv", 4096  # bytes in which such a track says what it is there for
ELSEWHERE = "MOV that points at other files"
GROUPS = frozenset({b"sgpd", b"sbgp"})
REFUSED = {b"rmra": ELSEWHERE, b"pssh": "encrypted video"}
ONE = b"\0\0\0\1"  # in place of a size: the size is behind the kind
SHOWN_BY = b"chap"  # a track of this reference is the chapters' names or pictures

UNPACKED_LIMIT = 8 * 1024 * 1024  # bytes unfolded: tables of hours; a bomb of 64 KB holds 64 MB
CMOV_CODEC, CMOV_DATA, CMOV_SIZE_BYTES = (
    b"dcom",
    b"cmvd",
    4,
)  # the box unfolded begins behind its size


@dataclass(frozen=True)
class Track:
    """A track that is kept, by the boxes that it is made of."""

    boxes: Boxes  # in trak
    media: Boxes  # in mdia
    info: Boxes  # in minf
    stbl: Boxes
    entries: tuple[Entry, ...]
    table: Table
    groups: tuple[Box, ...]  # descriptions of groups of samples, and their members
    drawing: tuple[Drawing | None, ...]  # for each description, what finds the bytes that draw

    @property
    def sound(self) -> bool:
        """Tell whether the track is heard."""
        return headers.handler(self.media.get(b"hdlr")) in SOUND

    @property
    def number(self) -> int:
        """The track's number in its file."""
        return headers.times(require(self.boxes, b"tkhd"))[0].scale


@dataclass(frozen=True)
class Movie:
    """A whole file: its boxes, the film's own, and the tracks that are kept."""

    top: tuple[Box, ...]
    own: Box  # what holds its tables, packed or not
    moov: Box
    tracks: tuple[Track, ...]
    left: tuple[Box, ...]  # tracks that are not
    fragments: tuple[Fragment, ...]

    @property
    def fragmented(self) -> bool:
        """Tell whether more samples are described behind the film's own box."""
        return bool(self.fragments)

    @property
    def cut(self) -> bool:
        """Tell whether the file ends before its samples do."""
        last = self.top[-1]
        if last.kind == JUNK and bytes(last.raw[4:8]) == b"moof":
            return True
        runs = (run for fragment in self.fragments for run in fragment.runs)
        return any(track.table.cut for track in self.tracks) or any(run.cut for run in runs)


def read(data: memoryview) -> Movie:
    """Take a film apart, down to its sample_tables.

    Raises Damaged, TooLarge or Unsupported.
    """
    top = tuple(parse_boxes(data))
    moov = next((box for box in top if box.kind == b"moov"), None)
    if moov is None:
        raise Damaged("no film")
    if len(moov.raw) > MOOV_LIMIT:
        raise TooLarge("tables")
    own, moov = moov, _unpacked(moov)
    found = children(moov)
    for box in found:
        if box.kind in REFUSED:
            raise Unsupported(REFUSED[box.kind], is_video=True)
    trays = [box for box in found if box.kind == b"trak"]
    if len(trays) > TRACK_LIMIT:
        raise TooLarge("too many tracks")
    media, chapters = media_of(top), _chapters(trays)
    kept = [box for box in trays if _kept(box, chapters)]
    left = tuple(box for box in trays if box not in kept)
    tracks = tuple(_track(box, media, len(data)) for box in kept)
    described = {track.number: len(track.entries) for track in tracks}
    pieces = fragments.read(top, moov, described, media, len(data))
    return Movie(top, own, moov, tracks, left, pieces)


def media_header(box: Box) -> int:
    """Return the bytes before the samples of an mdat box, also of one that is cut short."""
    return box.header_size or (LARGE if bytes(box.raw[:4]) == ONE else HEADER)


def media_of(top: Sequence[Box]) -> tuple[tuple[int, int], ...]:
    """Return where samples may lie: the bodies of the mdat boxes."""
    return tuple((box.start + media_header(box), box.end) for box in top if holds_media(box))


def holds_media(box: Box) -> bool:
    """Tell whether a box holds samples: an mdat, whole or cut short by the end of the file."""
    return box.kind == b"mdat" or (box.kind == JUNK and bytes(box.raw[4:8]) == b"mdat")


def _kept(trak: Box, chapters: frozenset[int]) -> bool:
    """Tell whether a track is seen or heard."""
    found = children_by_kind(trak)
    media = children_by_kind(found.get(b"mdia"))
    kind = headers.handler(media.get(b"hdlr"))
    if kind not in PICTURES | SOUND or b"tkhd" not in found:
        return False
    number = headers.times(found[b"tkhd"])[0].scale
    return number not in chapters and (kind != AUXILIARY or ALPHA in bytes(trak.raw[:AUXI_NEAR]))


def _chapters(trays: Sequence[Box]) -> frozenset[int]:
    """Return the numbers of tracks that only hold the names and pictures of chapters."""
    found: set[int] = set()
    for trak in trays:
        if box := children_by_kind(children_by_kind(trak).get(b"tref")).get(SHOWN_BY):
            found.update(words(box.body[: len(box.body) // 4 * 4]))
    return frozenset(found)


def _track(trak: Box, media: Sequence[tuple[int, int]], length: int) -> Track:
    found = children_by_kind(trak)
    inner = children_by_kind(require(found, b"mdia"))
    info = children_by_kind(require(inner, b"minf"))
    stbl = children_by_kind(require(info, b"stbl"))
    sound = headers.handler(inner.get(b"hdlr")) in SOUND
    _refuse_elsewhere(children_by_kind(info.get(b"dinf")).get(b"dref"))
    described = sample_entries.read(require(stbl, b"stsd"), sound)
    table = sample_tables.read(
        stbl, media, length, sample_entries.unit(described[0]) if sound else None
    )
    if any(not 0 < chunk.entry <= len(described) for chunk in table.chunks):
        raise Damaged("samples without a description")
    drawing = tuple(map(sample_filters.drawing, described))
    groups = tuple(box for box in children(info[b"stbl"]) if box.kind in GROUPS)
    return Track(found, inner, info, stbl, described, table, groups, drawing)


def _refuse_elsewhere(dref: Box | None) -> None:
    """Raise Unsupported where a track's samples lie in another file."""
    for box in children(dref, 8) if dref else ():
        _, flags, cursor = parse_full(box)
        if not flags & 1 and cursor.left:
            raise Unsupported(ELSEWHERE, is_video=True)


def _unpacked(moov: Box) -> Box:
    """Return the film's own box, itself where nothing is packed.

    Raises Unsupported for a coder that nobody used, TooLarge, or Damaged.
    """
    found = children_by_kind(moov).get(b"cmov")
    if found is None:
        return moov
    inner = children_by_kind(found)
    if bytes(require(inner, CMOV_CODEC).body[:4]) != b"zlib":
        raise Unsupported("compressed MOV", is_video=True)
    raw = deflate.inflate(
        bytes(require(inner, CMOV_DATA).body[CMOV_SIZE_BYTES:]), UNPACKED_LIMIT + 1
    )
    if len(raw) > UNPACKED_LIMIT:
        raise TooLarge("tables")
    first = next(parse_boxes(memoryview(raw)), None)
    if first is None or first.kind != b"moov" or b"cmov" in children_by_kind(first):
        raise Damaged("a packed film without tables")
    return first
