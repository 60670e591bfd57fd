"""What stands behind the buttons below a clean copy."""

from bot.chat.events import Address
from bot.chat.replies import Button, Keyboard, Labelled, Say, SendPin
from bot.report import Report, subject
from bot.wording import Wording
from bot.wording.catalogue import mark

LABELS = {
    Button.DETAILS: mark("Details"),
    Button.CARD: mark("Card"),
    Button.MAP: mark("On the map"),
    Button.CHECKLIST: mark("What I cannot see"),
    Button.RECEIPT: mark("Receipt"),
}
ROWS = (
    (Button.DETAILS, Button.CARD),
    (Button.MAP, Button.RECEIPT),
    (Button.CHECKLIST,),
)


def keyboard(report: Report, wording: Wording) -> Keyboard:
    """Return the buttons below a copy; a map only where the file told a place."""
    rows = (
        tuple(
            Labelled(button, wording.say(LABELS[button]))
            for button in row
            if button is not Button.MAP or report.spot
        )
        for row in ROWS
    )
    return tuple(row for row in rows if row)


def told(at: Address, wish: Button, report: Report, wording: Wording) -> tuple[Say | SendPin, ...]:
    """Return what somebody wanted to see of a file."""
    if wish is Button.CHECKLIST:
        return (Say(at, wording.page(f"periksa_{subject(report).value}")),)
    if wish is Button.MAP and report.spot:
        place = report.spot.position
        return (SendPin(at, place.lat, place.lon, report.spot.radius),)
    return tuple(Say(at, html) for html in wording.details(report))
