"""Other copies than the clean one, from the command line."""

import json
from pathlib import Path

import pytest
from PIL import Image

from bot.cli import main
from bot.engine import inspect
from bot.engine.choices.location import LOCATIONS
from bot.engine.model import HARMLESS, Kind
from bot.report.receipt import check_claims, parse_receipt
from tests.engine.choices.test_choices import ARTIST, MODEL, RIGHTS, dirty
from tests.engine.pictures import CLEAN


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    return code, *capsys.readouterr()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "foto.jpg"
    path.write_bytes(dirty("jpeg"))
    return path


def told(path: Path) -> dict[Kind, str]:
    findings = inspect(path.read_bytes()).findings
    return {f.kind: str(f.value) for f in findings if f.kind not in HARMLESS}


@pytest.mark.parametrize("way", [("--only", "location"), ("--keep", "credit"), ("--pixels",)])
def test_each_way_writes_its_copy_and_its_receipt(
    photo: Path, way: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "clean", photo, *way, "--json")
    row = json.loads(out)
    endings = {"location": "tanpa-lokasi", "credit": "dengan-nama", "--pixels": "gambar-ulang"}
    copy = photo.with_name(f"foto-{endings[way[-1]]}.jpg")
    assert (code, row["status"], row["output"]) == (0, "cleaned", str(copy))
    assert row["choice"] == row["receipt"]["choice"] == (way[-1].strip("-"))
    claims = check_claims(parse_receipt(json.dumps(row["receipt"])), *map(view, (photo, copy)))
    assert all(holds for _, holds in claims)


def view(path: Path) -> memoryview:
    return memoryview(path.read_bytes())


def test_what_is_left(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "clean", photo, "--only", "location")
    copy = photo.with_name("foto-tanpa-lokasi.jpg")
    assert not LOCATIONS & told(copy).keys()
    assert told(copy)[Kind.MODEL] == MODEL
    run(capsys, "clean", photo, "--keep", "credit")
    assert set(told(photo.with_name("foto-dengan-nama.jpg")).values()) <= {ARTIST, RIGHTS}
    run(capsys, "clean", photo, "--pixels")
    redrawn = photo.with_name("foto-gambar-ulang.jpg")
    assert not told(redrawn)
    assert not photo.with_name("foto-bersih.jpg").exists()
    with Image.open(redrawn) as small, Image.open(photo) as large:
        assert (large.size, small.size) == ((24, 16), (16, 23))  # it was held on its side
    assert photo.read_bytes() == dirty("jpeg")


def test_a_way_that_a_type_does_not_have_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(CLEAN["gif"])
    code, out, err = run(capsys, "clean", path, "--keep", "credit")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "GIF" in err
    assert not path.with_name("a-bersih.gif").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("inspect", "--pixels"),
        ("clean", "--pixels", "--keep", "credit"),
        ("clean", "--only", "credit"),
        ("clean", "--keep", "location"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(
    photo: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, words[0], photo, *words[1:])
    assert code == 2
    assert "sapujejak" in err
