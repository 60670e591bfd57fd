"""Which handler answers an event: one match for all events, one table for all buttons."""

from collections.abc import Callable, Mapping

from bot.chat import advice, groups, private, quiz, settings_menu
from bot.chat.actions import Action
from bot.chat.commands import on_command
from bot.chat.context import Context
from bot.chat.effects import EraseData, MoveSettings
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
from bot.chat.pages import page_message
from bot.wording import Wording

ButtonHandler = Callable[[ButtonTapped, Wording, Context], tuple[Action, ...]]

BUTTONS: Mapping[str, ButtonHandler] = {  # how a button's data begins, up to its first colon
    **dict.fromkeys(advice.PREFIXES, advice.on_advice_button),
    **dict.fromkeys(settings_menu.PREFIXES, settings_menu.on_settings_button),
    quiz.PREFIX: quiz.on_quiz_button,
    groups.DECLINE: groups.on_decline_button,
}


def on_event(event: Event, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about an event; nothing, where the bot has nothing to say."""
    match event:
        case InlineQueried():
            return advice.on_inline_query(event, wording, context)
        case BotAdded(address):
            return settings_menu.greet_group(address, wording)
        case BotRemoved(address):
            return (EraseData(address.chat_id),)
        case GroupMigrated(address, new_chat_id):
            return (MoveSettings(address.chat_id, new_chat_id),)
        case ButtonTapped(data=data):
            prefix, colon, _ = data.partition(":")
            handler = BUTTONS.get(prefix + colon, private.on_file_button)
            return handler(event, wording, context) or private.unknown_button(event, wording)
        case CommandSent():
            return on_command(event, wording, context)
    return (_in_group if event.address.is_public else _in_private)(event, wording, context)


def _in_private(
    event: FileSent | FileCommand | MediaSent | QuestionAsked, wording: Wording, context: Context
) -> tuple[Action, ...]:
    match event:
        case FileSent():
            return private.on_file(event, wording, context)
        case FileCommand():
            return private.on_file_command(event, wording, context)
        case MediaSent(address, media):
            return (page_message(address, media.value, wording),)
        case QuestionAsked():
            return advice.on_question(event, wording, context)


def _in_group(
    event: FileSent | FileCommand | MediaSent | QuestionAsked, wording: Wording, context: Context
) -> tuple[Action, ...]:
    match event:
        case FileSent():
            return groups.on_unrequested_files([event], context)
        case _ if not context.may_speak(event.address.thread_id):
            return ()
        case FileCommand():
            return groups.on_file_command(event, wording, context)
        case MediaSent(address):
            return (groups.original_in_private(address, wording),)
        case QuestionAsked():
            return groups.on_question(event, wording, context)
