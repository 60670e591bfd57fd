"""What is tried again: floods and the network, within bounds."""

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.telegram import retry as retries
from bot.telegram.retry import BACKOFF, MAX_DELAY, delay_after, retry, retry_send

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
    monkeypatch.setattr(retries, "BACKOFF", (0.0, 0.0))
    call = Call(RetryAfter(0), NetworkError("down"))
    assert await retry(call) == "done"
    assert call.tries == 3


async def test_what_waiting_does_not_mend_is_given_up_at_once() -> None:
    for error in BadRequest("not like this"), RetryAfter(int(MAX_DELAY) + 1), InvalidToken():
        call = Call(error)
        with pytest.raises(type(error)):
            await retry(call)
        assert call.tries == 1


async def test_it_ends_after_so_many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "BACKOFF", (0.0,) * len(BACKOFF))
    call = Call(*[NetworkError("down")] * 10)
    with pytest.raises(NetworkError, match="down"):
        await retry(call)
    assert call.tries == len(BACKOFF) + 1


@pytest.mark.parametrize(
    ("error", "maybe_sent"),
    [
        (TimedOut("Timed out"), True),
        (NetworkError("httpx.ReadError: "), True),
        (NetworkError("httpx.RemoteProtocolError: Server disconnected"), True),
        (NetworkError("httpx.ConnectError: refused"), False),
        (NetworkError("Bad Gateway"), False),  # Telegram answered: it did not do it
        (RetryAfter, False),
    ],
)
async def test_only_what_may_have_arrived_is_sent_as_a_repeat(
    monkeypatch: pytest.MonkeyPatch, error: Exception | type[RetryAfter], maybe_sent: bool
) -> None:
    monkeypatch.setattr(retries, "BACKOFF", (0.0, 0.0))
    errors = [error if isinstance(error, Exception) else error(0), NetworkError("Bad Gateway")]
    repeats: list[bool] = []

    async def send(maybe_sent: bool) -> None:
        repeats.append(maybe_sent)
        if errors:
            raise errors.pop(0)

    await retry_send(send, False)
    assert repeats == [False, maybe_sent, maybe_sent]  # and once unsure it stays so
    repeats.clear()
    await retry_send(send, True)
    assert repeats == [True]


def test_a_flood_says_itself_how_long_it_lasts() -> None:
    assert delay_after(RetryAfter(7), 0.5) == 7.0
    assert delay_after(NetworkError("down"), 0.5) == 0.5
