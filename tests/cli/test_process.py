"""The command as a process: exit codes, pipes, and the line without a token."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests import judges
from tests.cli.test_clean import DIRTY
from tests.engine.pictures import CLEAN

COMMAND = [sys.executable, "-m", "bot"]
PROJECT = Path(__file__).parents[2]


def run(*argv: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAPUJEJAK_")}
    return subprocess.run(
        [*COMMAND, *map(str, argv)],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(PROJECT), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["clean"],
        ["inspect"],
        ["hapus", "a.jpg"],
        ["clean", "--cepat", "a.jpg"],
        ["clean", "a.jpg", "b.jpg", "-o", "c.jpg"],
        ["clean", ".", "-o", "c.jpg"],
        ["clean", "a.jpg", "-o", "."],
        ["clean", "a.jpg", "-o", "b.jpg", "--output-dir", "c"],
        ["inspect", "a.jpg", "--force"],
        ["run", "a.jpg"],
    ],
)
def test_wrong_use_is_told_with_the_usage(argv: list[str], tmp_path: Path) -> None:
    done = run(*argv, cwd=tmp_path)
    assert done.returncode == 2
    assert "Cara pakai" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "argv", [["clean", ""], ["inspect", "a.jpg", ""], ["clean", "a.jpg", "-o", ""],
             ["clean", "a.jpg", "--output-dir", ""]],
)  # fmt: skip
def test_no_name_is_not_this_folder(argv: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(DIRTY["foto.jpg"])
    done = run(*argv, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "kosong" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_help_is_no_mistake(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "foto-bersih.jpg" in done.stdout


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    done = run("clean", "tidak-ada.jpg", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.jpg").write_bytes(DIRTY["foto.jpg"])
    command = [*COMMAND, "inspect", str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("argv", [["inspect"], ["inspect", "--json"], ["clean"]])
def test_an_answer_that_cannot_be_written_is_told_in_one_line(
    argv: list[str], tmp_path: Path
) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(DIRTY["foto.jpg"])
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *argv, str(photo)], cwd=PROJECT, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "Jawabannya tidak bisa ditulis. Mungkin disk-nya penuh.\n"


def test_a_terminal_without_our_letters_gets_what_it_can_show(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.jpg")).write_bytes(DIRTY["foto.jpg"])
    done = subprocess.run(
        [*COMMAND, "clean", str(tmp_path)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b" ? " in done.stdout


def test_without_a_token_the_whole_line_is_shown(tmp_path: Path) -> None:
    for _ in range(2):  # a second time is no trouble
        done = run("run", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    for word in ("6,1754° LS", "nomor seri CTH-0042-1945", "gambar mini", "Ayu Contoh", "WIB",
                 "Menjalankan bot Anda sendiri", "@BotFather", "SAPUJEJAK_TOKEN=",
                 "Jejak di salinan  0"):  # fmt: skip
        assert word in done.stdout
    before, after = [line.split()[-1] for line in done.stdout.splitlines() if "Gambar, " in line]
    assert before == after
    with (
        Image.open(tmp_path / "foto-contoh.jpg") as sample,
        Image.open(tmp_path / "foto-contoh-bersih.jpg") as copy,
    ):
        assert ImageChops.difference(sample, copy).getbbox() is None
        assert sample.getexif()
        assert not copy.getexif()


def test_exiftool_sees_the_place_in_the_sample_and_not_in_its_copy(tmp_path: Path) -> None:
    judges.need_exiftool()
    run("run", cwd=tmp_path)
    (before,) = judges.exiftool(tmp_path / "foto-contoh.jpg")
    (after,) = judges.exiftool(tmp_path / "foto-contoh-bersih.jpg")
    assert before["GPS:GPSLatitude"] == "6 deg 10' 31.44\""
    assert before["IFD1:ThumbnailImage"]
    assert {tag.split(":")[0] for tag in after} <= {
        "SourceFile", "ExifTool", "System", "File", "JFIF", "Composite",
    }  # fmt: skip


def test_a_photo_of_ones_own_is_shown_and_earlier_copies_stay(tmp_path: Path) -> None:
    (tmp_path / "saya.png").write_bytes(DIRTY["gambar.png"])
    for _ in range(2):
        done = run("run", cwd=tmp_path, FOTO="saya.png")
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "saya-bersih.png").read_bytes() == (
        tmp_path / "saya-bersih-2.png"
    ).read_bytes()


def test_a_clean_photo_is_shown_without_a_button(tmp_path: Path) -> None:
    (tmp_path / "saya.png").write_bytes(CLEAN["png"])
    done = run("run", cwd=tmp_path, FOTO="saya.png")
    assert (done.returncode, done.stderr) == (0, "")
    assert "sudah bersih" in done.stdout
    assert "Rincian" not in done.stdout


def test_a_photo_of_ones_own_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "saya.png").write_bytes(b"halo")
    done = run("run", cwd=tmp_path, FOTO="saya.png")
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (1, 1, "")


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = run("run", cwd=tmp_path, SAPUJEJAK_API_URL="bukan alamat")
    assert done.returncode == 2
    assert "SAPUJEJAK_API_URL" in done.stderr


def test_progress_is_drawn_where_somebody_watches_and_wiped_again(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jpg").write_bytes(DIRTY["foto.jpg"])
    ours, theirs = pty.openpty()
    try:
        command = [*COMMAND, "clean", "--json", str(tmp_path)]
        done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=theirs)
        drawn = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert [f"{number}/3" in drawn for number in (1, 2, 3)] == [True] * 3
    assert drawn.endswith(" \r")
    assert b"/3" not in done.stdout
