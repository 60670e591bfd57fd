"""`sapujejak clean`: writes clean copies of files and leaves the originals as they were."""

from pathlib import Path

from bot import disk
from bot.cli import choices, paths
from bot.cli.arguments import Clean
from bot.cli.terminal import Refusal, Terminal, printable, refusal_of
from bot.engine import EngineError
from bot.engine.choices import Choice
from bot.engine.errors import UnknownFormat
from bot.report import digest, receipt_json, receipt_of, removed_findings, removed_json, report_of
from bot.wording import Wording
from bot.wording.markup import plain


def run(command: Clean, wording: Wording) -> int:
    """Clean files and return the exit code."""
    cleaner = Cleaner(command, wording)
    terminal = cleaner.terminal
    for file in cleaner.files:
        cleaner.clean(file)
    terminal.clear_progress()
    if cleaner.copies:
        terminal.print_text(
            wording.say("{count} copies of before are clean.", count=cleaner.copies)
        )
    if cleaner.skipped and not command.json:
        terminal.print_text(
            wording.say("{count} other files are no photos.", count=cleaner.skipped)
        )
    return 1 if cleaner.refused else 0


class Cleaner:
    """One run of the command over all its files, which are counted by outcome."""

    def __init__(self, command: Clean, wording: Wording) -> None:
        self.command, self.wording = command, wording
        self.files = tuple(paths.input_files(command.paths, command.output_folder))
        self.terminal = Terminal(len(self.files))
        self.refused = self.skipped = self.copies = 0
        self._written: set[Path] = set()

    def clean(self, file: paths.InputFile) -> None:
        """Clean one file and print the outcome."""
        self.terminal.show_progress(file.path)
        try:
            photo = disk.read(file.path)
            result = self._write_copy(file, photo)
        except (EngineError, OSError) as error:
            self._refuse(file, error)
            return
        if self.command.json:
            self.terminal.print_json(cleaned_row(photo, result, self.command.choice))
        elif result is None and paths.is_copy(file):
            self.copies += 1
        else:
            self._print_result(photo, result)

    def _write_copy(self, file: paths.InputFile, photo: disk.Photo) -> disk.FileResult | None:
        """Write the copy of a photo; return None where it is clean and needs none."""
        if self.command.choice is not Choice.EVERYTHING:
            writer, extension = choices.copy_writer(self.command.choice, photo)
            return self._write(file, photo, extension, writer)
        # `already_clean` raises for a format that is only read: so it is asked in any case.
        already_clean = photo.plan.already_clean
        requested = self.command.output or (self.command.output_folder and not paths.is_copy(file))
        if already_clean and not requested:
            return None
        return self._write(file, photo, photo.plan.format.EXTENSION)

    def _write(
        self,
        file: paths.InputFile,
        photo: disk.Photo,
        extension: str,
        writer: disk.CopyWriter | None = None,
    ) -> disk.FileResult:
        target = self._target(file, extension)
        if self.command.output_folder:
            disk.make_folder(target)
        # Two originals of one name never share a copy, not even by force.
        force = self.command.force and target not in self._written
        result = disk.write(photo, target, force, writer)
        self._written.add(target)
        return result

    def _target(self, file: paths.InputFile, extension: str) -> Path:
        if self.command.output:
            return self.command.output
        if self.command.output_folder:
            return paths.output_path(file, extension, self.command.output_folder)
        return paths.sibling_path(file, extension, self.command.choice)

    def _refuse(self, file: paths.InputFile, error: EngineError | OSError) -> None:
        refusal = refusal_of(error, self.wording)
        # A folder of photos holds other files too: they are no reason to fail.
        skipped = file.subfolder is not None and isinstance(error, UnknownFormat)
        if skipped:
            self.skipped += 1
        else:
            self.refused += 1
            at_fault = error.target if isinstance(error, disk.TargetError) else file.path
            self.terminal.print_refusal(at_fault, refusal)
        if self.command.json:
            status = "skipped" if skipped else "refused"
            self.terminal.print_json(failed_row(file.path, status, refusal))

    def _print_result(self, photo: disk.Photo, result: disk.FileResult | None) -> None:
        source = printable(photo.path)
        if result is None:
            self.terminal.print_text(self.wording.say("{file} is clean already.", file=source))
            return
        copy = printable(result.target)
        self.terminal.print_text(self.wording.say("{file} -> {copy}", file=source, copy=copy))
        if self.command.choice is not Choice.EVERYTHING:
            self.terminal.print_text("  " + plain(self.wording.choice_caption(self.command.choice)))
            return
        report = report_of(photo.plan)
        if topics := self.wording.topics(report):
            self.terminal.print_text("  " + self.wording.say("Removed: {topics}.", topics=topics))
        for caution in self.wording.cautions(report):
            self.terminal.print_text(f"  {caution}")


def cleaned_row(
    photo: disk.Photo, result: disk.FileResult | None, choice: Choice
) -> dict[str, object]:
    """Return the JSON object of a photo, and of its copy if it needed one; the keys are stable."""
    before = photo.plan
    after = result.copy if result else before
    untouched = before.already_clean and choice is Choice.EVERYTHING
    return {
        "file": str(photo.path),
        "output": str(result.target) if result else None,
        "format": before.format.NAME,
        "status": "already-clean" if untouched else "cleaned",
        "bytes_in": len(before.data),
        "bytes_out": len(after.data),
        "sha256_in": digest([before.data]),
        "sha256_out": digest([after.data]),
        "picture_sha256": digest(after.coded()),  # of the copy, whose check found it equal
        "removed": [] if before.already_clean else removed_json(removed_findings(before, after)),
        "kept": sorted({finding.kind.value for finding in after.findings}),
        "warnings": [caution.value for caution in before.cautions],
        "error": None,
        "receipt": receipt_json(receipt_of(before, after, choice)) if result else None,
        "choice": choice.value,
    }


def failed_row(path: Path, status: str, refusal: Refusal) -> dict[str, object]:
    """Return the JSON object, with the same keys, of a file that has no copy.

    `status` is "refused", or "skipped" for a file of a folder.
    """
    nothing = dict.fromkeys(
        ("output", "format", "status", "bytes_in", "bytes_out", "sha256_in", "sha256_out",
         "picture_sha256")
    )  # fmt: skip
    return {
        "file": str(path),
        **nothing,
        "status": status,
        "removed": [],
        "kept": [],
        "warnings": [],
        "error": {"kind": refusal.kind, "message": refusal.message},
        "receipt": None,
        "choice": None,
    }
