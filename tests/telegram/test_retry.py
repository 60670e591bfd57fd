"""What is tried again: floods and the network, within bounds."""

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.telegram import retry
from bot.telegram.retry import pause_after, retried

# The library wants its own future type; we read both.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


class Call:
    """Fails as ordered, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.tries = [*errors], 0

    async def __call__(self) -> str:
        self.tries += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


async def test_what_passes_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "PAUSES", (0.0, 0.0))
    call = Call(RetryAfter(0), NetworkError("down"))
    assert await retried(call) == "done"
    assert call.tries == 3


async def test_what_waiting_does_not_mend_is_given_up_at_once() -> None:
    for error in BadRequest("not like this"), RetryAfter(int(retry.LONGEST) + 1):
        call = Call(error)
        with pytest.raises(type(error)):
            await retried(call)
        assert call.tries == 1


def test_a_flood_says_itself_how_long_it_lasts() -> None:
    assert pause_after(RetryAfter(7), 0.5) == 7.0
    assert pause_after(NetworkError("down"), 0.5) == 0.5
