"""`clean`: the copy is clean, the original as it was, the answers as agreed."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import main, paths
from bot.engine import plan
from bot.engine.formats import FORMATS, Format
from tests.engine.pictures import CLEAN, SECRET, exif_block, insert, segment
from tests.engine.raws import RAWS

DIRTY = {
    "foto.jpg": insert(CLEAN["jpeg"], 2, segment(0xE1, exif_block(6))) + SECRET,
    "gambar.png": CLEAN["png"] + SECRET,
    "stiker.webp": CLEAN["webp"] + SECRET,
    "gerak.gif": CLEAN["gif-animated"] + SECRET,
}
PSD = b"8BPS" + bytes(40)
SHAPE = [
    "file", "output", "format", "status", "bytes_in", "bytes_out", "sha256_in", "sha256_out",
    "picture_sha256", "removed", "kept", "warnings", "error", "receipt", "choice",
]  # fmt: skip
Said = tuple[int, str, str]


@pytest.fixture
def album(tmp_path: Path) -> Path:
    for name, data in DIRTY.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def call(capsys: pytest.CaptureFixture[str], *argv: object) -> Said:
    code = main([str(word) for word in argv])
    return code, *capsys.readouterr()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def told(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", DIRTY)
def test_the_copy_lies_beside_the_original_which_stays_as_it_was(
    album: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = album / name
    code, out, err = call(capsys, "clean", source)
    copy = source.with_stem(source.stem + "-bersih")
    assert (code, err) == (0, "")
    assert source.read_bytes() == DIRTY[name]
    assert plan(copy.read_bytes()).already_clean
    assert str(copy) in out


@pytest.mark.parametrize("name", DIRTY)
def test_the_json_has_the_agreed_shape_and_is_true(
    album: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(capsys, "clean", "--json", album / name)
    (row,) = told(out)
    copy = Path(str(row["output"])).read_bytes()
    assert code == 0
    assert list(row) == SHAPE
    assert (row["status"], row["error"]) == ("cleaned", None)
    assert (row["bytes_in"], row["bytes_out"]) == (len(DIRTY[name]), len(copy))
    assert (row["sha256_in"], row["sha256_out"]) == (sha(DIRTY[name]), sha(copy))
    assert row["picture_sha256"] == sha(b"".join(plan(DIRTY[name]).coded()))
    assert {"kind": "trailing", "where": "trailer", "count": 1} in list(row["removed"])  # type: ignore[call-overload]


def test_people_read_what_went_and_what_it_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "foto.jpg"
    source.write_bytes(DIRTY["foto.jpg"][: -len(SECRET) - 2])
    _, out, _ = call(capsys, "clean", source)
    first, second, third = out.splitlines()
    assert first == f"{source} → {tmp_path / 'foto-bersih.jpg'}"
    assert second.startswith("  Dibuang: Lokasi, ")
    assert "terpotong" in third


def test_what_stays_is_named(album: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "clean", "--json", album / "foto.jpg")
    assert told(out)[0]["kept"] == ["block", "orientation"]


def test_a_clean_file_needs_no_copy_unless_one_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, copy = tmp_path / "foto.jpg", tmp_path / "salinan.jpg"
    source.write_bytes(CLEAN["jpeg"])
    code, out, _ = call(capsys, "clean", "--json", source)
    assert (code, told(out)[0]["status"], told(out)[0]["output"]) == (0, "already-clean", None)
    assert names(tmp_path) == ["foto.jpg"]
    code, out, _ = call(capsys, "clean", "--json", source, "-o", copy)
    assert (code, told(out)[0]["status"]) == (0, "already-clean")
    assert copy.read_bytes() == CLEAN["jpeg"]


def test_nothing_is_overwritten_without_force(
    album: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = album / "foto-bersih.jpg"
    copy.write_bytes(b"milik saya")
    code, out, err = call(capsys, "clean", "--json", album / "foto.jpg")
    assert code == 1
    assert copy.read_bytes() == b"milik saya"
    assert "--force" in err
    assert told(out)[0]["error"] == {"kind": "exists", "message": err.split(": ", 1)[1].strip()}
    assert call(capsys, "clean", "--force", album / "foto.jpg")[0] == 0
    assert plan(copy.read_bytes()).already_clean


def test_no_force_replaces_the_original(album: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = album / "foto.jpg"
    for target in source, album / "." / "foto.jpg":
        assert call(capsys, "clean", source, "-o", target, "--force")[0] == 1
    link = album / "tautan.jpg"
    link.hardlink_to(source)
    assert call(capsys, "clean", source, "-o", link, "--force")[0] == 1
    assert source.read_bytes() == DIRTY["foto.jpg"]


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (PSD, "unsupported", "PSD"),
        (RAWS["NEF"], "unsupported", "JPEG"),
        (b"halo", "unknown-format", "tidak mengenali"),
        (b"", "unknown-format", "tidak mengenali"),
        (CLEAN["png"][:60], "damaged", "rusak"),
    ],
)
def test_a_refused_file_has_a_sentence_of_one_line_and_leaves_no_copy(
    tmp_path: Path, data: bytes, kind: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "foto.jpg"
    source.write_bytes(data)
    code, out, err = call(capsys, "clean", "--json", source)
    (row,) = told(out)
    assert code == 1
    assert (row["status"], list(row)) == ("refused", SHAPE)
    assert row["error"]["kind"] == kind  # type: ignore[index]
    assert err.startswith(f"{source}: ")
    assert word in err
    assert err.count("\n") == 1
    assert names(tmp_path) == ["foto.jpg"]


def test_one_bad_file_does_not_stop_the_rest(
    album: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (album / "rusak.jpg").write_bytes(CLEAN["jpeg"][:30])
    code, out, err = call(capsys, "clean", "--json", *sorted(album.iterdir()))
    assert code == 1
    assert [row["status"] for row in told(out)].count("cleaned") == len(DIRTY)
    assert err.count("\n") == 1


def test_a_folder_is_walked_and_keeps_its_order_in_the_folder_of_copies(
    album: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    (album / "liburan" / ".rahasia").mkdir(parents=True)
    shutil.copy(album / "foto.jpg", album / "liburan" / "foto.jpg")
    shutil.copy(album / "foto.jpg", album / "liburan" / ".rahasia" / "foto.jpg")
    (album / "catatan.txt").write_text("bukan foto")
    (album / "lama-bersih.jpg").write_bytes(CLEAN["jpeg"])
    (album / "putar").symlink_to(album)
    shutil.copy(album / "foto.jpg", album / "._foto.jpg")
    folder = tmp_path_factory.mktemp("salinan")
    code, out, err = call(capsys, "clean", album, "--output-dir", folder)
    copies = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    assert (code, err) == (0, "")
    assert copies == sorted([*DIRTY, "liburan/foto.jpg"])
    assert "1 file lain bukan foto" in out
    assert "1 salinan lama masih bersih" in out
    assert not any("-bersih" in name for name in copies)


def test_a_dirty_file_is_cleaned_whatever_its_name_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kamar-bersih.jpg").write_bytes(DIRTY["foto.jpg"])
    code, _, err = call(capsys, "clean", tmp_path)
    assert (code, err) == (0, "")
    assert plan((tmp_path / "kamar-bersih-bersih.jpg").read_bytes()).already_clean


def test_a_folder_is_cleaned_twice_without_cleaning_its_copies(
    album: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert call(capsys, "clean", album, "--force")[0] == 0
    stems = [Path(name).stem for name in names(album)]
    assert sorted(stems) == sorted(s + end for s in ("foto", "gambar", "gerak", "stiker")
                                   for end in ("", "-bersih"))  # fmt: skip


@pytest.mark.parametrize("inner", ["bersih", "sub/bersih", "sub/../bersih"])
def test_the_folder_of_copies_is_not_walked_into(
    album: Path, inner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (album / "sub").mkdir()
    for _ in range(2):
        code, _, err = call(capsys, "clean", album, "--output-dir", album / inner, "--force")
        assert (code, err) == (0, "")
    assert names(album / inner) == sorted(DIRTY)


def test_what_is_passed_over_in_a_folder_has_its_object_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catatan.txt").write_text("bukan foto")
    code, out, err = call(capsys, "clean", "--json", tmp_path)
    (row,) = told(out)
    assert (code, err, row["status"], list(row)) == (0, "", "skipped", SHAPE)
    assert row["error"]["kind"] == "unknown-format"  # type: ignore[index]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.NAME)
def test_every_format_has_a_name_for_its_copy(fmt: Format, tmp_path: Path) -> None:
    file = paths.InputFile(tmp_path / "a.xyz", None)
    assert paths.sibling_path(file, fmt.EXTENSION).name == f"a-bersih.{fmt.EXTENSION}"
    same = paths.InputFile(tmp_path / f"A.{fmt.EXTENSION.upper()}", None)
    assert paths.sibling_path(same, fmt.EXTENSION).name == f"A-bersih.{fmt.EXTENSION.upper()}"


def test_two_originals_of_one_name_never_share_a_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "foto.jpg").write_bytes(DIRTY["foto.jpg"])
    folder = tmp_path / "salinan"
    files = tmp_path / "a" / "foto.jpg", tmp_path / "b" / "foto.jpg"
    code, _, err = call(capsys, "clean", *files, "--output-dir", folder, "--force")
    assert (code, err.count("\n")) == (1, 1)
    assert len(list(folder.iterdir())) == 1


def test_a_wrong_suffix_is_set_right_and_a_right_one_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "foto.heic").write_bytes(DIRTY["foto.jpg"])
    (tmp_path / "FOTO.JPEG").write_bytes(DIRTY["foto.jpg"])
    assert call(capsys, "clean", tmp_path)[0] == 0
    assert {"foto-bersih.jpg", "FOTO-bersih.JPEG"} <= set(names(tmp_path))


def test_a_pipe_is_refused_and_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipa")
    assert call(capsys, "clean", tmp_path / "pipa")[0] == 1


@given(st.binary(max_size=60) | st.sampled_from(list(DIRTY.values())).map(lambda d: d[:200]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_original_survives_whatever_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    source, copy = tmp_path / "apa.jpg", tmp_path / "salinan.jpg"
    source.write_bytes(data)
    code, _, err = call(capsys, "clean", source, "-o", copy, "--force")
    assert source.read_bytes() == data
    assert code == (1 if err else 0)
    assert not [path for path in tmp_path.iterdir() if path not in (source, copy)]
