"""A picture all around, as cameras told it before boxes of numbers: in XML, written anew.

Spec: Google, Spherical Video RFC (version 1).
"""

import re

from bot.engine.binary.boxes import Box, make

KIND = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
LONGEST = 64 * 1024
AROUND = re.compile(rb"<GSpherical:Spherical>\s*true\s*<", re.IGNORECASE)
STEREO = re.compile(rb"<GSpherical:StereoMode>\s*(mono|left-right|top-bottom)\s*<", re.IGNORECASE)
XML = (
    b'<?xml version="1.0"?><rdf:SphericalVideo'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/">'
    b"<GSpherical:Spherical>true</GSpherical:Spherical>"
    b"<GSpherical:Stitched>true</GSpherical:Stitched>"
    b"<GSpherical:StitchingSoftware>None</GSpherical:StitchingSoftware>"
    b"<GSpherical:ProjectionType>equirectangular</GSpherical:ProjectionType>%b"
    b"</rdf:SphericalVideo>"
)
MODE = b"<GSpherical:StereoMode>%b</GSpherical:StereoMode>"


def written(box: Box) -> bytes:
    """Return a box that says how a picture lies around the viewer; nothing, if it does not."""
    body = bytes(box.body[:LONGEST])
    if body[:16] != KIND or not AROUND.search(body):
        return b""
    found = STEREO.search(body)
    return make(b"uuid", KIND, XML % (MODE % found[1].lower() if found else b""))
