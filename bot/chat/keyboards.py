"""What stands behind the buttons below a clean copy."""

from bot.chat.actions import Button, CallbackButton, Keyboard, SendLocation, SendMessage
from bot.chat.events import Address
from bot.engine.choices import Choice
from bot.report import Report, subject
from bot.wording import Wording
from bot.wording.catalogue import mark

LABELS = {
    Button.DETAILS: mark("Details"),
    Button.CARD: mark("Card"),
    Button.MAP: mark("On the map"),
    Button.CHECKLIST: mark("What I cannot see"),
    Button.RECEIPT: mark("Receipt"),
    Button.ANOTHER: mark("Another way"),
    Button.BACK: mark("Back"),
    Button.ONLY_LOCATION: mark("Only the location goes"),
    Button.KEEP_CREDIT: mark("Keep the maker's name"),
    Button.PIXELS: mark("Like a screenshot"),
    Button.DELETE: mark("Delete the original here"),
}
ROWS = (
    (Button.DETAILS, Button.CARD),
    (Button.MAP, Button.RECEIPT),
    (Button.CHECKLIST, Button.ANOTHER),
    (Button.DELETE,),
)
WAYS = (
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
PLACELESS = {  # what stands for a button where the file tells no place
    Button.MAP: None,
    Button.ANOTHER: Button.ANOTHER_PLACELESS,
    Button.BACK: Button.BACK_PLACELESS,
}


def keyboard(report: Report, wording: Wording) -> Keyboard:
    """Return the buttons below a copy; a map only where the file told a place."""
    return _labelled(ROWS, wording, report.spot is not None)


def ways(wording: Wording, tapped: Button) -> Keyboard:
    """Return the buttons of other ways to clean."""
    return _labelled(WAYS, wording, tapped is Button.ANOTHER)


def back(wording: Wording, tapped: Button) -> Keyboard:
    """Return the first buttons again."""
    return _labelled(ROWS, wording, tapped is Button.BACK)


def _labelled(rows: tuple[tuple[Button, ...], ...], wording: Wording, placed: bool) -> Keyboard:
    shown = [[(b, b if placed else PLACELESS.get(b, b)) for b in row] for row in rows]
    return tuple(
        tuple(CallbackButton(carried, wording.say(LABELS[b])) for b, carried in row if carried)
        for row in shown
    )


def told(
    address: Address, wish: Button, report: Report, wording: Wording
) -> tuple[SendMessage | SendLocation, ...]:
    """Return what somebody wanted to see of a file."""
    if wish is Button.CHECKLIST:
        return (SendMessage(address, wording.page(f"periksa_{subject(report).value}")),)
    if wish is Button.MAP and report.spot:
        place = report.spot.position
        return (SendLocation(address, place.lat, place.lon, report.spot.radius),)
    return tuple(SendMessage(address, html) for html in wording.details(report))
