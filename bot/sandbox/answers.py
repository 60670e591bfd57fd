"""Answers of a child, as JSON. Whatever it wrote becomes one of our own types, or an error."""

from collections.abc import Mapping

import msgspec

from bot.chat.outcomes import AlreadyClean, Cleaned, Drawn, Inspected, Proven, Refused
from bot.engine.formats import FORMATS

Answer = Cleaned | AlreadyClean | Inspected | Drawn | Proven | Refused | dict[str, bool]
KINDS: Mapping[str, type[Answer]] = {
    "cleaned": Cleaned,
    "already-clean": AlreadyClean,
    "inspected": Inspected,
    "drawn": Drawn,
    "proven": Proven,
    "refused": Refused,
    "probed": dict[str, bool],
}
NAMES = {kind: name for name, kind in KINDS.items()}
EXTENSIONS = frozenset(fmt.EXTENSION for fmt in FORMATS)
MOST = 16 * 1024 * 1024  # bytes of an answer: twenty thousand findings, told in full


class Garbled(ValueError):
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
        raise Garbled from error
    if isinstance(answer, Cleaned) and answer.extension not in EXTENSIONS:
        raise Garbled  # it becomes a part of a file's name
    return answer
