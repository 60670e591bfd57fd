"""Files that were sent at once: one answer, in their order; a bad one holds up none."""

from collections.abc import Sequence

from bot.chat.events import FileSent
from bot.chat.outcomes import Outcome, TooBig
from bot.chat.private import LIMIT, on_outcome, trouble
from bot.chat.replies import Clean, CleanAlbum, Job, Notice, Reply, SendCopies, SendCopy
from bot.wording import Wording


def on_files(files: Sequence[FileSent], wording: Wording, limit: int = LIMIT) -> tuple[Reply, ...]:
    """Return what to do about files that were sent at once."""
    fitting = [sent for sent in files if sent.size is None or sent.size <= limit]
    clean = CleanAlbum(tuple(Clean(sent.at, sent.file, sent.beside) for sent in fitting))
    too_big = [
        reply
        for sent in files
        if sent not in fitting
        for reply in trouble(sent.at, TooBig(), wording)
    ]
    return Notice(files[0].at), *([clean] if fitting else []), *too_big


def on_outcomes(outcomes: Sequence[tuple[Job, Outcome]], wording: Wording) -> tuple[Reply, ...]:
    """Return what to say about them: the copies together, then what could not be cleaned."""
    replies = [reply for job, outcome in outcomes for reply in on_outcome(job, outcome, wording)]
    copies = tuple(reply for reply in replies if isinstance(reply, SendCopy))
    others = [reply for reply in replies if not isinstance(reply, SendCopy)]
    if len(copies) < 2:
        return *copies, *others
    return SendCopies(copies), *others
