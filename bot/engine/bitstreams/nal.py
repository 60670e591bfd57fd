"""H.264 and H.265: NAL units with their length before them, and which of them a decoder needs.

Spec: ITU-T H.264 table 7-1 and annex D; ITU-T H.265 table 7-1 and annex D;
ISO/IEC 14496-15 §5.3.2 and §8.3.2 (samples are units behind their lengths).

One message of x264 is needed, too: x264 r2854 (build 151) coded blocks of 8x8 in 4:4:4 as the
standard says, builds before it did not, and decoders undo that where they see an old build's
message (H.264 annex D.1.6, user data unregistered).
"""

import re
from collections.abc import Iterator
from enum import Enum, IntEnum

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.errors import Damaged
from bot.engine.limits import DecodeBudget


class Codec(Enum):
    """Where a unit's first byte has its type, and which types a decoder needs."""

    AVC = 0, 0x1F, (*range(1, 6), 19), (7, 8, 13), {9: 1, 10: 0, 11: 0}, {6}
    AVC_444 = 0, 0x1F, (*range(1, 6), 19), (7, 8, 13), {9: 1, 10: 0, 11: 0}, {6}, True
    HEVC = 1, 0x3F, (*range(10), *range(16, 22)), (32, 33, 34), {35: 1, 36: 0, 37: 0}, {39, 40}

    def __init__(
        self,
        shift: int,
        mask: int,
        slices: tuple[int, ...],
        parameter_sets: tuple[int, ...],
        delimiters: dict[int, int],
        messages: set[int],
        needs_x264_build: bool = False,
    ) -> None:
        self.shift, self.mask = shift, mask
        self.header_size = shift + 1  # bytes
        self.slices, self.parameter_sets = frozenset(slices), frozenset(parameter_sets)
        self.delimiters = delimiters  # access unit, end of sequence and of stream; and their bytes
        self.messages = messages
        self.needs_x264_build = needs_x264_build


class MessageType(IntEnum):
    """Types of supplemental enhancement information that are kept, in both codecs."""

    PICTURE_TIMING = 1
    REGISTERED = 4  # ITU-T T.35, by its country and maker
    UNREGISTERED = 5  # by a UUID
    RECOVERY_POINT = 6
    FRAME_PACKING = 45  # two eyes in one picture
    DISPLAY_ORIENTATION = 47
    MASTERING_DISPLAY = 137
    CONTENT_LIGHT_LEVEL = 144
    PREFERRED_TRANSFER = 147
    AMBIENT_LIGHT = 148
    ALPHA_CHANNEL = 165


# Messages that say when and how a picture is shown, and how many bytes they may have. All
# others are metadata: x264 writes its settings, a camcorder the date and the place.
MESSAGE_SIZES: dict[int, int] = {
    MessageType.PICTURE_TIMING: 24,
    MessageType.RECOVERY_POINT: 4,
    MessageType.FRAME_PACKING: 24,
    MessageType.DISPLAY_ORIENTATION: 8,
    MessageType.MASTERING_DISPLAY: 24,
    MessageType.CONTENT_LIGHT_LEVEL: 4,
    MessageType.PREFERRED_TRANSFER: 1,
    MessageType.AMBIENT_LIGHT: 8,
    MessageType.ALPHA_CHANNEL: 6,
}
HDR10_PLUS = bytes.fromhex("b5003c000104")  # SMPTE ST 2094-40: country, maker, application
HDR10_PLUS_SIZE = 512  # bytes
# H.265 leaves these types unspecified; they are Dolby Vision's where a track says so.
DOLBY_TYPES = frozenset({62, 63})

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
# Only what x264 itself writes, so that no other text passes.
X264_OLD = re.compile(
    (
        r"x264 - core (?:\d{1,2}|1[0-4]\d|150)(?: r\d{1,4}M?(?: [0-9a-f]{7})?)?"
        r" - H\.264/MPEG-4 AVC codec - Copyleft 2003-20[012]\d"
        r" - http://www\.videolan\.org/x264\.html - options:"
        rf"(?: (?:{X264_KEYS})={X264_VALUE}){{1,70}}\0?"
    ).encode()
)


def needed_ranges(
    data: memoryview,
    length_size: int,
    codec: Codec,
    extra_types: frozenset[int] = frozenset(),
    budget: DecodeBudget | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a sample whose units a decoder needs; they never touch.

    Each unit has its length in `length_size` bytes before it; units of `extra_types` are
    needed, too. Raises Damaged where units do not tile the sample, or hold text; TooLarge.
    """
    budget = budget or DecodeBudget(len(data))
    at = start = 0  # `start`: of the needed units that have not been yielded
    end = len(data)
    while at < end:
        budget.spend()
        behind = at + length_size + int.from_bytes(data[at : at + length_size], "big")
        if behind > end or behind <= at + length_size:
            raise Damaged(f"unit of code at {at} of {end}")
        if not is_needed(data[at + length_size : behind], codec, extra_types):
            if at > start:
                yield start, at
            start = behind
        at = behind
    if end > start:
        yield start, end


def is_needed(unit: memoryview, codec: Codec, extra_types: frozenset[int] = frozenset()) -> bool:
    """Return whether a decoder or a player needs a unit.

    Raises Damaged where one that is needed holds text.
    """
    unit_type = unit[0] >> codec.shift & codec.mask
    if unit_type in codec.slices or unit_type in extra_types:
        if has_identifier_at_end(unit):
            raise Damaged("words behind a unit of code")
        return True
    if unit_type in codec.parameter_sets:
        if has_identifier(unit):
            raise Damaged("words in a coder's settings")
        return True
    if unit_type in codec.messages:
        return _has_needed_messages_only(bytes(unit[codec.header_size :]), codec)
    return len(unit) - codec.header_size <= codec.delimiters.get(unit_type, -1)


def _has_needed_messages_only(body: bytes, codec: Codec) -> bool:
    """Return whether a unit of messages has no other than those that a player uses."""
    # §7.3.1.1: a 3 behind two zeros is not part of the message.
    cursor = Cursor(memoryview(body.replace(b"\0\0\3", b"\0\0")))
    try:
        while cursor.left > 1:
            message_type, size = _message_number(cursor), _message_number(cursor)
            payload = cursor.take(size)
            if not _is_needed_message(message_type, payload) and not (
                codec.needs_x264_build
                and message_type == MessageType.UNREGISTERED
                and is_old_x264(payload)
            ):
                return False
    except Damaged:
        return False
    return cursor.left == 1 and cursor.u8() == 0x80  # the stop bit, and nothing behind it


def _message_number(cursor: Cursor) -> int:
    """Return the sum of bytes up to the first that is not 255. §7.3.2.3.1."""
    total = 0
    while (byte := cursor.u8()) == 0xFF:
        total += byte
    return total + byte


def _is_needed_message(message_type: int, payload: memoryview) -> bool:
    if has_identifier(payload):
        return False
    if message_type == MessageType.REGISTERED:
        return len(payload) <= HDR10_PLUS_SIZE and bytes(payload[:6]) == HDR10_PLUS
    return len(payload) <= MESSAGE_SIZES.get(message_type, -1)


def is_old_x264(payload: memoryview) -> bool:
    """Return whether a message is that of an x264 build whose error decoders undo."""
    text = bytes(payload)
    return text.startswith(X264_ID) and X264_OLD.fullmatch(text, len(X264_ID)) is not None
