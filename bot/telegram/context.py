"""The context of an event is read: settings, quotas, rights, each only where it is needed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from telegram import Bot, ChatMember, ChatMemberAdministrator
from telegram.error import BadRequest

from bot.chat import settings_menu
from bot.chat.commands import find_command
from bot.chat.context import Context, Rights
from bot.chat.events import ButtonTapped, CommandSent, Event, FileSent
from bot.chat.settings import GroupSettings, Guard, PersonSettings
from bot.store import Database
from bot.store.settings import load_settings
from bot.store.usage import load_usage
from bot.telegram.codecs import GROUP_SETTINGS, PERSON_SETTINGS
from bot.telegram.retry import retry

ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class ContextReader:
    """Reads the context of events from the store and from Telegram."""

    bot: Bot
    database: Database
    file_limit: int  # bytes of a file that Telegram gives us

    async def read(self, events: Sequence[Event]) -> Context:
        """Return what is known where events happened, as far as the first of them needs it.

        Raises TelegramError.
        """
        event = events[0]
        address, sender_id = event.address, event.sender_id
        chat_id = address.chat_id if address else sender_id
        stored = await self.database.run(load_settings(chat_id, sender_id))
        group, person = GroupSettings(), PersonSettings()
        if chat_id < 0:
            group = GROUP_SETTINGS.decode(stored.get(chat_id))
        if sender_id > 0:
            person = PERSON_SETTINGS.decode(stored.get(sender_id))
        context = Context(
            date.today(),
            self.file_limit,
            datetime.now(UTC).hour,
            group,
            person,
            token=secrets.token_urlsafe(16),
        )
        if _needs_usage(event):
            usage = await self.database.run(load_usage(chat_id))
            context = replace(context, files_this_hour=usage.files)
        if address is None or not address.is_public:
            return context
        return await self._with_rights(event, address.chat_id, context)

    async def _with_rights(self, event: Event, chat_id: int, context: Context) -> Context:
        """Ask Telegram for what an event in a group depends on: an admin, the bot's rights."""
        if _needs_admin(event):
            if not await self.is_admin(chat_id, event.sender_id):
                return context
            return replace(context, is_admin=True, rights=await self._rights(chat_id))
        if isinstance(event, FileSent) and context.group.guard is Guard.REPLACE:
            return replace(context, rights=await self._rights(chat_id))
        return context

    async def is_admin(self, chat_id: int, sender_id: int) -> bool:
        """Return whether a sender is an admin of a group.

        Anonymous admins send in the name of the group itself. A chat is none in another chat:
        members write in the name of their channels.
        """
        if sender_id <= 0:
            return sender_id == chat_id
        try:
            member = await retry(lambda: self.bot.get_chat_member(chat_id, sender_id))
        except BadRequest:  # a member that Telegram does not show
            return False
        return member.status in ADMINS

    async def _rights(self, chat_id: int) -> Rights:
        """Return what the bot may do; in a channel a bot is always an admin."""
        try:
            member = await retry(lambda: self.bot.get_chat_member(chat_id, self.bot.id))
        except BadRequest:
            return Rights()
        sees = member.status in ADMINS or bool(self.bot.can_read_all_group_messages)
        deletes = isinstance(member, ChatMemberAdministrator) and member.can_delete_messages
        return Rights(sees, deletes)


def _needs_admin(event: Event) -> bool:
    if isinstance(event, CommandSent):
        command = find_command(event.name)
        return command is not None and command.admins_only
    return isinstance(event, ButtonTapped) and event.data.startswith(settings_menu.PREFIXES)


def _needs_usage(event: Event) -> bool:
    if isinstance(event, CommandSent):
        command = find_command(event.name)
        return command is not None and command.needs_usage
    return isinstance(event, ButtonTapped) and event.data.startswith(settings_menu.DATA)
