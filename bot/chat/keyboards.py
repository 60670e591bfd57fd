"""The buttons below a clean copy."""

from bot.chat.actions import Button, CallbackButton, Keyboard
from bot.engine.choices import Choice
from bot.report import Report
from bot.wording import Wording
from bot.wording.catalogue import mark

LABELS = {
    Button.DETAILS: mark("Details"),
    Button.CARD: mark("Card"),
    Button.MAP: mark("On the map"),
    Button.CHECKLIST: mark("What I cannot see"),
    Button.RECEIPT: mark("Receipt"),
    Button.CHOICES: mark("Another way"),
    Button.BACK: mark("Back"),
    Button.ONLY_LOCATION: mark("Only the location goes"),
    Button.KEEP_CREDIT: mark("Keep the maker's name"),
    Button.PIXELS: mark("Like a screenshot"),
    Button.DELETE: mark("Delete the original here"),
}
ROWS = (
    (Button.DETAILS, Button.CARD),
    (Button.MAP, Button.RECEIPT),
    (Button.CHECKLIST, Button.CHOICES),
    (Button.DELETE,),
)
CHOICE_ROWS = (
    (Button.ONLY_LOCATION,),
    (Button.KEEP_CREDIT,),
    (Button.PIXELS,),
    (Button.BACK,),
)
CHOICES = {
    Button.ONLY_LOCATION: Choice.LOCATION,
    Button.KEEP_CREDIT: Choice.CREDIT,
    Button.PIXELS: Choice.PIXELS,
}
# What stands for a button below the copy of a file without a location. The way there and back
# goes through these buttons: what a message of ours said of its file is known nowhere else.
NO_MAP = {
    Button.MAP: None,
    Button.CHOICES: Button.CHOICES_NO_MAP,
    Button.BACK: Button.BACK_NO_MAP,
}


def copy_keyboard(report: Report, wording: Wording) -> Keyboard:
    """Return the buttons below a copy; a map only where the file had a location."""
    return _labelled(ROWS, wording, report.location is not None)


def choice_keyboard(wording: Wording, tapped: Button) -> Keyboard:
    """Return a button for each other choice of how to clean."""
    return _labelled(CHOICE_ROWS, wording, tapped is Button.CHOICES)


def default_keyboard(wording: Wording, tapped: Button) -> Keyboard:
    """Return the buttons that stood below the copy at first."""
    return _labelled(ROWS, wording, tapped is Button.BACK)


def _labelled(rows: tuple[tuple[Button, ...], ...], wording: Wording, has_map: bool) -> Keyboard:
    buttons = [[(b, b if has_map else NO_MAP.get(b, b)) for b in row] for row in rows]
    return tuple(
        tuple(CallbackButton(data, wording.say(LABELS[button])) for button, data in row if data)
        for row in buttons
    )
