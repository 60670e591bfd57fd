"""Where an event belongs: the private chat, a group, or a line in somebody else's chat."""

from bot.chat import groups, settings_menu
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
from bot.chat.private import on_private, unknown_button
from bot.wording import Wording
from bot.wording.catalogue import mark

DECLINED = mark("From now on your files stay as they are here. To undo it: /hapusdata in private.")
FOREIGN = mark("Only the sender of the file can use this.")


def on_event(event: Event, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about an event; nothing, where the bot has nothing to say."""
    match event:
        case InlineQueried():
            return on_inline(event, wording, context)
        case BotRemoved(address):
            return (EraseData(address.chat_id),)
        case GroupMigrated(address, to):
            return (MoveSettings(address.chat_id, to),)
        case BotAdded(address):
            return settings_menu.greet_group(address, wording)
        case _ if event.address and event.address.is_public:
            return _in_group(event, wording, context)
    return on_private(event, wording, context)


GroupEvent = FileSent | FileCommand | MediaSent | CommandSent | QuestionAsked | ButtonTapped


def _in_group(event: GroupEvent, wording: Wording, context: Context) -> tuple[Action, ...]:
    if isinstance(event, ButtonTapped):
        return _tapped(event, wording, context) or unknown_button(event, wording)
    if isinstance(event, FileSent):
        return groups.on_guarded([event], context)
    own = isinstance(event, CommandSent) and event.name in {"setelan", "keluar", "hapusdata"}
    if not own and not context.may_speak(event.address.thread_id):
        return ()
    match event:
        case FileCommand():
            return groups.on_called(event, wording, context)
        case CommandSent():
            return _command(event, wording, context)
        case QuestionAsked():
            return groups.on_short_answer(event, wording, context)
        case MediaSent():
            return groups.on_media(event, wording)


def _command(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    match event.name:
        case "setelan":
            return settings_menu.on_settings(event, wording, context)
        case "keluar":
            return settings_menu.on_leave(event, wording, context)
        case "hapusdata":
            return settings_menu.on_data(event, wording, context)
        case "":
            return (SendMessage(event.address, wording.page("perintah_asing")),)
    return groups.on_page(event, wording, context)


def _tapped(event: ButtonTapped, wording: Wording, context: Context) -> tuple[Action, ...]:
    if event.address and event.data.startswith(groups.DECLINE):
        token = event.data.removeprefix(groups.DECLINE)
        done, foreign = wording.say(DECLINED), wording.say(FOREIGN)
        return (
            DeclineReplacement(
                event.address, token, event.sender_id, event.query_id, done, foreign
            ),
        )
    if event.data.startswith(settings_menu.PREFIXES):
        return settings_menu.on_panel_button(event, wording, context)
    if event.data.startswith(PREFIXES):
        return on_advice_button(event, wording, context.today)
    return ()
