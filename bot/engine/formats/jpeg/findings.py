"""What JPEG's application segments and comments say, and what hides behind the end.

Spec: T.81 §B.2.4.5-6; CIPA DC-008 (Exif, DC-007 MPF); XMP part 3 §1.1.3; C2PA 2.1 §A.3.1.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from bot.engine.blocks import ai, c2pa, exif, icc, iptc, trailer, xmp
from bot.engine.blocks.vendors import app_segments, ciff, flir, gpmf
from bot.engine.formats.jpeg import hdr_segments
from bot.engine.formats.jpeg.markers import (
    EXIF,
    HEADER,
    ISO_GAIN_MAP,
    MPF,
    PHOTOSHOP,
    XMP,
    XMP_ELSEWHERE,
    XMP_MORE,
)
from bot.engine.limits import ReadBudget
from bot.engine.model import SECOND_PICTURE, Finding, Kind, Part, clip

UNREAD = b"too much"  # no signature of any reader
APPLE_GAIN_MAP = b"http://ns.apple.com/HDRGainMap/"  # in the XMP of a second picture
SAMSUNG_ID = b"ssuniqueid\0"
PICTURE_INFO = (b"[picture info]", b"Type=")
SERIAL = re.compile(rb"Serial#\s*=([^\r\n\0]{1,40})")  # of old Olympus, Agfa and Epson cameras

Bodies = Sequence[bytes]


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield what dropped and patched segments tell; never raises."""
    budget = ReadBudget()
    groups: dict[tuple[str, bytes], list[bytes]] = {}
    for part in parts:
        if part.name == "trailer":
            continue
        body = bytes(part.raw[HEADER:])
        signature = _signature(part.name, body) if budget.take(len(body)) else UNREAD
        groups.setdefault((part.name, signature), []).append(body)
    for (name, signature), bodies in sorted(groups.items(), key=lambda group: _rank(group[0])):
        yield from READERS.get((name, signature), _unknown)(name, bodies)
    for part in parts:
        if part.name == "trailer":
            yield from _behind(part.raw)


def _signature(name: str, body: bytes) -> bytes:
    for reader_name, signature in READERS:
        if reader_name == name and body.startswith(signature):
            return signature
    return b""


def _rank(key: tuple[str, bytes]) -> int:
    """Read Exif before XMP before the rest: the report trusts the first that speaks."""
    return list(READERS).index(key) if key in READERS else len(READERS)


def _exif(_name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        yield from exif.read(body)


def _xmp(_name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        yield from xmp.read(body[len(XMP) :])


def _xmp_more(_name: str, bodies: Bodies) -> Iterator[Finding]:
    for packet in xmp.join_extended(body[len(XMP_MORE) :] for body in bodies):
        yield from xmp.read(packet, "XMP extended")


def _photoshop(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield from iptc.read_photoshop(
        b"".join(body[len(PHOTOSHOP) :] for body in bodies), read_exif=exif.read
    )


def _icc(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield from icc.read(b"".join(body[14:] for body in sorted(bodies, key=lambda body: body[12])))


def _c2pa(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield from c2pa.read(c2pa.join_app11(bodies))


def _mpf(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield Finding(Kind.BLOCK, "MPF", "MPF", sum(map(len, bodies)))


def _gain_map(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield Finding(Kind.GAIN_MAP, "APP2", "ISO 21496-1", sum(map(len, bodies)))


def _hdr(name: str, bodies: Bodies) -> Iterator[Finding]:
    yield Finding(Kind.GAIN_MAP, name, "gain map", sum(map(len, bodies)))


def _jfif(_name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        if len(body) > 14:
            yield Finding(Kind.THUMBNAIL, "JFIF", "thumbnail", len(body) - 14)
        if body[7]:  # units: a resolution in dots per inch or centimetre
            x, y = int.from_bytes(body[8:10], "big"), int.from_bytes(body[10:12], "big")
            yield Finding(Kind.SETTING, "JFIF", "resolution", f"{x} x {y}")


def _jfxx(_name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        yield Finding(Kind.THUMBNAIL, "JFXX", "thumbnail", len(body) - 6)


def _ciff(name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        if ciff.matches(body):
            yield Finding(Kind.MAKER_NOTE, name, "CIFF", "Canon")
            yield from ciff.read(memoryview(body))
        else:
            yield from _unknown(name, [body])


def _flir(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield Finding(Kind.BLOCK, "APP1", "FLIR", sum(map(len, bodies)))
    yield from flir.read(flir.join(bodies))


def _gopro(_name: str, bodies: Bodies) -> Iterator[Finding]:
    yield from gpmf.read(memoryview(b"".join(body[len(gpmf.PREFIX) :] for body in bodies)))


def _kodak(_name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        yield from app_segments.read_kodak(memoryview(body)[len(app_segments.KODAK) :])


def _ducky(name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        yield from app_segments.read_ducky(memoryview(body), name)


def _samsung(name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        yield Finding(Kind.UNIQUE_ID, name, "UniqueID", body[len(SAMSUNG_ID) :][:32].hex())


def _comment(name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        text = body.decode("utf-8", "replace")
        generator = tuple(ai.read_text("Comment", text, name))
        yield from generator or (Finding(Kind.TEXT, name, "comment", clip(text)),)


def _picture_info(name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        if not any(mark in body[:200] for mark in PICTURE_INFO):
            yield from _unknown(name, [body])
            continue
        yield Finding(Kind.TEXT, name, "PictureInfo", clip(body.decode("latin-1")))
        if serial := SERIAL.search(body):
            yield Finding(Kind.SERIAL, name, "SerialNumber", clip(serial[1].decode("latin-1")))


def _dead_table(name: str, bodies: Bodies) -> Iterator[Finding]:
    yield Finding(Kind.SETTING, "JPEG", f"unused {name}", len(bodies))


def _harmless(_name: str, _bodies: Bodies) -> Iterator[Finding]:
    return iter(())


def _unknown(name: str, bodies: Bodies) -> Iterator[Finding]:
    for body in bodies:
        word = bytes(body[:16]).split(b"\0")[0].decode("latin-1")
        label = word if word.isascii() and word.isprintable() and word else name
        yield Finding(Kind.UNKNOWN, name, label, len(body))


READERS: dict[tuple[str, bytes], Callable[[str, Bodies], Iterator[Finding]]] = {
    ("Exif", EXIF): _exif,
    ("APP1", b"Exif"): _exif,
    ("APP1", XMP): _xmp,
    ("APP1", XMP_ELSEWHERE): _xmp,
    ("APP1", XMP_MORE): _xmp_more,
    ("APP13", PHOTOSHOP): _photoshop,
    ("APP11", b"JP"): _c2pa,
    ("COM", b""): _comment,
    ("APP12", app_segments.DUCKY): _ducky,
    ("APP12", b""): _picture_info,
    ("ICC", b""): _icc,
    ("APP2", MPF): _mpf,
    ("APP2", ISO_GAIN_MAP): _gain_map,
    (hdr_segments.NAME, b""): _hdr,
    ("JFIF", b""): _jfif,
    ("APP0", b"JFXX\0"): _jfxx,
    ("APP0", b"II"): _ciff,
    ("APP0", b"MM"): _ciff,
    ("APP1", flir.PREFIX): _flir,
    ("APP3", app_segments.KODAK): _kodak,
    ("APP5", SAMSUNG_ID): _samsung,
    ("APP6", gpmf.PREFIX): _gopro,
    ("Adobe", b""): _harmless,
    ("Huffman table", b""): _dead_table,
    ("quantisation table", b""): _dead_table,
    ("DRI", b""): _dead_table,
    ("DAC", b""): _dead_table,
    ("fill", b""): _harmless,
    ("stray", b""): _harmless,
}


def _behind(raw: memoryview) -> Iterator[Finding]:
    """Yield what hides behind the end, and what the pictures there tell in their turn."""
    yield from trailer.read(raw)
    for picture in trailer.pictures(raw):
        head = bytes(picture[: 64 * 1024])
        if APPLE_GAIN_MAP in head:
            yield Finding(Kind.GAIN_MAP, SECOND_PICTURE, "HDRGainMap")
        for signature, read in ((EXIF, exif.read), (XMP, xmp.read)):
            for finding in read(_block(head, signature), SECOND_PICTURE):
                if finding.kind not in {Kind.ORIENTATION, Kind.BLOCK}:
                    yield finding


def _block(head: bytes, signature: bytes) -> bytes:
    """Return what a segment holds behind its signature, b"" if there is none."""
    at = head.find(signature)
    if at < HEADER:
        return b""
    return head[at + len(signature) : at - 2 + int.from_bytes(head[at - 2 : at], "big")]
