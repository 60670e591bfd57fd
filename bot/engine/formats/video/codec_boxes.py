"""The boxes in a sample description, with a decoder's settings: listed ones, written anew.

Spec: ISO/IEC 14496-1 §7.2.6 (esds);
ISO/IEC 14496-12 §12.1.4 (clap, pasp), §12.1.5 (colr), §12.1.6-8 (clli, mdcv, cclv);
ISO/IEC 14496-15 (avcC, hvcC, lhvC); ISO/IEC 23008-12 §7.2.3 (ccst); AV1-ISOBMFF (av1C);
VP9 in ISOBMFF (vpcC); Opus in ISOBMFF (dOps);
FLAC in ISOBMFF (dfLa); ETSI TS 102 366 annex F (dac3, dec3), TS 103 190-2 annex E (dac4);
3GPP TS 26.244 §6 (damr, d263); Dolby Vision streams in ISOBMFF (dvcC, dvvC, dvwC);
Spherical Video V2 (st3d, sv3d); Apple's stereo video (vexu); QuickTime File Format.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum

from bot.engine.binary.cursor import Cursor
from bot.engine.bitstreams import decoder_config, start_codes
from bot.engine.blocks import icc
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.isobmff.boxes import (
    TEXT_RUN,
    Box,
    children,
    is_text,
    make,
    make_full,
    parse_full,
)

# Boxes of numbers alone, and how many bytes they may have; bytes behind those are cut off.
NUMBERS = {
    b"clli": 4, b"mdcv": 24, b"cclv": 32, b"fiel": 2, b"gama": 4, b"hfov": 4, b"amve": 8,
    b"dac3": 3, b"dec3": 64, b"dac4": 256, b"d263": 7, b"enda": 2, b"frma": 4, b"alac": 52,
    b"st3d": 5, b"SmDm": 28, b"CoLL": 8, b"srat": 8, b"pcmC": 6, b"chnl": 64, b"SA3D": 64,
    b"prhd": 16, b"equi": 20, b"cbmp": 12, b"stri": 5, b"hero": 5, b"blin": 8, b"dadj": 8,
    b"prji": 8, b"pkin": 8, b"dmlp": 10, b"mhaC": 1024, b"vvcC": 4096,
    b"ccst": 8, b"dapa": 4096,
}  # fmt: skip
DOLBY = frozenset({b"dvcC", b"dvvC", b"dvwC"})
DOLBY_USED, DOLBY_SIZE = 5, 24  # bytes; those that are not used are reserved
HOLDERS = frozenset({b"sv3d", b"proj", b"vexu", b"eyes", b"cams", b"cmfy", b"pack", b"wave"})
DEPTH = 4  # of boxes in boxes
STREAMINFO_SIZE = 34  # bytes of FLAC's first block, the last 16 the MD5 sum of the sound
CHANNEL = 20  # bytes of QuickTime's description of one channel
MATRICES = {b"nclx": 11, b"nclc": 10}  # colours as numbers, and their bytes

ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"

SYNC_LAYER = bytes.fromhex("060102")  # the only descriptor of it that MP4 allows
# Codecs of pictures, whose decoder info has start codes.
ESDS_PICTURES = frozenset({0x20, *range(0x60, 0x66), 0x6A})
PRIVATE = 0xC0  # codecs from here on are in no standard: Nero's Vorbis carries comments
SOUND_INFO_LIMIT = 64  # bytes: real ones have 2 to 30, and a comment may hide in long ones


class DescriptorTag(IntEnum):
    """Tags of the descriptors in an esds box. ISO/IEC 14496-1 §7.2.6."""

    STREAM = 3
    DECODER = 4
    DECODER_INFO = 5


def rewritten_boxes(boxes: Iterable[Box], depth: int = DEPTH) -> Iterator[bytes]:
    """Yield the listed ones of the boxes in a sample description, written anew.

    Raises Damaged where one breaks its specification, or has text among its numbers.
    """
    for box in boxes:
        if box.kind in HOLDERS and depth:
            yield make(box.kind, *_contents(box, depth - 1))
        elif box.kind in REWRITTEN:
            yield REWRITTEN[box.kind](box)
        elif box.kind in NUMBERS:
            body = bytes(box.body[: NUMBERS[box.kind]])
            if TEXT_RUN.search(body):
                raise Damaged(f"words among numbers at {box.start}")
            yield make(box.kind, body)


def _contents(box: Box, depth: int) -> Iterator[bytes]:
    if box.kind == b"sv3d":
        yield make_full(b"svhd", 0, 0, b"\0")  # the program that made it has a name there
    for child in children(box):
        if child.kind == b"mp4a":  # in QuickTime's wave, and empty
            yield make(b"mp4a", bytes(4))
        else:
            yield from rewritten_boxes((child,), depth)
    if box.kind == b"wave":
        yield make(bytes(4))


def _decoder_config(box: Box) -> bytes:
    return make(box.kind, decoder_config.REWRITTEN[box.kind](box.body))


def _lhvc(box: Box) -> bytes:
    return make(b"lhvC", decoder_config.lhvc(box.body))


def _dolby(box: Box) -> bytes:
    used = bytes(box.body[:DOLBY_USED])
    return make(box.kind, used.ljust(DOLBY_SIZE, b"\0"))


def _vpcc(box: Box) -> bytes:
    return make_full(b"vpcC", 1, 0, bytes(parse_full(box)[2].take(6)), bytes(2))


def _dops(box: Box) -> bytes:
    cursor = Cursor(box.body)
    head = bytes(cursor.take(11))  # the last byte is the mapping family; 0 has no table
    return make(b"dOps", head, bytes(cursor.take(2 + head[1])) if head[10] else b"")


def _dfla(box: Box) -> bytes:
    cursor = parse_full(box)[2]
    if cursor.u32() & 0x7FFFFFFF != STREAMINFO_SIZE:
        raise Damaged("FLAC without its first block")
    head = b"\x80" + STREAMINFO_SIZE.to_bytes(3, "big")
    return make_full(b"dfLa", 0, 0, head, bytes(cursor.take(18)), bytes(16))


def _damr(box: Box) -> bytes:
    body = bytes(Cursor(box.body).take(9))
    return make(b"damr", bytes(5), body[5:])  # the coder's vendor and version


def _colr(box: Box) -> bytes:
    cursor = Cursor(box.body)
    kind = bytes(cursor.take(4))
    if kind in MATRICES:
        body = bytearray(box.body[: MATRICES[kind]])
        if kind == b"nclx" and len(body) == MATRICES[kind]:
            body[-1] &= 0x80
        return make(b"colr", bytes(body))
    if kind in {b"prof", b"rICC"}:
        clean = icc.sanitise(bytes(cursor.take(cursor.left)))
        return make(b"colr", kind, clean) if clean else b""
    return b""


def _chan(box: Box) -> bytes:
    cursor = parse_full(box)[2]
    head = bytes(cursor.take(12))
    rows = bytes(cursor.take(int.from_bytes(head[8:], "big") * CHANNEL))
    if TEXT_RUN.search(rows):
        raise Damaged(f"words among numbers at {box.start}")
    return make_full(b"chan", 0, 0, head, rows)


def _sizes(box: Box) -> bytes:
    """Return pasp or clap, boxes of 32-bit numbers: the pixel aspect ratio, the clean aperture."""
    cursor = Cursor(box.body)
    numbers = [cursor.u32() for _ in range(8 if box.kind == b"clap" else 2)]
    if any(map(is_text, numbers)):
        raise Damaged(f"words among numbers at {box.start}")
    return make(box.kind, *(number.to_bytes(4, "big") for number in numbers))


def _auxi(box: Box) -> bytes:
    alpha = bytes(box.body[4 : 4 + len(ALPHA)]) == ALPHA
    return make_full(b"auxi", 0, 0, ALPHA, b"\0") if alpha else b""


def esds(box: Box) -> bytes:
    """Return an esds box with the codec and its decoder info alone.

    Raises Damaged where it breaks its specification.
    """
    numbers, info = _parse_esds(parse_full(box)[2])
    codec, stream_type = numbers[0], numbers[1] | 1  # the lowest bit is reserved
    head = bytes([codec, stream_type])
    for number in numbers[2:5], numbers[5:9], numbers[9:13]:  # buffer size, two bit rates
        value = int.from_bytes(number, "big") << (32 - 8 * len(number))
        head += bytes(len(number)) if is_text(value) else number
    decoder = head
    if info:
        decoder += _descriptor(DescriptorTag.DECODER_INFO, _decoder_info(codec, info))
    stream = bytes(3) + _descriptor(DescriptorTag.DECODER, decoder) + SYNC_LAYER
    return make_full(b"esds", 0, 0, _descriptor(DescriptorTag.STREAM, stream))


def esds_codec(box: Box) -> int:
    """Return the number of the codec that an esds box names. Raises Damaged."""
    return _parse_esds(parse_full(box)[2])[0][0]


def _parse_esds(cursor: Cursor) -> tuple[bytes, bytes]:
    """Return the 13 bytes that begin with the codec's number, and the decoder info."""
    stream = _open_descriptor(cursor, DescriptorTag.STREAM)
    stream.take(2)  # the stream's ID
    flags = stream.u8()
    stream.take(2 if flags & 0x80 else 0)  # another stream that this one depends on
    stream.take(stream.u8() if flags & 0x40 else 0)  # a URL
    stream.take(2 if flags & 0x20 else 0)  # a stream that has the clock
    decoder = _open_descriptor(stream, DescriptorTag.DECODER)
    numbers = bytes(decoder.take(13))
    if not decoder.left or decoder.data[decoder.at] != DescriptorTag.DECODER_INFO:
        return numbers, b""
    info = _open_descriptor(decoder, DescriptorTag.DECODER_INFO)
    return numbers, bytes(info.take(info.left))


def _open_descriptor(cursor: Cursor, tag: int) -> Cursor:
    """Return a cursor in the next descriptor, which must have this tag.

    Its length has seven bits in each byte; the top bit says that more bytes follow.
    """
    if cursor.u8() != tag:
        raise Damaged(f"no descriptor {tag}")
    size = 0
    for _ in range(4):
        byte = cursor.u8()
        size = size << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return Cursor(cursor.take(min(size, cursor.left)))


def _decoder_info(codec: int, info: bytes) -> bytes:
    if codec in ESDS_PICTURES:
        view = memoryview(info)
        return b"".join(bytes(view[start:end]) for start, end in start_codes.needed_ranges(view))
    if codec >= PRIVATE and len(info) > SOUND_INFO_LIMIT:
        raise Unsupported(f"MP4 (sound {codec:#x})", is_video=True)
    if len(info) > SOUND_INFO_LIMIT or TEXT_RUN.search(info):
        raise Damaged("setup of a sound coder")
    return info


def _descriptor(tag: int, body: bytes) -> bytes:
    size = len(body)
    length = [size >> shift & 0x7F | 0x80 for shift in (21, 14, 7)] + [size & 0x7F]
    return bytes([tag, *length]) + body


REWRITTEN: dict[bytes, Callable[[Box], bytes]] = {
    **dict.fromkeys(decoder_config.REWRITTEN, _decoder_config),
    **dict.fromkeys(DOLBY, _dolby),
    b"lhvC": _lhvc,
    b"vpcC": _vpcc,
    b"dOps": _dops,
    b"dfLa": _dfla,
    b"damr": _damr,
    b"colr": _colr,
    b"chan": _chan,
    b"pasp": _sizes,
    b"clap": _sizes,
    b"auxi": _auxi,
    b"esds": esds,
}

NEEDED = frozenset({*NUMBERS, *HOLDERS, *REWRITTEN})
