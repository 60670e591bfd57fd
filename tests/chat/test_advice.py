"""Answers to questions, the buttons that lead from an answer to more, and cards to post."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import Classification, classify
from bot.advisor.services import SERVICES
from bot.chat import on_event
from bot.chat.actions import AnswerCallback, AnswerInlineQuery, Card, SendMessage
from bot.chat.advice import TIPS
from bot.chat.context import Context
from bot.chat.events import Address, ButtonTapped, CommandSent, InlineQueried, QuestionAsked
from bot.wording import Wording
from tests.chat.actions import data_of, texts
from tests.loopback import markup
from tests.wording import texts as files

ADDRESS = Address(7, 42)
CONTEXT = Context(date(2026, 11, 23))
WORDING = Wording()


def answer(*topics: str, service: str | None = None, choices: tuple[str, ...] = ()) -> SendMessage:
    event = QuestionAsked(ADDRESS, Classification(topics, service, 1.0, choices), 7)
    (action,) = on_event(event, WORDING, CONTEXT)
    assert isinstance(action, SendMessage)
    return action


def tap(data: str) -> SendMessage:
    event = ButtonTapped("q", data, ADDRESS, None, sender_id=7)
    released, action = on_event(event, WORDING, CONTEXT)
    assert released == AnswerCallback("q")
    assert isinstance(action, SendMessage)
    return action


def test_below_an_answer_are_its_rest_its_service_and_what_else_was_meant() -> None:
    message = answer("foto_anak", service="meta", choices=("foto_anak", "wajah_ai"))
    assert data_of(message.keyboard) == ["lagi:foto_anak", "layanan:meta", "topik:wajah_ai"]
    assert "Meta AI" in texts((message,))
    assert message.html.endswith("<i>Bukan ini maksud Anda? Pilih di bawah.</i>")
    certain = answer("sapaan")
    assert certain.keyboard == ()
    assert "maksud Anda" not in certain.html


@pytest.mark.parametrize("topic", sorted(files.TOPICS))
def test_a_topics_button_shows_what_a_question_about_it_shows(topic: str) -> None:
    assert tap(f"topik:{topic}") == answer(topic)
    rest = WORDING.topic(topic, CONTEXT.today).rest
    assert tap(f"lagi:{topic}").html == (rest or WORDING.title(topic))


def test_every_service_has_a_card() -> None:
    assert SERVICES.keys() == files.SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_button_shows_its_card_and_the_rest_of_it(service: str) -> None:
    (card,) = on_event(CommandSent(ADDRESS, "layanan", service), WORDING, CONTEXT)
    assert tap(f"layanan:{service}") == card
    assert isinstance(card, SendMessage)
    assert data_of(card.keyboard) == [f"info:{service}"]
    assert tap(f"info:{service}").html == WORDING.service(service, CONTEXT.today).rest


def test_without_a_service_all_are_offered_in_rows_of_three() -> None:
    (message,) = on_event(CommandSent(ADDRESS, "layanan"), WORDING, CONTEXT)
    assert isinstance(message, SendMessage)
    assert data_of(message.keyboard) == [f"layanan:{service}" for service in SERVICES]
    assert {len(row) for row in message.keyboard[:-1]} == {3}


def test_below_the_tips_is_the_menu_of_topics() -> None:
    (message,) = on_event(CommandSent(ADDRESS, "tips"), WORDING, CONTEXT)
    assert isinstance(message, SendMessage)
    assert data_of(message.keyboard) == [f"topik:{topic}" for topic in TIPS]


CARD_TOPICS = ["sapaan", "terima_kasih", "di_luar_topik", *TIPS]
questions = st.text(max_size=40) | st.sampled_from(["tips lokasi", "chatgpt", "halo", "bugil dia"])


def offered(classification: Classification | None) -> tuple[Card, ...]:
    (action,) = on_event(InlineQueried("q", classification, 7), WORDING, CONTEXT)
    assert isinstance(action, AnswerInlineQuery)
    return action.cards


@given(st.none() | questions.map(classify))
def test_cards_are_few_different_and_whole(classification: Classification | None) -> None:
    cards = offered(classification)
    assert 1 <= len(cards) <= 8
    assert len({card.id for card in cards}) == len(cards)
    for card in cards:
        assert 1 <= len(card.id) <= 64
        assert card.title
        assert len(card.teaser) <= 80
        assert markup.units(markup.parsed(card.html)) <= 4096


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_card_is_the_first(service: str) -> None:
    cards = offered(replace(classify("aman ga"), service=service))
    assert cards[0].id == f"layanan-{service}"
    assert len(cards) > 1


@given(st.lists(st.sampled_from(CARD_TOPICS), min_size=1, unique=True))
def test_what_is_of_no_use_elsewhere_has_no_card(topics: list[str]) -> None:
    cards = offered(Classification(tuple(topics), None, 1.0, ()))
    useful = [topic for topic in topics if topic in TIPS] or TIPS
    assert [card.id for card in cards] == [f"topik-{topic}" for topic in useful[:8]]


def test_nothing_is_written_yet() -> None:
    assert [card.id for card in offered(None)] == [f"topik-{topic}" for topic in TIPS[:8]]
