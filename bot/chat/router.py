"""Where an event belongs: the private chat, a group, or a line in somebody else's chat."""

from bot.chat import groups, settings
from bot.chat.actions import Action, SendMessage
from bot.chat.advice import PREFIXES, on_advice_button
from bot.chat.context import Context
from bot.chat.effects import DeclineReplacement, EraseData, MoveSettings
from bot.chat.events import (
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    Event,
    FileCommand,
    FileSent,
    GroupMigrated,
    InlineQueried,
    MediaSent,
    QuestionAsked,
)
from bot.chat.inline import on_inline
from bot.chat.private import on_private, strange
from bot.wording import Wording
from bot.wording.catalogue import mark

DECLINED = mark("From now on your files stay as they are here. To undo it: /hapusdata in private.")
FOREIGN = mark("Only the sender of the file can use this.")


def on_event(event: Event, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return what to do about an event; nothing, where the bot has nothing to say."""
    match event:
        case InlineQueried():
            return on_inline(event, wording, known)
        case BotRemoved(at):
            return (EraseData(at.chat_id),)
        case GroupMigrated(at, to):
            return (MoveSettings(at.chat_id, to),)
        case BotAdded(at):
            return settings.hello(at, wording)
        case _ if event.address and event.address.is_public:
            return _in_group(event, wording, known)
    return on_private(event, wording, known)


GroupEvent = FileSent | FileCommand | MediaSent | CommandSent | QuestionAsked | ButtonTapped


def _in_group(event: GroupEvent, wording: Wording, known: Context) -> tuple[Action, ...]:
    if isinstance(event, ButtonTapped):
        return _tapped(event, wording, known) or strange(event, wording)
    if isinstance(event, FileSent):
        return groups.on_guarded([event], known)
    own = isinstance(event, CommandSent) and event.name in {"setelan", "keluar", "hapusdata"}
    if not own and not known.may_speak(event.address.thread_id):
        return ()
    match event:
        case FileCommand():
            return groups.on_called(event, wording, known)
        case CommandSent():
            return _command(event, wording, known)
        case QuestionAsked():
            return groups.on_short_answer(event, wording, known)
        case MediaSent():
            return groups.on_thing(event, wording)


def _command(event: CommandSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    match event.name:
        case "setelan":
            return settings.on_settings(event, wording, known)
        case "keluar":
            return settings.on_leave(event, wording, known)
        case "hapusdata":
            return settings.on_data(event, wording, known)
        case "":
            return (SendMessage(event.address, wording.page("perintah_asing")),)
    return groups.on_page(event, wording, known)


def _tapped(event: ButtonTapped, wording: Wording, known: Context) -> tuple[Action, ...]:
    if event.address and event.data.startswith(groups.DECLINE):
        token = event.data.removeprefix(groups.DECLINE)
        done, foreign = wording.say(DECLINED), wording.say(FOREIGN)
        return (
            DeclineReplacement(
                event.address, token, event.sender_id, event.query_id, done, foreign
            ),
        )
    if event.data.startswith(settings.PREFIXES):
        return settings.on_panel_button(event, wording, known)
    if event.data.startswith(PREFIXES):
        return on_advice_button(event, wording, known.today)
    return ()
