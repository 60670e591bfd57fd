"""`sapujejak clean`: clean copies of files, the originals as they were."""

from collections.abc import Iterable
from pathlib import Path

from bot import disk
from bot.cli import walk
from bot.cli.arguments import Chosen
from bot.cli.inspect import pass_over, report_of
from bot.cli.refusals import Refusal, refusal, shown
from bot.cli.screen import Screen
from bot.engine import EngineError, Plan
from bot.engine.errors import UnknownFormat
from bot.report import removed
from bot.wording import Wording


class Cleaning:
    """One run of the command over all its files."""

    def __init__(self, chosen: Chosen, wording: Wording, found: tuple[walk.Found, ...]) -> None:
        self.chosen, self.wording, self.found = chosen, wording, found
        self.screen = Screen(len(found))
        self.written: set[Path] = set()
        self.refused = self.passed = 0

    def each(self, found: walk.Found) -> None:
        """Clean one file and say what became of it."""
        self.screen.begin(found.path)
        try:
            self._clean(found)
        except (EngineError, OSError) as error:
            if found.below is not None and isinstance(error, UnknownFormat):
                self.passed += 1
                return
            self.refused += 1
            trouble = refusal(error, self.wording)
            self.screen.complain(found.path, trouble)
            if self.chosen.json:
                self.screen.tell(_refused(found.path, trouble))

    def _clean(self, found: walk.Found) -> None:
        photo = disk.read(found.path)
        already = photo.plan.already_clean  # refused here, where it can only be read
        target = self._target(found, photo.plan)
        if already and not (self.chosen.output or self.chosen.folder):
            self._say(photo, None)
            return
        if self.chosen.folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        # Two originals of one name never share a copy, not even by force.
        force = self.chosen.force and target not in self.written
        result = disk.write(photo, target, force)
        self.written.add(target)
        self._say(photo, result)

    def _target(self, found: walk.Found, of: Plan) -> Path:
        if self.chosen.output:
            return self.chosen.output
        if self.chosen.folder:
            return walk.inside(found, of.format.NAME, self.chosen.folder)
        return walk.beside(found, of.format.NAME)

    def _say(self, photo: disk.Photo, result: disk.FileResult | None) -> None:
        if self.chosen.json:
            self.screen.tell(_cleaned(photo, result))
            return
        self.screen.show(self._where(photo, result))
        report = report_of(photo.plan)
        if topics := self.wording.topics(report):
            self.screen.show("  " + self.wording.say("Removed: {topics}.", topics=topics))
        for caution in self.wording.cautions(report):
            self.screen.show(f"  {caution}")

    def _where(self, photo: disk.Photo, result: disk.FileResult | None) -> str:
        source = shown(photo.path)
        if result is None:
            return self.wording.say("{file} is clean already.", file=source)
        return self.wording.say("{file} -> {copy}", file=source, copy=shown(result.target))


def run(chosen: Chosen, wording: Wording) -> int:
    """Clean files and return the exit code."""
    cleaning = Cleaning(chosen, wording, tuple(walk.files(chosen.files)))
    for found in cleaning.found:
        cleaning.each(found)
    cleaning.screen.wipe()
    pass_over(cleaning.screen, cleaning.passed, chosen, wording)
    return 1 if cleaning.refused else 0


def digest(pieces: Iterable[memoryview]) -> str:
    """Return the SHA-256 of some bytes in pieces."""
    import hashlib  # three milliseconds that only a --json needs

    told = hashlib.sha256()
    for piece in pieces:
        told.update(piece)
    return told.hexdigest()


def _cleaned(photo: disk.Photo, result: disk.FileResult | None) -> dict[str, object]:
    before = photo.plan
    after = result.copy if result else before
    return {
        "file": str(photo.path),
        "output": str(result.target) if result else None,
        "format": before.format.NAME,
        "status": "already-clean" if before.already_clean else "cleaned",
        "bytes_in": len(before.data),
        "bytes_out": len(after.data),
        "sha256_in": digest([before.data]),
        "sha256_out": digest([after.data]),
        "picture_sha256": digest(after.coded()),  # of the copy, whose check found it equal
        "removed": removed(before.findings) if not before.already_clean else [],
        "kept": sorted({finding.kind.value for finding in after.findings}),
        "warnings": [caution.value for caution in before.cautions],
        "error": None,
    }


def _refused(path: Path, trouble: Refusal) -> dict[str, object]:
    nothing = dict.fromkeys(
        ("output", "format", "status", "bytes_in", "bytes_out", "sha256_in", "sha256_out",
         "picture_sha256")
    )  # fmt: skip
    return {
        "file": str(path),
        **nothing,
        "status": "refused",
        "removed": [],
        "kept": [],
        "warnings": [],
        "error": {"kind": trouble.kind, "message": trouble.message},
    }
