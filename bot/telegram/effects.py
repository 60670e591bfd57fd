"""What a reply does besides speaking: settings are kept, doors opened, messages deleted."""

from dataclasses import dataclass, replace

from telegram import Bot
from telegram.error import BadRequest

from bot.chat import on_door
from bot.chat.actions import Action, AnswerCallback
from bot.chat.context import PersonSettings
from bot.chat.effects import (
    CreateDeepLink,
    Decline,
    Delete,
    Effect,
    Erase,
    FollowDeepLink,
    Leave,
    Move,
    Save,
)
from bot.chat.events import FileSent
from bot.store import Database
from bot.store.settings import behind, erase, move, open_door, save, told
from bot.telegram import event_codec, sending, settings_codec
from bot.telegram.retry import retried
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
            case Save(who, settings):
                await self.database.run(save(who, settings_codec.written(settings)))
            case Erase(who):
                await self.database.run(erase(who))
            case Move(old, new):
                await self.database.run(move(old, new))
            case Leave(chat):
                await retried(lambda: self.bot.leave_chat(chat))
            case CreateDeepLink():
                await self._open(deed)
            case FollowDeepLink(at, token, by):
                return on_door(await self._behind(token, by), at, wording)
            case Decline():
                return await self._decline(deed)
            case Delete():
                return (AnswerCallback(deed.query, await self._delete(deed)),)
        return ()

    async def _open(self, door: CreateDeepLink) -> None:
        file = FileSent(door.at, door.file, None, None, door.beside, door.by)
        event = event_codec.written(file)
        await self.database.run(open_door(door.token, door.at.chat, door.by, event))

    async def _behind(self, token: str, by: int) -> FileSent | None:
        """Return the file behind a door; it opens for one person."""
        found = await self.database.run(behind(token))
        if found is None or found[0] != by:
            return None
        (event,) = event_codec.read(f"[{found[1]}]")
        return event if isinstance(event, FileSent) else None

    async def _decline(self, deed: Decline) -> tuple[Action, ...]:
        found = await self.database.run(behind(deed.token))
        if found is None or found[0] != deed.by:
            return (AnswerCallback(deed.query, deed.foreign),)
        kept = await self.database.run(told(deed.by))
        person = settings_codec.read(PersonSettings, kept.get(deed.by))
        groups = tuple(dict.fromkeys((*person.kept, deed.at.chat)))
        settings = settings_codec.written(replace(person, kept=groups))
        await self.database.run(save(deed.by, settings))
        return (AnswerCallback(deed.query, deed.done),)

    async def _delete(self, deed: Delete) -> str:
        try:
            await retried(lambda: sending.delete(self.bot, deed.at))
        except BadRequest:
            return deed.failed
        return deed.done
