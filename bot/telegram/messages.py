"""A message becomes an event: in a private chat whatever it is, in a group what calls the bot.

Names, captions and texts end here; numbers, kinds and ids of pages go on.
"""

import re
from dataclasses import dataclass, replace

from telegram import MaybeInaccessibleMessage, Message, MessageEntity

from bot.advisor import Classification, find
from bot.advisor.model import loaded
from bot.chat.advice import DOOR_TOPIC
from bot.chat.events import (
    Address,
    CommandSent,
    Event,
    FileCommand,
    FileHints,
    FileSent,
    GroupMigrated,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.chat.evidence import speaks_of_evidence
from bot.chat.groups import DOOR
from bot.chat.private import PAGES
from bot.report import clues
from bot.telegram.follow_ups import FollowUps

FOLLOW_UPS = FollowUps()
FILE_COMMANDS = {"bersihkan": False, "periksa": True}  # command -> it only inspects
COMMANDS = frozenset({*PAGES, "setelan", "keluar", "hapusdata"})
EVERYBODYS = frozenset({"start", "help"})  # every bot has these
TOKEN = re.compile(r"[\w-]{22}", re.ASCII)  # of a door

MEDIA_KINDS = (  # a field of the message -> what it is; the first that is set decides
    ("photo", MediaKind.PHOTO),
    ("live_photo", MediaKind.PHOTO),
    ("sticker", MediaKind.STICKER),
    ("video", MediaKind.VIDEO),
    ("video_note", MediaKind.VIDEO),
    ("animation", MediaKind.ANIMATION),
    ("voice", MediaKind.VOICE),
    ("audio", MediaKind.VOICE),
    ("contact", MediaKind.OTHER),
    ("location", MediaKind.OTHER),
    ("venue", MediaKind.OTHER),
    ("poll", MediaKind.OTHER),
    ("dice", MediaKind.OTHER),
    ("game", MediaKind.OTHER),
    ("story", MediaKind.OTHER),
    ("checklist", MediaKind.OTHER),
    ("paid_media", MediaKind.OTHER),
    ("gift", MediaKind.OTHER),
    ("unique_gift", MediaKind.OTHER),
    ("giveaway", MediaKind.OTHER),
    ("giveaway_winners", MediaKind.OTHER),
    ("invoice", MediaKind.OTHER),
)


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    username: str


def in_private(message: Message, edited: bool) -> Event | None:
    """Return what happened in a private chat; an edited message counts only for its file."""
    at, by = address(message), sender(message)
    if message.document and not _is_film(message):
        return _file(message)
    if edited:
        return None
    if message.text and message.text.startswith("/"):
        name, _ = _name(message.text)
        if name in FILE_COMMANDS:
            return _called(message, message.reply_to_message, name)
        return _command(message, name)
    if message.text:
        return QuestionAsked(at, _heard(message, message.text), by)
    thing = _thing(message)
    return MediaSent(at, thing, message.media_group_id, by) if thing else None


def in_group(message: Message, me: Me, edited: bool) -> Event | None:
    """Return what happened in a group or a channel; None where it is nothing to us."""
    if message.migrate_to_chat_id:
        return GroupMigrated(address(message), message.migrate_to_chat_id)
    if not edited and (call := _call(message, me)):
        return call
    # A channel's post that Telegram copies into its discussion group carries the comments.
    if message.document and not _is_film(message) and not message.is_automatic_forward:
        return _file(message)
    return None


def address(message: MaybeInaccessibleMessage) -> Address:
    """Return where a message is."""
    thread = None
    if isinstance(message, Message) and message.is_topic_message:
        thread = message.message_thread_id
    return Address(message.chat.id, message.message_id, thread)


def sender(message: Message) -> int:
    """Return who sent a message: a person, or a chat that speaks for itself (< 0), or 0."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else 0


def beside(message: Message) -> FileHints:
    """Say what a file's name, caption and header tell; all of them end here."""
    name = message.document.file_name if message.document else None
    return FileHints(
        clues(name or ""),
        speaks_of_evidence(message.caption),
        forwarded=message.forward_origin is not None,
        captioned=bool(message.caption),
    )


def _call(message: Message, me: Me) -> Event | None:
    """Return what somebody wants of the bot, where a message is addressed to it."""
    text = message.text or message.caption or ""
    if text.startswith("/"):
        name, whose = _name(text)
        if whose not in ("", me.username.lower()):
            return None
        if name in FILE_COMMANDS:
            return _called(message, message if message.document else message.reply_to_message, name)
        # Without the bot's name it may be another bot's command.
        return _command(message, name) if whose or name in COMMANDS - EVERYBODYS else None
    mentioned = any(_names(message, entity, me) for entity in _entities(message))
    replied = message.reply_to_message
    if mentioned or (replied and replied.from_user and replied.from_user.id == me.id):
        return _spoken(message, replied if mentioned else None, text, me)
    return None


def _spoken(message: Message, pointed: Message | None, text: str, me: Me) -> Event | None:
    """Return what words to the bot are about: a file, a question, or nothing in particular."""
    if message.document:
        return _called(message, message, "bersihkan")
    if pointed and (pointed.document or pointed.photo):
        return _called(message, pointed, "bersihkan")
    if not message.text:
        thing = _thing(message)
        return MediaSent(address(message), thing, sender_id=sender(message)) if thing else None
    question = re.sub(f"@{me.username}", " ", text, flags=re.IGNORECASE).strip()
    if not question:
        return CommandSent(address(message), "bantuan", sender_id=sender(message))
    return QuestionAsked(address(message), _heard(message, question), sender(message))


def _called(message: Message, pointed: Message | None, name: str) -> FileCommand:
    at, file = address(message), _file(pointed) if pointed else None
    if file:  # what is pointed at lies in the same topic, also where Telegram does not say so
        file = replace(file, address=replace(file.address, thread_id=at.thread_id))
    return FileCommand(
        at,
        file,
        inspect_only=FILE_COMMANDS[name],
        is_photo=bool(pointed and pointed.photo),
        sender_id=sender(message),
    )


def _file(message: Message) -> FileSent | None:
    document = message.document
    if document is None:
        return None
    return FileSent(
        address(message),
        document.file_id,
        document.file_size,
        message.media_group_id,
        beside(message),
        sender(message),
    )


def _command(message: Message, name: str) -> Event:
    """Return a command; behind /start there may be the way that led here."""
    at, by = address(message), sender(message)
    rest = (message.text or "").partition(" ")[2].strip()
    if name == "start" and rest:
        if rest.startswith(DOOR) and TOKEN.fullmatch(rest.removeprefix(DOOR)):
            return CommandSent(at, name, sender_id=by, token=rest.removeprefix(DOOR))
        if (topic := rest.removeprefix(DOOR_TOPIC)) in loaded()[0]:
            return QuestionAsked(at, Classification((topic,), None, 1.0, ()), by)
        return CommandSent(at, rest if rest in PAGES else name, sender_id=by)
    about = find(rest).service if rest else None
    return CommandSent(at, name if name in COMMANDS else "", about, by)


def _name(text: str) -> tuple[str, str]:
    """Return ("start", "somebot") for "/Start@SomeBot payload"."""
    name, _, whose = text.split()[0][1:].lower().partition("@")
    return name, whose


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return tuple(message.entities or message.caption_entities or ())


def _names(message: Message, entity: MessageEntity, me: Me) -> bool:
    """Tell whether an entity of a message names the bot."""
    if entity.type == MessageEntity.TEXT_MENTION:
        return bool(entity.user and entity.user.id == me.id)
    if entity.type != MessageEntity.MENTION:
        return False
    parse = message.parse_entity if message.text else message.parse_caption_entity
    return parse(entity).lower() == f"@{me.username.lower()}"


def _heard(message: Message, text: str) -> Classification:
    """Return what a text is about; the text ends here."""
    talk = message.chat.id, sender(message)
    heard = find(text, FOLLOW_UPS.last(talk))
    FOLLOW_UPS.remember(talk, heard)
    return replace(heard, score=1.0)  # a letter says what is to be answered, no more


def _is_film(message: Message) -> bool:
    """Tell a GIF that Telegram turned into a video; it sets both fields. Others are files."""
    document = message.document
    return bool(message.animation and document and document.mime_type != "image/gif")


def _thing(message: Message) -> MediaKind | None:
    return next((thing for field, thing in MEDIA_KINDS if getattr(message, field)), None)
