"""The bot as a process: it starts, takes updates, and finishes its jobs when it is stopped."""

import asyncio
import logging
import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import AsyncExitStack

from sqlalchemy.exc import ArgumentError
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.chat.context import FILE_LIMIT
from bot.chat.settings import LANGUAGES
from bot.config import Config, Mode
from bot.ops import logs, metrics
from bot.sandbox import Isolation, Sandbox
from bot.store import Database, SchemaError, SchemaTooNew
from bot.store.jobs import extend_leases, release_previous_instance
from bot.tasks import open_sandbox
from bot.telegram import download, http
from bot.telegram.context import ContextReader
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.effects import EffectRunner
from bot.telegram.incoming import UpdateReader
from bot.telegram.polling import Polling
from bot.telegram.processing import Processor
from bot.telegram.profile import introduce
from bot.telegram.rate_limit import RateLimiter
from bot.telegram.retry import BACKOFF, delay_after
from bot.telegram.webhook import Webhook
from bot.telegram.worker import Worker
from bot.wording import Wording

log = logging.getLogger(__name__)

LOCAL_LIMIT = 2_000_000_000  # bytes: what a Bot API server of one's own gives and takes
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(config: Config, wording: Wording) -> int:
    """Answer people until stopped; return the exit code.

    Errors that nobody here can do anything about are logged by their class, and end the process.
    """
    # Deprecations, and a hint that updates could be polled as parsed objects.
    warnings.filterwarnings("ignore", category=PTBUserWarning)
    logs.configure(config.token)
    try:
        asyncio.run(_until_told_to_stop(config, wording))
    except* InvalidToken:
        log.error(wording.say("Telegram does not accept this token; copy it anew from @BotFather."))
    except* OSError:
        log.error(wording.say("{name} is not set right.", name="SAPUJEJAK_LISTEN"))
    except* SchemaTooNew:
        log.error(wording.say("The database was made by a newer release; install that one."))
    except* SchemaError as group:
        name = type(next(_leaves(group)).__cause__).__name__
        log.error(wording.say("The database cannot be brought up to date: {name}.", name=name))
    except* ArgumentError:
        log.error(wording.say("{name} is not set right.", name="SAPUJEJAK_DATABASE_URL"))
    except* Exception as group:
        for error in _leaves(group):
            log.critical("ended by %s", type(error).__name__)
    else:
        return 0
    return 1


def _leaves(group: BaseExceptionGroup[Exception]) -> Iterator[Exception]:
    """Yield the errors in a group and in the groups in it."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


async def _until_told_to_stop(config: Config, wording: Wording) -> None:
    serving = asyncio.create_task(_serve(config, wording))
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        log.info(wording.say("Stopped."))


async def _serve(config: Config, wording: Wording) -> None:
    # Two requests: a long poll must not hold up the answers.
    bot: ExtBot[None] = ExtBot(
        config.token,
        base_url=f"{config.api_url}/bot",
        base_file_url=f"{config.api_url}/file/bot",
        request=_request(),
        get_updates_request=_request(),
        local_mode=config.api_local,
        rate_limiter=RateLimiter(),
    )
    owner = f"{config.replica_id}/{os.urandom(4).hex()}"  # this life of the replica
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bot.shutdown)
        web = await stack.enter_async_context(download.http_client())
        database = await stack.enter_async_context(Database(config.database_url, extend_leases))
        await _connect(bot, wording)
        sandbox = await stack.enter_async_context(open_sandbox())
        metrics.set_isolation(await _probe_isolation(sandbox))
        limit = LOCAL_LIMIT if config.api_local else FILE_LIMIT
        dispatcher = Dispatcher(
            bot,
            {language: Wording(language) for language in LANGUAGES},
            ContextReader(bot, database, limit),
            Processor(bot, web, database, limit, sandbox=sandbox),
            EffectRunner(bot, database),
        )
        worker = Worker(database, owner, dispatcher.answer, dispatcher.apologise)
        if freed := await database.run(release_previous_instance(config.replica_id, owner)):
            log.info("jobs of the last run: %d", freed)
        await _work(config, bot, database, owner, worker)


async def _work(config: Config, bot: Bot, database: Database, owner: str, worker: Worker) -> None:
    """Take updates and answer them until one task fails or this is cancelled.

    At the end first no more updates are taken, then the jobs in work are finished: the inner
    group ends before the outer one. Raises ExceptionGroup.
    """
    reader = UpdateReader(bot)
    async with asyncio.TaskGroup() as answering:
        answering.create_task(worker.run())
        async with asyncio.TaskGroup() as receiving:
            routes = []
            if config.mode is Mode.WEBHOOK:
                webhook = Webhook(
                    bot, reader, database, worker, config.webhook_url, config.webhook_secret
                )
                await webhook.register()
                routes.append(webhook.route())
            else:
                receiving.create_task(Polling(bot, reader, database, owner, worker).run())
            if config.listen:
                receiving.create_task(http.serve(http.app(database, routes), config.listen))


async def _probe_isolation(sandbox: Sandbox) -> Isolation:
    """Try what a child can do, and say aloud where that is too much."""
    isolation = await sandbox.probe()
    log.info("isolation: %s", ", ".join(isolation.prevented) or "none")
    if isolation.missing:
        log.warning("isolation is missing: %s", ", ".join(isolation.missing))
    return isolation


def _request() -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=64,
        read_timeout=30,
        write_timeout=30,
        connect_timeout=10,
        pool_timeout=30,
    )


async def _connect(bot: Bot, wording: Wording) -> None:
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
            pause = delay_after(error, BACKOFF[min(failures, len(BACKOFF) - 1)])
            failures += 1
            log.warning(wording.say("Telegram cannot be reached; I keep trying."))
            await asyncio.sleep(pause)
    log.info(wording.say("@{name} is ready. Press Ctrl+C to stop.", name=bot.username))
    await introduce(bot, wording)
