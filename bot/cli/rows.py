"""The objects that `clean --json` prints, one a file; their shape is stable."""

from pathlib import Path

from bot import disk
from bot.cli.refusals import Refusal
from bot.engine.choices import Choice
from bot.report import gone, receipt_json, receipt_of, removed
from bot.report.digest import digest


def cleaned(
    photo: disk.Photo, result: disk.FileResult | None, choice: Choice = Choice.EVERYTHING
) -> dict[str, object]:
    """Return the row of a photo, and of its copy if it needed one."""
    before = photo.plan
    after = result.copy if result else before
    chosen = choice is not Choice.EVERYTHING
    return {
        "file": str(photo.path),
        "output": str(result.target) if result else None,
        "format": before.format.NAME,
        "status": "already-clean" if before.already_clean and not chosen else "cleaned",
        "bytes_in": len(before.data),
        "bytes_out": len(after.data),
        "sha256_in": digest([before.data]),
        "sha256_out": digest([after.data]),
        "picture_sha256": digest(after.coded()),  # of the copy, whose check found it equal
        "removed": [] if before.already_clean else removed(gone(before, after)),
        "kept": sorted({finding.kind.value for finding in after.findings}),
        "warnings": [caution.value for caution in before.cautions],
        "error": None,
        "receipt": receipt_json(receipt_of(before, after, choice)) if result else None,
        "choice": choice.value,
    }


def failed(path: Path, status: str, trouble: Refusal) -> dict[str, object]:
    """Return the row of a file that has no copy: it was refused, or skipped in its folder."""
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
        "error": {"kind": trouble.kind, "message": trouble.message},
        "receipt": None,
        "choice": None,
    }
