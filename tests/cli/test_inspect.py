"""`inspect`: one object a file for programs, plain words for people."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.test_clean import DIRTY, PSD, call, told
from tests.engine.raws import RAWS
from tests.report.test_summary import FIELDS

SHAPE = [
    "file", "format", "size", "width", "height", "risk", "summary", "findings", "error",
    "meanings", "spot", "subject",
]  # fmt: skip


def test_each_file_is_one_object_on_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in {**DIRTY, "x.psd": PSD}.items():
        (tmp_path / name).write_bytes(data)
    code, out, err = call(capsys, "inspect", "--json", *sorted(tmp_path.iterdir()))
    rows = told(out)
    assert code == 1
    assert len(rows) == len(DIRTY) + 1
    for row in rows:
        assert list(row) == SHAPE
        assert list(row["summary"]) == FIELDS  # type: ignore[call-overload]
    assert [row["error"]["kind"] for row in rows if row["error"]] == ["unsupported"]  # type: ignore[index]
    assert err.count("\n") == 1


def test_a_camera_raw_file_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "DSC_0001.NEF"
    photo.write_bytes(RAWS["NEF"])
    code, out, err = call(capsys, "inspect", "--json", photo)
    row = json.loads(out)
    assert (code, err, row["format"], row["width"]) == (0, "", "NEF", 6000)
    assert row["summary"]["serials"] == ["2012345"]


def test_what_is_passed_over_in_a_folder_has_its_object_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catatan.txt").write_text("bukan foto")
    (tmp_path / ".foto.jpg").write_bytes(DIRTY["foto.jpg"])
    code, out, err = call(capsys, "inspect", "--json", tmp_path)
    (row,) = told(out)
    assert (code, err, list(row)) == (0, "", SHAPE)
    assert row["error"]["kind"] == "unknown-format"  # type: ignore[index]
    assert "1 file lain" in call(capsys, "inspect", tmp_path)[1]


def test_the_facts_of_a_photo_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(DIRTY["foto.jpg"])
    code, out, _ = call(capsys, "inspect", "--json", photo)
    row = json.loads(out)
    assert (code, row["risk"], row["format"]) == (0, "high", "JPEG")
    assert row["summary"]["gps"]["lat"] == pytest.approx(-6.1754, abs=1e-4)
    assert row["summary"]["thumbnail"] is True
    assert row["summary"]["orientation"] == 6
    assert row["summary"]["trailing_bytes"] > 0
    code, out, _ = call(capsys, "inspect", photo)
    assert code == 0
    assert out.startswith("🔴 Foto ini memberi tahu di mana ia dipotret.")


def test_a_name_of_any_bytes_is_told_on_one_line(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    import os

    odd = os.fsencode(tmp_path) + b"/a\xff\nb.jpg"
    Path(os.fsdecode(odd)).write_bytes(PSD)
    assert main(["inspect", "--json", os.fsdecode(odd)]) == 1
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["file"] == os.fsdecode(odd)
    assert err.count(b"\n") == 1
