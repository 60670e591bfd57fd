"""The port that we listen on, over real HTTP: who may call, what is answered, and when."""

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from tests.engine import pictures
from tests.kill.calls import Calls
from tests.loopback.people import Person
from tests.loopback.server import listening
from tests.loopback.telegram import Telegram
from tests.store import servers
from tests.telegram.process import Process

SECRET = {"X-Telegram-Bot-Api-Secret-Token": Calls.SECRET}


class Bot:
    """A bot that is called."""

    def __init__(self, stack: ExitStack, home: Path, **more: str) -> None:
        self.telegram = Telegram()
        told = {
            "SAPUJEJAK_MODE": "webhook",
            "SAPUJEJAK_WEBHOOK_URL": "https://example.org/hook",
            "SAPUJEJAK_WEBHOOK_SECRET": Calls.SECRET,
            "SAPUJEJAK_LISTEN": "127.0.0.1:0",
            **more,
        }
        url = stack.enter_context(listening(self.telegram))
        self.process = Process(url, home, **told)
        stack.callback(self.process.end)
        self.port = self.process.port

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers

    def call(self, update: object, **headers: str) -> int:
        return self.ask("POST", "/hook", json.dumps(update).encode(), {**SECRET, **headers})[0]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with ExitStack() as stack:
        yield Bot(stack, tmp_path_factory.mktemp("home"))


def update(person: Person, number: int, **content: Any) -> dict[str, Any]:
    return {"update_id": number, "message": person.message(**content)}


def test_telegram_is_told_where_to_call(bot: Bot) -> None:
    (given,) = [call.given for call in bot.telegram.calls if call.method == "setWebhook"]
    assert given["url"] == "https://example.org/hook"
    assert given["secret_token"] == Calls.SECRET
    assert bot.telegram.wrong == []


def test_a_file_is_answered_and_a_repeated_call_is_not(bot: Bot) -> None:
    person = Person(bot.telegram)
    data = pictures.CLEAN["png"] + pictures.SECRET
    told = update(person, 50, document=person.document(data, "a.png"))
    message = told["message"]["message_id"]
    assert bot.call(told) == 200
    assert person.copy(message).file
    assert bot.call(told) == 200
    other = update(person, 51, text="/tips")
    assert bot.call(other) == 200
    person.answer(other["message"]["message_id"])
    assert len([c for c in person.answers(message) if c.text]) == 1


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {}, 403),
        (b"{}", {**SECRET, "X-Telegram-Bot-Api-Secret-Token": "guess"}, 403),
        (b"{}", {"X-Telegram-Bot-Api-Secret-Token": "kata\xff"}, 403),
        (b"no JSON", SECRET, 400),
        (b"[" * 100_000, SECRET, 400),
        (b'{"a":' * 100_000, SECRET, 400),
        (b'{"update_id": 1, "message": "\xff"}', SECRET, 400),
        (b"\xff\xfe\x00", SECRET, 400),
        (b"[]", SECRET, 400),
        (b"{}", SECRET, 400),
        (b'{"update_id": "x"}', SECRET, 400),
        (b" " * 1_100_000, SECRET, 413),
    ],
)
def test_who_is_not_telegram_is_refused(
    bot: Bot, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert bot.ask("POST", "/hook", body, headers)[0] == status


def test_an_update_that_nobody_can_read_is_taken_and_put_aside(bot: Bot) -> None:
    assert bot.call({"update_id": 77, "message": {"chat": "?"}}) == 200
    assert bot.call({"update_id": 77, "message": {"chat": "?"}}) == 200
    assert b"sapujejak_quarantined 1.0" in bot.ask("GET", "/metrics")[1]


def test_operators_see_counts_and_no_person(bot: Bot) -> None:
    while json.loads(bot.ask("GET", "/ready")[1])["jobs"]:
        pass
    ready = json.loads(bot.ask("GET", "/ready")[1])
    assert (ready["ready"], ready["store"], ready["jobs"], ready["oldest"]) == (True, True, 0, 0.0)
    assert ready["isolation"]["memory"]
    told = bot.ask("GET", "/metrics")[1].decode()
    assert 'sapujejak_isolation{defence="memory"} 1.0' in told
    assert 'sapujejak_files_total{format="PNG",outcome="Cleaned"} 1.0' in told
    assert not any(str(call.chat) in told for call in bot.telegram.calls if call.chat)
    assert bot.ask("GET", "/hook")[0] == 405
    assert bot.ask("GET", "/")[0] == 404


def test_told_to_stop_it_answers_who_is_calling(bot: Bot) -> None:
    body = json.dumps(update(Person(bot.telegram), 52, text="/tips")).encode()
    with closing(socket.create_connection(("127.0.0.1", bot.port), timeout=20)) as calling:
        head = f"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        secret = "".join(f"{name}: {value}\r\n" for name, value in SECRET.items())
        calling.sendall(f"{head}{secret}Expect: 100-continue\r\n\r\n".encode())
        assert calling.recv(1000).startswith(b"HTTP/1.1 100")  # it has begun to read
        bot.process.signal(signal.SIGTERM)
        while listens(bot.port):
            pass
        calling.sendall(body)
        assert calling.recv(1000).startswith(b"HTTP/1.1 200")
    assert bot.process.wait() == 0
    assert "Traceback" not in bot.process.log


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=20).close()
    except ConnectionError:
        return False
    return True


def test_while_the_store_is_away_telegram_is_told_to_come_again(tmp_path: Path) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(servers.running())
        bot = Bot(stack, tmp_path, SAPUJEJAK_DATABASE_URL=server.url)
        person = Person(bot.telegram)
        server.stop()
        told = update(person, 60, text="/tips")
        status, _, headers = bot.ask("POST", "/hook", json.dumps(told).encode(), SECRET)
        assert status == 503
        assert int(headers["Retry-After"]) > 0
        assert bot.ask("GET", "/ready")[0] == 503
        assert bot.ask("GET", "/live")[0] == 200
        server.restart()
        while bot.call(told) != 200:
            time.sleep(0.1)
        person.answer(told["message"]["message_id"])
        assert len(person.answers(told["message"]["message_id"])) == 1
        assert bot.process.stop() == 0
