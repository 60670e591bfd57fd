"""What the bot, the zygote and a child say to each other.

The bot asks the zygote with one request of a fixed length and four descriptors; a child answers
the bot with JSON. Nothing that a child writes is executed, and whatever it wrote becomes one of
our own types, or InvalidAnswer.
"""

from collections.abc import Callable, Mapping

import msgspec

from bot.engine.formats import FORMATS
from bot.outcomes import AlreadyClean, CardDrawn, Cleaned, Inspected, ReceiptMade, Refused
from bot.sandbox.probe import Isolation

Answer = Cleaned | AlreadyClean | Inspected | CardDrawn | ReceiptMade | Refused | Isolation
Task = Callable[[int, int], Answer]  # takes the descriptors of the original and of the copy

REQUEST_SIZE = 256  # bytes: a stream has no borders of its own, so every request is as long
DESCRIPTORS = 4  # sent with a request: original, copy, where the answer goes, where the verdict
MAX_ANSWER = 16 * 1024 * 1024  # bytes: twenty thousand findings with their values
SUCCESS = b"ok"  # the verdict on a child that answered and ended by itself
TIMED_OUT = b"time"  # on one that was ended; on all others it is their exit code
KINDS: Mapping[str, type[Answer]] = {
    "cleaned": Cleaned,
    "already-clean": AlreadyClean,
    "inspected": Inspected,
    "card-drawn": CardDrawn,
    "receipt-made": ReceiptMade,
    "refused": Refused,
    "isolation": Isolation,
}
TAGS = {answer: kind for kind, answer in KINDS.items()}
EXTENSIONS = frozenset(fmt.EXTENSION for fmt in FORMATS)


class InvalidAnswer(ValueError):
    """What a child wrote is no answer."""


class _Envelope(msgspec.Struct):
    kind: str
    body: msgspec.Raw


def encode_answer(answer: Answer) -> bytes:
    """Return an answer as JSON."""
    return msgspec.json.encode({"kind": TAGS[type(answer)], "body": answer})


def decode_answer(data: bytes) -> Answer:
    """Return the answer that JSON holds.

    Raises InvalidAnswer.
    """
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
        answer = msgspec.json.decode(envelope.body, type=KINDS[envelope.kind])
    except (msgspec.MsgspecError, KeyError, RecursionError, UnicodeDecodeError) as error:
        raise InvalidAnswer from error
    if isinstance(answer, Cleaned) and answer.extension not in EXTENSIONS:
        raise InvalidAnswer  # it becomes a part of a file's name
    return answer
