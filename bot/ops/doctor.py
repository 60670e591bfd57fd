"""What the bot needs is checked: token, clock, webhook, store, isolation, permissions.

Each check tells what is and, where something is wrong, what to do; none raises.
"""

import os
import stat
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path

import httpx
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.config import Config, Mode
from bot.store import Database, SchemaError, SchemaTooNew, Unavailable
from bot.store.retention import queue_statistics
from bot.tasks import open_sandbox
from bot.wording import Wording

TIMEOUT = 5.0  # seconds for the store, and for the clock's other side
MAX_CLOCK_OFFSET = 30.0  # seconds; dates in answers would be wrong by more
MAX_PENDING_UPDATES = 100  # at Telegram: more means that nobody takes them
OTHERS = stat.S_IRWXG | stat.S_IRWXO  # permissions of everybody but the owner


class Status(Enum):
    """How a check ended."""

    GOOD = "✅"
    WARNING = "⚠️"
    BAD = "❌"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check; the message is a sentence for the operator."""

    status: Status
    message: str


async def checks(config: Config, wording: Wording) -> AsyncIterator[Check]:
    """Run all checks, and yield each as soon as it is done."""
    say = wording.say
    if not config.token:
        yield Check(Status.BAD, say("Token: none. Set SAPUJEJAK_TOKEN; @BotFather gives one."))
    else:
        async for check in _telegram(config, wording):
            yield check
    yield await _store(config, wording)
    yield await _isolation(wording)
    yield _rights(config, wording)


async def _telegram(config: Config, wording: Wording) -> AsyncIterator[Check]:
    say = wording.say
    bot = Bot(config.token, base_url=f"{config.api_url}/bot")
    try:
        me = await bot.get_me()
        yield Check(Status.GOOD, say("Token: it is @{name}'s.", name=me.username))
        if me.can_read_all_group_messages:
            yield Check(Status.WARNING, say("Privacy mode is off: in groups the bot sees all."))
        if not me.can_join_groups:
            yield Check(Status.WARNING, say("Groups: not allowed; /setjoingroups at @BotFather."))
        if not me.supports_inline_queries:
            yield Check(Status.WARNING, say("Inline cards: off; /setinline at @BotFather."))
        yield await _clock(config, wording)
        yield await _webhook(bot, config, wording)
    except InvalidToken:
        yield Check(Status.BAD, say("Token: Telegram does not accept it."))
    except TelegramError:
        yield Check(Status.BAD, say("Telegram: cannot be reached at {url}.", url=config.api_url))


async def _clock(config: Config, wording: Wording) -> Check:
    """Compare the clock with that of the Bot API server."""
    async with httpx.AsyncClient(timeout=TIMEOUT) as web:
        try:
            date = (await web.get(config.api_url)).headers.get("Date", "")
            offset = abs(time.time() - parsedate_to_datetime(date).timestamp())
        except (httpx.HTTPError, ValueError):
            return Check(Status.WARNING, wording.say("Clock: nothing to compare it with."))
    if offset > MAX_CLOCK_OFFSET:
        return Check(Status.BAD, wording.say("Clock: {seconds} s off.", seconds=round(offset)))
    return Check(Status.GOOD, wording.say("Clock: right."))


async def _webhook(bot: Bot, config: Config, wording: Wording) -> Check:
    """Check that updates are taken, and that the webhook is that of the configuration."""
    say = wording.say
    webhook = await bot.get_webhook_info()
    if webhook.pending_update_count > MAX_PENDING_UPDATES:
        number = webhook.pending_update_count
        return Check(Status.WARNING, say("Updates: {number} wait at Telegram.", number=number))
    if config.mode is Mode.POLLING:
        if webhook.url:
            return Check(Status.WARNING, say("Webhook: one is set; polling will remove it."))
        return Check(Status.GOOD, say("Updates: the bot asks for them."))
    if webhook.url != config.webhook_url:
        return Check(Status.WARNING, say("Webhook: not set yet; the bot does it at its start."))
    if webhook.last_error_message:
        return Check(Status.BAD, say("Webhook: Telegram could not reach it lately."))
    return Check(Status.GOOD, say("Webhook: set."))


async def _store(config: Config, wording: Wording) -> Check:
    kind = make_url(config.database_url).get_backend_name()
    try:
        async with Database(config.database_url) as database:
            queue = await database.run(queue_statistics, TIMEOUT)
    except SchemaTooNew:
        sentence = wording.say("The database was made by a newer release; install that one.")
        return Check(Status.BAD, sentence)
    except SchemaError as error:
        name = type(error.__cause__).__name__
        sentence = wording.say("The database cannot be brought up to date: {name}.", name=name)
        return Check(Status.BAD, sentence)
    except (Unavailable, SQLAlchemyError, OSError):
        return Check(Status.BAD, wording.say("Store: {kind} cannot be reached.", kind=kind))
    if queue.quarantined:
        return Check(
            Status.WARNING,
            wording.say("Store: {number} updates nobody could read.", number=queue.quarantined),
        )
    return Check(
        Status.GOOD, wording.say("Store: {kind}, {number} jobs.", kind=kind, number=queue.jobs)
    )


async def _isolation(wording: Wording) -> Check:
    """Check that a child cannot do what it must not."""
    async with open_sandbox() as sandbox:
        isolation = await sandbox.probe()
    if isolation.missing:
        names = ", ".join(isolation.missing)
        return Check(Status.WARNING, wording.say("Isolation: missing for {names}.", names=names))
    return Check(Status.GOOD, wording.say("Isolation: files are opened in a locked room."))


def _rights(config: Config, wording: Wording) -> Check:
    """Check that nobody else may read the store, and that the bot is not root."""
    database = make_url(config.database_url)
    path = Path(database.database or "")
    if database.get_backend_name() == "sqlite" and path.is_file():
        shared = path.stat().st_mode & path.parent.stat().st_mode & OTHERS
    else:
        shared = 0
    if shared:
        return Check(Status.WARNING, wording.say("Rights: others may read the store."))
    if os.name == "posix" and os.geteuid() == 0:
        return Check(Status.WARNING, wording.say("Rights: the bot should not run as root."))
    return Check(Status.GOOD, wording.say("Rights: no more than needed."))
