"""Where a copy cannot be written, its target is blamed, not the original; nothing is left."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.cli import main
from bot.pixels import sample
from tests.corpus import REQUIRED
from tests.engine.pictures import SECRET


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "foto.jpg"
    path.write_bytes(sample.photo() + SECRET)
    return path


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_a_folder_that_is_missing(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = photo.parent / "tidak" / "ada" / "x.jpg"
    assert main(["clean", str(photo), "-o", str(target)]) == 1
    line = refused(capsys)
    assert line.startswith(f"{target}: ")
    assert f"{target.parent} belum ada" in line


def test_a_file_in_the_place_of_a_folder(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = photo / "x.jpg"
    assert main(["clean", str(photo), "-o", str(target)]) == 1
    assert "bukan folder" in refused(capsys)


def test_a_folder_that_may_not_be_written(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere: nothing was refused")
    folder = photo.parent / "terkunci"
    folder.mkdir(mode=0o500)
    assert main(["clean", str(photo), "-o", str(folder / "x.jpg")]) == 1
    assert f"tidak diizinkan menulis di {folder}" in refused(capsys)


def test_a_disk_that_is_full(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = photo.parent / "kecil"
    small.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(small)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        if REQUIRED and os.geteuid() == 0:
            pytest.fail("no small disk could be mounted, and CI requires it")
        pytest.skip("only root mounts a small disk: a full one was not tried")
    try:
        assert main(["clean", str(photo), "-o", str(small / "x.jpg")]) == 1
        line = refused(capsys)
        assert line.startswith(f"{small / 'x.jpg'}: Disk penuh")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_the_original_is_still_blamed_for_what_is_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "hilang.jpg"
    assert main(["clean", str(missing), "-o", str(tmp_path / "x.jpg")]) == 1
    assert refused(capsys).startswith(f"{missing}: ")


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "sapujejak 0.1.0\n"


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_named_env_file_must_be_there(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "sapujejak.env"
    assert main([command, "--env-file", str(missing)]) == 2
    assert refused(capsys) == f"{missing} tidak bisa dibaca."


def test_doctor_reads_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("SAPUJEJAK_")]:
        monkeypatch.delenv(name)
    file = tmp_path / "sapujejak.env"
    file.write_text("SAPUJEJAK_MODE=lain\n")
    assert main(["doctor", "--env-file", str(file)]) == 2
    assert "SAPUJEJAK_MODE" in refused(capsys)
