"""The words themselves: what stands first, which tip, how Indonesians write numbers and days."""

import pytest

from bot.engine.errors import EngineError
from bot.engine.formats import foreign
from bot.engine.model import HARMLESS, Caution, Finding, Kind, Position
from bot.report import make_report
from bot.wording import Wording, caption, lines, names, numbers
from bot.wording.catalogue import Catalogue
from bot.wording.markup import plain
from tests.wording.reports import MONAS, of

WORDING = Wording()


def first_lines(*told: Finding) -> list[str]:
    return plain(WORDING.caption(of(*told), 2_000_000)).splitlines()[:4]


def test_a_photo_with_a_place_says_so_first() -> None:
    assert first_lines(MONAS, Finding(Kind.MODEL, "Exif", "Model", "SM-A546E")) == [
        "Foto ini memberi tahu tempat pemotretannya.",
        "",
        "📍 Lokasi: 6,1754° LS, 106,8272° BT",
        "Titik ini bisa dibuka siapa saja di peta.",
    ]


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ([Finding(Kind.PLACE, "IPTC", "City", "Bandung")], "Tempat: Bandung"),
        ([Finding(Kind.GPS_BLANKED, "Exif", "GPSLatitude")], "Lokasi: sudah dikosongkan."),
        ([Finding(Kind.PERSON, "XMP", "PersonInImage", "Ayu")], "Di dalam foto: Ayu"),
        ([Finding(Kind.FACE_REGION, "XMP", "RegionList", "Ayu")], "Di dalam foto: Ayu"),
        ([Finding(Kind.FACE_REGION, "XMP", "RegionList")], "Wajah: 1 ditandai."),
        (
            [Finding(Kind.OWNER, "Exif", "Artist", name) for name in ("Ayu", "Budi", "Cici", "D")],
            "Nama: Ayu, Budi, dan 2 lainnya",
        ),
        (
            [
                Finding(Kind.MAKE, "Exif", "Make", "Canon"),
                Finding(Kind.MODEL, "Exif", "Model", "Canon EOS R6"),
                Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "0123"),
            ],
            "Perangkat: Canon EOS R6, nomor seri 0123",
        ),
        (
            [
                Finding(Kind.MAKE, "Exif", "Make", "samsung"),
                Finding(Kind.MODEL, "Exif", "Model", "SM-A546E"),
            ],
            "Perangkat: samsung SM-A546E",
        ),
        ([Finding(Kind.UNIQUE_ID, "Exif", "ImageUniqueID", "A1")], "Nomor unik: A1"),
        (
            [
                Finding(Kind.MODEL, "Exif", "Model", "SM-A546E"),
                Finding(Kind.UNIQUE_ID, "Exif", "ImageUniqueID", "A1"),
            ],
            "Perangkat: SM-A546E, 1 nomor unik",
        ),
        ([Finding(Kind.SETTING, "Exif", "ISO", 100)], "Catatan teknis: setelan kamera."),
        (
            [Finding(Kind.DATETIME, "Exif", "DateTimeOriginal", "2025-09-10T14:03:12+07:00")],
            "Waktu: Rabu, 10 September 2025 pukul 14.03 WIB",
        ),
        (
            [
                Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", 8200),
                Finding(Kind.EMBEDDED, "trailer", "motion-video", "motion-video"),
            ],
            "Tersembunyi: video pendek dan gambar mini 8,2 kB.",
        ),
        ([Finding(Kind.TRAILING, "trailer", "bytes", 12)], "Tersembunyi: 12 byte di belakang"),
        ([Finding(Kind.HISTORY, "XMP", "History", "saved")], "Riwayat edit: 1 catatan."),
        ([Finding(Kind.C2PA, "C2PA", "manifest", "Kamera X")], "(C2PA): Kamera X"),
        ([Finding(Kind.PROMPT, "tEXt", "prompt", "seekor kucing")], "Perintah AI: seekor kucing"),
        ([Finding(Kind.AI_ORIGIN, "XMP", "DigitalSourceType", "x")], "menyatakan dibuat"),
        ([Finding(Kind.UNKNOWN, "APP9", "APP9", 144_000)], "Tak dikenal: 144 kB data."),
    ],
)
def test_a_topic_has_its_fact_and_its_meaning(told: list[Finding], fact: str) -> None:
    row = first_lines(*told)
    assert fact in row[2]
    assert row[3].endswith(".")


def test_every_kind_that_can_be_worst_has_a_meaning() -> None:
    little = {Kind.MAKE, Kind.LENS, Kind.SETTING, Kind.MAKER_NOTE, Kind.COLOUR_PROFILE}
    assert set(Kind) - set(lines.MEANINGS) - little == HARMLESS


def test_the_tip_follows_the_worst_finding() -> None:
    prompt = Finding(Kind.PROMPT, "tEXt", "prompt", "kucing")
    assert "cabut izin Lokasi" in WORDING.caption(of(prompt, MONAS))
    assert "buatan AI" in WORDING.caption(of(prompt))
    assert "Hapus juga" in WORDING.caption(of(Finding(Kind.SETTING, "Exif", "ISO", 1)))


def test_the_sizes_before_and_after_are_told() -> None:
    assert "(2,1 MB → 2 MB)" in WORDING.caption(of(MONAS), 2_000_000)


@pytest.mark.parametrize("caution", Caution)
def test_what_will_be_missing_is_said_with_and_without_a_copy(caution: Caution) -> None:
    report = make_report("JPEG", 10, (1, 1), [], [caution])
    words = WORDING.say(caption.CAUTIONS[caution])
    for text in (
        WORDING.caption(report),
        WORDING.already_clean(report),
        WORDING.plain_report(report),
    ):
        assert f"⚠️ {words}" in text


def test_a_clean_photo_is_not_promised_more_than_was_checked() -> None:
    told = plain(WORDING.already_clean(of()))
    assert "sudah bersih" in told
    assert "tidak saya periksa" in told


def test_details_name_the_tag_and_its_block() -> None:
    told = WORDING.details(of(MONAS, Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "7")))
    assert [plain(text) for text in told] == [
        "Lokasi\n"
        "• Titik lokasi: 6,1754° LS, 106,8272° BT (Exif GPSLatitude)\n"
        "\n"
        "Perangkat\n"
        "• Nomor seri: 7 (Exif BodySerialNumber)"
    ]


def test_four_hundred_settings_are_counted_not_listed() -> None:
    settings = [Finding(Kind.SETTING, "Exif", f"Tag{n}", n + 1) for n in range(400)]
    told = "".join(WORDING.details(of(*settings)))
    assert told.count("Setelan teknis") == 40
    assert "360 lainnya" in told


def test_a_chatty_file_fills_four_messages_and_no_more() -> None:
    chatty = [
        Finding(kind, "XMP", "x" * 60, f"{n} " + "y" * 300) for kind in Kind for n in range(40)
    ]
    told = WORDING.details(of(*chatty))
    assert len(told) == 4
    assert told[-1].endswith("jadi saya cukupkan di sini.")


def test_a_file_without_findings_has_details_too() -> None:
    assert WORDING.details(of()) == ["Tidak ada metadata di file ini."]


@pytest.mark.parametrize("error", EngineError.__subclasses__())
def test_every_refusal_has_a_sentence_of_its_own(error: type[EngineError]) -> None:
    others = {WORDING.refusal(e.kind, "HEIC") for e in EngineError.__subclasses__()}
    assert len(others) == len(EngineError.__subclasses__())
    assert WORDING.refusal(error.kind, "HEIC")[0].isupper()


def test_a_refusal_names_what_the_file_is() -> None:
    assert "gambar PSD" in WORDING.refusal("unsupported", "PSD")
    assert "foto RAW kamera (CR2)" in WORDING.refusal("unsupported", "CR2")
    assert "file PDF" in WORDING.refusal("unsupported", "PDF")


def test_every_picture_that_is_called_one_can_be_recognised() -> None:
    known = {name for _, _, name in foreign.MAGIC} | set(foreign.FTYP_BRANDS.values())
    assert known >= names.PICTURES


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (8_200, "8,2 kB"),
        (144_400, "144 kB"),
        (2_100_000, "2,1 MB"),
        (20_971_520, "21 MB"),
    ],
)
def test_sizes_are_short(count: int, words: str) -> None:
    assert WORDING.size(count) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-09-10T14:03:00", "Kamis, 10 September 2026 pukul 14.03"),
        ("2026-09-10T14:03:00+08:00", "Kamis, 10 September 2026 pukul 14.03 WITA"),
        ("2026-09-10T14:03:00+09:00", "Kamis, 10 September 2026 pukul 14.03 WIT"),
        ("2026-09-10T14:03:00Z", "Kamis, 10 September 2026 pukul 14.03 UTC"),
        ("2026-09-10T14:03:00-03:30", "Kamis, 10 September 2026 pukul 14.03 UTC-03.30"),
        ("2026-09-10", "10 September 2026"),
        ("0000-99-99", "0000-99-99"),
        ("kemarin", "kemarin"),
    ],
)
def test_days_are_written_as_indonesians_write_them(iso: str, words: str) -> None:
    assert WORDING.date(iso) == words


def test_places_and_lists() -> None:
    there = numbers.coordinates(Catalogue("id"), Position(47.5, -122.25))
    assert there == "47,5000° LU, 122,2500° BB"
    assert numbers.list_of("id", ["GPS", "tanggal", "model"]) == "GPS, tanggal, dan model"


def test_what_telegram_registers_fits_its_limits() -> None:
    assert len(WORDING.description()) <= 512
    assert len(WORDING.short_description()) <= 120
    for name, what in WORDING.commands():
        assert name.isascii()
        assert 3 <= len(what) <= 256


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        Wording("xx")
