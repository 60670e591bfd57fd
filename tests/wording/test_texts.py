"""What the advisor says: whole, short, true to its sources, and nothing that nobody verified."""

import re
from collections import Counter
from datetime import date

import pytest

from tests import corpus
from tests.wording import texts
from tests.wording.test_laws import Telegram
from tests.wording.texts import CONFIDENCES, KEYS, LANGUAGES, UNKNOWN, Line, Text, visible

FACTS = corpus.SHARED / "fakta"
SCREEN = 900  # characters that fit a phone without scrolling
REST = 2500
LINE = 140

TOPICS = texts.every("topics")
CARDS = texts.every("services")
PAGES = [page for page in texts.every("pages") if page.name in {"darurat", "hukum", "tips"}]
ALL = [*TOPICS, *CARDS, *PAGES]

WRONG = re.compile(
    r"\b(anda|(?i:kamu|upload|download|silahkan|merubah|dimana|mohon|ijin|resiko|aktifitas|nasehat|"
    r"praktek|dihimbau|di karenakan|pengguna diharapkan))\b"
)
# What the facts mark as unverified, contradicted or of a single weak source: it tempts.
UNVERIFIED = (
    "Tag lokasi", "Simpan info lokasi", "berbagi aman", "Remove Location Info",
    "Tingkatkan model", "Kontrol data", "Aktivitas Aplikasi Gemini", "Simpan aktivitas",
    "aduan.safenet", "Rp700", "500 juta (Pasal 14", "9 tahun", "24-72 jam", "StyleGAN3",
    "Symphony", "CODA menggugat", "CODA sued", "sejak 19 Mei 2026", "Badan PDP sudah",
)  # fmt: skip
ADDRESS = re.compile(r"\b[a-z0-9][a-z0-9.-]*\.(?:com|org|id|net|ai|gov|app)\b(?:/[\w./?=-]*\w)?")
PHONE = re.compile(r"\b\d[\d-]{6,}\d\b")
DATED = re.compile(r"\d{4}(-\d\d){0,2}")


def named(text: Text) -> str:
    return f"{text.language}-{text.kind}-{text.name}"


def stated(text: Text) -> str:
    """Return all a reader may see of a file: without a card's keys, sources and dates."""
    if text.kind == "services":
        return visible("\n".join([text.title, *(line.text for line in texts.lines(text))]))
    return visible("\n".join([text.title, *text.parts]))


@pytest.fixture(scope="module")
def facts() -> str:
    folder = corpus.need(FACTS if FACTS.is_dir() else None)
    told = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.md")))
    names = "\n".join(path.name for path in folder.glob("*.md"))
    return f"{told}\n{names}".replace("\N{NON-BREAKING HYPHEN}", "-")


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, without the numbering of its steps and its separators."""
    plain = re.sub(r"^\d\. ", "", text, flags=re.M)
    return set(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", plain)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_has_its_text(language: str) -> None:
    assert {topic.name for topic in TOPICS if topic.language == language} == texts.TOPICS
    assert {card.name for card in CARDS if card.language == language} == texts.SERVICES


@pytest.mark.parametrize("text", ALL, ids=named)
def test_a_head_is_complete(text: Text) -> None:
    assert text.head["id"] == text.name
    assert text.title
    assert text.title == visible(text.title)
    assert text.kind == "pages" or ".md" not in text.head.get("sources", "")  # people read them
    if text.name in texts.NO_FACTS:
        assert (text.sources, text.head["checked_on"]) == ([], "")
    else:
        assert text.sources
        date.fromisoformat(text.head["checked_on"])


@pytest.mark.parametrize("text", ALL, ids=named)
def test_a_source_is_older_than_its_check(text: Text) -> None:
    for _, day in text.sources:
        assert not day or DATED.fullmatch(day)
        assert day <= text.head["checked_on"]


@pytest.mark.parametrize("text", [*TOPICS, *PAGES], ids=named)
def test_a_text_is_html_that_telegram_takes(text: Text) -> None:
    for part in text.parts:
        Telegram(part)
        assert part == part.lstrip("\n")
        assert "\n\n\n" not in part
    assert not re.search(r"[{}#]|^ |^[-*] |\*\*", "\n".join(text.parts), re.M)


@pytest.mark.parametrize("topic", TOPICS, ids=named)
def test_a_topic_fits_one_screen(topic: Text) -> None:
    first, *rest = map(visible, topic.parts)
    assert len(topic.title) + len(first) <= SCREEN
    assert len(rest) <= 1
    assert all(0 < len(part) <= REST for part in rest)
    assert len(topic.title) <= 64


@pytest.mark.parametrize("name", ["darurat", "hukum"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_of_help_fits_one_screen(language: str, name: str) -> None:
    page = texts.read(language, "pages", name)
    assert len(page.title) + len(visible(page.body)) <= SCREEN


@pytest.mark.parametrize("card", CARDS, ids=named)
def test_a_card_answers_every_question_once(card: Text) -> None:
    keys = [line.key for line in texts.lines(card)]
    assert keys == sorted(keys, key=KEYS.index)
    counted = Counter(keys)
    assert counted.pop("catatan", 0) <= 2
    assert counted == Counter(KEYS[:-1])


@pytest.mark.parametrize("card", CARDS, ids=named)
def test_a_line_is_short_and_sourced_or_says_that_nobody_knows(card: Text) -> None:
    for line in texts.lines(card):
        Telegram(line.text)
        assert len(visible(line.text)) <= LINE, line
        if line.text == UNKNOWN[card.language]:
            assert (line.source, line.date, line.confidence) == ("", "", "")
        else:
            assert line.source
            assert line.confidence in CONFIDENCES
            assert line.text.endswith(".")


@pytest.mark.parametrize("card", CARDS, ids=named)
def test_a_card_is_as_sure_as_its_weakest_line(card: Text) -> None:
    told = [line.confidence for line in texts.lines(card) if line.confidence]
    assert card.head["confidence"] == min(told, key=CONFIDENCES.index)


@pytest.mark.parametrize("card", CARDS, ids=named)
def test_what_a_card_shows_first_fits_one_screen(card: Text) -> None:
    first = [line for line in texts.lines(card) if line.key in KEYS[:5]]
    assert sum(len(visible(line.text)) + 20 for line in first) <= SCREEN


def test_training_history_and_deletion_are_not_mixed() -> None:
    switches = {card.name: _line(card, "sakelar") for card in CARDS if card.language == "id"}
    for word in ("hapus", "Temporary", "Incognito", "Private Chat"):
        assert not [name for name, line in switches.items() if word in line.text]


def _line(card: Text, key: str) -> Line:
    return next(line for line in texts.lines(card) if line.key == key)


@pytest.mark.parametrize("text", ALL, ids=named)
def test_nothing_unverified_is_stated(text: Text) -> None:
    told = stated(text)
    assert not [word for word in UNVERIFIED if word in told]


@pytest.mark.parametrize("text", [text for text in ALL if text.language == "id"], ids=named)
def test_the_indonesian_is_clean(text: Text) -> None:
    own = re.sub(r"<(i|code)>.*?</\1>", "", f"{text.title}\n{text.body}", flags=re.S)
    assert not WRONG.findall(own)


@pytest.mark.parametrize("text", ALL, ids=named)
def test_every_source_is_in_the_facts(text: Text, facts: str) -> None:
    for source, day in text.sources:
        assert source in facts
        year, *rest = day.split("-")
        written = f"{rest[1]}-{rest[0]}-{year}" if len(rest) == 2 else year
        assert written in facts


@pytest.mark.parametrize("text", ALL, ids=named)
def test_every_number_is_in_the_facts(text: Text, facts: str) -> None:
    told = stated(text)
    assert numbers(told) - numbers(facts) == set()
    assert not [phone for phone in PHONE.findall(told) if phone not in facts]


@pytest.mark.parametrize("text", ALL, ids=named)
def test_every_address_is_in_the_facts(text: Text, facts: str) -> None:
    told = f"{stated(text)}\n{text.head.get('policy', '')}"
    assert not [address for address in ADDRESS.findall(told) if address not in facts]


def test_a_victim_reads_steps_before_anything_else() -> None:
    first = visible(texts.read("id", "topics", "deepfake_korban").parts[0])
    assert first.startswith("1. Jangan bayar")
    assert first.index("aduankonten.id") < first.index("08111-129-129")
    refused = stated(texts.read("id", "topics", "tolak_bahaya"))
    assert "/darurat" in refused
    assert "stopncii.org" in refused


@pytest.mark.parametrize(
    ("topic", "better"),
    [
        ("tangkapan_layar", "Yang tidak hilang"),  # the article: "metadata is gone", and no more
        ("hapus_metadata_cara", "bukan yang asli"),  # the article names a phone's app
        ("wajah_ai", "itu situs berbeda"),  # the article's spelling is another site
        ("matikan_riwayat", "Mematikan pelatihan tidak menghapus riwayat"),
        ("foto_stok", "model release"),
        ("tren_ghibli", "Itu surat, bukan gugatan pengadilan"),
        ("risiko_pelatihan", "Tetapi riwayat dan akun Anda bisa dihapus"),
        ("kebocoran_pelatihan", "Notre Dame"),
    ],
)
def test_where_the_article_is_vague_the_topic_is_not(topic: str, better: str) -> None:
    assert better in stated(texts.read("id", "topics", topic))


@pytest.mark.parametrize("text", [text for text in ALL if text.language != "id"], ids=named)
def test_another_language_says_as_much_from_the_same_sources(text: Text) -> None:
    ours = texts.read("id", text.kind, text.name)
    assert {**text.head, "title": ""} == {**ours.head, "title": ""}
    assert len(text.parts) == len(ours.parts)
    assert numbers(stated(text)) == numbers(stated(ours))
    assert set(ADDRESS.findall(stated(text))) == set(ADDRESS.findall(stated(ours)))
    assert text.body.count("<b>") == ours.body.count("<b>")
    if text.kind == "services":
        told = [(line.key, line.source, line.date, line.confidence) for line in texts.lines(text)]
        assert told == [(i.key, i.source, i.date, i.confidence) for i in texts.lines(ours)]
