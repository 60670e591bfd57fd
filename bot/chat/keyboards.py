"""The buttons below a report."""

from dataclasses import replace

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
    Button.DELETE_CONFIRMED: mark("Delete"),
}
CANCEL = mark("Cancel")
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
# What stands for a button below the report of a file without a location. The way there and back
# goes through these buttons: what a message of ours said of its file is known nowhere else.
NO_MAP = {
    Button.MAP: None,
    Button.CHOICES: Button.CHOICES_NO_MAP,
    Button.BACK: Button.BACK_NO_MAP,
    Button.DELETE: Button.DELETE_NO_MAP,
}


# These carry how the copy was made: the receipt is of that copy, also on the way back.
WITH_CHOICE = (
    Button.RECEIPT,
    Button.CHOICES,
    Button.CHOICES_NO_MAP,
    Button.BACK,
    Button.BACK_NO_MAP,
    Button.DELETE,
    Button.DELETE_NO_MAP,
)


def split_data(data: str) -> tuple[Button | None, Choice]:
    """Return the button of a button's data, None for no button of a file, and its copy's choice.

    Data without a choice is of a full clean, as all data of the first release.
    """
    name, _, ending = data.rpartition(":")
    if (name, ending) == (Button.RECEIPT, Choice.PIXELS):  # is never offered
        return None, Choice.EVERYTHING
    if name in WITH_CHOICE and ending in tuple(Choice):
        return Button(name), Choice(ending)
    return (Button(data) if data in tuple(Button) else None), Choice.EVERYTHING


def copy_keyboard(report: Report, wording: Wording, choice: Choice = Choice.EVERYTHING) -> Keyboard:
    """Return the buttons of a copy made by a choice; a map only where the file had a location."""
    return _labelled(ROWS, wording, report.location is not None, choice)


def receipt_keyboard(wording: Wording, choice: Choice) -> Keyboard:
    """Return the one button of a copy that a tapped choice made, and none for a redrawn copy."""
    return _labelled(((Button.RECEIPT,),), wording, has_map=False, choice=choice)


def choice_keyboard(wording: Wording, tapped: Button, choice: Choice) -> Keyboard:
    """Return a button for each other choice of how to clean."""
    return _labelled(CHOICE_ROWS, wording, tapped is Button.CHOICES, choice)


def delete_keyboard(wording: Wording, tapped: Button, choice: Choice) -> Keyboard:
    """Return the buttons that ask whether the original shall really be deleted."""
    rows = ((Button.DELETE_CONFIRMED,), (Button.BACK,))
    (confirm,), (back,) = _labelled(rows, wording, tapped is Button.DELETE, choice)
    return ((confirm, replace(back, label=wording.say(CANCEL))),)


def default_keyboard(wording: Wording, tapped: Button, choice: Choice) -> Keyboard:
    """Return the buttons that stood below the report at first."""
    return _labelled(ROWS, wording, tapped is Button.BACK, choice)


def _labelled(
    rows: tuple[tuple[Button, ...], ...], wording: Wording, has_map: bool, choice: Choice
) -> Keyboard:
    labelled = []
    for row in rows:
        buttons = []
        for button in row:
            target = button if has_map else NO_MAP.get(button, button)
            # A redrawn copy has new bytes: another release may draw them otherwise.
            if target and not (target is Button.RECEIPT and choice is Choice.PIXELS):
                data = _with_choice(target, choice)
                buttons.append(CallbackButton(data, wording.say(LABELS[button])))
        labelled.append(tuple(buttons))
    return tuple(row for row in labelled if row)


def _with_choice(button: Button, choice: Choice) -> str:
    has_choice = button in WITH_CHOICE and choice is not Choice.EVERYTHING
    return f"{button}:{choice}" if has_choice else button
