"""HTTP around Telegram: one request, one answer, and faults on demand."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.loopback.telegram import TOKEN, Refusal, Telegram, Upload

Form = tuple[dict[str, str], dict[str, Upload]]


class Dropped(Exception):
    """The connection breaks before an answer."""


def drop() -> None:
    raise Dropped


def break_down() -> None:
    raise Refusal(500, "Internal Server Error")


def refuse() -> None:
    raise Refusal(400, "Bad Request: not like this")


def refuse_for_a_second() -> None:
    raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)


def block() -> None:
    raise Refusal(403, "Forbidden: bot was blocked by the user")


class Flood:
    """Refuses all calls for a second, from the first on: who does not wait is refused again."""

    def __init__(self, telegram: Telegram, method: str) -> None:
        self._telegram, self._method, self._until = telegram, method, 0.0

    def __call__(self) -> None:
        now = time.monotonic()
        self._until = self._until or now + 1
        if now < self._until:
            self._telegram.fail(self._method, self)
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_POST(self) -> None:
        declared = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(declared)
        if len(body) < declared:  # whoever called died in the middle of it
            self.close_connection = True
            return
        token, _, method = urlsplit(self.path).path.removeprefix("/bot").partition("/")
        try:
            if token != TOKEN:
                raise Refusal(401, "Unauthorized")
            self.server.telegram.fault(method)
            result = self.server.telegram.call(method, *_form(self.headers["Content-Type"], body))
            self._answer(200, {"ok": True, "result": result})
        except Refusal as refusal:
            told = {"ok": False, "error_code": refusal.code, "description": refusal.words}
            extra = {"parameters": refusal.parameters} if refusal.parameters else {}
            self._answer(refusal.code, told | extra)
        except Dropped:
            self.close_connection = True

    def do_GET(self) -> None:
        name = unquote(self.path).removeprefix(f"/file/bot{TOKEN}/documents/").removesuffix(".bin")
        try:
            self.server.telegram.fault("file")
            data = self.server.telegram.files[name][0]
        except KeyError:
            self._send(404, b"")
        except Refusal as refusal:
            self._send(refusal.code, b"")
        except Dropped:
            self._send(200, bytes(30_000), declared=60_000)
            self.close_connection = True
        else:
            self._send(200, data)

    def _answer(self, code: int, told: dict[str, Any]) -> None:
        self._send(code, json.dumps(told).encode(), "application/json")

    def _send(
        self, code: int, body: bytes, kind: str = "application/octet-stream", declared: int = 0
    ) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(declared or len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A Telegram that listens on a port of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.telegram = telegram

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is no news."""


@contextmanager
def listening(telegram: Telegram) -> Iterator[str]:
    """Let Telegram listen; yield its address."""
    with Server(telegram) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _form(kind: str | None, body: bytes) -> Form:
    if not body:
        return {}, {}
    if kind and kind.startswith("multipart/"):
        return _multipart(kind, body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)), {}


def _multipart(kind: str, body: bytes) -> Form:
    given: dict[str, str] = {}
    files: dict[str, Upload] = {}
    border = b"\r\n--" + kind.partition("boundary=")[2].strip('"').encode()
    for part in (b"\r\n" + body).split(border)[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        told = dict(re.findall(r'\b(name|filename)="([^"]*)"', head.decode()))
        if "filename" in told:
            files[told["name"]] = Upload(told["filename"], data)
        else:
            given[told["name"]] = data.decode()
    return given, files
