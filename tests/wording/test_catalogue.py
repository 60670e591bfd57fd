"""The catalogue is complete and true to the code; the pages are whole and within bounds."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.wording import Wording
from bot.wording.catalogue import Catalogue
from bot.wording.markup import units
from tests.wording.test_laws import Telegram

PROJECT = Path(__file__).parents[2]
LANGUAGES = sorted(path.parent.name for path in (PROJECT / "locales").glob("*/LC_MESSAGES"))
PAGES = sorted(path.stem for path in (PROJECT / "locales" / "id" / "pages").glob("*.md"))
VALUES = {"limit": "20 MB", "files": "7", "minutes": "12"}
WORDS_OF_AN_OFFICE = re.compile(r"\b(mohon|silahkan|dimana|merubah|dapat di|upload|kamu)\b", re.I)
SCREEN = 1700  # characters of the longest page: two phone screens
PLACES = re.compile(r"\{\w+\}")
SIGNS = re.compile(
    r"[\u2600-\u27bf\U0001f300-\U0001faff]|</?[bi]>|(?<= )/[a-z]+"
)  # emoji, tags, commands


def in_code() -> set[str]:
    """Return every literal that `say` or `mark` is called with, also inside f-strings."""
    calls = (
        node
        for path in (PROJECT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and _name(node.func) in {"say", "mark"}
    )
    first = (call.args[0] for call in calls)
    literals = (arg.value for arg in first if isinstance(arg, ast.Constant))
    return {text for text in literals if isinstance(text, str)}


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def catalogue(language: str) -> dict[str, str]:
    po = PROJECT / "locales" / language / "LC_MESSAGES" / "bot.po"
    messages = [m for m in read_po(BytesIO(po.read_bytes()), abort_invalid=True) if m.id]
    assert not any(m.fuzzy for m in messages)
    return {str(m.id): str(m.string) for m in messages}


def test_there_are_two_languages() -> None:
    assert LANGUAGES == ["en", "id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_in_the_code_is_in_the_catalogue_and_no_other(language: str) -> None:
    assert set(catalogue(language)) == in_code()


def test_every_sentence_is_translated() -> None:
    assert all(catalogue("id").values())


def test_where_a_key_is_not_yet_what_english_readers_read_there_is_a_translation() -> None:
    """In English, a sentence without a translation is its key."""
    told = catalogue("en")
    for key, ours in catalogue("id").items():
        theirs = told[key] or key
        assert SIGNS.findall(theirs) == SIGNS.findall(ours), key
        assert ("\n" in theirs) == ("\n" in ours), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_the_same_places(language: str) -> None:
    for message, words in catalogue(language).items():
        assert not words or sorted(PLACES.findall(message)) == sorted(PLACES.findall(words)), (
            message
        )


def test_indonesian_has_one_plural() -> None:
    po = PROJECT / "locales" / "id" / "LC_MESSAGES" / "bot.po"
    assert read_po(BytesIO(po.read_bytes())).num_plurals == 1


def test_the_catalogues_tools_see_every_sentence() -> None:
    pot = (PROJECT / "locales" / "bot.pot").read_bytes()
    assert {str(m.id) for m in read_po(BytesIO(pot)) if m.id} == in_code()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_there_in_every_language(language: str) -> None:
    pages = (PROJECT / "locales" / language / "pages").glob("*.md")
    assert sorted(path.stem for path in pages) == PAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str, language: str) -> None:
    wording = Wording(language)
    text = wording.page(name, **VALUES)
    Telegram(text)
    assert units(text) <= SCREEN
    assert language != "id" or not WORDS_OF_AN_OFFICE.search(text)
    page = wording._catalogue.page(name)
    assert bool(page.sources) == bool(page.checked_on)
    assert f"\nid: {name}\n" in (PROJECT / "locales" / language / "pages" / f"{name}.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fills_the_same_places_in_english(name: str) -> None:
    ours, theirs = (Catalogue(language).page(name) for language in ("id", "en"))
    assert set(PLACES.findall(theirs.body)) == set(PLACES.findall(ours.body))
    assert SIGNS.findall(theirs.body) == SIGNS.findall(ours.body)
    assert (theirs.sources, theirs.checked_on) == (ours.sources, ours.checked_on)


def test_no_sentence_is_stiff() -> None:
    for words in catalogue("id").values():
        assert not WORDS_OF_AN_OFFICE.search(words)


def test_a_value_cannot_become_markup() -> None:
    assert "&lt;b&gt;" in Wording().page("terlalu_besar", limit="<b>")


def test_the_tips_hold_the_four_risks_and_the_tips() -> None:
    told = Wording().page_plain("tips")
    for word in (
        "Pelatihan", "Wajah", "Metadata", "Hak cipta", "melatih AI?", "Disimpan berapa lama?",
        "Dibagikan ke siapa?", "Bisa dihapus?", "riwayat", "exiftool", "tangkapan layar",
        "foto stok", "wajah buatan AI", "tidak ikut lupa", "22 November 2026",
    ):  # fmt: skip
        assert word in told
