"""`sapujejak verify`: a receipt holds for its two files, and for no others."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.wording import Wording
from tests.engine.pictures import CLEAN, SECRET


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    return code, *capsys.readouterr()


@pytest.fixture
def files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Path, Path]:
    """Return a receipt, its original and its copy."""
    original, copy, receipt = (tmp_path / name for name in ("a.jpg", "b.jpg", "tanda.json"))
    original.write_bytes(CLEAN["jpeg"] + SECRET)
    _, out, _ = call(capsys, "clean", original, "-o", copy, "--json")
    receipt.write_text(json.dumps(json.loads(out)["receipt"]))
    return receipt, original, copy


def test_a_receipt_holds(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = call(capsys, "verify", *files)
    assert (code, err) == (0, "")
    assert out.count("✓") == 4
    assert out.endswith(Wording().say("All of it holds.") + "\n")


def test_another_file_is_named(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    receipt, original, copy = files
    copy.write_bytes(CLEAN["png"])
    code, out, _ = call(capsys, "verify", receipt, original, copy)
    assert code == 1
    assert [line[0] for line in out.splitlines()[:4]] == ["✓", "✗", "✓", "✗"]


def test_what_is_no_receipt_or_no_file_is_said(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    receipt, original, copy = files
    code, _, err = call(capsys, "verify", copy, original, copy)
    assert (code, err.count("\n")) == (1, 1)
    code, _, err = call(capsys, "verify", receipt, original, copy.with_name("tiada.jpg"))
    assert (code, err.count("\n")) == (1, 1)
    assert "tiada.jpg" in err
    assert call(capsys, "verify", receipt, original)[0] == 2
