"""`sapujejak clean`: clean copies of files, the originals as they were."""

from pathlib import Path

from bot import disk
from bot.cli import rows, walk, ways
from bot.cli.arguments import Chosen
from bot.cli.refusals import refusal, shown
from bot.cli.screen import Screen
from bot.engine import EngineError
from bot.engine.choices import Choice
from bot.engine.errors import UnknownFormat
from bot.report import report_of
from bot.wording import Wording
from bot.wording.markup import plain


class Cleaning:
    """One run of the command over all its files."""

    def __init__(self, chosen: Chosen, wording: Wording) -> None:
        self.chosen, self.wording = chosen, wording
        self.found = tuple(walk.files(chosen.files, chosen.folder))
        self.screen = Screen(len(self.found))
        self.written: set[Path] = set()
        self.refused = self.passed = self.copies = 0

    def each(self, found: walk.Found) -> None:
        """Clean one file and say what became of it."""
        self.screen.begin(found.path)
        try:
            photo = disk.read(found.path)
            result = self._cleaned(found, photo)
        except (EngineError, OSError) as error:
            self._refuse(found, error)
            return
        if self.chosen.json:
            self.screen.tell(rows.cleaned(photo, result, self.chosen.choice))
        elif result is None and walk.is_copy(found):
            self.copies += 1
        else:
            self._say(photo, result)

    def _cleaned(self, found: walk.Found, photo: disk.Photo) -> disk.FileResult | None:
        """Write the copy of a photo, if it needs one."""
        if self.chosen.choice is not Choice.EVERYTHING:
            return self._by_choice(found, photo)
        already = photo.plan.already_clean  # refused here, where it can only be read
        asked = self.chosen.output or (self.chosen.folder and not walk.is_copy(found))
        if already and not asked:
            return None
        return self._written(found, photo, photo.plan.format.EXTENSION)

    def _by_choice(self, found: walk.Found, photo: disk.Photo) -> disk.FileResult:
        copied, extension = ways.copier(self.chosen.choice, photo)
        return self._written(found, photo, extension, copied)

    def _written(
        self,
        found: walk.Found,
        photo: disk.Photo,
        extension: str,
        copied: disk.Copied | None = None,
    ) -> disk.FileResult:
        target = self._target(found, extension)
        if self.chosen.folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        # Two originals of one name never share a copy, not even by force.
        force = self.chosen.force and target not in self.written
        result = disk.write(photo, target, force, copied)
        self.written.add(target)
        return result

    def _target(self, found: walk.Found, extension: str) -> Path:
        if self.chosen.output:
            return self.chosen.output
        if self.chosen.folder:
            return walk.inside(found, extension, self.chosen.folder)
        return walk.beside(found, extension)

    def _refuse(self, found: walk.Found, error: EngineError | OSError) -> None:
        trouble = refusal(error, self.wording)
        skipped = found.below is not None and isinstance(error, UnknownFormat)
        if skipped:
            self.passed += 1  # a folder of photos holds other things too
        else:
            self.refused += 1
            self.screen.complain(found.path, trouble)
        if self.chosen.json:
            self.screen.tell(rows.failed(found.path, "skipped" if skipped else "refused", trouble))

    def _say(self, photo: disk.Photo, result: disk.FileResult | None) -> None:
        source = shown(photo.path)
        if result is None:
            self.screen.show(self.wording.say("{file} is clean already.", file=source))
            return
        copy = shown(result.target)
        self.screen.show(self.wording.say("{file} -> {copy}", file=source, copy=copy))
        if self.chosen.choice is not Choice.EVERYTHING:
            self.screen.show("  " + plain(self.wording.chosen(self.chosen.choice)))
            return
        report = report_of(photo.plan)
        if topics := self.wording.topics(report):
            self.screen.show("  " + self.wording.say("Removed: {topics}.", topics=topics))
        for caution in self.wording.cautions(report):
            self.screen.show(f"  {caution}")


def run(chosen: Chosen, wording: Wording) -> int:
    """Clean files and return the exit code."""
    cleaning = Cleaning(chosen, wording)
    for found in cleaning.found:
        cleaning.each(found)
    cleaning.screen.wipe()
    if cleaning.copies:
        cleaning.screen.show(
            wording.say("{count} copies of before are clean.", count=cleaning.copies)
        )
    if cleaning.passed and not chosen.json:
        cleaning.screen.show(
            wording.say("{count} other files are no photos.", count=cleaning.passed)
        )
    return 1 if cleaning.refused else 0
