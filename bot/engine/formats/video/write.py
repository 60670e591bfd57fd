"""The film written anew: the same tracks, tables for where their samples are now, and no words.

Spec: ISO/IEC 14496-12 §8.2-8.7, §8.9 (sample groups).

One order of boxes, one way to write each: a clean film is written as it is.
"""

from array import array
from collections.abc import Iterator

from bot.engine.errors import Damaged
from bot.engine.formats.isobmff import uuids
from bot.engine.formats.isobmff.boxes import (
    HEADER,
    LARGE,
    children_by_kind,
    make,
    make_full,
    parse_full,
    require,
)
from bot.engine.formats.video import headers, sample_entries, sample_tables, write_fragments
from bot.engine.formats.video.media_ranges import Places
from bot.engine.formats.video.movie import Movie, Track
from bot.engine.formats.video.sample_tables import Table

FOUR_GIB = 1 << 32
MOST = FOUR_GIB - 1
REFERENCES = frozenset({b"auxl", b"vdep", b"fall", b"sbas", b"scal", b"oref"})  # among kept tracks
SELF = {kind: make_full(kind, 0, 1) for kind in (b"url ", b"alis")}  # samples lie in this file


def mdat_head(size: int) -> bytes:
    """Return the header of an mdat box that holds `size` bytes."""
    if size + HEADER < FOUR_GIB:
        return (size + HEADER).to_bytes(4, "big") + b"mdat"
    return (1).to_bytes(4, "big") + b"mdat" + (size + LARGE).to_bytes(8, "big")


def moov(movie: Movie, places: Places, before: int) -> bytes:
    """Return the film's box, `before` bytes behind the beginning of the copy.

    The samples follow it. Raises EngineError where a box breaks its specification.
    """
    if not places.size and any(track.table.total for track in movie.tracks):
        raise Damaged("samples without a byte")
    wide = False
    size = len(_moov(movie, places, 0, wide))
    if before + size + len(mdat_head(places.size)) + places.size >= FOUR_GIB:
        wide = True
        size = len(_moov(movie, places, 0, wide))
    return _moov(movie, places, before + size + len(mdat_head(places.size)), wide)


def _moov(movie: Movie, places: Places, media: int, wide: bool) -> bytes:
    """Return the film's box where the samples begin at `media`."""
    found = children_by_kind(movie.moov)
    tracks = movie.tracks
    lengths = [headers.times(require(track.boxes, b"tkhd"))[0].duration for track in tracks]
    last = max((track.number for track in tracks), default=0)
    longest = None if movie.fragmented else max(lengths, default=0)
    head = headers.mvhd(found[b"mvhd"], longest, min(last + 1, MOST)) if b"mvhd" in found else b""
    traks = [_trak(track, movie, places, media, wide) for track in tracks]
    numbers = [track.number for track in tracks]
    more = write_fragments.mvex(movie.moov, numbers) if movie.fragmented else b""
    return make(b"moov", head, *traks, more)


def _trak(track: Track, movie: Movie, places: Places, media: int, wide: bool) -> bytes:
    pieces = [headers.tkhd(require(track.boxes, b"tkhd"))]
    if tapt := track.boxes.get(b"tapt"):
        pieces.append(headers.tapt(tapt))
    if elst := children_by_kind(track.boxes.get(b"edts")).get(b"elst"):
        pieces.append(make(b"edts", headers.elst(elst)))
    if uuid := track.boxes.get(b"uuid"):
        pieces.append(uuids.spherical(uuid))
    pieces.append(_references(track, movie))
    sounds = sum(other.sound for other in movie.tracks)
    pieces.append(_mdia(track, sounds > 1, _stbl(track, places, media, wide)))
    return make(b"trak", *pieces)


def _references(track: Track, movie: Movie) -> bytes:
    """Return which other kept tracks a track needs."""
    numbers = {other.number for other in movie.tracks}
    kept = []
    for kind, box in children_by_kind(track.boxes.get(b"tref")).items():
        told = sample_tables.words(box.body[: len(box.body) // 4 * 4])
        if kind in REFERENCES and (known := [number for number in told if number in numbers]):
            kept.append(make(kind, sample_tables.packed(array("I", known))))
    return make(b"tref", *kept) if kept else b""


def _mdia(track: Track, several: bool, stbl: bytes) -> bytes:
    media = track.media
    mdhd = headers.mdhd(require(media, b"mdhd"), keep_language=several and track.sound)
    return make(b"mdia", mdhd, headers.hdlr(require(media, b"hdlr")), _minf(track, stbl))


def _minf(track: Track, stbl: bytes) -> bytes:
    info = track.info
    pieces = []
    if b"vmhd" in info:
        pieces.append(headers.vmhd(info[b"vmhd"]))
    if b"smhd" in info:
        pieces.append(headers.smhd(info[b"smhd"]))
    if b"hdlr" in info:
        pieces.append(headers.hdlr(info[b"hdlr"]))
    kind = (
        b"alis"
        if b"alis" in children_by_kind(children_by_kind(info.get(b"dinf")).get(b"dref"), 8)
        else b"url "
    )
    dref = make_full(b"dref", 0, 0, (1).to_bytes(4, "big"), SELF[kind])
    return make(b"minf", *pieces, make(b"dinf", dref), stbl)


def _stbl(track: Track, places: Places, media: int, wide: bool) -> bytes:
    stbl, table = track.stbl, track.table
    version, _, _ = parse_full(stbl[b"stsd"])
    return make(
        b"stbl",
        sample_entries.written(track.entries, track.sound, min(version, 1)),
        *_timing(track),
        *sample_tables.sample_groups(track.groups, table.total),
        sample_tables.chunk_map(table),
        sample_tables.size_table(table, _sizes(track, places)),
        sample_tables.offset_table(_offsets(table, places, media), wide),
    )


def _timing(track: Track) -> Iterator[bytes]:
    """Yield when each sample shows, and with which a player can begin."""
    total = track.table.total
    for kind in b"stts", b"ctts":
        if kind in track.stbl:
            yield sample_tables.runs(track.stbl[kind], total)
    if b"cslg" in track.stbl and b"ctts" in track.stbl:
        yield headers.cslg(track.stbl[b"cslg"])
    for kind in b"stss", b"stps":
        if kind in track.stbl:
            yield sample_tables.numbers(track.stbl[kind], total)


def _sizes(track: Track, places: Places) -> "array[int] | None":
    """Return the bytes of each sample as it is in the copy; None where all are alike."""
    table = track.table
    if table.sizes is None and not any(track.drawing):
        return None
    found = array("I")
    for chunk in table.chunks:
        last = chunk.first + chunk.held
        if table.sizes is not None and places.whole(chunk.start, chunk.end):
            found.extend(table.sizes[chunk.first : last])
            continue
        for _, start, end in sample_tables.samples(table, chunk):
            found.append(places.size_of(start, end))
    return found


def _offsets(table: Table, places: Places, media: int) -> "array[int]":
    return array("Q", [media + places.ahead(chunk.start) for chunk in table.chunks])
