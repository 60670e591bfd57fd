"""Outcomes: what became of a file that somebody sent."""

from dataclasses import dataclass

from bot.engine.choices import Choice
from bot.engine.errors import Feature
from bot.report import Receipt, Report


@dataclass(frozen=True, slots=True)
class Cleaned:
    """There is a copy of `size` bytes, checked, without what the choice removes."""

    report: Report
    size: int
    extension: str
    choice: Choice = Choice.EVERYTHING


@dataclass(frozen=True, slots=True)
class AlreadyClean:
    """There was nothing to remove."""

    report: Report


@dataclass(frozen=True, slots=True)
class Inspected:
    """The file was only read."""

    report: Report


@dataclass(frozen=True, slots=True)
class CardDrawn:
    """There is a report card of `size` bytes, a PNG."""

    size: int


@dataclass(frozen=True, slots=True)
class ReceiptMade:
    """There is a receipt, which anybody can check."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Refused:
    """The engine refused the file.

    `kind` and `what` are EngineError's. There is a report where the file could be read all the
    same.
    """

    kind: str
    what: Feature | None = None
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class TooBig:
    """Telegram does not give bots a file of this size."""


@dataclass(frozen=True, slots=True)
class FileGone:
    """Telegram no longer has the file, or no longer gives it to us."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Too many files are waiting; this one was not fetched."""


@dataclass(frozen=True, slots=True)
class QuotaSpent:
    """The sender's or the group's quota of this hour is spent."""

    seconds_left: float  # until the next hour


@dataclass(frozen=True, slots=True)
class Forbidden:
    """In this group the bot may send no files."""


@dataclass(frozen=True, slots=True)
class KillsSandbox:
    """Every child that opened the file died."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something of ours broke."""


Outcome = (
    Cleaned | AlreadyClean | Inspected | CardDrawn | ReceiptMade
    | Refused | TooBig | FileGone | Busy | QuotaSpent | Forbidden | KillsSandbox | Failed
)  # fmt: skip
