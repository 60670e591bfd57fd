"""What of a job's answers was given: noted before an answer goes, and after it went.

Telegram knows no key that would tell a repeat. Whoever dies between the two notes leaves an
answer that may have been given; it is given again, and says so.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.store import Database
from bot.store.claims import Job, send, sent


class Lost(Exception):
    """The job's: another replica has it now."""


@dataclass(slots=True)
class DeliveryLog:
    """The answers of one job, in their order."""

    database: Database
    owner: str
    job: Job
    given: int = 0

    async def give(self, answer: Callable[[bool], Awaitable[None]]) -> None:
        """Give the next answer unless it was given; it is told whether it may have been.

        Raises Lost.
        """
        number = self.given
        self.given += 1
        if number < self.job.done:
            return
        if not await self.database.run(send(self.job.id, self.owner)):
            raise Lost
        await answer(self.job.sending and number == self.job.done)
        await self.database.run(sent(self.job.id, self.owner, self.given))
