"""What people see of actions: texts as Telegram would show them, and buttons."""

from bot.chat.actions import (
    Action,
    CallbackButton,
    Keyboard,
    ReplaceOriginals,
    SendAlbum,
    SendCopy,
    SendMessage,
)
from tests.loopback import markup


def texts(actions: tuple[Action, ...]) -> list[str]:
    """Return all that anybody can read of actions: texts, file names, labels of buttons."""
    read = []
    for action in actions:
        match action:
            case SendMessage(html=html):
                read.append(markup.parsed(html))
            case SendCopy(filename=filename, caption=caption):
                read += [filename, markup.parsed(caption)]
            case SendAlbum(copies) | ReplaceOriginals(copies):
                read += texts(copies)
        for row in getattr(action, "keyboard", ()):
            read += [button.label for button in row]
    return read


def data_of(keyboard: Keyboard) -> list[str]:
    """Return what the buttons carry that come back to us, in order."""
    return [each.data for row in keyboard for each in row if isinstance(each, CallbackButton)]
