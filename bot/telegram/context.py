"""What is known where an event happens, asked only as far as the event needs it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from telegram import Bot, ChatMember, ChatMemberAdministrator
from telegram.error import BadRequest

from bot.chat import settings_menu
from bot.chat.commands import find_command
from bot.chat.context import Context, Rights
from bot.chat.events import Address, ButtonTapped, CommandSent, Event, FileSent
from bot.chat.settings import GroupSettings, Guard, PersonSettings
from bot.store import Database
from bot.store.settings import load_settings
from bot.store.usage import load_usage
from bot.telegram.codecs import GROUP_SETTINGS, PERSON_SETTINGS
from bot.telegram.retry import retry

ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class ContextReader:
    """Who can be asked: the store, and Telegram."""

    bot: Bot
    database: Database
    limit: int  # bytes of a file that Telegram gives us

    async def of(self, events: Sequence[Event]) -> Context:
        """Return what is known where events happen.

        Raises TelegramError.
        """
        event = events[0]
        at, by = event.address, event.sender_id
        chat = at.chat_id if at else by
        kept = await self.database.run(load_settings(chat, by))
        known = Context(
            date.today(),
            self.limit,
            datetime.now(UTC).hour,
            GROUP_SETTINGS.decode(kept.get(chat)) if chat < 0 else GroupSettings(),
            PERSON_SETTINGS.decode(kept.get(by)) if by > 0 else PersonSettings(),
            token=secrets.token_urlsafe(16),
        )
        if _asks_for_data(event):
            known = replace(
                known, files_this_hour=(await self.database.run(load_usage(chat))).files
            )
        if at is None or not at.is_public:
            return known
        return await self._in_group(event, at, known)

    async def _in_group(self, event: Event, at: Address, known: Context) -> Context:
        guarding = isinstance(event, FileSent) and known.group.guard is Guard.REPLACE
        if _needs_an_admin(event):
            known = replace(known, is_admin=await self.is_admin(at.chat_id, event.sender_id))
            return (
                replace(known, rights=await self._rights(at.chat_id)) if known.is_admin else known
            )
        return replace(known, rights=await self._rights(at.chat_id)) if guarding else known

    async def is_admin(self, chat: int, by: int) -> bool:
        """Tell whether somebody is an admin; an anonymous one speaks as the group itself."""
        if by <= 0:
            return by == chat
        try:
            return (await retry(lambda: self.bot.get_chat_member(chat, by))).status in ADMINS
        except BadRequest:  # a member that Telegram does not show
            return False

    async def _rights(self, chat: int) -> Rights:
        """Return what we may do; in a channel a bot is always an admin."""
        try:
            own = await retry(lambda: self.bot.get_chat_member(chat, self.bot.id))
        except BadRequest:
            return Rights()
        sees = own.status in ADMINS or bool(self.bot.can_read_all_group_messages)
        deletes = isinstance(own, ChatMemberAdministrator) and own.can_delete_messages
        return Rights(sees, deletes)


def _needs_an_admin(event: Event) -> bool:
    if isinstance(event, CommandSent):
        command = find_command(event.name)
        return command is not None and command.admins_only
    return isinstance(event, ButtonTapped) and event.data.startswith(settings_menu.PREFIXES)


def _asks_for_data(event: Event) -> bool:
    if isinstance(event, CommandSent):
        command = find_command(event.name)
        return command is not None and command.needs_usage
    return isinstance(event, ButtonTapped) and event.data.startswith(settings_menu.DATA)
