"""One report of files that were sent at once: ranked over all of them, on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.report import Report, Risk
from bot.report.ranks import STEPS
from bot.wording import caption, groups
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import escaped, units

HEAD = mark("<b>{count} files, {dirty} with private traces.</b>")
ROW = mark("{light} File {number}: {things}.")
CLEAN = mark("already clean")
LITTLE = mark("a few technical traces")
REFUSED = mark("⚠️ File {number}: {why}")
MORE = mark("{count} more files: all traces are gone too.")
GONE = mark("All of it is gone from the copies; the pictures are the same.")
HOW = mark("Details: reply to a file with /periksa.")
HONESTY = mark("Telegram has the originals; I did not look at what the pictures show.")


PRIVATE = (Risk.MEDIUM, Risk.HIGH)


@dataclass(frozen=True, slots=True)
class Line:
    """A file of an album: its number, and its report or why there is no copy of it."""

    number: int
    report: Report | None
    why: str = ""  # plain
    copied: bool = True


def told(catalogue: Catalogue, lines: Sequence[Line]) -> str:
    """Return one report of all files: HTML of at most 1024 units."""
    ranked = sorted(lines, key=lambda line: (-_rank(line), line.number))
    dirty = sum(line.report is not None and line.report.risk in PRIVATE for line in lines)
    head = catalogue.say(HEAD, count=len(lines), dirty=dirty)
    reports = [line.report for line in ranked if line.report and line.copied]
    end = [
        *([catalogue.say(GONE)] if reports else []),
        *(f"⚠️ {caution}" for caution in groups.cautions(catalogue, reports)),
        *([caption.tip(catalogue, reports[0])] if reports else []),
        catalogue.say(HOW),
        f"<i>{catalogue.say(HONESTY)}</i>",
    ]
    rows = [_row(catalogue, line) for line in ranked]
    for shown in range(len(rows), -1, -1):
        more = [catalogue.say(MORE, count=len(rows) - shown)] if shown < len(rows) else []
        text = "\n\n".join([head, "\n".join([*rows[:shown], *more]), *end])
        if units(text) <= caption.LIMIT:
            break
    return text


def _rank(line: Line) -> int:
    """Return how much a file matters: what has no copy comes first, its original is as it was."""
    return STEPS.index(line.report.risk) if line.report and not line.why else len(STEPS)


def _row(catalogue: Catalogue, line: Line) -> str:
    if line.why or not line.report:
        return catalogue.say(REFUSED, number=line.number, why=escaped(line.why))
    kinds = groups.things(catalogue, [line.report])
    words = kinds or catalogue.say(LITTLE if line.copied else CLEAN)
    light = caption.LIGHTS[line.report.risk]
    return catalogue.say(ROW, light=light, number=line.number, things=words)
