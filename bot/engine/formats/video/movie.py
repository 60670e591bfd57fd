"""A film: its tracks, and which of them are seen or heard.

Spec: ISO/IEC 14496-12 §8.2 (moov), §8.3 (trak), §8.4 (mdia), §8.7.2 (dref); QuickTime File
Format: chapters (tref chap), referring films (rmra).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.binary.boxes import HEADER, JUNK, LARGE, Box, boxes, full
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.video import entries, fragments, heads, packed, samples, tables
from bot.engine.formats.video.boxes import Boxes, inside, need, tree
from bot.engine.formats.video.entries import Entry
from bot.engine.formats.video.extensions import ALPHA
from bot.engine.formats.video.fragments import Fragment
from bot.engine.formats.video.samples import Drawing
from bot.engine.formats.video.tables import Table, words

MOOV_LIMIT = 64 * 1024 * 1024  # bytes of tables; an hour has 3 MB
TRACK_LIMIT = 64
PICTURES, SOUND = frozenset({b"vide", b"pict", b"auxv"}), frozenset({b"soun"})
AUXILIARY, AUXI_NEAR = b"auxv", 4096  # bytes in which such a track says what it is there for
ELSEWHERE = "MOV that points at other files"
GROUPS = frozenset({b"sgpd", b"sbgp"})
REFUSED = {b"rmra": ELSEWHERE, b"pssh": "encrypted video"}
ONE = b"\0\0\0\1"  # in place of a size: the size is behind the kind
SHOWN_BY = b"chap"  # a track of this reference is the chapters' names or pictures


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
        return heads.handler(self.media.get(b"hdlr")) in SOUND

    @property
    def number(self) -> int:
        """The track's number in its file."""
        return heads.times(need(self.boxes, b"tkhd"))[0].scale


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
    """Take a film apart, down to its tables.

    Raises Damaged, TooLarge or Unsupported.
    """
    top = tuple(boxes(data))
    moov = next((box for box in top if box.kind == b"moov"), None)
    if moov is None:
        raise Damaged("no film")
    if len(moov.raw) > MOOV_LIMIT:
        raise TooLarge("tables")
    own, moov = moov, packed.unpacked(moov)
    found = inside(moov)
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
    return box.head or (LARGE if bytes(box.raw[:4]) == ONE else HEADER)


def media_of(top: Sequence[Box]) -> tuple[tuple[int, int], ...]:
    """Return where samples may lie: the bodies of the mdat boxes."""
    return tuple((box.start + media_header(box), box.end) for box in top if holds_media(box))


def holds_media(box: Box) -> bool:
    """Tell whether a box holds samples: an mdat, whole or cut short by the end of the file."""
    return box.kind == b"mdat" or (box.kind == JUNK and bytes(box.raw[4:8]) == b"mdat")


def _kept(trak: Box, chapters: frozenset[int]) -> bool:
    """Tell whether a track is seen or heard."""
    found = tree(trak)
    media = tree(found.get(b"mdia"))
    kind = heads.handler(media.get(b"hdlr"))
    if kind not in PICTURES | SOUND or b"tkhd" not in found:
        return False
    number = heads.times(found[b"tkhd"])[0].scale
    return number not in chapters and (kind != AUXILIARY or ALPHA in bytes(trak.raw[:AUXI_NEAR]))


def _chapters(trays: Sequence[Box]) -> frozenset[int]:
    """Return the numbers of tracks that only hold the names and pictures of chapters."""
    found: set[int] = set()
    for trak in trays:
        if box := tree(tree(trak).get(b"tref")).get(SHOWN_BY):
            found.update(words(box.body[: len(box.body) // 4 * 4]))
    return frozenset(found)


def _track(trak: Box, media: Sequence[tuple[int, int]], length: int) -> Track:
    found = tree(trak)
    inner = tree(need(found, b"mdia"))
    info = tree(need(inner, b"minf"))
    stbl = tree(need(info, b"stbl"))
    sound = heads.handler(inner.get(b"hdlr")) in SOUND
    _refuse_elsewhere(tree(info.get(b"dinf")).get(b"dref"))
    described = entries.read(need(stbl, b"stsd"), sound)
    table = tables.read(stbl, media, length, entries.unit(described[0]) if sound else None)
    if any(not 0 < chunk.entry <= len(described) for chunk in table.chunks):
        raise Damaged("samples without a description")
    drawing = tuple(map(samples.drawing, described))
    groups = tuple(box for box in inside(info[b"stbl"]) if box.kind in GROUPS)
    return Track(found, inner, info, stbl, described, table, groups, drawing)


def _refuse_elsewhere(dref: Box | None) -> None:
    """Raise Unsupported where a track's samples lie in another file."""
    for box in inside(dref, 8) if dref else ():
        _, flags, cursor = full(box)
        if not flags & 1 and cursor.left:
            raise Unsupported(ELSEWHERE, is_video=True)
