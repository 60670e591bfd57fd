"""What the bot, the zygote and a child say to each other.

The bot asks the zygote with one request of a fixed length and four descriptors; a child answers
the bot with JSON. Nothing that a child writes is executed, and whatever it wrote becomes one of
our own types, or InvalidData.
"""

from collections.abc import Callable

from bot.codec import InvalidData, UnionCodec
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
EXTENSIONS = frozenset(fmt.EXTENSION for fmt in FORMATS)
ANSWERS: UnionCodec[Answer] = UnionCodec(
    "answer",
    {
        "cleaned": Cleaned,
        "already-clean": AlreadyClean,
        "inspected": Inspected,
        "card-drawn": CardDrawn,
        "receipt-made": ReceiptMade,
        "refused": Refused,
        "isolation": Isolation,
    },
)


def encode_answer(answer: Answer) -> bytes:
    """Return an answer as JSON."""
    return ANSWERS.encode(answer).encode()


def decode_answer(data: bytes) -> Answer:
    """Return the answer that JSON holds.

    Raises InvalidData where it is none, or has an extension that is none of ours.
    """
    answer = ANSWERS.decode(data)
    if isinstance(answer, Cleaned) and answer.extension not in EXTENSIONS:
        raise InvalidData("extension")  # it becomes a part of a file's name
    return answer
