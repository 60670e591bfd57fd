"""Properties of HEIF items: those that a reader needs, written anew; all others are dropped.

Spec: ISO/IEC 23008-12 §6.5; ISO/IEC 14496-12 §12.1.4-5 (clap, pasp, colr); ISO/IEC 23000-22.
"""

from collections.abc import Callable

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.bitstreams import decoder_config
from bot.engine.blocks import icc
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.heif.items import AUXILIARY_TYPE_LIMIT
from bot.engine.formats.heif.visible_items import AUXILIARY
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box

MAX_CHANNELS = 16
PROFILES = frozenset({b"prof", b"rICC"})
CHECKED_TEXT = frozenset({b"auxC", b"colr"})  # may hold text: a listed URN, a clean profile
DISPENSABLE = frozenset({  # even where marked essential: descriptions, and hints for fast reading
    b"udes", b"altt", b"aebr", b"wbbr", b"fobr", b"afbr", b"dobr", b"panm", b"crtt", b"mdft",
    b"cmin", b"cmex", b"iptc", b"uuid", b"free", b"skip", b"a1lx", b"subs", b"tols", b"txlo",
})  # fmt: skip


def rewritten(box: Box, essential: bool) -> bytes | None:
    """Return a property as a box written anew, None where it is dropped.

    Raises Damaged where it breaks its specification; Unsupported where it is essential and
    not listed here.
    """
    if write := WRITERS.get(box.kind):
        body = write(box.body)
        if body and box.kind not in CHECKED_TEXT and has_identifier(body):
            raise Damaged(f"words among numbers at {box.start}")
        return boxes.make(box.kind, body) if body is not None else None
    if essential and box.kind not in DISPENSABLE:
        raise Unsupported("HEIF")
    return None


def unreadable_profile(box: Box) -> bool:
    """Return whether a property is a colour profile that the engine cannot read."""
    is_profile = box.kind == b"colr" and bytes(box.body[:4]) in PROFILES
    # An empty profile changes no colours.
    return is_profile and len(box.body) > 4 and _colours(box.body) is None


def _exact(size: int) -> Callable[[memoryview], bytes]:
    """Return a writer that copies `size` bytes."""
    return lambda body: bytes(Cursor(body).take(size))


def _full(size: int) -> Callable[[memoryview], bytes]:
    """Return a writer that copies `size` bytes behind version and flags, which become 0."""
    return lambda body: bytes(4) + bytes(Cursor(body).take(4 + size)[4:])


def _masked(mask: int) -> Callable[[memoryview], bytes]:
    """Return a writer that copies the bits of one byte that are not reserved."""
    return lambda body: bytes([Cursor(body).u8() & mask])


def _depths(body: memoryview) -> bytes:
    cursor = Cursor(body)
    cursor.take(4)
    count = cursor.u8()
    if not 0 < count <= MAX_CHANNELS:
        raise Damaged("pixi")
    return bytes(4) + bytes([count]) + bytes(cursor.take(count))


def _colours(body: memoryview) -> bytes | None:
    cursor = Cursor(body)
    kind = bytes(cursor.take(4))
    if kind == b"nclx":
        return kind + bytes(cursor.take(6)) + bytes([cursor.u8() & 0x80])
    if kind == b"nclc":
        return kind + bytes(cursor.take(6))
    if kind in PROFILES and (clean := icc.sanitise(bytes(cursor.take(cursor.left)))):
        return b"prof" + clean
    return None


def _auxiliary(body: memoryview) -> bytes | None:
    urn = bytes(body[4 : 4 + AUXILIARY_TYPE_LIMIT]).partition(b"\0")[0]
    return bytes(4) + urn + b"\0" if urn in AUXILIARY else None


def _volume(body: memoryview) -> bytes:
    """Return a content colour volume: primaries and luminances, as its flags say."""
    cursor = Cursor(body)
    flags = cursor.u8() & 0x3C
    size = 24 * bool(flags & 0x20) + 4 * sum(bool(flags & bit) for bit in (0x10, 8, 4))
    return bytes([flags]) + bytes(cursor.take(size))


WRITERS: dict[bytes, Callable[[memoryview], bytes | None]] = {
    b"ispe": _full(8),
    b"pixi": _depths,
    b"colr": _colours,
    b"irot": _masked(3),
    b"imir": _masked(1),
    b"clap": _exact(32),
    b"pasp": _exact(8),
    b"auxC": _auxiliary,
    b"clli": _exact(4),
    b"mdcv": _exact(24),
    b"cclv": _volume,
    b"amve": _exact(8),
    b"ndwt": _full(4),
    b"rloc": _full(8),
    b"iscl": _full(8),
    b"a1op": _exact(1),
    b"lsel": _exact(2),
    **decoder_config.REWRITTEN,
}
