"""Cameras' raw files: told from plain TIFF, read to the end, and never cleaned."""

import mmap
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import EngineError, clean, inspect, plan
from bot.engine.blocks import exif
from bot.engine.errors import Unsupported
from bot.engine.formats import raw
from bot.engine.formats.raw import MAGIC
from bot.engine.model import Finding, Kind, Position
from tests import corpus, judges
from tests.engine.exif_blocks import BLOB, LONG, SHORT, TEXT, block, directory
from tests.engine.raws import CFA, PACKED, RAWS, SHOWN, properties, tiff, x3f

REAL = {  # of the open corpus: where it starts -> type, pixels
    "09b19f5c": ("X3F", (2268, 1512)),
    "3e4d0ab5": ("KDC", (1280, 960)),
    "604bdd78": ("CRW", (3072, 2048)),
    "7303c55b": ("KDC", (756, 504)),
    "7925cecf": ("CR3", (3584, 2386)),
}
JUDGED = ("IFD0:Make", "IFD0:Artist", "Canon:InternalSerialNumber", "Nikon:SerialNumber")
MONAS = Position(-6.208333333333333, 106.81666666666666)
HEAP = 8 * 1024 * 1024  # bytes: what reading may take of a file of any size


def real() -> dict[str, bytes]:
    files = sorted((corpus.need(corpus.OPEN) / "files").iterdir())
    return {f.name[:8]: f.read_bytes() for f in files if f.name[:8] in REAL}


def told(data: bytes, kind: Kind) -> list[object]:
    return [finding.value for finding in inspect(data).findings if finding.kind is kind]


@pytest.mark.parametrize("name", RAWS)
def test_a_raw_file_is_read_and_refused_by_its_name(name: str) -> None:
    assert name == inspect(RAWS[name]).format.NAME
    assert inspect(RAWS[name]).findings
    for refuses in (plan, clean):
        with pytest.raises(Unsupported) as refusal:
            refuses(RAWS[name])
        assert refusal.value.what.name == name


def test_real_files_are_read_and_refused_by_their_names() -> None:
    found = {}
    for name, data in real().items():
        found[name] = (inspect(data).format.NAME, inspect(data).dimensions())
        with pytest.raises(Unsupported):
            plan(data)
    assert found == REAL


@pytest.mark.parametrize(
    "data",
    [
        block((0x010F, TEXT, b"NIKON CORPORATION\0"), (0x0103, SHORT, (1,)), order="<"),
        block((0x010F, TEXT, b"SONY\0"), (0x0103, SHORT, (7,)), (0x0106, SHORT, (6,))),
        block((0x0103, SHORT, (32770,))),
        tiff("Canon", CFA, (0xC612, 1, b"\1\4\0\0")),
        b"II*\0",
        b"II*\0\xff\xff\xff\xff",
    ],
    ids=["scanner", "editor", "no-maker", "dng", "cut", "nowhere"],
)
def test_a_plain_tiff_and_a_dng_are_no_raw(data: bytes) -> None:
    assert raw.find(memoryview(data)) is None


@pytest.mark.parametrize("name", ["NEF", "ARW", "PEF", "SRW", "DCR", "3FR", "ORF", "RW2"])
def test_a_tiff_of_a_camera_tells_all(name: str) -> None:
    assert told(RAWS[name], Kind.GPS_POSITION) == [MONAS]
    assert told(RAWS[name], Kind.DATETIME) == ["2025-09-10T14:03:12"]
    assert told(RAWS[name], Kind.THUMBNAIL) == [40]
    assert inspect(RAWS[name]).dimensions() == (6000, 4000)


def test_a_raw_file_with_a_magic_behind_tiffs_own_is_known() -> None:
    for magic, name in ((b"\xba\xb0\xac\xbb", "Canon 1D RAW"), (b"IIII", "IIQ")):
        assert name == inspect(b"II*\0\x10\0\0\0" + magic + bytes(40)).format.NAME
        assert raw.find(memoryview(b"BM\0\0\x10\0\0\0" + magic + bytes(40))) is None


def test_a_camera_file_that_opens_with_a_small_picture_is_raw() -> None:
    fields = ((0x00FE, LONG, (1,)), (0x0103, SHORT, (6,)))
    assert inspect(block(*fields, (0x010F, TEXT, b"SONY\0"))).format.NAME == "ARW"
    assert raw.find(memoryview(block(*fields, (0x010F, TEXT, b"Pabrik\0")))) is None


def test_an_exif_directory_may_say_how_large_the_picture_is() -> None:
    pixels = [(0xA002, SHORT, (3456,)), (0xA003, SHORT, (2304,))]
    data = tiff("Canon", CFA, magic=b"")
    assert inspect(data).dimensions() == (6000, 4000)
    data = b"IIRO" + block((0x0100, SHORT, (160,)), exif=pixels, order="<")[4:]
    assert inspect(data).dimensions() == (3456, 2304)


def test_a_contax_writes_backwards() -> None:
    data = bytearray(160)
    words = ((1, "1.00"), (0x0C, "N DIGITAL"), (0x19, "KYOCERA"), (0x21, "2003:02:14 14:03:12"))
    for at, text in words:
        data[at : at + len(text)] = text[::-1].encode()
    assert told(bytes(data), Kind.MAKE) == ["KYOCERA"]
    assert told(bytes(data), Kind.MODEL) == ["N DIGITAL"]
    assert told(bytes(data), Kind.DATETIME) == ["2003-02-14T14:03:12"]


def test_leafs_and_kodaks_own_records_are_read() -> None:
    record = b"PKTS\0\0\0\1" + b"back_serial_number".ljust(40, b"\0") + b"\0\0\0\x0aLEAF012345"
    assert told(tiff("Leaf", (), (0x8606, BLOB, record)), Kind.SERIAL) == ["LEAF012345"]
    own = directory(4000, [(0x03E9, TEXT, b"DCP15614.KDC\0")], "<")
    data = tiff("Kodak", CFA, (0x8290, LONG, (4000,))).ljust(4000, b"\0") + own
    assert told(data, Kind.UNIQUE_ID) == ["DCP15614.KDC"]
    assert told(data, Kind.MAKER_NOTE) == ["Kodak"]


def test_a_makers_note_is_read() -> None:
    assert told(RAWS["NEF"], Kind.SERIAL) == ["2012345"]


def test_what_the_sensor_saw_is_no_thumbnail() -> None:
    assert told(RAWS["CR2"], Kind.THUMBNAIL) == []


def test_panasonics_own_tags_are_no_software() -> None:
    assert told(RAWS["RW2"], Kind.SOFTWARE) == []


def test_the_pixels_of_panasonic_lie_between_borders() -> None:
    borders = [(tag, SHORT, (value,)) for tag, value in ((4, 10), (5, 20), (6, 3010), (7, 4020))]
    assert inspect(b"IIU\0" + block(*borders, order="<")[4:]).dimensions() == (4000, 3000)


@pytest.mark.parametrize("name", ["RAF", "MRW"])
def test_a_raw_file_with_an_exif_block_tells_it(name: str) -> None:
    assert told(RAWS[name], Kind.OWNER) == ["Rani Wijaya"]
    assert told(RAWS[name], Kind.DATETIME) == ["2025-09-10T14:03:12"]


def test_boxes_tell_all() -> None:
    assert told(RAWS["CR3"], Kind.GPS_POSITION) == [MONAS]
    assert told(RAWS["CR3"], Kind.SERIAL) == ["093022004357", "KQ0121813"]
    assert len(told(RAWS["CR3"], Kind.THUMBNAIL)) == 2
    assert Finding(Kind.MAKER_NOTE, "Exif", "MakerNote", "Canon") in inspect(RAWS["CR3"]).findings
    assert "XMP" in {finding.label for finding in inspect(RAWS["CR3"]).findings}


@pytest.mark.parametrize(
    ("name", "size"), [("RAF", (4500, 3000)), ("MRW", (2560, 1920)), ("CR3", (6000, 4000))]
)
def test_the_size_is_told(name: str, size: tuple[int, int]) -> None:
    assert inspect(RAWS[name]).dimensions() == size


def test_exiftool_reads_the_same_off_files_by_hand(tmp_path: Path) -> None:
    judges.need_exiftool()
    for name in ("NEF", "ARW", "ORF", "RAF", "MRW", "CR3"):
        (tmp_path / f"x.{name.lower()}").write_bytes(RAWS[name])
    seen = []
    for facts in judges.exiftool(tmp_path):
        found = inspect(Path(str(facts["SourceFile"])).read_bytes())
        assert facts["File:FileType"] == found.format.NAME
        values = {str(finding.value) for finding in found.findings}
        told = [str(facts[tag]) for tag in JUDGED if tag in facts]
        assert values.issuperset(told)
        seen += told
    assert len(seen) == 10


@given(st.sampled_from(sorted(RAWS)), st.data())
def test_any_damage_is_read_without_a_word(name: str, draw: st.DataObject) -> None:
    data = bytearray(RAWS[name])
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    _read(bytes(data[: draw.draw(st.integers(0, len(data)))]))


@given(st.sampled_from(MAGIC), st.binary(max_size=300))
def test_any_bytes_behind_a_magic_are_read(magic: tuple[int, bytes, str], tail: bytes) -> None:
    at, start, name = magic
    before = b"II*\0".ljust(at, b"\0") if at == 8 else bytes(at)
    data = (before + start + tail).ljust(raw.HEAD, b"\0")
    assert _read(data) == name


def test_real_files_cut_anywhere_are_read() -> None:
    for data in real().values():
        for tenth in range(1, 10):
            _read(data[: len(data) * tenth // 10])


def _read(data: bytes) -> str:
    """Read all that can be read; only our own error may come out."""
    try:
        found = inspect(data)
    except EngineError:
        return ""
    assert len(found.findings) < 20_000
    found.dimensions()
    return found.format.NAME


@pytest.mark.parametrize("name", ["NEF", "CR2", "RW2", "RAF", "CR3", "MRW"])
def test_a_file_of_any_size_is_read_in_a_small_heap(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        file.write(RAWS[name])
        file.truncate(300 * 1024 * 1024)
    with path.open("rb") as big, mmap.mmap(big.fileno(), 0, prot=mmap.PROT_READ) as data:
        tracemalloc.start()
        found = inspect(memoryview(data))
        assert found.findings
        found.dimensions()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < HEAP
        del found


def test_a_tag_that_claims_the_whole_file_is_not_copied() -> None:
    data = tiff("SONY", PACKED, (0x02BC, LONG, (0,) * 2_000_000))
    assert Finding(Kind.UNKNOWN, "Exif", "XMP", 8_000_000) in inspect(data).findings


def test_sigmas_sections_tell_camera_moment_and_owner() -> None:
    assert told(RAWS["X3F"], Kind.SERIAL) == ["02001234"]
    assert told(RAWS["X3F"], Kind.DATETIME) == ["2025-09-10T14:03:12", "2001-01-01T00:36:35"]
    assert told(RAWS["X3F"], Kind.OWNER) == ["Rani Wijaya"]
    assert inspect(RAWS["X3F"]).dimensions() == (2268, 1512)


def test_a_preview_that_is_listed_often_is_read_a_few_times() -> None:
    assert len(told(x3f(*[SHOWN] * 60), Kind.THUMBNAIL)) == 4


def test_what_only_a_sensor_writes_makes_a_makers_tiff_raw() -> None:
    fields = [(0x010F, TEXT, b"NIKON\0"), (0x0103, SHORT, (34713,))]
    assert inspect(block(*fields)).format.NAME == "NEF"
    assert raw.find(memoryview(block(fields[1]))) is None


def test_a_sensors_data_below_is_no_thumbnail() -> None:
    bare = [field for field in CFA if field[0] != 0x00FE]
    found = exif.read(tiff("SONY", tuple(bare)))
    assert [f.value for f in found if f.kind is Kind.THUMBNAIL] == [40]


def test_a_broken_preview_hides_nothing_behind_it() -> None:
    broken = (b"IMA2", bytes(28) + b"\xff\xd8\0\0")
    data = x3f(broken, (b"PROP", properties(CAMSERIAL="02001234")))
    assert told(data, Kind.SERIAL) == ["02001234"]


@pytest.mark.parametrize(
    "data",
    [
        RAWS["CR3"].replace(b"\0\0\0\x26CNCV", b"\0\0\0\x25CNCV"),
        RAWS["RAF"].replace(b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe1\0\0"),
    ],
    ids=["boxes", "preview"],
)
def test_what_cannot_be_read_is_told_as_unknown(data: bytes) -> None:
    assert data not in RAWS.values()
    assert told(data, Kind.UNKNOWN)
