"""Updates become jobs for the store: each is read, and what happened is kept as an event."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Document,
    InlineQuery,
    Message,
    Update,
)
from telegram.constants import ChatType

from bot.advisor import classify
from bot.chat.actions import Button
from bot.chat.events import (
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
from bot.telegram.codecs import EVENTS
from bot.telegram.follow_ups import FollowUps
from bot.telegram.messages import MessageReader, address_of, hints_of

ALLOWED_UPDATES = (  # kinds of updates that the bot wants of Telegram
    *("message", "edited_message", "channel_post", "edited_channel_post"),
    *("callback_query", "inline_query", "my_chat_member"),
)
GONE = (ChatMember.LEFT, ChatMember.BANNED)
MAX_CALLBACK_DATA = 64  # bytes, as the Bot API has it; whoever sends more made it up


@dataclass(frozen=True, slots=True)
class UpdateReader:
    """Reads the updates of a bot that is initialised."""

    bot: Bot
    follow_ups: FollowUps = field(default_factory=FollowUps)

    def read(
        self,
        updates: Iterable[dict[str, object]],
        cursor: int | None = None,
        album_pause: float = ALBUM_PAUSE,
    ) -> Batch:
        """Return what is to be stored of updates, as Telegram's JSON has them.

        One that the library cannot read is put aside, and stops none of the others. An album is
        complete when nothing more of it came for `album_pause` seconds. `cursor` is the id of the
        next update. Raises KeyError, TypeError or ValueError where an update has no id.
        """
        arrivals, broken = [], []
        for raw in updates:
            number = int(str(raw["update_id"]))
            try:
                update = Update.de_json(raw, self.bot)
                event = self.event_of(update)
            except Exception as error:  # whatever Telegram sends next year
                broken.append((number, type(error).__name__))
            else:
                arrivals += [_arrival(number, event, update)] if event else []
        return Batch(arrivals, broken, cursor, album_pause)

    def event_of(self, update: Update) -> Event | None:
        """Return what happened; None where it does not concern the bot."""
        if update.callback_query:
            return _button_tapped(update.callback_query)
        if update.inline_query:
            return _inline_queried(update.inline_query)
        if update.my_chat_member:
            return _membership_changed(update.my_chat_member)
        edited = update.edited_message or update.edited_channel_post
        message = update.message or update.channel_post or edited
        if message is None:
            return None
        reader = MessageReader(self.bot.id, self.bot.username, self.follow_ups)
        if message.chat.type == ChatType.PRIVATE:
            return reader.private_event(message, edited is not None)
        return reader.group_event(message, edited is not None)


def _arrival(update_id: int, event: Event, update: Update) -> Arrival:
    """Return a job for the store; those with a file to process are heavy."""
    address = event.address
    chat_id = address.chat_id if address else event.sender_id
    arrival = Arrival(
        update_id, chat_id, EVENTS.encode(event), queue_key=event.sender_id or chat_id
    )
    match event:
        case FileSent(album_id=album_id):
            message = update.effective_message
            file = None
            if address and message:
                file = MessageFile(address.message_id, file_digest(message.document))
            edited = bool(update.edited_message or update.edited_channel_post)
            return replace(arrival, heavy=True, album=album_id, file=file, edited=edited)
        case MediaSent(album_id=album_id):
            return replace(arrival, album=album_id, first_only=True)
        case ButtonTapped(file_id=str(), data=data) if data in tuple(Button):
            return replace(arrival, heavy=True)
        case FileCommand(file=FileSent()):
            return replace(arrival, heavy=True)
        case _:
            return arrival


def file_digest(document: Document | None) -> str:
    """Return a digest of Telegram's id of a file, by which another file is noticed."""
    return sha256((document.file_unique_id if document else "").encode()).hexdigest()[:16]


def _button_tapped(query: CallbackQuery) -> ButtonTapped:
    """Return which button was tapped; our message, or its original, may be gone."""
    message = query.message
    address = address_of(message) if message else None
    data, sender_id = (query.data or "")[:MAX_CALLBACK_DATA], query.from_user.id
    original = message.reply_to_message if isinstance(message, Message) else None
    if original is None or original.document is None:
        return ButtonTapped(query.id, data, address, None, sender_id=sender_id)
    file_id, hints = original.document.file_id, hints_of(original)
    return ButtonTapped(query.id, data, address, file_id, hints, original.message_id, sender_id)


def _inline_queried(query: InlineQuery) -> InlineQueried:
    text, classification = query.query, None
    if text.strip():
        classification = replace(classify(text), score=1.0)  # the text ends here
    return InlineQueried(query.id, classification, query.from_user.id)


def _membership_changed(change: ChatMemberUpdated) -> BotAdded | BotRemoved | None:
    """Return whether the bot was added to a group, or removed from a chat."""
    address = Address(change.chat.id, 0)
    was_member, is_member = map(_is_member, (change.old_chat_member, change.new_chat_member))
    if was_member and not is_member:
        return BotRemoved(address)
    is_group = change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    if is_group and is_member and not was_member:
        return BotAdded(address, change.from_user.id)
    return None


def _is_member(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in GONE
