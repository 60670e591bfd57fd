"""The film's moov box written anew: the same tracks, and where their samples are in the copy.

Spec: ISO/IEC 14496-12 §8.2-8.7, §8.9 (sample groups).

Boxes have one order and one form each, so that a clean film is written as it is.
"""

from array import array
from collections.abc import Iterator

from bot.engine.errors import Damaged
from bot.engine.formats.isobmff.boxes import (
    HEADER,
    LARGE,
    Box,
    children_by_kind,
    make,
    make_full,
    parse_full,
    require,
    spherical,
)
from bot.engine.formats.video import headers, sample_entries, sample_tables, write_fragments
from bot.engine.formats.video.media_ranges import OffsetMap
from bot.engine.formats.video.movie import Movie, Track
from bot.engine.formats.video.sample_tables import pack_numbers, unpack_numbers

FOUR_GIB = 1 << 32
LARGEST_ID = FOUR_GIB - 1
REFERENCES = frozenset({b"auxl", b"vdep", b"fall", b"sbas", b"scal", b"oref"})  # between tracks
THIS_FILE = 1  # flag of a data reference: the samples are in this file


def mdat_header(size: int) -> bytes:
    """Return the header of an mdat box that holds `size` bytes."""
    if size + HEADER < FOUR_GIB:
        return (size + HEADER).to_bytes(4, "big") + b"mdat"
    return (1).to_bytes(4, "big") + b"mdat" + (size + LARGE).to_bytes(8, "big")


def moov(movie: Movie, offsets: OffsetMap, before: int) -> bytes:
    """Return the moov box, `before` bytes behind the start of the copy; an mdat follows it.

    Raises Damaged where a box breaks its specification.
    """
    if not offsets.size and any(track.table.sample_count for track in movie.tracks):
        raise Damaged("samples without a byte")
    # The offsets in the box depend on its length, and its length on how wide they are: it is
    # written once to be measured, and again with the right offsets.
    is_wide = False
    size = len(_moov(movie, offsets, 0, is_wide))
    behind = len(mdat_header(offsets.size))
    if before + size + behind + offsets.size >= FOUR_GIB:
        is_wide = True
        size = len(_moov(movie, offsets, 0, is_wide))
    return _moov(movie, offsets, before + size + behind, is_wide)


def _moov(movie: Movie, offsets: OffsetMap, media_start: int, is_wide: bool) -> bytes:
    """Return the moov box of a file whose samples start at offset `media_start`."""
    boxes = children_by_kind(movie.moov)
    track_ids = [track.track_id for track in movie.tracks]
    mvhd = _mvhd(boxes[b"mvhd"], movie, track_ids) if b"mvhd" in boxes else b""
    traks = [_trak(track, movie, offsets, media_start, is_wide) for track in movie.tracks]
    mvex = write_fragments.mvex(movie.moov, track_ids) if movie.is_fragmented else b""
    return make(b"moov", mvhd, *traks, mvex)


def _mvhd(mvhd: Box, movie: Movie, track_ids: list[int]) -> bytes:
    headers_of_tracks = (require(track.trak, b"tkhd") for track in movie.tracks)
    durations = [headers.parse_times(tkhd)[0].duration for tkhd in headers_of_tracks]
    longest = None if movie.is_fragmented else max(durations, default=0)
    return headers.mvhd(mvhd, longest, min(max(track_ids, default=0) + 1, LARGEST_ID))


def _trak(track: Track, movie: Movie, offsets: OffsetMap, media_start: int, is_wide: bool) -> bytes:
    boxes = [headers.tkhd(require(track.trak, b"tkhd"))]
    if tapt := track.trak.get(b"tapt"):
        boxes.append(headers.tapt(tapt))
    if elst := children_by_kind(track.trak.get(b"edts")).get(b"elst"):
        boxes.append(make(b"edts", headers.elst(elst)))
    if uuid := track.trak.get(b"uuid"):
        boxes.append(spherical(uuid))
    boxes.append(_tref(track, movie))
    # A player chooses among several sound tracks by their languages.
    keep_language = track.is_sound and sum(other.is_sound for other in movie.tracks) > 1
    boxes.append(_mdia(track, keep_language, _stbl(track, offsets, media_start, is_wide)))
    return make(b"trak", *boxes)


def _tref(track: Track, movie: Movie) -> bytes:
    """Return the references of a track to other kept tracks."""
    kept_ids = {other.track_id for other in movie.tracks}
    references = []
    for kind, box in children_by_kind(track.trak.get(b"tref")).items():
        targets = unpack_numbers(box.body[: len(box.body) // 4 * 4])
        kept_targets = array("I", (target for target in targets if target in kept_ids))
        if kind in REFERENCES and kept_targets:
            references.append(make(kind, pack_numbers(kept_targets)))
    return make(b"tref", *references) if references else b""


def _mdia(track: Track, keep_language: bool, stbl: bytes) -> bytes:
    mdhd = headers.mdhd(require(track.mdia, b"mdhd"), keep_language)
    hdlr = headers.hdlr(require(track.mdia, b"hdlr"))
    return make(b"mdia", mdhd, hdlr, _minf(track, stbl))


def _minf(track: Track, stbl: bytes) -> bytes:
    minf = track.minf
    boxes = []
    if b"vmhd" in minf:
        boxes.append(headers.vmhd(minf[b"vmhd"]))
    if b"smhd" in minf:
        boxes.append(headers.smhd(minf[b"smhd"]))
    if b"hdlr" in minf:
        boxes.append(headers.hdlr(minf[b"hdlr"]))
    data_references = children_by_kind(children_by_kind(minf.get(b"dinf")).get(b"dref"), 8)
    # QuickTime names a file by an alias, ISO by a URL; both are empty here.
    kind = b"alis" if b"alis" in data_references else b"url "
    dref = make_full(b"dref", 0, 0, (1).to_bytes(4, "big"), make_full(kind, 0, THIS_FILE))
    return make(b"minf", *boxes, make(b"dinf", dref), stbl)


def _stbl(track: Track, offsets: OffsetMap, media_start: int, is_wide: bool) -> bytes:
    table = track.table
    version, _, _ = parse_full(track.stbl[b"stsd"])
    chunk_offsets = array(
        "Q", [media_start + offsets.new_offset(chunk.start) for chunk in table.chunks]
    )
    return make(
        b"stbl",
        sample_entries.written(track.entries, track.is_sound, min(version, 1)),
        *_timing(track),
        *sample_tables.write_groups(track.groups, table.sample_count),
        sample_tables.write_stsc(table),
        sample_tables.write_stsz(table, _sizes(track, offsets)),
        sample_tables.write_offsets(chunk_offsets, is_wide),
    )


def _timing(track: Track) -> Iterator[bytes]:
    """Yield the boxes that say when each sample shows, and at which a player can begin."""
    total = track.table.sample_count
    for kind in b"stts", b"ctts":
        if kind in track.stbl:
            yield sample_tables.write_times(track.stbl[kind], total)
    if b"cslg" in track.stbl and b"ctts" in track.stbl:
        yield headers.cslg(track.stbl[b"cslg"])
    for kind in b"stss", b"stps":
        if kind in track.stbl:
            yield sample_tables.write_sync_samples(track.stbl[kind], total)


def _sizes(track: Track, offsets: OffsetMap) -> "array[int] | None":
    """Return the bytes of each sample in the copy; None where all have one size."""
    table = track.table
    if table.sizes is None and not any(track.filters):
        return None
    sizes = array("I")
    for chunk in table.chunks:
        last = chunk.first_sample + chunk.sample_count
        if table.sizes is not None and offsets.is_whole(chunk.start, chunk.end):
            sizes.extend(table.sizes[chunk.first_sample : last])
            continue
        for _, start, end in sample_tables.sample_ranges(table, chunk):
            sizes.append(offsets.new_size(start, end))
    return sizes
