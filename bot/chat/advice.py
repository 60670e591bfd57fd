"""What the advisor answers to questions: topics, cards of AI services, and buttons to more.

In other chats, where somebody writes the bot's name and a question, it offers cards to post.
"""

from collections.abc import Callable, Mapping
from datetime import date

from bot.advisor import Classification
from bot.advisor.services import SERVICES
from bot.chat.actions import (
    Action,
    AnswerCallback,
    AnswerInlineQuery,
    CallbackButton,
    Card,
    Keyboard,
    SendMessage,
)
from bot.chat.context import Context
from bot.chat.events import Address, ButtonTapped, CommandSent, InlineQueried, QuestionAsked
from bot.wording import Wording
from bot.wording.catalogue import mark

# How a button's data begins; behind it stands the id of a topic or a service.
TOPIC, TOPIC_REST, SERVICE, SERVICE_REST = "topik:", "lagi:", "layanan:", "info:"

# The menu of tips: the four risks, and what helps against them.
TIPS = (
    "risiko_pelatihan", "risiko_biometrik", "risiko_metadata", "risiko_hak_cipta",
    "baca_kebijakan", "matikan_riwayat", "hapus_metadata_cara", "tangkapan_layar",
    "foto_stok", "wajah_ai", "matikan_lokasi_kamera", "foto_anak",
)  # fmt: skip
COLUMNS = 3  # of the keyboard of services
MAX_CARDS = 8  # what a phone shows without scrolling for long
MAX_TEASER = 80  # characters
WITHOUT_CARD = {"sapaan", "terima_kasih", "di_luar_topik"}  # topics that are of no use elsewhere

MORE = mark("More")
PERHAPS = mark("Did you mean this?")
WHICH = mark("Which service?")


def on_question(event: QuestionAsked, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the answer to a question in full."""
    return (_answer(event.address, event.classification, wording, context.today),)


def on_services_command(
    event: CommandSent, wording: Wording, context: Context
) -> tuple[Action, ...]:
    """Return a service's card, or all services to choose from."""
    if event.service:
        return (_service(event.address, event.service, wording, context.today),)
    buttons = [CallbackButton(f"{SERVICE}{key}", each.name) for key, each in SERVICES.items()]
    rows = tuple(tuple(buttons[n : n + COLUMNS]) for n in range(0, len(buttons), COLUMNS))
    return (SendMessage(event.address, f"<b>{wording.say(WHICH)}</b>", rows),)


def tips_menu(wording: Wording) -> Keyboard:
    """Return the menu of topics below the page of tips."""
    return tuple((CallbackButton(f"{TOPIC}{topic}", wording.title(topic)),) for topic in TIPS)


def on_advice_button(event: ButtonTapped, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what a button of an answer leads to; nothing, where there is no such text any more."""
    prefix, colon, name = event.data.partition(":")
    if event.address is None:
        return ()
    try:
        message = BUTTONS[prefix + colon](event.address, name, wording, context.today)
    except FileNotFoundError:
        return ()
    return AnswerCallback(event.query_id), message


def on_inline_query(
    event: InlineQueried, wording: Wording, context: Context
) -> tuple[AnswerInlineQuery]:
    """Return the cards that fit what is written; the menu of tips where nothing is, or fits."""
    classification = event.classification
    cards = [_topic_card(topic, wording, context) for topic in _card_topics(classification)]
    if classification and classification.service:
        cards.insert(0, _service_card(classification.service, wording, context))
    return (AnswerInlineQuery(event.query_id, tuple(cards[:MAX_CARDS])),)


def _answer(
    address: Address, classification: Classification, wording: Wording, today: date
) -> SendMessage:
    """Return an answer with buttons: the rest of it, its service, and what else was meant."""
    answer = wording.answer(classification, today)
    best, service = classification.topics[0], classification.service
    rows = [(CallbackButton(f"{TOPIC_REST}{best}", wording.say(MORE)),)] if answer.rest else []
    if service:
        rows.append((CallbackButton(f"{SERVICE}{service}", SERVICES[service].name),))
    others = [topic for topic in classification.choices if topic != best]
    rows += [(CallbackButton(f"{TOPIC}{topic}", wording.title(topic)),) for topic in others]
    perhaps = f"\n\n<i>{wording.say(PERHAPS)}</i>" if others else ""
    return SendMessage(address, answer.first + perhaps, tuple(rows))


def _topic(address: Address, topic: str, wording: Wording, today: date) -> SendMessage:
    return _answer(address, Classification((topic,), None, 1.0, ()), wording, today)


def _topic_rest(address: Address, topic: str, wording: Wording, today: date) -> SendMessage:
    rest = wording.topic(topic, today).rest
    return SendMessage(address, rest or wording.title(topic))


def _service(address: Address, service: str, wording: Wording, today: date) -> SendMessage:
    card = wording.service(service, today)
    more = CallbackButton(f"{SERVICE_REST}{service}", wording.say(MORE))
    return SendMessage(address, card.first, ((more,),) if card.rest else ())


def _service_rest(address: Address, service: str, wording: Wording, today: date) -> SendMessage:
    return SendMessage(address, wording.service(service, today).rest)


def _card_topics(classification: Classification | None) -> tuple[str, ...]:
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


BUTTONS: Mapping[str, Callable[[Address, str, Wording, date], SendMessage]] = {
    TOPIC: _topic,
    TOPIC_REST: _topic_rest,
    SERVICE: _service,
    SERVICE_REST: _service_rest,
}
PREFIXES = tuple(BUTTONS)
