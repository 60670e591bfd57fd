"""Answers that are a page of locales/: one by its name, or one for why a file was not processed."""

from collections.abc import Mapping

from bot.chat.actions import SendMessage
from bot.chat.events import Address
from bot.outcomes import (
    Busy,
    Failed,
    FileGone,
    Forbidden,
    KillsSandbox,
    Outcome,
    QuotaSpent,
    TooBig,
)
from bot.wording import Wording

SHOWN_LIMIT = 20_000_000  # bytes: sizes are shown in decimal units, so FILE_LIMIT reads "20 MB"
MINUTE = 60.0  # seconds

FAILURES: Mapping[type[Outcome], str] = {
    TooBig: "terlalu_besar",
    FileGone: "rincian_hilang",
    Busy: "sibuk",
    QuotaSpent: "jatah_habis",
    Forbidden: "tanpa_hak_file",
    KillsSandbox: "tidak_terbuka",
    Failed: "gangguan",
}


def page_message(address: Address, name: str, wording: Wording) -> SendMessage:
    """Return a page of locales/ as an answer.

    Raises FileNotFoundError where there is no such page.
    """
    return SendMessage(address, wording.page(name, limit=wording.size(SHOWN_LIMIT)))


def failure_message(address: Address, outcome: Outcome, wording: Wording) -> SendMessage:
    """Return the answer to an outcome that holds no report: nothing of it is about the file."""
    minutes = str(int(outcome.seconds_left / MINUTE) + 1) if isinstance(outcome, QuotaSpent) else ""
    page = FAILURES.get(type(outcome), FAILURES[Failed])
    limit = wording.size(SHOWN_LIMIT)
    return SendMessage(address, wording.page(page, limit=limit, minutes=minutes))
