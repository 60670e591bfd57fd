"""`sapujejak inspect`: reports what files contain."""

from pathlib import Path

from bot import disk
from bot.cli import paths
from bot.cli.arguments import Inspect
from bot.cli.terminal import Terminal, printable, refusal_of
from bot.engine import EngineError
from bot.engine.errors import UnknownFormat
from bot.report import Report, failed_json, report_of, to_json
from bot.wording import Wording


def run(command: Inspect, wording: Wording) -> int:
    """Inspect files and return the exit code."""
    inspector = Inspector(command, wording)
    terminal = inspector.terminal
    for file in inspector.files:
        inspector.inspect(file)
    terminal.clear_progress()
    if inspector.skipped and not command.json:
        terminal.print_text(
            wording.say("{count} other files are no photos.", count=inspector.skipped)
        )
    return 1 if inspector.refused else 0


class Inspector:
    """One run of the command over all its files, which are counted by outcome."""

    def __init__(self, command: Inspect, wording: Wording) -> None:
        self.json, self.wording = command.json, wording
        self.files = tuple(paths.input_files(command.paths))
        self.terminal = Terminal(len(self.files))
        self.refused = self.skipped = 0

    def inspect(self, file: paths.InputFile) -> None:
        """Print the report of one file, or why it was refused."""
        self.terminal.show_progress(file.path)
        try:
            report = report_of(disk.read(file.path).plan)
        except (EngineError, OSError) as error:
            self._refuse(file, error)
            return
        if self.json:
            self.terminal.print_json(to_json(report, str(file.path)))
        else:
            self.terminal.print_text(self._text(file.path, report))

    def _refuse(self, file: paths.InputFile, error: EngineError | OSError) -> None:
        refusal = refusal_of(error, self.wording)
        # A folder of photos holds other files too: they are no reason to fail.
        if file.subfolder is not None and isinstance(error, UnknownFormat):
            self.skipped += 1
        else:
            self.refused += 1
            self.terminal.print_refusal(file.path, refusal)
        if self.json:
            self.terminal.print_json(failed_json(str(file.path), refusal.kind, refusal.message))

    def _text(self, path: Path, report: Report) -> str:
        text = self.wording.plain_report(report)
        return f"== {printable(path)}\n{text}\n" if len(self.files) > 1 else text
