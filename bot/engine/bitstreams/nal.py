"""H.264 and H.265: units of code with their length before them; those that draw are kept.

Spec: ITU-T H.264 table 7-1 and annex D; ITU-T H.265 table 7-1 and annex D;
ISO/IEC 14496-15 §5.3.2 and §8.3.2 (samples are units behind their lengths).
"""

import re
from collections.abc import Iterator
from enum import Enum

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.errors import Damaged
from bot.engine.limits import DecodeBudget


class Codec(Enum):
    """How a unit's first byte tells what it is, and which units draw."""

    AVC = 0, 0x1F, (*range(1, 6), 19), (7, 8, 13), {9: 1, 10: 0, 11: 0}, {6}
    AVC_444 = 0, 0x1F, (*range(1, 6), 19), (7, 8, 13), {9: 1, 10: 0, 11: 0}, {6}, True
    HEVC = 1, 0x3F, (*range(10), *range(16, 22)), (32, 33, 34), {35: 1, 36: 0, 37: 0}, {39, 40}

    def __init__(
        self,
        shift: int,
        mask: int,
        code: tuple[int, ...],
        settings: tuple[int, ...],
        marks: dict[int, int],  # between pictures; and the bytes that each may have
        messages: set[int],
        named: bool = False,
    ) -> None:
        self.named = named  # decoders ask who coded it
        self.shift, self.mask = shift, mask
        self.code, self.settings = frozenset(code), frozenset(settings)
        self.marks, self.messages = marks, messages
        self.header = shift + 1  # bytes before a unit's own


# Messages that a player heeds (when and how a picture is shown), and how long they may be.
# All others are words or numbers for somebody else: x264 leaves its settings, a camcorder
# the date and the place.
HEEDED = {
    1: 24,  # picture timing: fields or frames
    6: 4,  # recovery point
    45: 24,  # frame packing: two eyes in one picture
    47: 8,  # display orientation
    137: 24,  # mastering display
    144: 4,  # content light level
    147: 1,  # preferred transfer
    148: 8,  # ambient light
    165: 6,  # alpha channel
}
REGISTERED = 4
HDR10_PLUS = bytes.fromhex("b5003c000104")  # SMPTE ST 2094-40: country, maker, application
HDR10_PLUS_SIZE = 512  # bytes
DOLBY = frozenset({62, 63})  # H.265 unspecified: Dolby Vision's, where a track says so

UNREGISTERED = 5
X264_ID = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")
X264_KEYS = (
    "cabac|ref|deblock|analyse|me|subme|psy|psy_rd|fgo|mixed_ref|me_range|chroma_me|trellis|8x8dct|"
    "cqm|deadzone|fast_pskip|chroma_qp_offset|threads|lookahead_threads|sliced_threads|slices|"
    "slice_max_size|slice_max_mbs|nr|decimate|interlaced|bluray_compat|constrained_intra|bframes|"
    "b_pyramid|b_adapt|b_bias|direct|weightb|open_gop|weightp|keyint|keyint_min|scenecut|"
    "intra_refresh|rc_lookahead|rc|mbtree|crf|qp|bitrate|ratetol|qcomp|qpmin|qpmax|qpstep|cplxblur|"
    "qblur|vbv_maxrate|vbv_bufsize|crf_max|nal_hrd|filler|ip_ratio|pb_ratio|aq|stitchable"
)
X264_WORDS = "dia|hex|umh|esa|tesa|crf|cqp|abr|2pass|cbr|none|vbr|infinite|tff|bff|fake"
X264_NUMBER = r"0x[0-9a-f]{1,4}|-?\d{1,6}(?:\.\d{1,2})?"
X264_VALUE = f"(?:{X264_WORDS}|(?:{X264_NUMBER})(?:[:,](?:{X264_NUMBER})){{0,2}})"
# Only what x264 itself writes, so that nothing else can be said in its place.
X264_OLD = re.compile(
    (
        r"x264 - core (?:\d{1,2}|1[0-4]\d|150)(?: r\d{1,4}M?(?: [0-9a-f]{7})?)?"
        r" - H\.264/MPEG-4 AVC codec - Copyleft 2003-20[012]\d"
        r" - http://www\.videolan\.org/x264\.html - options:"
        rf"(?: (?:{X264_KEYS})={X264_VALUE}){{1,70}}\0?"
    ).encode()
)


def drawing(
    data: memoryview,
    prefix: int,
    codec: Codec,
    more: frozenset[int] = frozenset(),
    effort: DecodeBudget | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield the runs of a sample whose units draw: start and end, in bytes, never touching.

    `prefix` is the number of bytes of each length, `more` are further types that draw.
    Raises Damaged where units do not tile the sample, or say words; TooLarge.
    """
    effort = effort or DecodeBudget(len(data))
    at = start = 0
    end = len(data)
    while at < end:
        effort.spend()
        behind = at + prefix + int.from_bytes(data[at : at + prefix], "big")
        if behind > end or behind <= at + prefix:
            raise Damaged(f"unit of code at {at} of {end}")
        if not draws(data[at + prefix : behind], codec, more):
            if at > start:
                yield start, at
            start = behind
        at = behind
    if end > start:
        yield start, end


def draws(unit: memoryview, codec: Codec, more: frozenset[int] = frozenset()) -> bool:
    """Tell whether a decoder or a player needs a unit.

    Raises Damaged where one that it needs says words.
    """
    kind = unit[0] >> codec.shift & codec.mask
    if kind in codec.code or kind in more:
        if has_identifier_at_end(unit):
            raise Damaged("words behind a unit of code")
        return True
    if kind in codec.settings:
        if has_identifier(unit):
            raise Damaged("words in a coder's settings")
        return True
    if kind in codec.messages:
        return _heeded(bytes(unit[codec.header :]), codec)
    return len(unit) - codec.header <= codec.marks.get(kind, -1)


def _heeded(body: bytes, codec: Codec) -> bool:
    """Tell whether a message unit holds nothing but messages that a player heeds."""
    cursor = Cursor(memoryview(body.replace(b"\0\0\3", b"\0\0")))  # §7.3.1.1: escapes
    try:
        while cursor.left > 1:
            kind, size = _number(cursor), _number(cursor)
            payload = cursor.take(size)
            if not _well_known(kind, payload) and not (
                codec.named and kind == UNREGISTERED and is_old_x264(payload)
            ):
                return False
    except Damaged:
        return False
    return cursor.left == 1 and cursor.u8() == 0x80  # the stop bit, and nothing behind it


def _number(cursor: Cursor) -> int:
    total = 0
    while (byte := cursor.u8()) == 0xFF:
        total += byte
    return total + byte


def _well_known(kind: int, payload: memoryview) -> bool:
    if has_identifier(payload):
        return False
    if kind == REGISTERED:
        return len(payload) <= HDR10_PLUS_SIZE and bytes(payload[:6]) == HDR10_PLUS
    return len(payload) <= HEEDED.get(kind, -1)


def is_old_x264(payload: memoryview) -> bool:
    """Tell whether a message is that of a build whose error decoders undo."""
    text = bytes(payload)
    return text.startswith(X264_ID) and X264_OLD.fullmatch(text, len(X264_ID)) is not None
