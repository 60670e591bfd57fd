"""What a reply does besides speaking: settings are kept, doors opened, messages deleted."""

from dataclasses import dataclass, replace

from telegram import Bot
from telegram.error import BadRequest

from bot.chat import on_deep_link
from bot.chat.actions import Action, AnswerCallback
from bot.chat.effects import (
    CreateDeepLink,
    DeclineReplacement,
    DeleteMessage,
    Effect,
    EraseData,
    FollowDeepLink,
    LeaveGroup,
    MoveSettings,
    SaveSettings,
)
from bot.chat.events import FileSent
from bot.store import Database
from bot.store.links import create_link, find_link
from bot.store.settings import erase, load_settings, move_group, save_settings
from bot.telegram import sending
from bot.telegram.codecs import EVENTS, PERSON_SETTINGS, encode_settings
from bot.telegram.retry import retry
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class EffectRunner:
    """Who does them: the store, and Telegram."""

    bot: Bot
    database: Database

    async def do(self, deed: Effect, wording: Wording) -> tuple[Action, ...]:
        """Do it; return what to say of it.

        Raises TelegramError.
        """
        match deed:
            case SaveSettings(who, settings):
                await self.database.run(save_settings(who, encode_settings(settings)))
            case EraseData(who):
                await self.database.run(erase(who))
            case MoveSettings(old, new):
                await self.database.run(move_group(old, new))
            case LeaveGroup(chat):
                await retry(lambda: self.bot.leave_chat(chat))
            case CreateDeepLink():
                await self._open(deed)
            case FollowDeepLink(at, token, by):
                return on_deep_link(await self._behind(token, by), at, wording)
            case DeclineReplacement():
                return await self._decline(deed)
            case DeleteMessage():
                return (AnswerCallback(deed.query_id, await self._delete(deed)),)
        return ()

    async def _open(self, door: CreateDeepLink) -> None:
        file = FileSent(door.address, door.file_id, None, None, door.hints, door.user_id)
        event = EVENTS.encode(file)
        await self.database.run(create_link(door.token, door.address.chat_id, door.user_id, event))

    async def _behind(self, token: str, by: int) -> FileSent | None:
        """Return the file behind a door; it opens for one person."""
        found = await self.database.run(find_link(token))
        if found is None or found.user_id != by:
            return None
        event = EVENTS.decode(found.event)
        return event if isinstance(event, FileSent) else None

    async def _decline(self, deed: DeclineReplacement) -> tuple[Action, ...]:
        found = await self.database.run(find_link(deed.token))
        if found is None or found.user_id != deed.user_id:
            return (AnswerCallback(deed.query_id, deed.foreign),)
        kept = await self.database.run(load_settings(deed.user_id))
        person = PERSON_SETTINGS.decode(kept.get(deed.user_id))
        groups = tuple(dict.fromkeys((*person.declined_groups, deed.address.chat_id)))
        settings = PERSON_SETTINGS.encode(replace(person, declined_groups=groups))
        await self.database.run(save_settings(deed.user_id, settings))
        return (AnswerCallback(deed.query_id, deed.done),)

    async def _delete(self, deed: DeleteMessage) -> str:
        try:
            await retry(lambda: sending.delete(self.bot, deed.address))
        except BadRequest:
            return deed.failed
        return deed.done
