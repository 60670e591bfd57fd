"""A receipt as a text document: sentences for people, and JSON on its last line."""

import json

from bot.engine.model import Kind
from bot.report import Receipt, receipt_json
from bot.wording.catalogue import Catalogue, mark
from bot.wording.labels import kind_label

MAX_RANGES = 8  # that are written out for people; the last line holds all

CHOICES = {
    "everything": mark("Everything was removed that is not needed to draw the picture."),
    "location": mark("Only the location was removed. All other traces are still there."),
    "credit": mark("Everything was removed but the maker and the copyright."),
    "pixels": mark("The picture was drawn anew, as a screenshot is. Its bytes are all new."),
}
REASONS = {
    "upright": mark("so that the picture stands upright"),
    "hdr": mark("so that the picture keeps its HDR glow"),
    "colours": mark("so that the colours stay the same"),
    "credit": mark("because you chose to keep it"),
    "location-only": mark("because only the location was to go"),
}
CHECKED = {
    "copy-parses": mark("I read the copy again from its first byte to its last."),
    "nothing-left": mark("I found nothing in it that tells about you."),
    "picture-equal": mark("The coded picture is the same, byte for byte."),
    "size-equal": mark("Width and height are the same."),
    "structure-equal": mark("What a viewer needs besides is the same."),
    "location-gone": mark("I found no location in it."),
    "credit-only": mark("I found nothing in it but the maker and the copyright."),
}
NOT_CHECKED = {
    "visible": mark("what the picture shows: faces, plates, papers, places"),
    "watermark": mark("watermarks inside the picture"),
    "sensor-noise": mark("the noise of the sensor, by which a lab may know a camera"),
    "encoder": mark("the fingerprint of the program that compressed the picture"),
    "other-copies": mark("copies elsewhere, on Telegram's servers too"),
}


def receipt_text(catalogue: Catalogue, receipt: Receipt) -> str:
    """Return the document; each line ends with a line feed."""
    say = catalogue.say
    rows = [
        say("RECEIPT OF SAPU JEJAK"),
        "",
        say(CHOICES[receipt.choice]),
        "",
        say("Original: {bytes} bytes", bytes=receipt.original.bytes),
        f"SHA-256: {receipt.original.sha256}",
        "",
        say("Clean copy: {bytes} bytes", bytes=receipt.copy.bytes),
        f"SHA-256: {receipt.copy.sha256}",
        "",
        *_picture(catalogue, receipt),
        say("Removed:"),
        *(_removed(catalogue, *row) for row in receipt.removed),
        "",
        *_remaining(catalogue, receipt),
        say("What I checked:"),
        *(f"- {say(CHECKED[name])}" for name in receipt.checked),
        "",
        say("What I did not check, and what no cleaning removes:"),
        *(f"- {say(NOT_CHECKED[name])}" for name in receipt.not_checked),
        "",
        say("Check it yourself"),
        "",
        json.dumps(receipt_json(receipt), separators=(",", ":")),
    ]
    return "\n".join(rows) + "\n"


def _picture(catalogue: Catalogue, receipt: Receipt) -> list[str]:
    if not receipt.picture:
        return []
    picture = receipt.picture
    rows = [
        catalogue.say("The picture alone: {bytes} bytes, the same in both", bytes=picture.bytes),
        f"SHA-256: {picture.sha256}",
    ]
    if picture.ranges:
        rows.append(catalogue.say("Where it lies (in the original, in the copy, how long):"))
        rows += [
            f"{before} {after} {length}" for before, after, length in picture.ranges[:MAX_RANGES]
        ]
        if (hidden := len(picture.ranges) - MAX_RANGES) > 0:
            rows.append(catalogue.say("{count} more", count=hidden))
    return [*rows, ""]


def _removed(catalogue: Catalogue, kind: str, where: str, count: int) -> str:
    return f"- {kind_label(catalogue, Kind(kind))} ({where}): {count}"


def _remaining(catalogue: Catalogue, receipt: Receipt) -> list[str]:
    if not receipt.remaining:
        return []
    rows = [
        f"- {kind_label(catalogue, Kind(kind))}: {catalogue.say(REASONS[reason])}"
        for kind, reason in receipt.remaining
    ]
    return [catalogue.say("Kept:"), *rows, ""]
