"""Topics and cards as people read them: on one screen, dated, and old when they are old."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import Wording
from bot.wording.advice import MAX_AGE, QUESTIONS, Advice
from bot.wording.markup import plain, units
from tests.wording.test_laws import Telegram
from tests.wording.texts import KEYS, LANGUAGES, SERVICES, TOPICS, UNKNOWN, lines, read

SCREEN = 900  # characters that fit a phone without scrolling
MESSAGE = 4096  # Bot API, sendMessage
CHECKED = date(2026, 11, 22)
FRESH = date(2026, 12, 1)
WARNING = "180"
WORDINGS = {language: Wording(language) for language in LANGUAGES}

topics = pytest.mark.parametrize("name", sorted(TOPICS))
services = pytest.mark.parametrize("name", sorted(SERVICES))
languages = pytest.mark.parametrize("language", LANGUAGES)


def is_fit(told: Advice) -> None:
    for part in (told.first, told.rest):
        Telegram(part)
        assert part == part.strip()
        assert "##" not in part
    assert len(plain(told.first)) <= SCREEN
    assert units(told.rest) <= MESSAGE


@languages
@topics
def test_a_topic_fits(name: str, language: str) -> None:
    told = WORDINGS[language].topic(name, FRESH)
    is_fit(told)
    text = read(language, "topics", name)
    assert told.first.startswith(f"<b>{text.title}</b>\n\n")
    assert text.parts[0].strip() in told.first
    assert all(part.strip() in told.rest for part in text.parts[1:])
    assert ("2026" in told.first) >= bool(text.sources)
    assert ("<i>S" in told.rest) == bool(text.sources and text.parts[1:])


@languages
@services
def test_a_card_fits_and_tells_every_fact_with_its_source(name: str, language: str) -> None:
    told = WORDINGS[language].service(name, FRESH)
    is_fit(told)
    card = read(language, "services", name)
    for line in lines(card):
        row = next(row for row in f"{told.first}\n{told.rest}".splitlines() if line.text in row)
        assert row.startswith("• <b>")
        assert line.source.split("/")[0] in row
        assert line.date[:4] in row
    assert card.head["policy"] in told.rest


@languages
@services
def test_one_fact_of_a_card_is_that_fact_alone(name: str, language: str) -> None:
    wording = WORDINGS[language]
    for line in lines(read(language, "services", name)):
        told = wording.fact(name, line.key, FRESH)
        assert line.text in told
        assert told.count("•") == 1 or line.key == "catatan"


def test_what_nobody_knows_is_said() -> None:
    assert UNKNOWN["id"] in WORDINGS["id"].fact("remini", "melatih", FRESH)


@given(st.integers(-400, 4000), st.sampled_from(sorted(SERVICES)))
def test_an_old_card_says_so(days: int, name: str) -> None:
    today = CHECKED + timedelta(days)
    wording = WORDINGS["id"]
    for told in (wording.service(name, today).first, wording.fact(name, "melatih", today)):
        assert (f"lebih dari {WARNING} hari" in told) == (days > MAX_AGE)


@pytest.mark.parametrize(("days", "old"), [(180, False), (181, True)])
def test_an_old_topic_says_so_unless_it_states_no_facts(days: int, old: bool) -> None:
    today = CHECKED + timedelta(days)
    assert ("lebih dari" in WORDINGS["id"].topic("hukum_pdp", today).first) == old
    assert "lebih dari" not in WORDINGS["id"].topic("sapaan", today).first


@pytest.mark.parametrize("name", ["../pages/tips", "tidak_ada", "", "a/b"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        WORDINGS["id"].topic(name, FRESH)
    with pytest.raises(FileNotFoundError):
        WORDINGS["id"].service(name, FRESH)


def test_the_keys_are_the_cards() -> None:
    assert tuple(QUESTIONS) == KEYS
    with pytest.raises(KeyError):
        WORDINGS["id"].fact("gemini", "harga", FRESH)


@languages
def test_the_topic_of_formats_names_all_that_the_page_of_help_names(language: str) -> None:
    listed = WORDINGS[language].page_plain("bantuan", limit="").split(": JPEG")[1].split(".")[0]
    told = plain(WORDINGS[language].topic("format_didukung", FRESH).first)
    for name in listed.replace(" dan ", " ").replace(" and ", " ").split(", "):
        assert name.strip() in told
