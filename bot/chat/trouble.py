"""What is said where there is nothing to say of the file itself."""

from collections.abc import Mapping

from bot.chat.events import Address
from bot.chat.outcomes import Busy, Failed, Forbidden, Gone, Outcome, Poisonous, Spent, TooBig
from bot.chat.replies import Say
from bot.wording import Wording

TOLD_LIMIT = 20_000_000  # bytes as people read them: sizes are shown in decimal units
MINUTE = 60.0

SAID: Mapping[type[Outcome], str] = {  # -> page
    TooBig: "terlalu_besar",
    Gone: "rincian_hilang",
    Busy: "sibuk",
    Spent: "jatah_habis",
    Forbidden: "tanpa_hak_file",
    Poisonous: "tidak_terbuka",
    Failed: "gangguan",
}


def trouble(at: Address, outcome: Outcome, wording: Wording) -> tuple[Say]:
    """Return what to say; nothing of it is about the file."""
    minutes = str(int(outcome.left / MINUTE) + 1) if isinstance(outcome, Spent) else ""
    page = SAID.get(type(outcome), SAID[Failed])
    return (Say(at, wording.page(page, limit=wording.size(TOLD_LIMIT), minutes=minutes)),)
