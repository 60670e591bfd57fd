"""User data and metadata of a film or a track: titles, makers, places, pictures, keys.

Spec: ISO/IEC 14496-12 §8.10; QuickTime File Format: user data atoms, metadata atoms;
3GPP TS 26.244 §8.

Reading never raises, and costs no more than the boxes are long.
"""

import re
from collections.abc import Iterator
from itertools import islice

from bot.engine.binary.text import decode, legible, utf16
from bot.engine.blocks import ai
from bot.engine.blocks.xmp.facts import moment
from bot.engine.formats.isobmff.boxes import JUNK, Box, children, children_by_kind, parse_boxes
from bot.engine.formats.video import metadata_boxes, places
from bot.engine.limits import ReadBudget
from bot.engine.model import TEXT_LIMIT, Finding, Kind, clip

MANY = 2000  # fields of one box; a shop's song has a hundred
WINDOW = 4 * TEXT_LIMIT  # bytes of a field that are read as words
UTF8, UTF16, JPEG, PNG = 1, 2, 13, 14  # types of a value
PACKED = 0x400  # languages from here on are letters: the text is UTF-8
OFFSET = re.compile(r"([+-]\d\d)(\d\d)$")  # Apple writes no colon
CONTAINERS = frozenset({b"udta", b"meta", b"ilst"})

# Four letters of a field in udta or ilst (without the © of QuickTime's): kind and name.
FIELDS = {
    "nam": (Kind.TEXT, "Title"), "ART": (Kind.OWNER, "Artist"), "aART": (Kind.OWNER, "AlbumArtist"),
    "wrt": (Kind.OWNER, "Composer"), "com": (Kind.OWNER, "Composer"), "aut": (Kind.OWNER, "Author"),
    "cmt": (Kind.TEXT, "Comment"), "des": (Kind.TEXT, "Description"),
    "desc": (Kind.TEXT, "Description"), "ldes": (Kind.TEXT, "LongDescription"),
    "inf": (Kind.TEXT, "Information"), "alb": (Kind.TEXT, "Album"), "gen": (Kind.TEXT, "Genre"),
    "lyr": (Kind.TEXT, "Lyrics"), "grp": (Kind.TEXT, "Grouping"), "key": (Kind.TEXT, "Keywords"),
    "day": (Kind.DATETIME, "ContentCreateDate"), "too": (Kind.SOFTWARE, "Encoder"),
    "enc": (Kind.SOFTWARE, "EncodedBy"), "swr": (Kind.SOFTWARE, "SoftwareVersion"),
    "sws": (Kind.SOFTWARE, "Software"), "swf": (Kind.SOFTWARE, "SongWriter"),
    "mak": (Kind.MAKE, "Make"), "manu": (Kind.MAKE, "Make"),
    "mod": (Kind.MODEL, "Model"), "mdl": (Kind.MODEL, "Model"), "modl": (Kind.MODEL, "Model"),
    "sn": (Kind.SERIAL, "SerialNumber"), "csn": (Kind.SERIAL, "CameraSerialNumber"),
    "snm": (Kind.SERIAL, "SerialNumber"), "uid": (Kind.UNIQUE_ID, "UserID"),
    "cpy": (Kind.OWNER, "Copyright"), "cprt": (Kind.OWNER, "Copyright"),
    "dir": (Kind.OWNER, "Director"), "prd": (Kind.OWNER, "Producer"),
    "prf": (Kind.PERSON, "Performers"), "perf": (Kind.PERSON, "Performer"),
    "auth": (Kind.OWNER, "Author"), "titl": (Kind.TEXT, "Title"),
    "dscp": (Kind.TEXT, "Description"),
    "gnre": (Kind.TEXT, "Genre"), "albm": (Kind.TEXT, "Album"), "kywd": (Kind.TEXT, "Keywords"),
    "name": (Kind.TEXT, "TrackName"), "hst": (Kind.HOST, "HostComputer"),
    "apID": (Kind.OWNER, "AppleStoreAccount"), "ownr": (Kind.OWNER, "Owner"),
    "xid ": (Kind.UNIQUE_ID, "XID"), "keyw": (Kind.TEXT, "Keyword"),
    "catg": (Kind.TEXT, "Category"),
    "purl": (Kind.TEXT, "PodcastURL"), "url": (Kind.TEXT, "URL"),
    "req": (Kind.TEXT, "Requirements"),
    "fmt": (Kind.TEXT, "Format"), "src": (Kind.OWNER, "SourceCredits"),
    "TIM": (Kind.SETTING, "StartTimecode"), "TSC": (Kind.SETTING, "StartTimeScale"),
    "TSZ": (Kind.SETTING, "StartTimeSampleSize"),
    "FIRM": (Kind.SOFTWARE, "FirmwareVersion"), "CAME": (Kind.SERIAL, "SerialNumberHash"),
    "LENS": (Kind.SERIAL, "LensSerialNumber"), "MUID": (Kind.UNIQUE_ID, "MediaUID"),
    "GUMI": (Kind.UNIQUE_ID, "MediaUID"), "BCID": (Kind.UNIQUE_ID, "BroadcastID"),
    "CNMN": (Kind.MODEL, "Model"), "CNFV": (Kind.SOFTWARE, "FirmwareVersion"),
    "CNCV": (Kind.SOFTWARE, "CompressorVersion"), "date": (Kind.DATETIME, "DateTimeOriginal"),
}  # fmt: skip
NUMBERED = frozenset({"CAME", "MUID", "GUMI", "LENS"})  # bytes, reported in hexadecimal
# The last word of a key ("com.apple.quicktime.make"): kind and name.
KEYS = {
    "make": (Kind.MAKE, "Make"), "manufacturer": (Kind.MAKE, "AndroidMake"),
    "model": (Kind.MODEL, "Model"), "software": (Kind.SOFTWARE, "Software"),
    "version": (Kind.SOFTWARE, "AndroidVersion"), "encoder": (Kind.SOFTWARE, "Encoder"),
    "creationdate": (Kind.DATETIME, "CreationDate"), "date": (Kind.DATETIME, "CreationDate"),
    "identifier": (Kind.UNIQUE_ID, "ContentIdentifier"),
    "signature": (Kind.UNIQUE_ID, "OriginatingSignature"),
    "lens_model": (Kind.LENS, "LensModel"), "lens-model": (Kind.LENS, "LensModel"),
    "author": (Kind.OWNER, "Author"), "artist": (Kind.OWNER, "Artist"),
    "copyright": (Kind.OWNER, "Copyright"), "director": (Kind.OWNER, "Director"),
    "producer": (Kind.OWNER, "Producer"), "publisher": (Kind.OWNER, "Publisher"),
    "performer": (Kind.PERSON, "Performers"), "title": (Kind.TEXT, "Title"),
    "displayname": (Kind.TEXT, "DisplayName"), "description": (Kind.TEXT, "Description"),
    "comment": (Kind.TEXT, "Comment"), "keywords": (Kind.TEXT, "Keywords"),
    "information": (Kind.TEXT, "Information"), "album": (Kind.TEXT, "Album"),
    "genre": (Kind.TEXT, "Genre"), "name": (Kind.PLACE, "LocationName"),
    "horizontal": (Kind.GPS_DETAIL, "LocationAccuracyHorizontal"),
    "serialnumber": (Kind.SERIAL, "SerialNumber"), "serial": (Kind.SERIAL, "SerialNumber"),
}  # fmt: skip
PLACES = ("location.iso6709", "location", "gps")  # ends of keys under which a place stands
SETTINGS = ("camera.identifier", "utc_offset", "orientation", ".fps")  # of keys that tell little


def read(box: Box, budget: ReadBudget) -> Iterator[Finding]:
    """Yield what a udta, meta or ilst box holds, if only its size; never raise."""
    has_findings = False
    for finding in _read(box, budget):
        has_findings = True
        yield finding
    if not has_findings and bytes(box.body[:WINDOW]).strip(b"\0"):
        yield Finding(Kind.UNKNOWN, "udta", _name(box.kind), len(box.body))


def _read(box: Box, budget: ReadBudget) -> Iterator[Finding]:
    match box.kind:
        case b"udta":
            for child in islice(children(box), MANY):
                yield from field(child, budget)
        case b"meta":
            yield from _meta(box, budget)
        case b"ilst":
            yield from _items(box, (), budget)
        case _:
            yield from field(box, budget)


def field(box: Box, budget: ReadBudget) -> Iterator[Finding]:
    """Yield what a single field of user data holds; never raise."""
    if box.kind in CONTAINERS:
        yield from read(box, budget)
        return
    if not budget.take(len(box.raw)):
        yield Finding(Kind.UNKNOWN, "udta", _name(box.kind), len(box.body))
        return
    name = _name(box.kind)
    if box.kind in {b"\xa9xyz", b"\xa9gps"}:
        yield from places.iso6709(_words(box), "udta", "GPSCoordinates")
    elif box.kind == b"loci":
        yield from places.loci(box.body)
    elif box.kind in metadata_boxes.KINDS:
        yield from metadata_boxes.read(box)
    elif name in FIELDS:
        kind, label = FIELDS[name]
        text = bytes(box.body[:32]).hex() if name in NUMBERED else _words(box)
        yield from text_findings(kind, "udta", label, text)
    else:
        yield from _other(box, name)


def text_findings(kind: Kind, where: str, label: str, text: str) -> Iterator[Finding]:
    """Yield a text as what it is: a date as a date, a prompt as a prompt."""
    text = clip(text)
    if not text.strip("0"):
        return
    if kind is Kind.DATETIME:
        dates = tuple(moment(label, OFFSET.sub(r"\1:\2", text), where))
        yield from dates or (Finding(Kind.TEXT, where, label, text),)
        return
    spoken = tuple(ai.read_text(label, text, where))
    yield from spoken
    if not any(finding.kind is kind for finding in spoken):
        yield Finding(kind, where, label, text)


def _other(box: Box, name: str) -> Iterator[Finding]:
    """Yield a field that is not listed: the blocks in it, else its text, else its size."""
    findings = tuple(metadata_boxes.within(box.body, name))
    yield from findings
    text = _words(box)
    if findings:
        return
    raw = bytes(box.body[:WINDOW]).strip(b"\0")
    if len(text) > 1 and text != name and _is_utf8(raw) and legible(text):
        yield from text_findings(Kind.TEXT, "udta", name, text)
    elif raw:
        yield Finding(Kind.UNKNOWN, "udta", name, len(box.body))


def _meta(box: Box, budget: ReadBudget) -> Iterator[Finding]:
    """Read a metadata box: ISO's has four bytes before its boxes, QuickTime's none."""
    skip = 0 if bytes(box.body[4:8]) in {b"hdlr", b"keys", b"ilst"} else 4
    by_kind = children_by_kind(box, skip) if len(box.body) >= skip else {}
    keys = _keys(by_kind[b"keys"]) if b"keys" in by_kind else ()
    for child in islice(children(box, skip) if by_kind else (), MANY):
        if child.kind == b"ilst":
            yield from _items(child, keys, budget)
        elif child.kind in {b"xml ", b"bxml"} and budget.take(len(child.raw)):
            yield from metadata_boxes.xml(bytes(child.body[4:]))
        elif child.kind in metadata_boxes.KINDS and budget.take(len(child.raw)):
            yield from metadata_boxes.read(child)
        elif child.kind not in {b"hdlr", b"keys", b"free"}:
            yield Finding(Kind.UNKNOWN, "meta", _name(child.kind), len(child.body))


def _keys(box: Box) -> tuple[str, ...]:
    if len(box.body) < 8:
        return ()
    entries = parse_boxes(box.raw[box.header_size + 8 :], box.start)
    return tuple(decode(key.body[:WINDOW]) for key in islice(entries, MANY) if key.kind != JUNK)


def _items(box: Box, keys: tuple[str, ...], budget: ReadBudget) -> Iterator[Finding]:
    for item in islice(children(box), MANY):
        number = int.from_bytes(item.kind, "big")
        key = keys[number - 1] if 0 < number <= len(keys) else ""
        if not budget.take(len(item.raw)):
            yield Finding(Kind.UNKNOWN, "ilst", "bytes", len(item.raw))
            continue
        if item.kind == b"----":
            key = _free_key(item)
        for data in children(item):
            if data.kind == b"data" and len(data.body) >= 8:
                yield from _value(item.kind, key, data)


def _free_key(item: Box) -> str:
    by_kind = children_by_kind(item)
    return ".".join(
        decode(by_kind[kind].body[4:WINDOW]) for kind in (b"mean", b"name") if kind in by_kind
    )


def _value(kind: bytes, key: str, data: Box) -> Iterator[Finding]:
    form, body = int.from_bytes(data.body[:4], "big"), data.body[8:]
    if form in {JPEG, PNG} or kind == b"covr":
        yield Finding(Kind.THUMBNAIL, "ilst", "CoverArt", len(body))
        return
    text = _text(form, body)
    if key:
        yield from _keyed(key, text, form, body)
    elif kind == b"\xa9xyz":
        yield from places.iso6709(text, "ilst", "GPSCoordinates")
    elif _name(kind) in FIELDS:
        meaning, label = FIELDS[_name(kind)]
        yield from text_findings(meaning, "ilst", label, text)
    elif form in {UTF8, UTF16} and text:
        yield from text_findings(Kind.TEXT, "ilst", _name(kind), text)
    elif body:
        yield Finding(Kind.SETTING, "ilst", _name(kind), _number(body))


def _keyed(key: str, text: str, form: int, body: memoryview) -> Iterator[Finding]:
    last = key.lower().rpartition(".")[2]
    words = form in {UTF8, UTF16}
    if key.lower().endswith(SETTINGS):
        yield Finding(Kind.SETTING, "Keys", clip(key), text)
    elif key.lower().endswith(PLACES) and words:
        yield from places.iso6709(text, "Keys", clip(key))
    elif last in KEYS and words and text:
        kind, label = KEYS[last]
        yield from text_findings(kind, "Keys", label, text)
    elif words and text:
        yield from text_findings(Kind.TEXT, "Keys", clip(key), text)
    else:
        yield Finding(Kind.SETTING, "Keys", clip(key), _number(body))


def _number(body: memoryview) -> int | None:
    return int.from_bytes(body, "big") if len(body) <= 8 else None


def _text(form: int, body: memoryview) -> str:
    if form == UTF16:
        return utf16(body[:WINDOW], "big")
    return decode(body[:WINDOW])


def _words(box: Box) -> str:
    """Return the words of a field: behind a length and a language, or bare."""
    body = box.body[:WINDOW]
    length, language = int.from_bytes(body[:2], "big"), int.from_bytes(body[2:4], "big")
    if box.kind[:1] == b"\xa9" and 0 < length <= len(body) - 4:
        text = body[4 : 4 + length]
        if language < PACKED:
            raw = bytes(text)
            return decode(raw) if _is_utf8(raw) else raw.decode("mac-roman", "replace")
        return decode(text)
    if not int.from_bytes(body[:4], "big") and len(body) > 6:  # 3GPP: version, flags, language
        text = body[6:]
        if bytes(text[:2]) in (b"\xfe\xff", b"\xff\xfe"):
            return utf16(text, "big")
        return decode(text)
    return decode(body)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _name(kind: bytes) -> str:
    return clip(kind.removeprefix(b"\xa9").decode("latin-1"))
