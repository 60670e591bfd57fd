"""What JPEG's application segments begin with, and how one is written.

Spec: ITU-T T.81 §B.2.4.6; T.871 §10.1; XMP part 3 §1.1.3; CIPA DC-007 §5.2; ICC.1 annex B.4.
"""

APP0, APP1, APP2, APP14 = 0xE0, 0xE1, 0xE2, 0xEE
HEADER = 4  # marker and length before a segment's body

EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
XMP_ELSEWHERE = b"XMP\0://ns.adobe.com/xap/1.0/\0"  # as some agencies write it; as long
XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
ICC = b"ICC_PROFILE\0"  # then number and count of the piece
MPF = b"MPF\0"
ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment with its marker and length."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body
