"""The one message of x264 that draws: decoders undo an error of old builds where they see it.

Spec: ITU-T H.264 annex D.1.6 (user data unregistered); x264 r2854 (build 151) coded blocks of
8x8 in 4:4:4 as the standard says, builds before it did not.
"""

import re

UNREGISTERED = 5
ID = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")

KEYS = (
    "cabac|ref|deblock|analyse|me|subme|psy|psy_rd|fgo|mixed_ref|me_range|chroma_me|trellis|8x8dct|"
    "cqm|deadzone|fast_pskip|chroma_qp_offset|threads|lookahead_threads|sliced_threads|slices|"
    "slice_max_size|slice_max_mbs|nr|decimate|interlaced|bluray_compat|constrained_intra|bframes|"
    "b_pyramid|b_adapt|b_bias|direct|weightb|open_gop|weightp|keyint|keyint_min|scenecut|"
    "intra_refresh|rc_lookahead|rc|mbtree|crf|qp|bitrate|ratetol|qcomp|qpmin|qpmax|qpstep|cplxblur|"
    "qblur|vbv_maxrate|vbv_bufsize|crf_max|nal_hrd|filler|ip_ratio|pb_ratio|aq|stitchable"
)
WORDS = "dia|hex|umh|esa|tesa|crf|cqp|abr|2pass|cbr|none|vbr|infinite|tff|bff|fake"
NUMBER = r"0x[0-9a-f]{1,4}|-?\d{1,6}(?:\.\d{1,2})?"
VALUE = f"(?:{WORDS}|(?:{NUMBER})(?:[:,](?:{NUMBER})){{0,2}})"
# Only what x264 itself writes, so that nothing else can be said in its place.
OLD = re.compile(
    (
        r"x264 - core (?:\d{1,2}|1[0-4]\d|150)(?: r\d{1,4}M?(?: [0-9a-f]{7})?)?"
        r" - H\.264/MPEG-4 AVC codec - Copyleft 2003-20[012]\d"
        r" - http://www\.videolan\.org/x264\.html - options:"
        rf"(?: (?:{KEYS})={VALUE}){{1,70}}\0?"
    ).encode()
)


def is_old(payload: memoryview) -> bool:
    """Tell whether a message is that of a build whose error decoders undo."""
    text = bytes(payload)
    return text.startswith(ID) and OLD.fullmatch(text, len(ID)) is not None
