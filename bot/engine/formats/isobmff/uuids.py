"""`uuid` boxes: those that more than one container has, and the spherical one, written anew.

Spec: XMP part 3 §1.2.7.1; C2PA 2.1 §A.5; Google, Spherical Video RFC (version 1).
"""

import re

from bot.engine.formats.isobmff.boxes import Box, make

UUID_SIZE = 16  # bytes, at the start of the box's body
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
SPHERICAL = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")

SPHERICAL_LIMIT = 64 * 1024  # bytes of XML that are read
IS_SPHERICAL = re.compile(rb"<GSpherical:Spherical>\s*true\s*<", re.IGNORECASE)
STEREO = re.compile(rb"<GSpherical:StereoMode>\s*(mono|left-right|top-bottom)\s*<", re.IGNORECASE)
STEREO_MODE = b"<GSpherical:StereoMode>%b</GSpherical:StereoMode>"
SPHERICAL_XML = (
    b'<?xml version="1.0"?><rdf:SphericalVideo'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/">'
    b"<GSpherical:Spherical>true</GSpherical:Spherical>"
    b"<GSpherical:Stitched>true</GSpherical:Stitched>"
    b"<GSpherical:StitchingSoftware>None</GSpherical:StitchingSoftware>"
    b"<GSpherical:ProjectionType>equirectangular</GSpherical:ProjectionType>%b"
    b"</rdf:SphericalVideo>"
)


def c2pa_manifest(content: bytes) -> bytes:
    """Return the manifest in what follows a C2PA box's UUID.

    Before it: version and flags, a purpose that ends with a zero byte, the 64-bit offset of a
    Merkle tree.
    """
    purpose = content[4:].partition(b"\0")[0]
    return content[4 + len(purpose) + 1 + 8 :]


def spherical(box: Box) -> bytes:
    """Return a uuid box that says how a 360-degree picture is laid out, and nothing else.

    Returns b"" where the box is another one, or does not call the picture spherical.
    """
    body = bytes(box.body[:SPHERICAL_LIMIT])
    if body[:UUID_SIZE] != SPHERICAL or not IS_SPHERICAL.search(body):
        return b""
    stereo = STEREO.search(body)
    mode = STEREO_MODE % stereo[1].lower() if stereo else b""
    return make(b"uuid", SPHERICAL, SPHERICAL_XML % mode)
