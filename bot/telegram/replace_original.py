"""Clean copies in the place of their originals: posted, named, recorded; then deleted.

What comes back from Telegram holds the original that a copy answers, its sender and its words:
they go onto the copy, and are kept nowhere. Where anything fails the originals stay.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import BinaryIO

from telegram import Bot, Message
from telegram.error import BadRequest

from bot.chat.actions import SendCopy
from bot.telegram import sending
from bot.telegram.delivery_log import DeliveryLog
from bot.telegram.retry import retry
from bot.wording import Wording
from bot.wording.markup import units

log = logging.getLogger(__name__)

LIMIT = 1024  # units of a caption


class OriginalKept(Exception):
    """The original's: it stays, since its copy cannot stand in for it."""


async def replace(
    bot: Bot,
    copies: tuple[SendCopy, ...],
    files: Mapping[int, BinaryIO],
    delivery_log: DeliveryLog,
    wording: Wording,
) -> None:
    """Post copies and delete their originals.

    Raises TelegramError, ClaimLost.
    """

    async def posted(repeat: bool) -> None:
        sent = await _post(bot, copies, files, wording, repeat)
        again = wording.repeated if repeat else str
        await _sign(bot, sent, copies[-1], wording, again)

    async def deleted(_repeat: bool) -> None:
        for copy in copies:
            with suppress(BadRequest):  # gone already, or the right to delete is
                await retry(partial(sending.delete, bot, copy.address))

    try:
        await delivery_log.send_once(posted)
    except (OriginalKept, BadRequest) as error:
        log.info("kept: %s", type(error).__name__)
        return
    await delivery_log.send_once(deleted)


async def _post(
    bot: Bot,
    copies: tuple[SendCopy, ...],
    files: Mapping[int, BinaryIO],
    wording: Wording,
    repeat: bool,
) -> list[Message]:
    if len(copies) == 1:
        (copy,) = copies
        sent = await sending.send_copy(
            bot, copy, files[copy.address.message_id], wording.repeated, repeat
        )
        return [sent]
    return list(await sending.send_copies(bot, copies, files, wording.repeated, repeat))


async def _sign(
    bot: Bot, sent: list[Message], last: SendCopy, wording: Wording, again: sending.Again
) -> None:
    """Put the sender's name and words above ours; raises Kept where they have no room."""
    original = sent[0].reply_to_message
    if original is None:
        raise OriginalKept
    chat, person = original.sender_chat, original.from_user
    name = (chat.title if chat else person.first_name if person else None) or ""
    words = original.caption or ""
    html = again(wording.with_sender(name, words, last.caption))
    if units(html) > LIMIT:
        raise OriginalKept
    await retry(lambda: sending.caption(bot, sent[-1], html, last.keyboard))
