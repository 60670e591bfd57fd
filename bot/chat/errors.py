"""What is said where there is nothing to say of the file itself."""

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

TOLD_LIMIT = 20_000_000  # bytes as people read them: sizes are shown in decimal units
MINUTE = 60.0

SAID: Mapping[type[Outcome], str] = {  # -> page
    TooBig: "terlalu_besar",
    FileGone: "rincian_hilang",
    Busy: "sibuk",
    QuotaSpent: "jatah_habis",
    Forbidden: "tanpa_hak_file",
    KillsSandbox: "tidak_terbuka",
    Failed: "gangguan",
}


def trouble(address: Address, outcome: Outcome, wording: Wording) -> tuple[SendMessage]:
    """Return what to say; nothing of it is about the file."""
    minutes = str(int(outcome.left / MINUTE) + 1) if isinstance(outcome, QuotaSpent) else ""
    page = SAID.get(type(outcome), SAID[Failed])
    return (
        SendMessage(address, wording.page(page, limit=wording.size(TOLD_LIMIT), minutes=minutes)),
    )
