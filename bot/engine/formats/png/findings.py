"""What a PNG's metadata chunks say.

Spec: W3C PNG, third edition: §11.3.2.3 iCCP, §11.3.3 text, §11.3.4.3 tIME; C2PA 2.1 §A.3.3 caBX.
"""

import struct
from collections.abc import Callable, Iterator
from functools import partial

from bot.engine.binary import deflate
from bot.engine.blocks import ai, c2pa, exif, icc, iptc, trailer, xmp
from bot.engine.limits import ReadBudget
from bot.engine.model import Finding, Kind, Part, clip

TEXT_BYTES = 1024 * 1024  # a 1 KB zTXt can inflate to gigabytes

KEYWORDS = {  # §11.3.3.2: registered keywords that tell more than words; ImageMagick's are small
    "author": Kind.OWNER,
    "artist": Kind.OWNER,
    "copyright": Kind.OWNER,
    "software": Kind.SOFTWARE,
    "make": Kind.MAKE,  # these two are nobody's, and cameras' all the same
    "model": Kind.MODEL,
    "source": Kind.MODEL,
    "creation time": Kind.DATETIME,
    "create-date": Kind.DATETIME,
    "date:create": Kind.DATETIME,
    "date:modify": Kind.DATETIME,
    "date:timestamp": Kind.DATETIME,
}
RAW_PROFILES: dict[
    str, Callable[[bytes, str], Iterator[Finding]]
] = {  # ImageMagick's hexadecimal "Raw profile type …"
    "exif": exif.read,
    "APP1": exif.read,
    "xmp": xmp.read,
    "iptc": partial(iptc.read_photoshop, read_exif=exif.read),
    "8bim": partial(iptc.read_photoshop, read_exif=exif.read),
}


def profile(body: bytes) -> bytes:
    """Return the ICC profile of an iCCP body, b"" if it does not unfold."""
    name, _, packed = body.partition(b"\0")
    return deflate.inflate(packed[1:], icc.PROFILE_LIMIT) if name else b""


def read(part: Part, budget: ReadBudget) -> Iterator[Finding]:
    """Yield what one dropped or patched part tells; never raises."""
    body = bytes(part.raw[8:-4])
    if part.name in READERS:
        yield from READERS[part.name](body)
    elif part.name in {"tEXt", "zTXt", "iTXt"}:
        yield from _text(part.name, body, budget)
    elif part.name == "trailer":
        yield from trailer.read(part.raw)
    elif part.name.endswith(" tail"):
        yield Finding(Kind.TRAILING, part.name[:4], "bytes", len(part.raw) - 4)
    elif part.name in {"eXIf", "caBX"} and budget.take(len(body)):
        yield from exif.read(body, part.name) if part.name == "eXIf" else c2pa.read(body)
    elif not part.name.endswith(" head"):
        yield Finding(Kind.UNKNOWN, part.name, "bytes", len(body))


def _time(body: bytes) -> Iterator[Finding]:
    if len(body) == 7:
        year, month, day, hour, minute, second = struct.unpack(">H5B", body)
        value = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        yield Finding(Kind.DATETIME, "tIME", "last change", value)
    else:
        yield Finding(Kind.UNKNOWN, "tIME", "bytes", len(body))


def _profile(body: bytes) -> Iterator[Finding]:
    name = clip(body.partition(b"\0")[0].decode("latin-1"))
    if name != "ICC":
        yield Finding(Kind.COLOUR_PROFILE, "iCCP", "name", name)
    yield from icc.read(profile(body), "iCCP")


def _resolution(body: bytes) -> Iterator[Finding]:
    if len(body) == 9:
        x, y, unit = struct.unpack(">IIB", body)
        if x == y or unit:
            yield Finding(Kind.SETTING, "pHYs", "resolution", f"{x} x {y}")


def _text(name: str, body: bytes, budget: ReadBudget) -> Iterator[Finding]:
    key, _, packed = body.partition(b"\0")
    keyword = clip(key.decode("latin-1"))
    data = _unfolded(name, packed, min(TEXT_BYTES, budget.left))
    if not budget.take(len(data)) or not budget.left:
        yield Finding(Kind.UNKNOWN, name, keyword, len(body))
    elif keyword == "XML:com.adobe.xmp":
        yield from xmp.read(data)
    elif keyword.startswith("Raw profile type "):
        yield from _raw_profile(name, keyword, data)
    else:
        charset = "utf-8" if name == "iTXt" else "latin-1"
        yield from _words(name, keyword, data.decode(charset, "replace"))


def _unfolded(name: str, data: bytes, limit: int) -> bytes:
    """Return a text as bytes, `limit` at most."""
    packed = name == "zTXt"
    if packed:
        data = data[1:]  # method
    elif name == "iTXt":  # flag, method, language, translated keyword
        packed, data = data[:1] == b"\1", data[2:].split(b"\0", 2)[-1]
    if packed and limit:  # zlib takes a limit of zero for none
        data = deflate.inflate(data, limit)
    return data[:limit]


def _words(name: str, keyword: str, text: str) -> Iterator[Finding]:
    generator = tuple(ai.read_text(keyword, text, name))
    yield from generator
    if not generator:
        yield Finding(KEYWORDS.get(keyword.lower(), Kind.TEXT), name, keyword, clip(text))


def _raw_profile(name: str, keyword: str, data: bytes) -> Iterator[Finding]:
    kind = keyword.rsplit(" ", 1)[-1]
    lines = data.split(b"\n", 3)  # "", type, length, hexadecimal digits
    try:
        raw = bytes.fromhex(lines[-1].decode("ascii"))
    except ValueError:
        raw = b""
    if raw and kind in RAW_PROFILES:
        yield from RAW_PROFILES[kind](raw, f"{name} {kind}")
    else:
        yield Finding(Kind.UNKNOWN, name, keyword, len(data))


READERS = {"tIME": _time, "iCCP": _profile, "pHYs": _resolution}  # small, or one of a kind
