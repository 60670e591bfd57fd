"""Clean copies are posted in the place of their originals, and then those are deleted.

A copy gets the name of its original's sender and the original's caption. They come back with the
copy from Telegram, in the message that it answers, and are stored nowhere. Where anything fails
the originals stay.
"""

import logging
from contextlib import suppress

from telegram import Bot, Message
from telegram.error import BadRequest

from bot.chat.actions import SendCopy
from bot.telegram import sending
from bot.telegram.delivery_log import DeliveryLog
from bot.wording import Wording
from bot.wording.markup import units

log = logging.getLogger(__name__)

MAX_CAPTION = 1024  # UTF-16 units


class OriginalKept(Exception):
    """The original's: it stays, since its copy cannot stand in for it."""


async def replace_originals(
    bot: Bot,
    copies: tuple[SendCopy, ...],
    files: sending.Files,
    delivery_log: DeliveryLog,
    wording: Wording,
) -> None:
    """Post copies, sign them, and delete their originals.

    Raises TelegramError, ClaimLost.
    """

    async def post(maybe_sent: bool) -> None:
        messages = await _post(bot, copies, files, wording, maybe_sent)
        mark_repeat = wording.repeated if maybe_sent else str
        await _sign(bot, messages, copies[-1], wording, mark_repeat)

    async def delete(_maybe_sent: bool) -> None:
        for copy in copies:
            with suppress(BadRequest):  # gone already, or the right to delete is
                await sending.delete_message(bot, copy.address)

    try:
        await delivery_log.send_once(post)
    except (OriginalKept, BadRequest) as error:
        log.info("original kept: %s", type(error).__name__)
        return
    await delivery_log.send_once(delete)


async def _post(
    bot: Bot,
    copies: tuple[SendCopy, ...],
    files: sending.Files,
    wording: Wording,
    maybe_sent: bool,
) -> list[Message]:
    if len(copies) > 1:
        return list(await sending.send_album(bot, copies, files, wording.repeated, maybe_sent))
    (copy,) = copies
    file = files[copy.address.message_id]
    return [await sending.send_copy(bot, copy, file, wording.repeated, maybe_sent)]


async def _sign(
    bot: Bot,
    messages: list[Message],
    last: SendCopy,
    wording: Wording,
    mark_repeat: sending.MarkRepeat,
) -> None:
    """Put the sender's name and the original's caption above ours, on the last copy.

    Raises OriginalKept where the caption becomes too long, or the original is gone.
    """
    original = messages[0].reply_to_message
    if original is None:
        raise OriginalKept
    chat, person = original.sender_chat, original.from_user
    name = (chat.title if chat else person.first_name if person else None) or ""
    html = mark_repeat(wording.with_sender(name, original.caption or ""))
    if units(html) > MAX_CAPTION:
        raise OriginalKept
    await sending.edit_caption(bot, messages[-1], html, last.keyboard)
