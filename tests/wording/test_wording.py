"""The words themselves: what stands first, which tip, how Indonesians write numbers and days."""

import ast
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot import engine
from bot.engine.errors import EngineError, Feature, Unsupported
from bot.engine.formats import FORMATS, detect, foreign, raw
from bot.engine.model import Caution, Finding, Kind, Position
from bot.report import Clue, Meaning, Risk, Step, Threat, make_report
from bot.wording import Wording, caption, details, formatting, labels, topics, video
from bot.wording.catalogue import Catalogue
from bot.wording.markup import plain
from tests.wording.reports import MONAS, of
from tests.wording.test_catalogue import in_code

WORDING = Wording()


def first_lines(*told: Finding) -> list[str]:
    return plain(WORDING.caption(of(*told), 2_000_000)).splitlines()[:4]


def test_a_photo_with_a_place_says_so_first() -> None:
    assert first_lines(MONAS, Finding(Kind.MODEL, "Exif", "Model", "SM-A546E")) == [
        "🔴 Foto ini memberi tahu di mana ia dipotret.",
        "",
        "📍 Lokasi: sekitar 300 m dari Gambir, Jakarta Pusat (6,1754° LS, 106,8272° BT)",
        "Cukup tepat untuk menunjuk satu rumah.",
    ]


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ([Finding(Kind.PLACE, "IPTC", "City", "Bandung")], "Tempat: Bandung"),
        ([Finding(Kind.GPS_BLANKED, "Exif", "GPSLatitude")], "Lokasi: sudah dikosongkan."),
        ([Finding(Kind.PERSON, "XMP", "PersonInImage", "Ayu")], "Orang di dalamnya: Ayu"),
        ([Finding(Kind.FACE_REGION, "XMP", "RegionList", "Ayu")], "Orang di dalamnya: Ayu"),
        ([Finding(Kind.FACE_REGION, "XMP", "RegionList")], "Wajah yang ditandai: 1."),
        (
            [Finding(Kind.OWNER, "Exif", "Artist", name) for name in ("Ayu", "Budi", "Cici", "D")],
            "Pemilik atau pembuat: Ayu, Budi, dan 2 lainnya",
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
        (
            [
                Finding(Kind.MAKE, "Exif", "Make", "NIKON CORPORATION"),
                Finding(Kind.MODEL, "Exif", "Model", "Nikon D300"),
            ],
            "Perangkat: Nikon D300",
        ),
        (
            [Finding(Kind.MAKE, "Exif", "Make", "A"), Finding(Kind.MODEL, "Exif", "Model", " ")],
            "Perangkat: A",
        ),
        (
            [Finding(Kind.TEXT, "tEXt", "x", text) for text in ("0, 1, 1", "65535", "Halo", "7")],
            "Tulisan: Halo, 0, 1, 1, dan 2 lainnya",
        ),
        ([Finding(Kind.UNIQUE_ID, "Exif", "ImageUniqueID", "A1")], "Nomor unik: A1"),
        (
            [
                Finding(Kind.MODEL, "Exif", "Model", "SM-A546E"),
                Finding(Kind.UNIQUE_ID, "Exif", "ImageUniqueID", "A1"),
            ],
            "Perangkat: SM-A546E, 1 nomor unik",
        ),
        ([Finding(Kind.MAKE, "Exif", "Make", "samsung")], "Perangkat: samsung"),
        ([Finding(Kind.HOST, "Exif", "HostComputer", "iPhone Ayu")], "Nama perangkat: iPhone Ayu"),
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
        (
            [Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", 0)],
            "Tersembunyi: gambar mini.",
        ),
        ([Finding(Kind.UNKNOWN, "APP9", "APP9", 0)], "Data tak dikenal ada di file ini."),
        ([Finding(Kind.TRAILING, "trailer", "bytes", 12)], "Tersembunyi: 12 byte di ujung file."),
        ([Finding(Kind.HISTORY, "XMP", "History", "saved")], "Riwayat edit: 1 catatan."),
        ([Finding(Kind.C2PA, "C2PA", "manifest", "Kamera X")], "(C2PA): Kamera X"),
        (
            [Finding(Kind.PROMPT, "tEXt", "prompt", "seekor kucing")],
            "Perintah untuk AI: seekor kucing",
        ),
        ([Finding(Kind.AI_ORIGIN, "XMP", "DigitalSourceType", "x")], "menyatakan dibuat"),
        ([Finding(Kind.UNKNOWN, "APP9", "APP9", 144_000)], "Data tak dikenal: 144 kB."),
    ],
)
def test_a_topic_has_its_fact_and_its_meaning(told: list[Finding], fact: str) -> None:
    row = first_lines(*told)
    assert fact in row[2]
    assert row[3].endswith(".")


def test_every_meaning_has_words() -> None:
    assert set(topics.MEANINGS) == set(Meaning)
    assert set(caption.TIPS) == set(Step)
    assert set(details.THREATS) == set(Threat)
    assert set(topics.CLUES) == set(Clue)


def test_the_tip_follows_the_worst_finding() -> None:
    prompt = Finding(Kind.PROMPT, "tEXt", "prompt", "kucing")
    assert "cabut izin Lokasi" in WORDING.caption(of(prompt, MONAS))
    assert "buatan AI" in WORDING.caption(of(prompt))
    assert "Hapus juga" in WORDING.caption(of(Finding(Kind.SETTING, "Exif", "ISO", 1)))
    person = Finding(Kind.PERSON, "XMP", "PersonInImage", "Ayu")
    assert "Minta izin" in WORDING.caption(of(person, prompt))
    assert "cabut izin Lokasi" in WORDING.caption(of(person, MONAS))


@pytest.mark.parametrize(("size", "shows"), [(0, False), (120, False), (8200, True)])
def test_a_thumbnail_of_a_few_pixels_shows_nothing_that_was_cropped(size: int, shows: bool) -> None:
    told = WORDING.caption(of(Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", size)))
    assert ("sudah Anda potong" in told) == ("Setelah memotong" in told) == shows
    assert "byte" not in told


def test_the_sizes_before_and_after_are_told() -> None:
    assert "(2,1 MB → 2 MB)" in WORDING.caption(of(MONAS), 2_000_000)
    assert "→" not in WORDING.caption(of(MONAS), 2_099_000)


@pytest.mark.parametrize("caution", Caution)
def test_what_is_missing_is_said_of_a_copy_that_is_there_and_of_one_that_could_be(
    caution: Caution,
) -> None:
    report = make_report("JPEG", 10, (1, 1), [], [caution])
    assert f"⚠️ {WORDING.say(caption.CAUTIONS[caution])}" in WORDING.caption(report)
    ahead = WORDING.say(caption.FUTURE_CAUTIONS[caution])
    assert f"⚠️ {ahead}" in WORDING.plain_report(report)
    assert ahead.startswith("Di salinan bersih, ") or caution is Caution.ENDS_EARLY


@pytest.mark.parametrize("caution", Caution)
def test_where_there_is_no_copy_only_what_the_original_lacks_is_said(caution: Caution) -> None:
    report = make_report("JPEG", 10, (1, 1), [], [caution])
    cut_short = caution is Caution.ENDS_EARLY
    assert ("⚠️" in WORDING.already_clean(report)) == cut_short
    assert ("terpotong" in WORDING.only_read(report, "unsupported", Feature("NEF"))) == cut_short


def test_a_copy_of_a_file_that_told_nothing_is_not_said_to_have_lost_it_all() -> None:
    told = plain(WORDING.caption(of(Finding(Kind.BLOCK, "Exif", "Exif", 40)), 2_000_000))
    assert told.startswith("✅ Data teknis yang tersisa sudah saya buang.")
    assert "Tidak ada jejak" not in told
    assert "Semua itu" not in told


@pytest.mark.parametrize(("fmt", "word"), [("MP4", "Video ini"), ("M4A", "Rekaman ini")])
@pytest.mark.parametrize(
    "told", [[], [MONAS], *([Finding(kind, "XMP", "", 4000)] for kind in sorted(set(Kind)))]
)
def test_a_film_is_called_no_photo(told: list[Finding], fmt: str, word: str) -> None:
    report = make_report(fmt, 10, (1, 1), told, [Caution.ENDS_EARLY])
    captions = [WORDING.caption(report, 9), WORDING.already_clean(report)]
    assert word in captions[1]
    assert word in captions[0] or not report.items or report.risk is Risk.NONE
    for text in (*captions, WORDING.plain_report(report), WORDING.copy_name(report)):
        assert "gambarnya" not in text
        assert not re.search(r"foto(?! lain dari)", text, re.IGNORECASE), text


def test_only_what_is_said_of_a_photo_is_said_otherwise_of_a_film() -> None:
    assert {fmt.NAME for fmt in FORMATS} >= video.VIDEOS | video.SOUNDS
    assert video.REPLACEMENTS.keys() <= in_code()


def test_a_clean_photo_is_not_promised_more_than_was_checked() -> None:
    told = plain(WORDING.already_clean(of()))
    assert "sudah bersih" in told
    assert "tidak saya periksa" in told


def test_details_name_the_tag_and_its_block() -> None:
    told = WORDING.details(of(MONAS, Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "7")))
    assert [plain(text) for text in told] == [
        "Lokasi (risiko tinggi)\n"
        "Cukup tepat untuk menunjuk satu rumah. Jenis risiko: data tersembunyi.\n"
        "• Titik lokasi: 6,1754° LS, 106,8272° BT (Exif GPSLatitude)\n"
        "\n"
        "Perangkat (risiko sedang)\n"
        "Foto lain dari perangkat ini bisa dikaitkan lewat nomor itu."
        " Jenis risiko: data tersembunyi.\n"
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
    others = {WORDING.refusal(e.kind, Feature("PSD")) for e in EngineError.__subclasses__()}
    assert len(others) == len(EngineError.__subclasses__())
    assert WORDING.refusal(error.kind, Feature("PSD"))[0].isupper()


def test_a_refusal_names_what_the_file_is() -> None:
    assert "foto RAW kamera (CR2)" in WORDING.refusal("unsupported", Feature("CR2"))
    assert "file PDF, bukan foto" in WORDING.refusal("unsupported", Feature("PDF"))
    for what in ("PSD", "PNG", "CgBI PNG", "JPEG-LS", "hierarchical JPEG", "AVI"):
        told = WORDING.refusal("unsupported", Feature(what))
        assert told.startswith("Jenis ")
        assert "bukan foto" not in told


def in_the_engine() -> set[str]:
    """Return every literal that `Unsupported` is raised with."""
    calls = (
        node
        for path in Path(engine.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unsupported"
    )
    told = (call.args[0] for call in calls)
    return {str(arg.value) for arg in told if isinstance(arg, ast.Constant)}


@pytest.mark.parametrize("what", sorted(in_the_engine() | labels.FEATURES.keys()))
def test_a_feature_is_named_in_our_language(what: str) -> None:
    told = WORDING.refusal("unsupported", Feature(what))
    assert not re.search(r"\b(in|of|with|whose|that|out|encrypted|compressed)\b", told), told


def test_a_coder_of_films_is_named() -> None:
    feature = Feature("video of JPEG files", is_video=True, codec="JPEG")
    assert WORDING.refusal("unsupported", feature).startswith("Jenis video JPEG ini")


def test_a_name_is_no_sentence_of_ours() -> None:
    assert "{0}" in WORDING.refusal("unsupported", Feature("{0}"))


def test_a_film_that_is_not_cleaned_is_called_no_photo() -> None:
    assert "foto" not in WORDING.refusal("unsupported", Feature("encrypted video", is_video=True))
    for head in (b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0AVI "):
        with pytest.raises(Unsupported, match=r"AVI|WebM") as refusal:
            detect(memoryview(head))
        assert "foto" not in WORDING.refusal("unsupported", refusal.value.what)


def test_every_type_that_is_called_no_photo_can_be_recognised() -> None:
    known = {name for _, _, name in foreign.MAGIC} | set(foreign.RIFF_KINDS.values()) | {"HTML"}
    known |= {name for _, name in foreign.ZIP_KINDS}
    assert known >= labels.NO_MEDIA


def test_the_list_of_what_is_cleaned_is_the_engines() -> None:
    told = labels.format_names(Catalogue("id"))
    cleaned = {fmt.NAME for fmt in FORMATS} - raw.NAMES
    assert set(told.replace(", dan ", ", ").split(", ")) == cleaned - labels.MP4_VARIANTS
    assert told in WORDING.page("bantuan", limit="20 MB")
    assert told in WORDING.refusal("unknown-format")


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
    there = formatting.format_coordinates(Catalogue("id"), Position(47.5, -122.25))
    assert there == "47,5000° LU, 122,2500° BB"
    assert formatting.format_list("id", ["GPS", "tanggal", "model"]) == "GPS, tanggal, dan model"


def test_what_telegram_registers_fits_its_limits() -> None:
    assert len(WORDING.description()) <= 512
    assert len(WORDING.short_description()) <= 120


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        Wording("xx")


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("AndroidManifest.xml", "APK"),
        ("foto.jpg", "ZIP"),
    ],
)
def test_a_zip_is_called_what_it_is(inner: str, name: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inner, b"x" * 300_000)
    assert foreign.name(memoryview(file.getvalue())) == name


def test_a_document_gets_a_first_step() -> None:
    sentence = WORDING.refusal("unsupported", Feature("Word"))
    assert sentence.startswith("Ini file Word, bukan foto.")
    assert "tangkapan layar" in sentence
