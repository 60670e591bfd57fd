"""`sapujejak verify`: checks a receipt against the two files it describes."""

import sys
from pathlib import Path

from bot.cli.arguments import Verify
from bot.cli.terminal import printable, refusal_of
from bot.memory_map import map_file
from bot.report.receipt import Claim, InvalidReceipt, check_claims, parse_receipt
from bot.wording import Wording
from bot.wording.catalogue import mark

MAX_RECEIPT_SIZE = 8 * 1024 * 1024  # bytes: 20 000 ranges, the most there are, fit many times
NO_RECEIPT = mark("This is no receipt of ours.")
CLAIMS = {
    Claim.ORIGINAL: mark("the original is the file of this receipt"),
    Claim.COPY: mark("the copy is the file of this receipt"),
    Claim.PICTURE_BEFORE: mark("the picture lies in the original as the receipt says"),
    Claim.PICTURE_AFTER: mark("the same picture lies in the copy"),
}


def run(command: Verify, wording: Wording) -> int:
    """Check a receipt; return 0 where all of it holds, 1 where something does not."""
    try:
        receipt = parse_receipt(_text(command.receipt))
        claims = tuple(check_claims(receipt, _view(command.original), _view(command.copy)))
    except InvalidReceipt:
        print(f"{printable(command.receipt)}: {wording.say(NO_RECEIPT)}", file=sys.stderr)
        return 1
    except OSError as error:
        path = Path(str(error.filename or command.receipt))
        print(f"{printable(path)}: {refusal_of(error, wording).message}", file=sys.stderr)
        return 1
    for claim, holds in claims:
        print(f"{'✓' if holds else '✗'} {wording.say(CLAIMS[claim])}")
    all_hold = all(holds for _, holds in claims)
    print(wording.say("All of it holds.") if all_hold else wording.say("Something does not hold."))
    return 0 if all_hold else 1


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MAX_RECEIPT_SIZE).decode("utf-8", "replace")


def _view(path: Path) -> memoryview:
    with path.open("rb") as file:
        return map_file(file.fileno())
