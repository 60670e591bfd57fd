"""Somebody in a chat with the bot: sends things, and reads what comes back."""

from typing import Any

from tests.loopback.telegram import Call, Json, Telegram

NAME = "Budi Rahasia"  # it must stand in no log
COMMAND = "bot_command"
REPEATED_COPY = "🔁 Mungkin salinan ini sudah Anda terima."


class Person:
    """One person, one chat."""

    def __init__(self, telegram: Telegram, kind: str = "private") -> None:
        self.telegram = telegram
        self.id = 700_000_000 + telegram.number()
        self.kind = kind
        self.sent: list[int] = []  # messages of which each gets exactly one answer

    def send(self, **content: Any) -> int:
        """Send a message; return its number."""
        message = self.message(**content)
        self.sent.append(message["message_id"])
        self.telegram.arrive({"message": message})
        return int(message["message_id"])

    def text(self, text: str) -> int:
        """Send a text, a command perhaps."""
        if not text.startswith("/"):
            return self.send(text=text)
        length = len(text.split()[0])
        return self.send(text=text, entities=[{"type": COMMAND, "offset": 0, "length": length}])

    def file(self, data: bytes, name: str = "IMG_20250910_140312.jpg", **more: Any) -> int:
        """Send a file."""
        return self.send(document=self.document(data, name, **more))

    def document(
        self, data: bytes, name: str, size: int | None = None, mime: str = "image/jpeg"
    ) -> Json:
        """Upload a file, so that a message can hold it; `size` is what is told of it."""
        number = f"BQAC{self.telegram.number()}"
        told = len(data) if size is None else size
        with self.telegram.changed:
            self.telegram.files[number] = data, told
            if self.telegram.folder:
                (self.telegram.folder / f"{number}.bin").write_bytes(data)
        return {
            "file_id": number,
            "file_unique_id": number,
            "file_name": name,
            "mime_type": mime,
            "file_size": told,
        }

    def tap(self, button: str, answer: int, original: Json | None) -> str:
        """Tap a button below an answer of the bot's; return the query's number."""
        query = str(self.telegram.number())
        whole = {"message_id": answer, "date": 1_764_000_000, "chat": self.chat}
        if original:
            whole["reply_to_message"] = original
        self.telegram.arrive(
            {
                "callback_query": {
                    "id": query,
                    "from": self.person,
                    "chat_instance": "1",
                    "data": button,
                    "message": whole,
                }
            }
        )
        return query

    def answers(self, message: int) -> list[Call]:
        """Return the answers to a message so far."""
        with self.telegram.changed:
            return [c for c in self.telegram.calls if c.chat == self.id and c.answers == message]

    def answer(self, message: int) -> Call:
        """Wait for the answer to a message; return the report where a copy comes with it."""
        self.telegram.wait(lambda: any(c.text for c in self.answers(message)), f"{message}")
        return self.settled(message)

    def copy(self, message: int) -> Call:
        """Wait for the report on a file and its copy; return the copy, which tells nothing."""
        self.answer(message)
        self.telegram.wait(lambda: any(c.file for c in self.answers(message)), f"{message}")
        copies = [call for call in self.answers(message) if call.file]
        assert len(copies) == 1, copies
        assert "reply_markup" not in copies[0].given
        assert copies[0].text in ("", REPEATED_COPY)
        return copies[0]

    def settled(self, message: int) -> Call:
        """Return the one answer to a message besides its copy."""
        answers = self.answers(message)
        texts = [call for call in answers if call.text and call.text != REPEATED_COPY]
        assert len(texts) == 1, texts
        return texts[0]

    def message(self, **content: Any) -> Json:
        """Return a message of this chat, not sent yet."""
        return {
            "message_id": self.telegram.number(),
            "date": 1_764_000_000,
            "chat": self.chat,
            "from": self.person,
            **content,
        }

    @property
    def person(self) -> Json:
        return {"id": self.id, "is_bot": False, "first_name": NAME, "language_code": "id"}

    @property
    def chat(self) -> Json:
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": NAME}
        return {"id": -self.id, "type": self.kind, "title": NAME}
