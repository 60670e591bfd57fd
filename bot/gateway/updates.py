"""An update becomes an event of the chat, or nothing: groups and service messages are not ours.

What is kept of one until it is answered is numbers; names, captions and texts end here.
"""

from collections.abc import Iterable
from dataclasses import replace

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.advisor import Heard, find
from bot.chat.events import (
    NOTHING,
    Address,
    Asked,
    Beside,
    ButtonTapped,
    CommandSent,
    Event,
    FileSent,
    Thing,
    ThingSent,
)
from bot.chat.evidence import speaks_of_evidence
from bot.chat.private import PAGES
from bot.gateway import letters
from bot.gateway.talks import Talks
from bot.report import clues
from bot.store.arrivals import QUIET, Arrival, Taken

WANTED = ("message", "callback_query")  # kinds of updates; an edited message is not one

TALKS = Talks()

THINGS = (  # a field of the message -> what it is; the first that is set decides
    ("photo", Thing.PHOTO),
    ("live_photo", Thing.PHOTO),
    ("sticker", Thing.STICKER),
    ("video", Thing.VIDEO),
    ("video_note", Thing.VIDEO),
    ("animation", Thing.ANIMATION),
    ("voice", Thing.VOICE),
    ("audio", Thing.VOICE),
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


def taken(
    updates: Iterable[dict[str, object]],
    bot: Bot,
    cursor: int | None = None,
    quiet: float = QUIET,
) -> Taken:
    """Return what is to be kept of updates as Telegram hands them out.

    One that the library cannot read is put aside, and stops none of the others. An album is
    whole when nothing more of it came for `quiet` seconds.
    """
    arrivals, broken = [], []
    for raw in updates:
        number = int(str(raw["update_id"]))
        try:
            event = event_of(Update.de_json(raw, bot))
        except Exception as error:  # whatever Telegram sends next year
            broken.append((number, type(error).__name__))
        else:
            arrivals += [_arrival(number, event)] if event else []
    return Taken(arrivals, broken, cursor, quiet)


def _arrival(number: int, event: Event) -> Arrival:
    chat = event.at.chat if event.at else 0
    told = letters.written(event)
    match event:
        case FileSent(album=album):
            return Arrival(number, chat, told, heavy=True, album=album)
        case ThingSent(album=album):
            return Arrival(number, chat, told, album=album, once=True)
        case ButtonTapped(file=str()):
            return Arrival(number, chat, told, heavy=True)
        case _:
            return Arrival(number, chat, told)


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
        return FileSent(
            at, document.file_id, document.file_size, message.media_group_id, _beside(message)
        )
    if message.text and message.text.startswith("/"):
        return CommandSent(at, _command(message.text), _about(message.text))
    if message.text:
        return Asked(at, _heard(message.chat.id, message.text))
    thing = next((thing for field, thing in THINGS if getattr(message, field)), None)
    return ThingSent(at, thing, message.media_group_id) if thing else None


def _heard(chat: int, text: str) -> Heard:
    """Return what a text is about; the text ends here."""
    heard = find(text, TALKS.last(chat))
    TALKS.remember(chat, heard)
    return replace(heard, score=1.0)  # a letter says what is to be answered, no more


def _about(text: str) -> str | None:
    """Return the service that is named behind a command."""
    rest = text.partition(" ")[2]
    return find(rest).service if rest.strip() else None


def _command(text: str) -> str:
    """Return "start" for "/Start@SomeBot payload", "" for what is no command of ours."""
    name = text.split()[0][1:].partition("@")[0].lower()
    return name if name in PAGES else ""


def _tapped(query: CallbackQuery) -> ButtonTapped:
    message, at, file, beside, number = query.message, None, None, NOTHING, None
    if isinstance(message, Message) and message.chat.type == ChatType.PRIVATE:
        at = _address(message)
        if (original := message.reply_to_message) and original.document:
            file, beside = original.document.file_id, _beside(original)
            number = original.message_id
    return ButtonTapped(query.id, (query.data or "")[:64], at, file, beside, number)


def _beside(message: Message) -> Beside:
    """Say what a file's name and caption tell; both end here."""
    name = message.document.file_name if message.document else None
    return Beside(clues(name or ""), speaks_of_evidence(message.caption))


def _address(message: Message) -> Address:
    return Address(message.chat.id, message.message_id)
