"""A group with members who talk, send files, call the bot; the bot hears what Telegram lets it.

Rules: Telegram's "Privacy mode": a bot sees commands that are its own or nobody's, mentions of
it, answers to it, and service messages; as an admin, or with privacy mode off, everything.
"""

from typing import Any

from tests.loopback.people import Person
from tests.loopback.telegram import BOT, USERNAME, Call, Json, Telegram

TITLE = "Arisan RT 07 Rahasia"  # it must stand in no log
ANONYMOUS = 1087968824  # what Telegram calls the sender of an anonymous admin's message
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)


class Group:
    """One group, or a channel."""

    def __init__(self, telegram: Telegram, kind: str = "supergroup", forum: bool = False) -> None:
        self.telegram = telegram
        self.id = -(10**12) - telegram.number()
        self.kind, self.forum = kind, forum
        self.admins: set[int] = set()
        self.bot_is_admin = kind == "channel"
        self.may_delete = kind == "channel"
        with telegram.changed:
            telegram.groups[self.id] = self

    @property
    def chat(self) -> Json:
        told = {"id": self.id, "type": self.kind, "title": TITLE}
        return {**told, "is_forum": True} if self.forum else told

    def member(self, user: int) -> Json:
        """Return somebody's place here."""
        person = {"id": user, "is_bot": user == BOT, "first_name": "X"}
        if user == BOT:
            person = self.telegram.bot
        if self.bot_is_admin if user == BOT else user in self.admins:
            rights = dict.fromkeys(RIGHTS, False)
            may = {"can_delete_messages": self.may_delete or user != BOT}
            return {"status": "administrator", "user": person, **rights, **may}
        return {"status": "member", "user": person}

    def join(self, by: Person) -> None:
        """Add the bot."""
        self._membership(by, "left", "member")

    def remove(self, by: Person) -> None:
        """Remove the bot."""
        self._membership(by, "member", "left")

    def text(self, by: Person, text: str, to: Json | None = None, **more: Any) -> Json:
        """Say something, perhaps as an answer."""
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        if (at := text.find(f"@{USERNAME}")) >= 0 and not text.startswith("/"):
            entities += [{"type": "mention", "offset": at, "length": len(USERNAME) + 1}]
        return self.post(by, to=to, text=text, entities=entities, **more)

    def file(self, by: Person, data: bytes, to: Json | None = None, **more: Any) -> Json:
        """Send a file."""
        document = by.document(data, "IMG_20250910_140312.jpg")
        return self.post(by, to=to, document=document, **more)

    def post(self, by: Person, to: Json | None = None, **content: Any) -> Json:
        """Post a message; return it. The bot gets it where it may."""
        message = {
            "message_id": self.telegram.number(),
            "date": 1_764_000_000,
            "chat": self.chat,
            **({"from": by.person} if self.kind != "channel" else {"sender_chat": self.chat}),
            **content,
        }
        if to:
            message["reply_to_message"] = {k: v for k, v in to.items() if k != "reply_to_message"}
        with self.telegram.changed:
            self.telegram.known[self.id, message["message_id"]] = message
        if self.hears(message):
            kind = "channel_post" if self.kind == "channel" else "message"
            self.telegram.arrive({kind: message})
        return message

    def edit(self, message: Json, **content: Any) -> None:
        """Change a message."""
        after = {**message, **content, "edit_date": 1_764_000_001}
        if self.hears(after):
            self.telegram.arrive({"edited_message": after})

    def hears(self, message: Json) -> bool:
        """Tell whether Telegram gives the bot a message."""
        if self.bot_is_admin or not self.telegram.privacy:
            return True
        text = str(message.get("text", message.get("caption", "")))
        if text.startswith("/"):
            return text.split()[0].partition("@")[2] in ("", USERNAME)
        answered = message.get("reply_to_message", {}).get("from", {}).get("id") == BOT
        service = "migrate_to_chat_id" in message
        return f"@{USERNAME}" in text or answered or service

    def tap(self, by: Person, button: str, message: int) -> str:
        """Tap a button below a message of the bot's; return the query's number."""
        query = str(self.telegram.number())
        whole = {"message_id": message, "date": 1_764_000_000, "chat": self.chat}
        told = {"id": query, "from": by.person, "chat_instance": "1", "data": button}
        self.telegram.arrive({"callback_query": {**told, "message": whole}})
        return query

    def said(self) -> list[Call]:
        """Return what the bot sent here so far."""
        with self.telegram.changed:
            return [c for c in self.telegram.calls if c.chat == self.id and c.message]

    def calls(self, method: str) -> list[Call]:
        """Return the bot's calls of a method here."""
        with self.telegram.changed:
            return [c for c in self.telegram.calls if c.chat == self.id and c.method == method]

    def answers(self, message: Json) -> list[Call]:
        """Return what the bot answered to a message so far."""
        return [call for call in self.said() if call.answers == message["message_id"]]

    def answer(self, message: Json) -> Call:
        """Wait for the answer to a message."""
        number = message["message_id"]
        self.telegram.wait(lambda: bool(self.answers(message)), f"nothing to {number}")
        return self.answers(message)[0]

    def _membership(self, by: Person, was: str, now: str) -> None:
        change = {"chat": self.chat, "from": by.person, "date": 1_764_000_000}
        members = {
            name: {"status": status, "user": self.telegram.bot}
            for name, status in (("old_chat_member", was), ("new_chat_member", now))
        }
        self.telegram.arrive({"my_chat_member": {**change, **members}})
