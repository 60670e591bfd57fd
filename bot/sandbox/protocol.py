"""Answers of a child, as JSON. Whatever it wrote becomes one of our own types, or an error."""

from collections.abc import Mapping

import msgspec

from bot.engine.formats import FORMATS
from bot.outcomes import AlreadyClean, CardDrawn, Cleaned, Inspected, ReceiptMade, Refused

Answer = Cleaned | AlreadyClean | Inspected | CardDrawn | ReceiptMade | Refused | dict[str, bool]
KINDS: Mapping[str, type[Answer]] = {
    "cleaned": Cleaned,
    "already-clean": AlreadyClean,
    "inspected": Inspected,
    "drawn": CardDrawn,
    "proven": ReceiptMade,
    "refused": Refused,
    "probed": dict[str, bool],
}
NAMES = {kind: name for name, kind in KINDS.items()}
EXTENSIONS = frozenset(fmt.EXTENSION for fmt in FORMATS)
MOST = 16 * 1024 * 1024  # bytes of an answer: twenty thousand findings, told in full


class InvalidAnswer(ValueError):
    """The child's: what it wrote is no answer."""


class _Envelope(msgspec.Struct):
    kind: str
    body: msgspec.Raw


def written(answer: Answer) -> bytes:
    """Return an answer as bytes."""
    kind = "probed" if isinstance(answer, dict) else NAMES[type(answer)]
    return msgspec.json.encode({"kind": kind, "body": answer})


def read(data: bytes) -> Answer:
    """Return the answer that bytes hold.

    Raises Garbled.
    """
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
        answer = msgspec.json.decode(envelope.body, type=KINDS[envelope.kind])
    except (msgspec.MsgspecError, KeyError, RecursionError, UnicodeDecodeError) as error:
        raise InvalidAnswer from error
    if isinstance(answer, Cleaned) and answer.extension not in EXTENSIONS:
        raise InvalidAnswer  # it becomes a part of a file's name
    return answer
