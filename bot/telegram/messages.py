"""A message becomes an event: any in a private chat, in a group a file or a call of the bot.

Names, captions and texts are read here and go no further; events hold numbers, kinds and ids.

Spec: Telegram Bot API, Message; "Privacy mode" for what a bot gets of a group's messages.
"""

import re
from dataclasses import dataclass, replace

from telegram import MaybeInaccessibleMessage, Message, MessageEntity

from bot.advisor import Classification, classify
from bot.advisor.model import load_weights
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
from bot.chat.requests import Request, is_question, read_request
from bot.report import clues
from bot.telegram.follow_ups import FollowUps

SMALL_TALK = {"di_luar_topik", "sapaan", "terima_kasih"}  # topics without an answer to a caption
TOKEN = re.compile(r"[\w-]{22}", re.ASCII)  # of a deep link

MEDIA_KINDS = (  # field of a message, what it holds; the first field that is set decides
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
class MessageReader:
    """Reads messages as the bot with this id and username."""

    bot_id: int
    username: str
    follow_ups: FollowUps

    def private_event(self, message: Message, edited: bool) -> Event | None:
        """Return what happened in a private chat; an edited message counts only for its file."""
        if message.document and not _is_video(message):
            return _file_sent(message)
        if edited:
            return None
        if message.text and message.text.startswith("/"):
            name, _ = _split_command(message.text)
            command = find_command(name)
            if command and command.file_task:
                return _file_command(message, message.reply_to_message, command)
            return _command_sent(message, command)
        if message.text:
            return self._question(message, message.text)
        return _media_sent(message, message.media_group_id)

    def group_event(self, message: Message, edited: bool) -> Event | None:
        """Return what happened in a group or a channel; None where it does not concern the bot."""
        if message.migrate_to_chat_id:
            return GroupMigrated(address_of(message), message.migrate_to_chat_id)
        if not edited and (event := self._call(message)):
            return event
        # A channel's post that Telegram copies into its discussion group carries the comments.
        if message.document and not _is_video(message) and not message.is_automatic_forward:
            return _file_sent(message)
        return None

    def _call(self, message: Message) -> Event | None:
        """Return what a message asks of the bot; None where it is not addressed to it."""
        text = message.text or message.caption or ""
        if text.startswith("/"):
            return self._command_in_group(message, text)
        is_mentioned = any(self._mentions(message, entity) for entity in _entities(message))
        replied = message.reply_to_message
        if is_mentioned:
            return self._mentioned(message, replied, text)
        if replied and replied.from_user and replied.from_user.id == self.bot_id:
            return self._mentioned(message, None, text)
        return None

    def _command_in_group(self, message: Message, text: str) -> Event | None:
        name, username = _split_command(text)
        if username not in ("", self.username.lower()):
            return None
        command = find_command(name)
        if command and command.file_task:
            file = message if message.document else message.reply_to_message
            return _file_command(message, file, command)
        # Without the bot's name it may be another bot's command.
        is_ours = username or (command and name not in GLOBAL_NAMES)
        return _command_sent(message, command) if is_ours else None

    def _mentioned(self, message: Message, replied: Message | None, text: str) -> Event | None:
        """Return what a message to the bot is about: a file, a question, or nothing.

        The file is the message's own, or that of the message to which it replies.
        """
        if message.document:
            return _file_command(message, message, None)
        if replied and (replied.document or replied.photo):
            return _file_command(message, replied, None)
        if not message.text:
            return _media_sent(message, None)
        question = re.sub(f"@{self.username}", " ", text, flags=re.IGNORECASE).strip()
        if not question:
            return CommandSent(address_of(message), "bantuan", sender_id=sender_of(message))
        return self._question(message, question)

    def _question(self, message: Message, text: str) -> QuestionAsked:
        """Classify a text, as a follow-up of the same person's last one; the text ends here."""
        sender_id = sender_of(message)
        conversation = message.chat.id, sender_id
        classification = classify(text, self.follow_ups.last(conversation))
        self.follow_ups.store(conversation, classification)
        # The score would tell more of the text than its answer does.
        return QuestionAsked(address_of(message), replace(classification, score=1.0), sender_id)

    def _mentions(self, message: Message, entity: MessageEntity) -> bool:
        """Return whether an entity of a message names the bot."""
        if entity.type == MessageEntity.TEXT_MENTION:
            return bool(entity.user and entity.user.id == self.bot_id)
        if entity.type != MessageEntity.MENTION:
            return False
        parse = message.parse_entity if message.text else message.parse_caption_entity
        return parse(entity).lower() == f"@{self.username.lower()}"


def address_of(message: MaybeInaccessibleMessage) -> Address:
    """Return where a message is."""
    thread_id = None
    if isinstance(message, Message) and message.is_topic_message:
        thread_id = message.message_thread_id
    return Address(message.chat.id, message.message_id, thread_id)


def sender_of(message: Message) -> int:
    """Return who sent a message: a person (> 0), a group or channel (< 0), or 0: unknown."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else 0


def hints_of(message: Message) -> FileHints:
    """Return what a file's name, caption and header tell about it."""
    name = message.document.file_name if message.document else None
    hints = FileHints(
        clues(name or ""),
        mentions_evidence(message.caption),
        forwarded=message.forward_origin is not None,
        captioned=bool(message.caption),
    )
    # A forwarded caption is another person's; in a group a file is handled as the group set it.
    if message.chat.id < 0 or hints.forwarded:
        return hints
    request = read_request(message.caption)
    question = None
    if request == Request() and message.caption and is_question(message.caption):
        question = _answerable(classify(message.caption))
    return replace(
        hints,
        choice=request.choice,
        inspect_only=request.inspect_only,
        classification=question,
    )


def _answerable(classification: Classification) -> Classification | None:
    """Return the classification of a caption if it has an answer; None for small talk."""
    if set(classification.topics) & SMALL_TALK:
        return None
    return replace(classification, score=1.0)


def _file_sent(message: Message) -> FileSent | None:
    document = message.document
    if document is None:
        return None
    return FileSent(
        address_of(message),
        document.file_id,
        document.file_size,
        message.media_group_id,
        hints_of(message),
        sender_of(message),
    )


def _file_command(message: Message, target: Message | None, command: Command | None) -> FileCommand:
    """Return a command about the file of another message, `target`; it may have none."""
    address, file = address_of(message), _file_sent(target) if target else None
    if file:  # the target is in the same topic, also where Telegram does not say so
        file = replace(file, address=replace(file.address, thread_id=address.thread_id))
    return FileCommand(
        address,
        file,
        inspect_only=command is not None and command.file_task is Inspect,
        is_photo=bool(target and target.photo),
        sender_id=sender_of(message),
    )


def _command_sent(message: Message, command: Command | None) -> Event:
    """Return a command and its argument: that of /start is a deep link's, else a service."""
    address, sender_id = address_of(message), sender_of(message)
    argument = (message.text or "").partition(" ")[2].strip()
    name = command.name if command else ""
    if name == "start" and argument:
        token = argument.removeprefix(FILE_LINK)
        if argument.startswith(FILE_LINK) and TOKEN.fullmatch(token):
            return CommandSent(address, name, sender_id=sender_id, token=token)
        if (topic := argument.removeprefix(TOPIC_LINK)) in load_weights()[0]:
            classification = Classification((topic,), None, 1.0, ())
            return QuestionAsked(address, classification, sender_id)
        linked = find_command(argument)
        name = linked.name if linked and linked.is_linkable else name
        return CommandSent(address, name, sender_id=sender_id)
    service = classify(argument).service if argument else None
    return CommandSent(address, name, service, sender_id)


def _media_sent(message: Message, album_id: str | None) -> MediaSent | None:
    """Return what a message holds that is no file; None for a service message."""
    kinds = (kind for field, kind in MEDIA_KINDS if getattr(message, field))
    kind = next(kinds, None)
    return MediaSent(address_of(message), kind, album_id, sender_of(message)) if kind else None


def _split_command(text: str) -> tuple[str, str]:
    """Return ("start", "somebot") for "/Start@SomeBot payload"."""
    name, _, username = text.split()[0][1:].lower().partition("@")
    return name, username


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return tuple(message.entities or message.caption_entities or ())


def _is_video(message: Message) -> bool:
    """Return whether a document is a GIF that Telegram turned into a video.

    Then both `animation` and `document` are set. A GIF that it left as it is, is a file.
    """
    document = message.document
    return bool(message.animation and document and document.mime_type != "image/gif")
