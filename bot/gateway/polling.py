"""The bot as a process: it starts, polls, and when told to stop finishes what it has in hand."""

import asyncio
import logging
import signal
import warnings

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.config import Settings
from bot.gateway import files, logs
from bot.gateway.intake import Intake
from bot.gateway.line import Line
from bot.gateway.patience import PAUSES, patiently, pause_after
from bot.gateway.profile import introduce
from bot.wording import Wording

log = logging.getLogger(__name__)

GRACE = 20.0  # seconds for what is in hand when told to stop
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(settings: Settings, wording: Wording) -> int:
    """Answer people until told to stop; return the exit code."""
    # Deprecations, and a hint that the poll could be asked for as parsed objects.
    warnings.filterwarnings("ignore", category=PTBUserWarning)
    logs.start(settings.token)
    try:
        return asyncio.run(_until_told_to_stop(settings, wording))
    except InvalidToken:
        log.error(wording.say("Telegram does not accept this token; copy it anew from @BotFather."))
        return 1


async def _until_told_to_stop(settings: Settings, wording: Wording) -> int:
    serving = asyncio.create_task(_serve(settings, wording))
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        log.info(wording.say("Stopped."))
    return 0


async def _serve(settings: Settings, wording: Wording) -> None:
    # Two requests: a long poll must not hold up the answers.
    bot = Bot(
        settings.token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=_request(),
        get_updates_request=_request(),
    )
    try:
        async with files.client() as web:
            await _connected(bot, wording)
            await _poll(bot, Line(bot, web, wording))
    finally:
        await bot.shutdown()


def _request() -> HTTPXRequest:
    return HTTPXRequest(read_timeout=30, write_timeout=30, connect_timeout=10, pool_timeout=30)


async def _connected(bot: Bot, wording: Wording) -> None:
    """Wait until Telegram answers; only a refused token ends the wait.

    Raises InvalidToken.
    """
    failures = 0
    while True:
        try:
            await bot.initialize()
            break
        except InvalidToken:
            raise
        except TelegramError as error:
            pause = pause_after(error, PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1
            log.warning(wording.say("Telegram cannot be reached; I keep trying."))
            await asyncio.sleep(pause)
    log.info(wording.say("@{name} is ready. Press Ctrl+C to stop.", name=bot.username))
    await introduce(bot, wording)


async def _poll(bot: Bot, line: Line) -> None:
    """Answer updates beside each other until cancelled, then finish what was begun."""
    await patiently(bot.delete_webhook)  # with one set, polling is refused
    intake, in_hand = Intake(bot), set[asyncio.Task[None]]()
    try:
        async for update in intake.updates():
            task = asyncio.create_task(line.answer(update))
            in_hand.add(task)
            task.add_done_callback(in_hand.discard)
    finally:
        await intake.confirm()
        if in_hand:
            await asyncio.wait(in_hand, timeout=GRACE)
        for task in in_hand:
            task.cancel()
        line.cores.shutdown(wait=False, cancel_futures=True)
