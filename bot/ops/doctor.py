"""What the bot needs, tried one by one: the token, the store, rights, isolation, clock, webhook.

Each check says what is and, where something is wrong, what to do; none raises.
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

PATIENCE = 5.0  # seconds for the store
SLOW = 30.0  # seconds that our clock may be off; dates in answers would be wrong by then
WAITING = 100  # updates at Telegram: more means that nobody takes them
SHARED = stat.S_IRWXG | stat.S_IRWXO


class State(Enum):
    """How a check ended."""

    GOOD = "✅"
    WARNING = "⚠️"
    BAD = "❌"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried; `told` is a sentence for the operator."""

    state: State
    told: str


async def checks(config: Config, wording: Wording) -> AsyncIterator[Check]:
    """Yield what was found, thing by thing."""
    say = wording.say
    if not config.token:
        yield Check(State.BAD, say("Token: none. Set SAPUJEJAK_TOKEN; @BotFather gives one."))
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
        yield Check(State.GOOD, say("Token: it is @{name}'s.", name=me.username))
        if me.can_read_all_group_messages:
            yield Check(State.WARNING, say("Privacy mode is off: in groups the bot sees all."))
        if not me.can_join_groups:
            yield Check(State.WARNING, say("Groups: not allowed; /setjoingroups at @BotFather."))
        if not me.supports_inline_queries:
            yield Check(State.WARNING, say("Inline cards: off; /setinline at @BotFather."))
        yield await _clock(config, wording)
        yield await _webhook(bot, config, wording)
    except InvalidToken:
        yield Check(State.BAD, say("Token: Telegram does not accept it."))
    except TelegramError:
        yield Check(State.BAD, say("Telegram: cannot be reached at {url}.", url=config.api_url))


async def _clock(config: Config, wording: Wording) -> Check:
    """Compare our clock with the other side's."""
    async with httpx.AsyncClient(timeout=PATIENCE) as web:
        try:
            told = (await web.get(config.api_url)).headers.get("Date", "")
            off = abs(time.time() - parsedate_to_datetime(told).timestamp())
        except (httpx.HTTPError, ValueError):
            return Check(State.WARNING, wording.say("Clock: nothing to compare it with."))
    if off > SLOW:
        return Check(State.BAD, wording.say("Clock: {seconds} s off.", seconds=round(off)))
    return Check(State.GOOD, wording.say("Clock: right."))


async def _webhook(bot: Bot, config: Config, wording: Wording) -> Check:
    """Say whether Telegram calls where we listen."""
    say = wording.say
    about = await bot.get_webhook_info()
    if about.pending_update_count > WAITING:
        number = about.pending_update_count
        return Check(State.WARNING, say("Updates: {number} wait at Telegram.", number=number))
    if config.mode is Mode.POLLING:
        if about.url:
            return Check(State.WARNING, say("Webhook: one is set; polling will remove it."))
        return Check(State.GOOD, say("Updates: the bot asks for them."))
    if about.url != config.webhook_url:
        return Check(State.WARNING, say("Webhook: not set yet; the bot does it at its start."))
    if about.last_error_message:
        return Check(State.BAD, say("Webhook: Telegram could not reach it lately."))
    return Check(State.GOOD, say("Webhook: set."))


async def _store(config: Config, wording: Wording) -> Check:
    kind = make_url(config.database_url).get_backend_name()
    try:
        async with Database(config.database_url) as database:
            found = await database.run(queue_statistics, PATIENCE)
    except SchemaTooNew:
        sentence = wording.say("The database was made by a newer release; install that one.")
        return Check(State.BAD, sentence)
    except SchemaError as error:
        name = type(error.__cause__).__name__
        sentence = wording.say("The database cannot be brought up to date: {name}.", name=name)
        return Check(State.BAD, sentence)
    except (Unavailable, SQLAlchemyError, OSError):
        return Check(State.BAD, wording.say("Store: {kind} cannot be reached.", kind=kind))
    if found.quarantined:
        return Check(
            State.WARNING,
            wording.say("Store: {number} updates nobody could read.", number=found.quarantined),
        )
    return Check(
        State.GOOD, wording.say("Store: {kind}, {number} jobs.", kind=kind, number=found.jobs)
    )


async def _isolation(wording: Wording) -> Check:
    """Let a child try what it must not be able to do."""
    async with open_sandbox() as sandbox:
        isolation = await sandbox.probe()
    if isolation.missing:
        names = ", ".join(isolation.missing)
        return Check(State.WARNING, wording.say("Isolation: missing for {names}.", names=names))
    return Check(State.GOOD, wording.say("Isolation: files are opened in a locked room."))


def _rights(config: Config, wording: Wording) -> Check:
    """Say whether others may read what is ours, and whether we are more than we need to be."""
    database = make_url(config.database_url)
    path = Path(database.database or "")
    if database.get_backend_name() == "sqlite" and path.is_file():
        told = path.stat().st_mode & path.parent.stat().st_mode & SHARED
    else:
        told = 0
    if told:
        return Check(State.WARNING, wording.say("Rights: others may read the store."))
    if os.name == "posix" and os.geteuid() == 0:
        return Check(State.WARNING, wording.say("Rights: the bot should not run as root."))
    return Check(State.GOOD, wording.say("Rights: no more than needed."))
