"""Effects are carried out: settings stored, deep links created, messages deleted, groups left."""

from contextlib import suppress
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
    """Carries out effects in the store and at Telegram."""

    bot: Bot
    database: Database

    async def run(self, effect: Effect, wording: Wording) -> tuple[Action, ...]:
        """Carry out an effect; return the actions that answer it.

        Raises TelegramError.
        """
        match effect:
            case SaveSettings(owner_id, settings):
                await self.database.run(save_settings(owner_id, encode_settings(settings)))
            case EraseData(owner_id):
                await self.database.run(erase(owner_id))
            case MoveSettings(old_chat_id, new_chat_id):
                await self.database.run(move_group(old_chat_id, new_chat_id))
            case LeaveGroup(chat_id):
                await retry(lambda: self.bot.leave_chat(chat_id))
            case CreateDeepLink():
                await self._create_link(effect)
            case FollowDeepLink(address, token, user_id):
                return on_deep_link(await self._linked_file(token, user_id), address, wording)
            case DeclineReplacement():
                return (AnswerCallback(effect.query_id, await self._decline(effect)),)
            case DeleteMessage():
                return (AnswerCallback(effect.query_id, await self._delete(effect)),)
        return ()

    async def _create_link(self, link: CreateDeepLink) -> None:
        file = FileSent(link.address, link.file_id, None, None, link.hints, link.user_id)
        chat_id, event = link.address.chat_id, EVENTS.encode(file)
        await self.database.run(create_link(link.token, chat_id, link.user_id, event))

    async def _linked_file(self, token: str, user_id: int) -> FileSent | None:
        """Return the file that a deep link leads to; None for anybody but the link's user."""
        link = await self.database.run(find_link(token))
        if link is None or link.user_id != user_id:
            return None
        event = EVENTS.decode(link.event)
        return event if isinstance(event, FileSent) else None

    async def _decline(self, effect: DeclineReplacement) -> str:
        """Leave a person's files in a group as they are from now on; return what to tell.

        The token is that of a deep link, which names the person.
        """
        link = await self.database.run(find_link(effect.token))
        if link is None or link.user_id != effect.user_id:
            return effect.foreign
        stored = await self.database.run(load_settings(effect.user_id))
        person = PERSON_SETTINGS.decode(stored.get(effect.user_id))
        groups = tuple(dict.fromkeys((*person.declined_groups, effect.address.chat_id)))
        settings = PERSON_SETTINGS.encode(replace(person, declined_groups=groups))
        await self.database.run(save_settings(effect.user_id, settings))
        return effect.done

    async def _delete(self, effect: DeleteMessage) -> str:
        """Delete a message; return what to tell."""
        try:
            await sending.delete_message(self.bot, effect.address)
        except BadRequest:
            return effect.failed
        if effect.report:
            with suppress(BadRequest):  # gone already
                await sending.delete_message(self.bot, effect.report)
        return effect.done
