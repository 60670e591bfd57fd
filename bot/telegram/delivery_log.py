"""Which messages of a job were sent: noted before one goes, and after it went.

The Bot API has no key by which Telegram would recognise a repeat. A replica that dies between
the two notes leaves a message that may have been sent; it is sent again, and says so.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.store import Database
from bot.store.jobs import Job, begin_send, finish_send


class ClaimLost(Exception):
    """The job's: another replica has it now."""


@dataclass(slots=True)
class DeliveryLog:
    """The messages of one job, numbered in the order in which they are sent."""

    database: Database
    owner: str
    job: Job
    count: int = 0  # messages of this run, sent or skipped

    async def send_once(self, send_message: Callable[[bool], Awaitable[object]]) -> None:
        """Send the next message of the job unless an earlier run did.

        `send_message` takes whether the message may have been sent before. Raises ClaimLost, and
        what `send_message` raises.
        """
        number = self.count
        self.count += 1
        if number < self.job.answers_sent:
            return
        if not await self.database.run(begin_send(self.job.id, self.owner)):
            raise ClaimLost
        await send_message(self.job.sending and number == self.job.answers_sent)
        await self.database.run(finish_send(self.job.id, self.owner, self.count))
