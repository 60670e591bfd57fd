"""What can become of a file that was fetched."""

from dataclasses import dataclass

from bot.engine.choices import Choice
from bot.report import Receipt, Report


@dataclass(frozen=True, slots=True)
class Cleaned:
    """There is a copy of `size` bytes, checked, from which what was chosen is gone."""

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
    """The file was read, and only read."""

    report: Report


@dataclass(frozen=True, slots=True)
class CardDrawn:
    """There is a report card of `size` bytes, a PNG."""

    size: int


@dataclass(frozen=True, slots=True)
class ReceiptMade:
    """What became of the file, to be checked by anybody."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Refused:
    """The engine refused the file: EngineError's `kind`, and the name of its type if it has one.

    There is a report where the file could be read.
    """

    kind: str
    what: str | None = None
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
    """The files of one hour are worked already; `left` is the seconds until the next hour."""

    left: float


@dataclass(frozen=True, slots=True)
class Forbidden:
    """In this group the bot may send no files."""


@dataclass(frozen=True, slots=True)
class KillsSandbox:
    """Whatever opened the file died of it, again and again."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Ours: something broke."""


Outcome = (
    Cleaned | AlreadyClean | Inspected | CardDrawn | ReceiptMade
    | Refused | TooBig | FileGone | Busy | QuotaSpent | Forbidden | KillsSandbox | Failed
)  # fmt: skip
