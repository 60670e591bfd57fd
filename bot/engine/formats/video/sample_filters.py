"""Which bytes of a track's samples a decoder needs: all, or those that a filter finds.

Spec: ISO/IEC 14496-15 (H.264, H.265), AV1-ISOBMFF §2.4; QuickTime File Format: jpeg, png.
"""

from collections.abc import Callable, Iterator

from bot.engine.binary.ranges import Range, joined
from bot.engine.bitstreams import decoder_config, nal, obu, start_codes
from bot.engine.bitstreams.nal import DOLBY_TYPES, Codec
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats import png
from bot.engine.formats.isobmff.boxes import Box
from bot.engine.formats.jpeg import segments, writer
from bot.engine.formats.video import codec_boxes
from bot.engine.formats.video.sample_entries import Entry
from bot.engine.limits import DecodeBudget
from bot.engine.model import Part
from bot.engine.reference import Reference

APP0 = b"\xff\xe0"  # JPEG's JFIF segment: how many dots an inch has
HIGH_444 = 244  # a profile of H.264
FILE_COST = 64  # units of code that a JPEG or PNG in a sample costs as much as

# Takes one sample; yields the ranges of it, in bytes, that a decoder needs.
SampleFilter = Callable[[memoryview, DecodeBudget], Iterator[Range]]

# Sample descriptions without avcC or hvcC that need one.
NEED_CONFIG = frozenset(b"avc1 avc2 avc3 avc4 hvc1 hev1 hvc2 hev2 dva1 dvav dvh1 dvhe".split())
MPEG = frozenset(
    b"mp2v m2v1 mpg2 xdv1 xdv2 xdv3 xdvb xdvc xdvd xdve hdv1 hdv2 hdv3 mp4v xvid XVID divx DIVX"
    b" DX50 FMP4".split()
)
# Each sample is a file of that type.
JPEGS, PNGS = frozenset({b"jpeg", b"mjpg", b"MJPG", b"AVDJ"}), frozenset({b"png "})
# Codecs whose metadata cannot be taken out: DV tapes write the date and the place of a
# recording between the lines of the picture; the halves of an interlaced JPEG point at each
# other.
UNSUPPORTED = {b"dvc ": "DV", b"dvcp": "DV", b"dvpp": "DV", b"dv5n": "DV", b"dv5p": "DV",
               b"mjpa": "Motion JPEG A", b"mjpb": "Motion JPEG B",
               b"vvc1": "H.266", b"vvi1": "H.266"}  # fmt: skip


def sample_filter(entry: Entry) -> SampleFilter | None:
    """Return the filter for a sample description, None where a decoder needs every byte.

    Raises Damaged, or Unsupported where samples hold metadata that cannot be taken out.
    """
    if entry.kind in UNSUPPORTED:
        name = UNSUPPORTED[entry.kind]
        raise Unsupported(f"{name} video", is_video=True, codec=name)
    if config := entry.find(b"avcC", b"hvcC"):
        return _nal_filter(entry, config)
    if entry.kind in NEED_CONFIG:
        raise Damaged("pictures without what a decoder must know")
    if entry.kind == b"av01":
        return obu.needed_ranges
    if entry.kind in JPEGS | PNGS:
        return lambda sample, budget: _file_ranges(entry.kind, sample, budget)
    if entry.kind in MPEG or entry.kind.startswith(b"mx"):
        return start_codes.needed_ranges
    if (box := entry.find(b"esds")) and codec_boxes.esds_codec(box) in codec_boxes.ESDS_PICTURES:
        return start_codes.needed_ranges
    return None


def _nal_filter(entry: Entry, config: Box) -> SampleFilter:
    # Dolby Vision's own units are kept where the description announces them.
    extra_types = DOLBY_TYPES if entry.find(*codec_boxes.DOLBY) else frozenset[int]()
    size = decoder_config.length_size(config.kind, config.body)
    codec = Codec.AVC if config.kind == b"avcC" else Codec.HEVC
    if codec is Codec.AVC and config.body[1] == HIGH_444:
        codec = Codec.AVC_444
    return lambda sample, budget: nal.needed_ranges(sample, size, codec, extra_types, budget)


def _file_ranges(kind: bytes, sample: memoryview, budget: DecodeBudget) -> Iterator[Range]:
    """Yield the needed ranges of a JPEG or PNG file that is a sample.

    Raises Damaged, or Unsupported where a part of it would have to be written anew.
    """
    budget.spend(FILE_COST)
    if kind in JPEGS:  # a frame has no gain map
        parts = segments.parse_picture(sample, Reference())
        pieces = writer.rebuilt(parts, writer.Patches(parts))
    else:
        pieces = png.parse(sample, Reference()).rebuild()
    ranges = []
    for piece in pieces:
        if isinstance(piece, Part):
            ranges.append((piece.start, piece.end))
        elif piece and not piece.startswith(APP0):
            name = "JPEG" if kind in JPEGS else "PNG"
            raise Unsupported(f"video of {name} files", is_video=True, codec=name)
    return joined(ranges)
