"""`sapujejak inspect`: what files give away."""

from pathlib import Path

from bot import disk
from bot.cli import walk
from bot.cli.arguments import Chosen
from bot.cli.refusals import refusal, shown
from bot.cli.screen import Screen
from bot.engine import EngineError, Plan
from bot.engine.errors import UnknownFormat
from bot.report import Report, failed_json, make_report, to_json
from bot.wording import Wording


def run(chosen: Chosen, wording: Wording) -> int:
    """Inspect files and return the exit code."""
    found = tuple(walk.files(chosen.files))
    screen, refused, passed = Screen(len(found)), 0, 0
    for path, below in found:
        screen.begin(path)
        try:
            report = report_of(disk.read(path).plan)
        except (EngineError, OSError) as error:
            if below is not None and isinstance(error, UnknownFormat):
                passed += 1  # a folder of photos holds other things too
                continue
            refused += 1
            trouble = refusal(error, wording)
            screen.complain(path, trouble)
            if chosen.json:
                screen.tell(failed_json(str(path), trouble.kind, trouble.message))
            continue
        if chosen.json:
            screen.tell(to_json(report, str(path)))
        else:
            screen.show(_told(path, report, wording, len(found)))
    screen.wipe()
    pass_over(screen, passed, chosen, wording)
    return 1 if refused else 0


def report_of(plan: Plan) -> Report:
    """Return the report of a file taken apart."""
    return make_report(
        plan.format.NAME, len(plan.data), plan.dimensions(), plan.findings, plan.cautions
    )


def pass_over(screen: Screen, count: int, chosen: Chosen, wording: Wording) -> None:
    """Say how many files of a folder were no pictures."""
    if count and not chosen.json:
        screen.show(wording.say("{count} other files are no photos.", count=count))


def _told(path: Path, report: Report, wording: Wording, total: int) -> str:
    text = wording.plain_report(report)
    return f"== {shown(path)}\n{text}\n" if total > 1 else text
