"""`sapujejak verify`: a receipt checked against the files it is about."""

import sys
from pathlib import Path

from bot.cli.arguments import Chosen
from bot.cli.refusals import refusal, shown
from bot.memory_map import mapped
from bot.report.proof import Claim, NoReceipt, proven, read
from bot.wording import Wording
from bot.wording.catalogue import mark

LARGEST = 8 * 1024 * 1024  # bytes of a receipt: twenty thousand ranges fit many times
NO_RECEIPT = mark("This is no receipt of ours.")
CLAIMS = {
    Claim.ORIGINAL: mark("the original is the file of this receipt"),
    Claim.COPY: mark("the copy is the file of this receipt"),
    Claim.PICTURE_BEFORE: mark("the picture lies in the original as the receipt says"),
    Claim.PICTURE_AFTER: mark("the same picture lies in the copy"),
}


def run(chosen: Chosen, wording: Wording) -> int:
    """Check a receipt; return 0 where all holds, 1 where something does not."""
    receipt, original, copy = chosen.files
    try:
        claims = tuple(proven(read(_text(receipt)), _view(original), _view(copy)))
    except NoReceipt:
        print(f"{shown(receipt)}: {wording.say(NO_RECEIPT)}", file=sys.stderr)
        return 1
    except OSError as error:
        path = Path(str(error.filename or receipt))
        print(f"{shown(path)}: {refusal(error, wording).message}", file=sys.stderr)
        return 1
    for claim, holds in claims:
        print(f"{'✓' if holds else '✗'} {wording.say(CLAIMS[claim])}")
    good = all(holds for _, holds in claims)
    print(wording.say("All of it holds.") if good else wording.say("Something does not hold."))
    return 0 if good else 1


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(LARGEST).decode("utf-8", "replace")


def _view(path: Path) -> memoryview:
    with path.open("rb") as file:
        return mapped(file.fileno())
