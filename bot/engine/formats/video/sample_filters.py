"""Which bytes of a track's samples draw or sound: all, or those that its coder needs.

Spec: ISO/IEC 14496-15 (H.264, H.265), AV1-ISOBMFF §2.4; QuickTime File Format: jpeg, png.
"""

from collections.abc import Callable, Iterator

from bot.engine.binary.ranges import joined
from bot.engine.bitstreams import decoder_config, nal, obu, start_codes
from bot.engine.bitstreams.nal import DOLBY, Codec
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats import png
from bot.engine.formats.jpeg import patch, segments
from bot.engine.formats.video import codec_boxes
from bot.engine.formats.video.sample_entries import Entry
from bot.engine.limits import DecodeBudget
from bot.engine.model import Part
from bot.engine.reference import Reference

JFIF = b"\xff\xe0"
HIGH_444 = 244  # a profile of H.264
Ranges = Iterator[tuple[int, int]]
Drawing = Callable[
    [memoryview, DecodeBudget], Ranges
]  # of one sample: start and end of what is kept
WHOLE = 64  # units of code that a file in a sample costs as much as

LAYERED = frozenset({b"dvcC", b"dvvC", b"dvwC"})
CONFIGURED = frozenset(b"avc1 avc2 avc3 avc4 hvc1 hev1 hvc2 hev2 dva1 dvav dvh1 dvhe".split())
MPEG = frozenset(
    b"mp2v m2v1 mpg2 xdv1 xdv2 xdv3 xdvb xdvc xdvd xdve hdv1 hdv2 hdv3 mp4v xvid XVID divx DIVX"
    b" DX50 FMP4".split()
)
# Each sample is a file of that type.
JPEGS, PNGS = frozenset({b"jpeg", b"mjpg", b"MJPG", b"AVDJ"}), frozenset({b"png "})
# Tapes write the date and the place of a recording between its lines; the halves of an
# interlaced JPEG point at each other.
TELLING = {b"dvc ": "DV", b"dvcp": "DV", b"dvpp": "DV", b"dv5n": "DV", b"dv5p": "DV",
           b"mjpa": "Motion JPEG A", b"mjpb": "Motion JPEG B",
           b"vvc1": "H.266", b"vvi1": "H.266"}  # fmt: skip


def drawing(entry: Entry) -> Drawing | None:
    """Return what finds the bytes that draw in a sample, None where all do.

    Raises Unsupported where samples tell more than pictures, and nobody here can part them.
    """
    if entry.kind in TELLING:
        name = TELLING[entry.kind]
        raise Unsupported(f"{name} video", is_video=True, codec=name)
    if box := entry.find(b"avcC", b"hvcC"):
        more = DOLBY if entry.find(*LAYERED) else frozenset[int]()
        size = decoder_config.length_size(box.kind, box.body)
        codec = Codec.AVC if box.kind == b"avcC" else Codec.HEVC
        if codec is Codec.AVC and box.body[1] == HIGH_444:
            codec = Codec.AVC_444
        return lambda sample, effort: nal.drawing(sample, size, codec, more, effort)
    if entry.kind in CONFIGURED:
        raise Damaged("pictures without what a decoder must know")
    if entry.kind == b"av01":
        return obu.drawing
    if entry.kind in JPEGS | PNGS:
        return lambda sample, effort: _within(entry.kind, sample, effort)
    if entry.kind in MPEG or entry.kind.startswith(b"mx"):
        return start_codes.drawing
    if (box := entry.find(b"esds")) and codec_boxes.esds_codec(box) in codec_boxes.ESDS_PICTURES:
        return start_codes.drawing
    return None


def _within(kind: bytes, sample: memoryview, effort: DecodeBudget) -> Ranges:
    """Yield what is kept of a file in a sample.

    Raises Damaged, or Unsupported where something in it must be written anew.
    """
    effort.spend(WHOLE)
    if kind in JPEGS:  # a frame has no gain map
        parts = segments.picture(sample, Reference())
        pieces = patch.rebuilt(parts, patch.Patches(parts))
    else:
        pieces = png.parse(sample, Reference()).rebuild()
    kept = []
    for piece in pieces:
        if isinstance(piece, Part):
            kept.append((piece.start, piece.end))
        elif piece and not piece.startswith(JFIF):  # which says how many dots an inch has
            name = "JPEG" if kind in JPEGS else "PNG"
            raise Unsupported(f"video of {name} files", is_video=True, codec=name)
    return joined(kept)
