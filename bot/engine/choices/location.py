"""The file as it was, without its location.

Exif's GPS is emptied where it lies; a block that tells a location in another way goes whole.

Spec: Exif 3.0 §4.6.7. A signed history (C2PA) goes too: it would no longer hold.
"""

import struct

from bot.engine.blocks import ifd
from bot.engine.blocks.ifd import walk
from bot.engine.choices.editors import Editor, editor
from bot.engine.errors import NotClean
from bot.engine.model import Kind, Part, Role
from bot.engine.plan import Plan, plan

LOCATIONS = frozenset({Kind.GPS_POSITION, Kind.GPS_DETAIL, Kind.PLACE})
UNCHANGED = frozenset({Role.PICTURE, Role.STRUCTURE})
ENTRY = 12  # bytes of a directory's entry, behind a count of two


def without_location(original: Plan, _clean: bytes) -> bytes:
    """Return a file without its location; what tells nothing of it stays, byte for byte.

    Raises NotOffered for types of files that cannot be edited, and where blocks would have to
    move that point at others; NotClean where a location is left.
    """
    edit = editor(original.format)
    # Blocks may tell a location only when they are read together. Then all but Exif's go.
    for only_exif in (False, True):
        pieces = [_piece(part, edit, only_exif) for part in original.parts]
        out = edit.joined(original.parts, pieces)
        if not any(finding.kind in LOCATIONS for finding in plan(out).findings):
            return out
    raise NotClean("a location is left")


def _piece(part: Part, edit: Editor, only_exif: bool) -> bytes:
    """Return what stays of a part, b"" where nothing does."""
    if part.role in UNCHANGED:
        return bytes(part.raw)
    if part.role is Role.DROPPED and not edit.is_fully_read(part):
        return b""  # a location may stand in it that nobody here reads
    kinds = {finding.kind for finding in edit.findings(part)}
    if part.name == edit.EXIF_PART and kinds & LOCATIONS:
        emptied = edit.with_block(part, _without_gps(edit.exif_block(part)))
        changed = Part(part.name, part.start, memoryview(emptied), part.role)
        left = {finding.kind for finding in edit.findings(changed)}
        return b"" if left & LOCATIONS else emptied
    if only_exif and part.role is Role.DROPPED and part.name != edit.EXIF_PART:
        return b""
    return b"" if Kind.C2PA in kinds or kinds & LOCATIONS else bytes(part.raw)


def _without_gps(block: memoryview) -> bytes:
    """Return a block with its GPS directories, and all that they point at, set to zero."""
    out = bytearray(block)
    tiff = ifd.parse(block)
    if tiff is None:
        return bytes(out)
    base = len(block) - len(tiff.data)  # offsets count from the TIFF header, behind any prefix
    for directory in walk(tiff):
        if directory.ifd == "GPS":
            for entry in directory.entries:
                out[base + entry.at : base + entry.at + len(entry.raw)] = bytes(len(entry.raw))
        elif pointer := directory.find(ifd.GPS):
            for at in pointer.whole()[:1]:
                _empty(out, base + at, tiff.order)
    return bytes(out)


def _empty(out: bytearray, at: int, order: str) -> None:
    """Set the directory at `at` to zero: its count, and as many entries as it declares."""
    sign = "<" if order == "little" else ">"
    if at + 2 <= len(out):
        (count,) = struct.unpack_from(f"{sign}H", out, at)
        end = min(at + 2 + ENTRY * count, len(out))
        out[at:end] = bytes(end - at)
