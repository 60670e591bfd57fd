"""A message becomes an event: in a private chat whatever it is, in a group what calls the bot.

Names, captions and texts end here; numbers, kinds and ids of pages go on.
"""

import re
from dataclasses import dataclass, replace

from telegram import MaybeInaccessibleMessage, Message, MessageEntity

from bot.advisor import Classification, find
from bot.advisor.model import loaded
from bot.chat.actions import FILE_LINK, TOPIC_LINK, Inspect
from bot.chat.commands import GLOBAL_NAMES, Command, find_command
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
from bot.chat.evidence import mentions_evidence
from bot.report import clues
from bot.telegram.follow_ups import FollowUps

FOLLOW_UPS = FollowUps()
TOKEN = re.compile(r"[\w-]{22}", re.ASCII)  # of a deep link

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
        command = find_command(name)
        if command and command.file_task:
            return _called(message, message.reply_to_message, command)
        return _command(message, command)
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
        mentions_evidence(message.caption),
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
        command = find_command(name)
        if command and command.file_task:
            file = message if message.document else message.reply_to_message
            return _called(message, file, command)
        # Without the bot's name it may be another bot's command.
        is_ours = whose or (command and name not in GLOBAL_NAMES)
        return _command(message, command) if is_ours else None
    mentioned = any(_names(message, entity, me) for entity in _entities(message))
    replied = message.reply_to_message
    if mentioned or (replied and replied.from_user and replied.from_user.id == me.id):
        return _spoken(message, replied if mentioned else None, text, me)
    return None


def _spoken(message: Message, pointed: Message | None, text: str, me: Me) -> Event | None:
    """Return what words to the bot are about: a file, a question, or nothing in particular."""
    if message.document:
        return _called(message, message, None)
    if pointed and (pointed.document or pointed.photo):
        return _called(message, pointed, None)
    if not message.text:
        thing = _thing(message)
        return MediaSent(address(message), thing, sender_id=sender(message)) if thing else None
    question = re.sub(f"@{me.username}", " ", text, flags=re.IGNORECASE).strip()
    if not question:
        return CommandSent(address(message), "bantuan", sender_id=sender(message))
    return QuestionAsked(address(message), _heard(message, question), sender(message))


def _called(message: Message, pointed: Message | None, command: Command | None) -> FileCommand:
    at, file = address(message), _file(pointed) if pointed else None
    if file:  # what is pointed at lies in the same topic, also where Telegram does not say so
        file = replace(file, address=replace(file.address, thread_id=at.thread_id))
    return FileCommand(
        at,
        file,
        inspect_only=command is not None and command.file_task is Inspect,
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


def _command(message: Message, command: Command | None) -> Event:
    """Return a command; behind /start there may be the way that led here."""
    at, by = address(message), sender(message)
    rest = (message.text or "").partition(" ")[2].strip()
    name = command.name if command else ""
    if name == "start" and rest:
        if rest.startswith(FILE_LINK) and TOKEN.fullmatch(rest.removeprefix(FILE_LINK)):
            return CommandSent(at, name, sender_id=by, token=rest.removeprefix(FILE_LINK))
        if (topic := rest.removeprefix(TOPIC_LINK)) in loaded()[0]:
            return QuestionAsked(at, Classification((topic,), None, 1.0, ()), by)
        linked = find_command(rest)
        name = linked.name if linked and linked.is_linkable else name
        return CommandSent(at, name, sender_id=by)
    about = find(rest).service if rest else None
    return CommandSent(at, name, about, by)


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
    FOLLOW_UPS.store(talk, heard)
    return replace(heard, score=1.0)  # a letter says what is to be answered, no more


def _is_film(message: Message) -> bool:
    """Tell a GIF that Telegram turned into a video; it sets both fields. Others are files."""
    document = message.document
    return bool(message.animation and document and document.mime_type != "image/gif")


def _thing(message: Message) -> MediaKind | None:
    return next((thing for field, thing in MEDIA_KINDS if getattr(message, field)), None)
