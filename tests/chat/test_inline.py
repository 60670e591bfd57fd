"""Cards for other chats: few, all different, the best first."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import Classification, find
from bot.advisor.services import SERVICES
from bot.chat import on_event
from bot.chat.actions import AnswerInlineQuery
from bot.chat.advice import TIPS
from bot.chat.context import Context
from bot.chat.events import InlineQueried
from bot.wording import Wording
from tests.loopback import markup

CONTEXT = Context(date(2026, 11, 23))
WORDING = Wording()
TOPICS = ["sapaan", "terima_kasih", "di_luar_topik", *TIPS]
questions = st.text(max_size=40) | st.sampled_from(["tips lokasi", "chatgpt", "halo", "bugil dia"])


def answer(classification: Classification | None) -> AnswerInlineQuery:
    (action,) = on_event(InlineQueried("q", classification, 7), WORDING, CONTEXT)
    assert isinstance(action, AnswerInlineQuery)
    return action


@given(st.none() | questions.map(find))
def test_cards_are_few_different_and_whole(classification: Classification | None) -> None:
    cards = answer(classification).cards
    assert 1 <= len(cards) <= 8
    assert len({card.id for card in cards}) == len(cards)
    for card in cards:
        assert 1 <= len(card.id) <= 64
        assert card.title
        assert len(card.teaser) <= 80
        assert markup.units(markup.parsed(card.html)) <= 4096


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_card_is_the_first(service: str) -> None:
    cards = answer(replace(find("aman ga"), service=service)).cards
    assert cards[0].id == f"layanan-{service}"
    assert len(cards) > 1


@given(st.lists(st.sampled_from(TOPICS), min_size=1, unique=True))
def test_what_is_of_no_use_elsewhere_has_no_card(topics: list[str]) -> None:
    cards = answer(Classification(tuple(topics), None, 1.0, ())).cards
    useful = [topic for topic in topics if topic in TIPS] or TIPS
    assert [card.id for card in cards] == [f"topik-{topic}" for topic in useful[:8]]


def test_nothing_is_written_yet() -> None:
    assert [card.id for card in answer(None).cards] == [f"topik-{topic}" for topic in TIPS[:8]]
