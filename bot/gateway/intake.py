"""Updates as Telegram hands them out, each once, as the JSON they are.

One that the library cannot read must not stop the others, so nobody reads them here.
"""

import asyncio
import logging
from collections.abc import AsyncIterator

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.gateway.patience import PAUSES, pause_after
from bot.gateway.updates import WANTED

log = logging.getLogger(__name__)

POLL = 30  # seconds that Telegram may keep us waiting
MARGIN = 10  # seconds more before we call it a broken line
LAST_WORD = 3.0  # seconds for it, at the end


class Intake:
    """The queue of updates at Telegram."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._next = 0

    async def updates(self) -> AsyncIterator[dict[str, object]]:
        """Yield updates for ever.

        Raises InvalidToken where the token is withdrawn meanwhile.
        """
        failures = 0
        while True:
            try:
                batch = await self._ask(POLL)
            except (InvalidToken, EndPointNotFound) as error:
                raise InvalidToken from error
            except TelegramError as error:
                pause = pause_after(error, PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
                log.warning("polling: %s", type(error).__name__)
                await asyncio.sleep(pause)
                continue
            failures = 0
            for update in batch:
                self._next = int(str(update["update_id"])) + 1
                yield update

    async def confirm(self) -> None:
        """Tell Telegram how far we got: it does so only with the next question."""
        try:
            await asyncio.wait_for(self._ask(0, limit=1), LAST_WORD)
        except (TelegramError, TimeoutError) as error:
            log.warning("last word: %s", type(error).__name__)

    async def _ask(self, seconds: int, limit: int = 100) -> list[dict[str, object]]:
        told = {
            "offset": self._next,
            "limit": limit,
            "timeout": seconds,
            "allowed_updates": list(WANTED),
        }
        answer = await self._bot.do_api_request(
            "getUpdates", api_kwargs=told, read_timeout=seconds + MARGIN
        )
        return answer if isinstance(answer, list) else []
