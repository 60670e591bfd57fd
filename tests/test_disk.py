"""Either a checked copy under its name, or nothing new at all."""

import os
import resource
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from bot import disk
from bot.engine import EngineError, Plan, check, clean
from bot.engine.errors import NotClean, UnknownFormat
from tests.engine.pictures import CLEAN, SECRET, chunk, damaged, dirty_pictures, insert, segment

DIRTY = insert(CLEAN["jpeg"], 2, segment(0xFE, SECRET)) + SECRET
LARGE = 8 * 1024 * 1024  # bytes, far above what a copy may need


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(DIRTY)
    os.utime(path, (978307200, 978307200))
    return path


@contextmanager
def folder_with(data: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "photo"
        path.write_bytes(data)
        yield path
        assert path.read_bytes() == data


def clean_file(source: Path, target: Path, force: bool = False) -> disk.FileResult:
    return disk.write(disk.read(source), target, force)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@given(dirty_pictures())
def test_the_file_written_is_what_the_engine_returns_in_memory(picture: tuple[str, bytes]) -> None:
    with folder_with(picture[1]) as path:
        result = clean_file(path, path.with_name("copy"))
        assert result.target.read_bytes() == clean(picture[1]) == bytes(result.copy.data)
        assert names(path.parent) == ["copy", "photo"]


@settings(max_examples=50)
@given(damaged())
def test_any_bytes_leave_a_clean_copy_or_nothing(data: bytes) -> None:
    with folder_with(data) as path:
        try:
            copy = clean_file(path, path.with_name("copy")).target
            assert clean(copy.read_bytes()) == copy.read_bytes()
        except EngineError:
            assert names(path.parent) == ["photo"]


def test_a_clean_photo_is_copied_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "photo.png"
    source.write_bytes(CLEAN["png"])
    assert clean_file(source, tmp_path / "copy.png").target.read_bytes() == CLEAN["png"]


def test_an_existing_target_is_not_overwritten(photo: Path) -> None:
    target = photo.with_name("copy.jpg")
    target.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        clean_file(photo, target)
    assert target.read_bytes() == b"mine"
    assert names(photo.parent) == ["copy.jpg", "photo.jpg"]


def test_nothing_is_written_for_a_target_that_exists(photo: Path) -> None:
    target = photo.with_name("copy.jpg")
    target.write_bytes(b"mine")

    def write_copy(_photo: disk.Photo, _file: int) -> Plan:
        pytest.fail("a copy was written")

    with pytest.raises(FileExistsError):
        disk.write(disk.read(photo), target, write_copy=write_copy)


def test_a_copy_that_somebody_removes_leaves_nothing_under_its_name(photo: Path) -> None:
    def write_copy(photo: disk.Photo, file: int) -> Plan:
        (hidden,) = photo.path.parent.glob(".*.tmp")
        hidden.unlink()
        return check(photo.plan, disk.write_pieces(file, photo.plan.spans))

    with pytest.raises(disk.TargetError):
        disk.write(disk.read(photo), photo.with_name("copy.jpg"), write_copy=write_copy)
    assert names(photo.parent) == ["photo.jpg"]


def test_force_overwrites_an_existing_target(photo: Path) -> None:
    target = photo.with_name("copy.jpg")
    target.write_bytes(b"mine")
    clean_file(photo, target, force=True)
    assert target.read_bytes() == clean(DIRTY)


def test_a_target_that_appears_meanwhile_is_not_overwritten(photo: Path) -> None:
    target = photo.with_name("copy.jpg")
    target.symlink_to("nowhere")  # invisible to stat, as a name taken a moment later is
    with pytest.raises(FileExistsError):
        clean_file(photo, target)
    assert names(photo.parent) == ["copy.jpg", "photo.jpg"]
    assert not target.exists()


def test_a_link_is_replaced_by_force_and_not_followed(photo: Path) -> None:
    precious = photo.with_name("precious")
    precious.write_bytes(b"mine")
    target = photo.with_name("copy.jpg")
    target.symlink_to(precious)
    clean_file(photo, target, force=True)
    assert precious.read_bytes() == b"mine"
    assert not target.is_symlink()


@pytest.mark.parametrize("link", ["itself", "hard", "soft"])
def test_no_force_replaces_the_original(photo: Path, link: str) -> None:
    target = photo if link == "itself" else photo.with_name("copy.jpg")
    if link == "hard":
        target.hardlink_to(photo)
    elif link == "soft":
        target.symlink_to(photo)
    with pytest.raises(disk.SameFile):
        clean_file(photo, target, force=True)
    assert photo.read_bytes() == target.read_bytes() == DIRTY


def test_an_empty_file_is_of_no_known_type(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(UnknownFormat):
        clean_file(tmp_path / "empty.jpg", tmp_path / "copy.jpg")


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, error in ("", IsADirectoryError), ("pipe", OSError), ("none", FileNotFoundError):
        with pytest.raises(error):
            clean_file(tmp_path / name, tmp_path / "copy.jpg")
    assert names(tmp_path) == ["pipe"]


def test_a_missing_folder_is_not_made(photo: Path) -> None:
    with pytest.raises(disk.TargetError):
        clean_file(photo, photo.parent / "none" / "copy.jpg")
    assert names(photo.parent) == ["photo.jpg"]


def test_a_full_disk_leaves_nothing(photo: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            clean_file(photo, photo.with_name("copy.jpg"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(photo.parent) == ["photo.jpg"]


def test_a_target_that_cannot_be_replaced_leaves_nothing(photo: Path) -> None:
    (photo.parent / "copy.jpg").mkdir()
    with pytest.raises(OSError, match="directory"):
        clean_file(photo, photo.parent / "copy.jpg", force=True)
    assert names(photo.parent) == ["copy.jpg", "photo.jpg"]


@pytest.mark.parametrize("secret", [False, True])
def test_an_original_that_changes_while_it_is_read_is_refused(photo: Path, secret: bool) -> None:
    taken = disk.read(photo)
    with photo.open("r+b") as file:
        if secret:  # into a span that is already laid out
            file.seek(DIRTY.index(b"\xff\xdb"))
            file.write(segment(0xFE, SECRET))
        file.seek(0, os.SEEK_END)
        file.write(b"more")
    with pytest.raises(NotClean if secret else disk.FileChanged):
        disk.write(taken, photo.with_name("copy.jpg"))
    assert names(photo.parent) == ["photo.jpg"]


def test_the_copy_has_the_mode_and_the_time_of_a_new_file(photo: Path) -> None:
    photo.chmod(0o600)
    before = os.umask(0o022)
    with suppress(FileNotFoundError):
        copy = clean_file(photo, photo.with_name("copy.jpg")).target
    os.umask(before)
    assert copy.stat().st_mode & 0o777 == 0o644
    assert copy.stat().st_mtime > photo.stat().st_mtime


def test_neither_photo_nor_copy_is_ever_held_in_memory(tmp_path: Path) -> None:
    start, pixels, rest = CLEAN["png"][:33], bytes(LARGE), chunk(b"IEND")
    header = chunk(b"IHDR", LARGE.to_bytes(4, "big") + b"\0\0\0\1\x08\0\0\0\0")
    stored = zlib.compress(b"\0" + pixels, 0)
    source = tmp_path / "photo.png"
    source.write_bytes(start[:8] + header + chunk(b"IDAT", stored) + chunk(b"tEXt", SECRET) + rest)
    tracemalloc.start()
    clean_file(source, tmp_path / "copy.png")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < LARGE / 4
