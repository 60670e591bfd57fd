"""Where an event belongs: the private chat, a group, or a line in somebody else's chat."""

from bot.chat import groups, panel
from bot.chat.advice import PREFIXES, on_advice_button
from bot.chat.deeds import Decline, Erase, Move
from bot.chat.events import (
    Asked,
    ButtonTapped,
    Called,
    CommandSent,
    Event,
    FileSent,
    InlineAsked,
    Joined,
    Left,
    Moved,
    ThingSent,
)
from bot.chat.inline import on_inline
from bot.chat.known import Known
from bot.chat.private import on_private, strange
from bot.chat.replies import Reply, Say
from bot.wording import Wording
from bot.wording.catalogue import mark

DECLINED = mark("From now on your files stay as they are here. To undo it: /hapusdata in private.")
FOREIGN = mark("Only the sender of the file can use this.")


def on_event(event: Event, wording: Wording, known: Known) -> tuple[Reply, ...]:
    """Return what to do about an event; nothing, where the bot has nothing to say."""
    match event:
        case InlineAsked():
            return on_inline(event, wording, known)
        case Left(at):
            return (Erase(at.chat),)
        case Moved(at, to):
            return (Move(at.chat, to),)
        case Joined(at):
            return panel.hello(at, wording)
        case _ if event.at and event.at.public:
            return _in_group(event, wording, known)
    return on_private(event, wording, known)


Public = FileSent | Called | ThingSent | CommandSent | Asked | ButtonTapped


def _in_group(event: Public, wording: Wording, known: Known) -> tuple[Reply, ...]:
    if isinstance(event, ButtonTapped):
        return _tapped(event, wording, known) or strange(event, wording)
    if isinstance(event, FileSent):
        return groups.on_guarded([event], known)
    own = isinstance(event, CommandSent) and event.name in {"setelan", "keluar", "hapusdata"}
    if not own and not known.speaks(event.at.thread):
        return ()
    match event:
        case Called():
            return groups.on_called(event, wording, known)
        case CommandSent():
            return _command(event, wording, known)
        case Asked():
            return groups.on_short_answer(event, wording, known)
        case ThingSent():
            return groups.on_thing(event, wording)


def _command(event: CommandSent, wording: Wording, known: Known) -> tuple[Reply, ...]:
    match event.name:
        case "setelan":
            return panel.on_settings(event, wording, known)
        case "keluar":
            return panel.on_leave(event, wording, known)
        case "hapusdata":
            return panel.on_data(event, wording, known)
        case "":
            return (Say(event.at, wording.page("perintah_asing")),)
    return groups.on_page(event, wording, known)


def _tapped(event: ButtonTapped, wording: Wording, known: Known) -> tuple[Reply, ...]:
    if event.at and event.data.startswith(groups.DECLINE):
        token = event.data.removeprefix(groups.DECLINE)
        done, foreign = wording.say(DECLINED), wording.say(FOREIGN)
        return (Decline(event.at, token, event.by, event.query, done, foreign),)
    if event.data.startswith(panel.PREFIXES):
        return panel.on_panel_button(event, wording, known)
    if event.data.startswith(PREFIXES):
        return on_advice_button(event, wording, known.today)
    return ()
