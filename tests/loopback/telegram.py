"""Telegram as its bots see it: updates until confirmed, files up to 20 MiB, messages as sent.

Spec: Telegram Bot API; what is refused is refused in the words of Telegram's own server.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from tests import corpus
from tests.loopback import markup
from tests.loopback.rules import Rules

TOKEN = "987654321:AAtestLoopbackSecret-0123456789abcde"
USERNAME = "jejak_uji_bot"
BOT = 987654321
DOWNLOAD = 20 * 1024 * 1024
PATIENCE = 30.0  # seconds that a test waits for anything

Json = dict[str, Any]


class Group(Protocol):
    """A group as the server knows it."""

    may_delete: bool

    @property
    def chat(self) -> Json:
        """Return it as Telegram does."""

    def member(self, user: int) -> Json:
        """Return somebody's place in it."""


class Refusal(Exception):
    """An answer other than ok."""

    def __init__(self, code: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came over the wire."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was carried out."""

    method: str
    given: dict[str, str]
    file: Upload | None = None
    message: int = 0  # the message that it made

    @property
    def chat(self) -> int:
        return int(self.given.get("chat_id", 0))

    @property
    def text(self) -> str:
        return self.given.get("text", self.given.get("caption", ""))

    @property
    def answers(self) -> int:
        """The message that it is a reply to."""
        return int(json.loads(self.given.get("reply_parameters", "{}")).get("message_id", 0))


@dataclass
class Telegram:
    """The state; every access holds `changed`."""

    folder: Path | None = None  # a server of one's own: where files lie
    rules: Rules = field(default_factory=lambda: Rules(corpus.BOT_API))
    changed: threading.Condition = field(default_factory=threading.Condition)
    calls: list[Call] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # breaches of the Bot API
    tried: list[str] = field(default_factory=list)  # methods, faults included
    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)  # id -> bytes, size told
    faults: list[tuple[str, Callable[[], object]]] = field(default_factory=list)
    confirmed: int = 0
    updates: list[Json] = field(default_factory=list)
    groups: dict[int, "Group"] = field(default_factory=dict)
    privacy: bool = True  # of the bot in groups: BotFather's setting
    groups_allowed: bool = True  # BotFather's setting, and inline mode with it
    known: dict[tuple[int, int], Json] = field(default_factory=dict)  # messages by chat, number
    _numbers: Any = field(default_factory=lambda: count(1001))
    _gone: set[int] = field(default_factory=set)

    def number(self) -> int:
        """Return a number that nothing else has."""
        with self.changed:
            return int(next(self._numbers))

    def arrive(self, update: Json, broken: bool = False) -> None:
        """Put an update on the bot's queue; one that Telegram would send, unless it is broken."""
        with self.changed:
            self.updates.append({"update_id": self.number(), **update})
            for message in update.values():
                if isinstance(message, dict) and "message_id" in message:
                    self.known[message["chat"]["id"], message["message_id"]] = message
            if not broken:
                self.wrong += self.rules.wrong_value(self.updates[-1], "Update")
            self.changed.notify_all()

    def delete(self, message: int) -> None:
        """Delete a message: nobody can answer it any more."""
        with self.changed:
            self._gone.add(message)

    def fail(self, method: str, fault: Callable[[], object], times: int = 1) -> None:
        """Let the next calls of a method meet a fault: it raises, or holds them up."""
        with self.changed:
            self.faults += [(method, fault)] * times

    def wait(self, seen: Callable[[], bool], what: str = "") -> None:
        """Wait until something is so."""
        with self.changed:
            assert self.changed.wait_for(seen, PATIENCE), what or self.tried[-10:]

    def fault(self, method: str) -> None:
        """Note a try; raise what was ordered for it."""
        with self.changed:
            self.tried.append(method)
            self.changed.notify_all()
            ordered = next((f for f in self.faults if f[0] == method), None)
            if ordered:
                self.faults.remove(ordered)
        if ordered:
            ordered[1]()

    def call(self, method: str, given: dict[str, str], uploads: dict[str, Upload]) -> Any:
        """Carry out a call and return its result.

        Raises Refusal.
        """
        with self.changed:
            told = " ".join(given.values())
            own = {name for name in uploads if f"attach://{name}" not in told}
            self.wrong += self.rules.wrong_call(method, given, own)
            match method:
                case "getMe":
                    return self.bot
                case "getChatMember" if int(given["chat_id"]) in self.groups:
                    return self.groups[int(given["chat_id"])].member(int(given["user_id"]))
                case "deleteMessage":
                    self._delete(int(given["chat_id"]), int(given["message_id"]))
                case "getUpdates":
                    return self._waiting(given)
                case "getFile":
                    return self._file(given["file_id"])
                case "sendMessage" | "sendDocument" | "sendPhoto" | "sendLocation":
                    return self._sent(method, given, uploads)
                case "getWebhookInfo":
                    waiting = {"pending_update_count": len(self.updates)}
                    return {"url": "", "has_custom_certificate": False, **waiting}
                case "sendMediaGroup":
                    return self._sent_together(given, uploads)
            self.calls.append(Call(method, given))
            self.changed.notify_all()
            return True

    @property
    def bot(self) -> Json:
        return {"id": BOT, "is_bot": True, "first_name": "Jejak", "username": USERNAME} | {
            "can_read_all_group_messages": not self.privacy,
            "can_join_groups": self.groups_allowed,
            "supports_inline_queries": self.groups_allowed,
        }

    def _delete(self, chat: int, message: int) -> None:
        group = self.groups.get(chat)
        if group and not group.may_delete:
            raise Refusal(400, "Bad Request: message can't be deleted")
        if message in self._gone:
            raise Refusal(400, "Bad Request: message to delete not found")
        self._gone.add(message)

    def _waiting(self, given: dict[str, str]) -> list[Json]:
        self.confirmed = max(self.confirmed, int(given.get("offset", 0)))
        self.updates = [u for u in self.updates if u["update_id"] >= self.confirmed]
        self.changed.notify_all()
        self.changed.wait_for(lambda: bool(self.updates), int(given.get("timeout", 0)))
        wanted = json.loads(given.get("allowed_updates", "[]"))
        ready = [u for u in self.updates if not wanted or u.keys() & set(wanted)]
        return ready[: int(given.get("limit", 100))]

    def _file(self, name: str) -> Json:
        if name not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        size = self.files[name][1]
        if self.folder:
            return {"file_id": name, "file_unique_id": name, "file_size": size} | {
                "file_path": str(self.folder / f"{name}.bin")
            }
        if size > DOWNLOAD:
            raise Refusal(400, "Bad Request: file is too big")
        return {"file_id": name, "file_unique_id": name, "file_size": size} | {
            "file_path": f"documents/{name}.bin"
        }

    def _sent(self, method: str, given: dict[str, str], uploads: dict[str, Upload]) -> Json:
        self._refuse_text(method, given)
        reply = json.loads(given.get("reply_parameters", "{}"))
        if reply.get("message_id") in self._gone and not reply.get("allow_sending_without_reply"):
            raise Refusal(400, "Bad Request: message to be replied not found")
        number = self.number()
        self.calls.append(Call(method, given, next(iter(uploads.values()), None), number))
        self.changed.notify_all()
        chat: Json = {"id": int(given["chat_id"]), "type": "private"}
        if group := self.groups.get(chat["id"]):
            chat = group.chat
        told = {"message_id": number, "date": 1_764_000_000, "chat": chat, "from": self.bot}
        self.known[chat["id"], number] = dict(told)
        if original := self.known.get((chat["id"], reply.get("message_id", 0))):
            told["reply_to_message"] = original
        return told

    def _sent_together(self, given: dict[str, str], uploads: dict[str, Upload]) -> list[Json]:
        """Send each item as a message of its own, as Telegram does."""
        items = json.loads(given["media"])
        if not 2 <= len(items) <= 10:
            raise Refusal(400, "Bad Request: wrong number of messages in the album")
        shared = {name: told for name, told in given.items() if name != "media"}
        told = []
        for item in items:
            one = {"caption": item.get("caption", ""), "parse_mode": item.get("parse_mode", "")}
            upload = uploads[item["media"].removeprefix("attach://")]
            told.append(self._sent("sendMediaGroup", {**shared, **one}, {"document": upload}))
        return told

    def _refuse_text(self, method: str, given: dict[str, str]) -> None:
        name, limit = ("text", 4096) if method == "sendMessage" else ("caption", 1024)
        text = given.get(name, "")
        if given.get("parse_mode") == "HTML":
            try:
                text = markup.parsed(text)
            except ValueError as error:
                raise Refusal(400, f"Bad Request: can't parse entities: {error}") from error
        if markup.units(text) > limit:
            raise Refusal(400, f"Bad Request: message {name} is too long")
        if name == "text" and not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
