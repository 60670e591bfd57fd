"""An update becomes an event of the chat, or nothing; what is kept of one is numbers."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Document,
    Message,
    Update,
)
from telegram.constants import ChatType

from bot.advisor import find
from bot.chat.actions import Button
from bot.chat.events import (
    NO_HINTS,
    Address,
    BotAdded,
    BotRemoved,
    ButtonTapped,
    Event,
    FileCommand,
    FileSent,
    InlineQueried,
    MediaSent,
)
from bot.store.arrivals import Arrival, Batch, MessageFile
from bot.store.jobs import ALBUM_PAUSE
from bot.telegram import messages
from bot.telegram.codecs import EVENTS
from bot.telegram.messages import Me

WANTED = (  # kinds of updates
    *("message", "edited_message", "channel_post", "edited_channel_post"),
    *("callback_query", "inline_query", "my_chat_member"),
)
OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


def taken(
    updates: Iterable[dict[str, object]],
    bot: Bot,
    cursor: int | None = None,
    album_pause: float = ALBUM_PAUSE,
) -> Batch:
    """Return what is to be kept of updates as Telegram hands them out.

    One that the library cannot read is put aside, and stops none of the others. An album is
    whole when nothing more of it came for `album_pause` seconds.
    """
    arrivals, broken = [], []
    me = Me(bot.id, bot.username)
    for raw in updates:
        number = int(str(raw["update_id"]))
        try:
            update = Update.de_json(raw, bot)
            event = event_of(update, me)
        except Exception as error:  # whatever Telegram sends next year
            broken.append((number, type(error).__name__))
        else:
            arrivals += [_arrival(number, event, update)] if event else []
    return Batch(arrivals, broken, cursor, album_pause)


def _arrival(number: int, event: Event, update: Update) -> Arrival:
    at = event.address
    chat = at.chat_id if at else event.sender_id
    told = EVENTS.encode(event)
    arrival = Arrival(number, chat, told, queue_key=event.sender_id or chat)
    match event:
        case FileSent(album_id=album):
            message = update.effective_message
            held = MessageFile(at.message_id, mark_of(message.document)) if at and message else None
            edited = bool(update.edited_message or update.edited_channel_post)
            return replace(arrival, heavy=True, album=album, file=held, edited=edited)
        case MediaSent(album_id=album):
            return replace(arrival, album=album, first_only=True)
        case ButtonTapped(file_id=str(), data=data) if data in tuple(Button):
            return replace(arrival, heavy=True)
        case FileCommand(file=FileSent()):
            return replace(arrival, heavy=True)
        case _:
            return arrival


def mark_of(document: Document | None) -> str:
    """Return a digest of Telegram's number of a file: it tells another file, and no more."""
    return sha256((document.file_unique_id if document else "").encode()).hexdigest()[:16]


def event_of(update: Update, me: Me) -> Event | None:
    """Return what happened; None where it is nothing to us."""
    if update.callback_query:
        return _tapped(update.callback_query)
    if query := update.inline_query:
        heard = find(query.query) if query.query.strip() else None
        return InlineQueried(
            query.id, replace(heard, score=1.0) if heard else None, query.from_user.id
        )
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message and message.chat.type == ChatType.PRIVATE:
        return messages.in_private(message, edited=message is update.edited_message)
    message = message or update.channel_post or update.edited_channel_post
    if message is None:
        return None
    edited = message in (update.edited_message, update.edited_channel_post)
    return messages.in_group(message, me, edited=edited)


def _membership(change: ChatMemberUpdated) -> Event | None:
    """Say whether the bot was added to a group, or is gone from a chat."""
    at = Address(change.chat.id, 0)
    was, is_now = (_is_in(member) for member in (change.old_chat_member, change.new_chat_member))
    if was and not is_now:
        return BotRemoved(at)
    group = change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    return BotAdded(at, change.from_user.id) if group and is_now and not was else None


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in OUTSIDE


def _tapped(query: CallbackQuery) -> ButtonTapped:
    message, at, file, beside, number = query.message, None, None, NO_HINTS, None
    if message:
        at = messages.address(message)
    original = message.reply_to_message if isinstance(message, Message) else None
    if original and original.document:
        file, beside = original.document.file_id, messages.beside(original)
        number = original.message_id
    data = (query.data or "")[:64]
    return ButtonTapped(query.id, data, at, file, beside, number, query.from_user.id)
