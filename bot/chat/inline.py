"""Cards for any chat, offered while somebody writes the bot's name and a question there."""

from bot.advisor import Classification
from bot.chat.actions import AnswerInlineQuery, Card
from bot.chat.advice import TIPS
from bot.chat.context import Context
from bot.chat.events import InlineQueried
from bot.wording import Wording

MAX_CARDS = 8  # what a phone shows without scrolling for long
MAX_TEASER = 80  # characters
WITHOUT_CARD = {"sapaan", "terima_kasih", "di_luar_topik"}  # topics that are of no use elsewhere


def on_inline(event: InlineQueried, wording: Wording, context: Context) -> tuple[AnswerInlineQuery]:
    """Return the cards that fit what is written; the menu of tips where nothing is, or fits."""
    classification = event.classification
    cards = [_topic_card(topic, wording, context) for topic in _topics(classification)]
    if classification and classification.service:
        cards.insert(0, _service_card(classification.service, wording, context))
    return (AnswerInlineQuery(event.query_id, tuple(cards[:MAX_CARDS])),)


def _topics(classification: Classification | None) -> tuple[str, ...]:
    if classification is None:
        return TIPS
    topics = dict.fromkeys((*classification.topics, *classification.choices))
    return tuple(topic for topic in topics if topic not in WITHOUT_CARD) or TIPS


def _topic_card(topic: str, wording: Wording, context: Context) -> Card:
    html = wording.topic(topic, context.today).first
    return Card(f"topik-{topic}", wording.title(topic), _teaser(html, wording), html)


def _service_card(service: str, wording: Wording, context: Context) -> Card:
    html = wording.service(service, context.today).first
    title = wording.plain(html.splitlines()[0])
    return Card(f"layanan-{service}", title, _teaser(html, wording), html)


def _teaser(html: str, wording: Wording) -> str:
    """Return how the text below a card's title begins."""
    text = " ".join(wording.plain(html).split("\n\n", 1)[-1].split())
    return text if len(text) <= MAX_TEASER else text[: MAX_TEASER - 1].rstrip() + "…"
