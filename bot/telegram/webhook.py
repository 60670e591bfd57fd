"""Telegram calls with an update, and gets 200 once it is stored, not before.

While the database is away the answer is 503 with Retry-After; Telegram calls again for a day.

Spec: Telegram Bot API, setWebhook; RFC 9110 §10.2.3 (Retry-After).
"""

import hmac
import json
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.store import Database, Unavailable
from bot.store.arrivals import accept
from bot.store.jobs import ALBUM_PAUSE_WEBHOOK
from bot.telegram.incoming import ALLOWED_UPDATES, UpdateReader
from bot.telegram.retry import retry
from bot.telegram.worker import Worker

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MAX_BYTES = 1024 * 1024  # of an update; Telegram's have a few thousand
STORE_TIMEOUT = 5.0  # seconds; Telegram waits 60
RETRY_AFTER = "5"  # seconds until Telegram should come again
MAX_CONNECTIONS = 100  # Telegram's maximum: an update waits for no other chat's


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address that Telegram calls; `secret` is what it must bring along."""

    bot: Bot
    reader: UpdateReader
    database: Database
    worker: Worker
    url: str
    secret: str

    def route(self) -> Route:
        """Return the route of the public URL's path."""
        return Route(urlsplit(self.url).path or "/", self._receive, methods=["POST"])

    async def register(self) -> None:
        """Register the webhook's URL at Telegram.

        Raises TelegramError.
        """
        await retry(
            lambda: self.bot.set_webhook(
                self.url,
                allowed_updates=list(ALLOWED_UPDATES),
                secret_token=self.secret,
                max_connections=MAX_CONNECTIONS,
            )
        )

    async def _receive(self, request: Request) -> Response:
        """Store an update: 200, or 403, 413, 400 where it is none, 503 to come again."""
        # Bytes: of strings compare_digest takes ASCII alone. HTTP's headers are Latin-1.
        secret = request.headers.get(SECRET, "").encode("latin-1")
        if not hmac.compare_digest(secret, self.secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("Content-Length") or MAX_BYTES + 1) > MAX_BYTES:
            return Response(status_code=413)
        try:
            update = json.loads(await request.body())
            batch = self.reader.read([update], album_pause=ALBUM_PAUSE_WEBHOOK)
        except (ValueError, TypeError, KeyError, RecursionError):  # lists a thousand deep
            return Response(status_code=400)
        try:
            await self.database.run(accept(batch), STORE_TIMEOUT)
        except Unavailable:
            log.warning("webhook: the store is away")
            return Response(status_code=503, headers={"Retry-After": RETRY_AFTER})
        self.worker.wake()
        return Response(status_code=200)
