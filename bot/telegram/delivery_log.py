"""What of a job's answers was given: noted before an answer goes, and after it went.

Telegram knows no key that would tell a repeat. Whoever dies between the two notes leaves an
answer that may have been given; it is given again, and says so.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.store import Database
from bot.store.jobs import Job, begin_send, finish_send


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
        if number < self.job.answers_sent:
            return
        if not await self.database.run(begin_send(self.job.id, self.owner)):
            raise Lost
        await answer(self.job.sending and number == self.job.answers_sent)
        await self.database.run(finish_send(self.job.id, self.owner, self.given))
