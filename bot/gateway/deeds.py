"""What a reply does besides speaking: settings are kept, doors opened, messages deleted."""

from dataclasses import dataclass, replace

from telegram import Bot
from telegram.error import BadRequest

from bot.chat import on_door
from bot.chat.deeds import Decline, Deed, Delete, EnterDoor, Erase, Leave, Move, OpenDoor, Save
from bot.chat.events import FileSent
from bot.chat.known import Person
from bot.chat.replies import AnswerButton, Reply
from bot.gateway import habits, letters, post
from bot.gateway.patience import patiently
from bot.store import Keeper
from bot.store.habits import behind, erase, move, open_door, save, told
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Deeds:
    """Who does them: the store, and Telegram."""

    bot: Bot
    keeper: Keeper

    async def do(self, deed: Deed, wording: Wording) -> tuple[Reply, ...]:
        """Do it; return what to say of it.

        Raises TelegramError.
        """
        match deed:
            case Save(who, settings):
                await self.keeper.run(save(who, habits.written(settings)))
            case Erase(who):
                await self.keeper.run(erase(who))
            case Move(old, new):
                await self.keeper.run(move(old, new))
            case Leave(chat):
                await patiently(lambda: self.bot.leave_chat(chat))
            case OpenDoor():
                await self._open(deed)
            case EnterDoor(at, token, by):
                return on_door(await self._behind(token, by), at, wording)
            case Decline():
                return await self._decline(deed)
            case Delete():
                return (AnswerButton(deed.query, await self._delete(deed)),)
        return ()

    async def _open(self, door: OpenDoor) -> None:
        file = FileSent(door.at, door.file, None, None, door.beside, door.by)
        event = letters.written(file)
        await self.keeper.run(open_door(door.token, door.at.chat, door.by, event))

    async def _behind(self, token: str, by: int) -> FileSent | None:
        """Return the file behind a door; it opens for one person."""
        found = await self.keeper.run(behind(token))
        if found is None or found[0] != by:
            return None
        (event,) = letters.read(f"[{found[1]}]")
        return event if isinstance(event, FileSent) else None

    async def _decline(self, deed: Decline) -> tuple[Reply, ...]:
        found = await self.keeper.run(behind(deed.token))
        if found is None or found[0] != deed.by:
            return (AnswerButton(deed.query, deed.foreign),)
        kept = await self.keeper.run(told(deed.by))
        person = habits.read(Person, kept.get(deed.by))
        groups = tuple(dict.fromkeys((*person.kept, deed.at.chat)))
        settings = habits.written(replace(person, kept=groups))
        await self.keeper.run(save(deed.by, settings))
        return (AnswerButton(deed.query, deed.done),)

    async def _delete(self, deed: Delete) -> str:
        try:
            await patiently(lambda: post.delete(self.bot, deed.at))
        except BadRequest:
            return deed.failed
        return deed.done
