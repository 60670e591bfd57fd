"""Leaf's records in a raw file: which back took the picture.

Spec: none; ExifTool's Leaf. A mark, a number, a name of 40 bytes, a length, the value.
"""

import re
from collections.abc import Iterator

from bot.engine.model import Finding, Kind, clip

TAG = 0x8606
WINDOW = 1024 * 1024  # bytes in which the records are looked for: a preview may stand among them
LISTED = 16

_SERIAL = re.compile(
    rb"PKTS.{4}(back_serial_number|CaptProf_serial_number)\0{18,22}.{4}([!-~][ -~]{0,60})",
    re.DOTALL,
)
NAMES = {b"back_serial_number": "BackSerial", b"CaptProf_serial_number": "CaptureSerial"}


def read(raw: memoryview) -> Iterator[Finding]:
    """Say what the records tell."""
    for count, found in enumerate(_SERIAL.finditer(raw[:WINDOW])):
        if count == LISTED:
            return
        text = clip(found[2].decode("ascii"))
        yield Finding(Kind.SERIAL, "Leaf", NAMES[found[1]], text)
