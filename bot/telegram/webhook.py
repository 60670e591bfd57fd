"""Telegram calls: an update is answered with 200 once it is kept, and not before.

While the store is away Telegram is told to come again; it does so for a day.

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
from bot.store.arrivals import QUIET_CALLS
from bot.telegram.incoming import WANTED, taken
from bot.telegram.retry import retried
from bot.telegram.worker import Worker

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MOST = 1024 * 1024  # bytes of an update; Telegram's have a few thousand
PATIENCE = 5.0  # seconds for the store; Telegram waits 60
AGAIN = "5"  # seconds until Telegram should come again
CONNECTIONS = 100  # Telegram's most: an update waits for no other chat's


@dataclass(frozen=True, slots=True)
class Webhook:
    """What Telegram calls."""

    bot: Bot
    database: Database
    worker: Worker
    url: str
    secret: str

    def route(self) -> Route:
        """Return where it is called: the path of its public URL."""
        return Route(urlsplit(self.url).path or "/", self._called, methods=["POST"])

    async def register(self) -> None:
        """Tell Telegram where to call.

        Raises TelegramError.
        """
        await retried(
            lambda: self.bot.set_webhook(
                self.url,
                allowed_updates=list(WANTED),
                secret_token=self.secret,
                max_connections=CONNECTIONS,
            )
        )

    async def _called(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET, ""), self.secret):
            return Response(status_code=403)
        if int(request.headers.get("Content-Length") or MOST + 1) > MOST:
            return Response(status_code=413)
        try:
            raw = json.loads(await request.body())
            keeping = taken([raw], self.bot, quiet=QUIET_CALLS)
        except (ValueError, TypeError, KeyError):
            return Response(status_code=400)
        try:
            await self.database.run(keeping, PATIENCE)
        except Unavailable:
            log.warning("webhook: the store is away")
            return Response(status_code=503, headers={"Retry-After": AGAIN})
        self.worker.wake()
        return Response(status_code=200)
