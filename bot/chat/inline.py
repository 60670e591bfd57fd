"""Cards for any chat: somebody writes the bot's name there, and a word behind it."""

from bot.advisor import Classification
from bot.chat.actions import AnswerInlineQuery, Card
from bot.chat.advice import TIPS
from bot.chat.context import Context
from bot.chat.events import InlineQueried
from bot.wording import Wording

MOST = 8  # cards: what a phone shows without scrolling for long
TEASER = 80  # characters
NEVER = {"sapaan", "terima_kasih", "di_luar_topik"}  # no card for anybody


def on_inline(event: InlineQueried, wording: Wording, context: Context) -> tuple[AnswerInlineQuery]:
    """Return the cards that fit what is written, the menu of tips where nothing is yet."""
    cards = [_topic(topic, wording, context) for topic in _topics(event.classification)]
    if event.classification and event.classification.service:
        cards.insert(0, _service(event.classification.service, wording, context))
    return (AnswerInlineQuery(event.query_id, tuple(cards[:MOST])),)


def _topics(classification: Classification | None) -> tuple[str, ...]:
    if classification is None:
        return TIPS
    told = (*classification.topics, *classification.choices)
    return tuple(dict.fromkeys(topic for topic in told if topic not in NEVER)) or TIPS


def _topic(name: str, wording: Wording, context: Context) -> Card:
    html = wording.topic(name, context.today).first
    return Card(f"topik-{name}", wording.title(name), _teaser(html, wording), html)


def _service(name: str, wording: Wording, context: Context) -> Card:
    html = wording.service(name, context.today).first
    title = wording.plain(html.splitlines()[0])
    return Card(f"layanan-{name}", title, _teaser(html, wording), html)


def _teaser(html: str, wording: Wording) -> str:
    """Return the beginning of what stands below the title."""
    line = " ".join(wording.plain(html).split("\n\n", 1)[-1].split())
    return line if len(line) <= TEASER else line[: TEASER - 1].rstrip() + "…"
