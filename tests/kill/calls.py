"""Telegram calls a webhook: one update of a chat at a time, again and again until it is taken.

Spec: Telegram Bot API, setWebhook; retries and Retry-After as its server's source has them.
"""

import http.client
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import Any

from tests.loopback.telegram import Json, Telegram

PAUSES = (0.0, 0.2, 0.5, 1.0, 2.0)  # seconds; Telegram's are twice as long and go on to a minute


class Calls:
    """Calls each update in, to one replica after the other, as a balancer would."""

    SECRET = "kata-sandi_uji"

    def __init__(self, telegram: Telegram, ports: Callable[[], Sequence[int]]) -> None:
        self._telegram, self._ports = telegram, ports
        self._chats: dict[int, list[Json]] = defaultdict(list)
        self._busy: set[int] = set()
        self._taken: set[int] = set()
        self._turn = 0
        self._over = threading.Event()
        self._main = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Calls":
        self._main.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._main.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            with self._telegram.changed:
                new = [u for u in self._telegram.updates if u["update_id"] not in self._taken]
                for update in new:
                    self._taken.add(update["update_id"])
                    self._chats[_chat(update)].append(update)
                ready = [c for c, waiting in self._chats.items() if waiting and c not in self._busy]
                self._busy |= set(ready)
            for chat in ready:
                threading.Thread(target=self._deliver, args=(chat,), daemon=True).start()
            time.sleep(0.01)

    def _deliver(self, chat: int) -> None:
        while not self._over.is_set():
            with self._telegram.changed:
                if not self._chats[chat]:
                    self._busy.discard(chat)
                    return
                update = self._chats[chat][0]
            for pause in (*PAUSES, *[PAUSES[-1]] * 1000):
                if self._over.wait(pause):
                    return
                if self._called(update):
                    break
            with self._telegram.changed:
                self._chats[chat].pop(0)

    def _called(self, update: Json) -> bool:
        self._turn += 1
        ports = self._ports()
        if not ports:
            return False
        port = ports[self._turn % len(ports)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            headers: dict[str, Any] = {
                "Content-Type": "application/json",
                "X-Telegram-Bot-Api-Secret-Token": self.SECRET,
            }
            connection.request("POST", "/hook", json.dumps(update), headers)
            return 200 <= connection.getresponse().status < 300
        return False


def _chat(update: Json) -> int:
    told = update.get("message") or update["callback_query"]["message"]
    return int(told["chat"]["id"])
