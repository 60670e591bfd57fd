"""`sapujejak inspect`: what files give away."""

from pathlib import Path

from bot import disk
from bot.cli import walk
from bot.cli.arguments import Chosen
from bot.cli.refusals import refusal, shown
from bot.cli.screen import Screen
from bot.engine import EngineError
from bot.engine.errors import UnknownFormat
from bot.report import Report, failed_json, report_of, to_json
from bot.wording import Wording


class Inspecting:
    """One run of the command over all its files."""

    def __init__(self, chosen: Chosen, wording: Wording) -> None:
        self.json, self.wording = chosen.json, wording
        self.found = tuple(walk.files(chosen.files))
        self.screen = Screen(len(self.found))
        self.refused = self.passed = 0

    def each(self, found: walk.Found) -> None:
        """Say what one file tells, or why it was refused."""
        self.screen.begin(found.path)
        try:
            report = report_of(disk.read(found.path).plan)
        except (EngineError, OSError) as error:
            self._refuse(found, error)
            return
        if self.json:
            self.screen.tell(to_json(report, str(found.path)))
        else:
            self.screen.show(_told(found.path, report, self.wording, len(self.found)))

    def _refuse(self, found: walk.Found, error: EngineError | OSError) -> None:
        trouble = refusal(error, self.wording)
        if found.below is not None and isinstance(error, UnknownFormat):
            self.passed += 1  # a folder of photos holds other things too
        else:
            self.refused += 1
            self.screen.complain(found.path, trouble)
        if self.json:
            self.screen.tell(failed_json(str(found.path), trouble.kind, trouble.message))


def run(chosen: Chosen, wording: Wording) -> int:
    """Inspect files and return the exit code."""
    inspecting = Inspecting(chosen, wording)
    for found in inspecting.found:
        inspecting.each(found)
    inspecting.screen.wipe()
    if inspecting.passed and not chosen.json:
        inspecting.screen.show(
            wording.say("{count} other files are no photos.", count=inspecting.passed)
        )
    return 1 if inspecting.refused else 0


def _told(path: Path, report: Report, wording: Wording, total: int) -> str:
    text = wording.plain_report(report)
    return f"== {shown(path)}\n{text}\n" if total > 1 else text
