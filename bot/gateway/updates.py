"""An update becomes an event of the chat, or nothing: groups and service messages are not ours."""

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.chat.events import Address, ButtonTapped, CommandSent, Event, FileSent, Thing, ThingSent

WANTED = ("message", "callback_query")  # kinds of updates; an edited message is not one

THINGS = (  # a field of the message -> what it is; the first that is set decides
    ("photo", Thing.PHOTO),
    ("live_photo", Thing.PHOTO),
    ("sticker", Thing.STICKER),
    ("video", Thing.VIDEO),
    ("video_note", Thing.VIDEO),
    ("animation", Thing.ANIMATION),
    ("voice", Thing.VOICE),
    ("audio", Thing.VOICE),
    ("text", Thing.TEXT),
    ("contact", Thing.OTHER),
    ("location", Thing.OTHER),
    ("venue", Thing.OTHER),
    ("poll", Thing.OTHER),
    ("dice", Thing.OTHER),
    ("game", Thing.OTHER),
    ("story", Thing.OTHER),
    ("checklist", Thing.OTHER),
    ("paid_media", Thing.OTHER),
    ("gift", Thing.OTHER),
    ("unique_gift", Thing.OTHER),
    ("giveaway", Thing.OTHER),
    ("giveaway_winners", Thing.OTHER),
    ("invoice", Thing.OTHER),
)


def event_of(update: Update) -> Event | None:
    """Return what happened in a private chat."""
    if update.callback_query:
        return _tapped(update.callback_query)
    if update.message and update.message.chat.type == ChatType.PRIVATE:
        return _sent(update.message)
    return None


def _sent(message: Message) -> Event | None:
    at = _address(message)
    document = message.document
    # Telegram turns most GIFs into a video and sets both fields; one that it left alone is a file.
    if document and not (message.animation and document.mime_type != "image/gif"):
        return FileSent(at, document.file_id, document.file_size)
    if message.text and message.text.startswith("/"):
        return CommandSent(at, _command(message.text))
    thing = next((thing for field, thing in THINGS if getattr(message, field)), None)
    return ThingSent(at, thing, message.media_group_id) if thing else None


def _command(text: str) -> str:
    """Return "start" for "/Start@SomeBot payload"."""
    return text.split()[0][1:].partition("@")[0].lower()


def _tapped(query: CallbackQuery) -> ButtonTapped:
    message, at, file = query.message, None, None
    if isinstance(message, Message) and message.chat.type == ChatType.PRIVATE:
        at = _address(message)
        original = message.reply_to_message
        file = original.document.file_id if original and original.document else None
    return ButtonTapped(query.id, query.data or "", at, file)


def _address(message: Message) -> Address:
    return Address(message.chat.id, message.message_id)
