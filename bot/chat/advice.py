"""What is answered to a question: the advisor's text, and buttons for what else it may mean."""

from datetime import date

from bot.advisor import Classification
from bot.chat.actions import (
    Action,
    AnswerCallback,
    CallbackButton,
    EditMessage,
    Keyboard,
    SendMessage,
)
from bot.chat.events import Address, ButtonTapped, QuestionAsked
from bot.chat.quiz import asked, verdict
from bot.wording import Wording
from bot.wording.catalogue import mark

TOPIC, MORE, SERVICE, SERVICE_MORE, CHECK = "topik:", "lagi:", "layanan:", "info:", "cek:"
DOOR_TOPIC = "topik-"  # before a topic, behind /start
PREFIXES = (TOPIC, MORE, SERVICE, SERVICE_MORE, CHECK)

SERVICES = (
    ("chatgpt", "ChatGPT"), ("gemini", "Gemini"), ("meta", "Meta AI"), ("grok", "Grok"),
    ("copilot", "Copilot"), ("claude", "Claude"), ("perplexity", "Perplexity"),
    ("deepseek", "DeepSeek"), ("qwen", "Qwen"), ("midjourney", "Midjourney"),
    ("firefly", "Firefly"), ("canva", "Canva"), ("capcut", "CapCut"), ("tiktok", "TikTok"),
    ("lensa", "Lensa"), ("remini", "Remini"), ("faceapp", "FaceApp"), ("telegram", "Telegram"),
    ("whatsapp", "WhatsApp"),
)  # fmt: skip
TIPS = (  # what the menu of tips offers: the four risks, and what helps against them
    "risiko_pelatihan", "risiko_biometrik", "risiko_metadata", "risiko_hak_cipta",
    "baca_kebijakan", "matikan_riwayat", "hapus_metadata_cara", "tangkapan_layar",
    "foto_stok", "wajah_ai", "matikan_lokasi_kamera", "foto_anak",
)  # fmt: skip
ACROSS = 3  # buttons of services in a row

MORE_LABEL = mark("More")
PERHAPS = mark("Did you mean this?")
WHICH = mark("Which service?")


def on_asked(event: QuestionAsked, wording: Wording, today: date) -> tuple[Action, ...]:
    """Return the answer to a question."""
    told = wording.answer(event.classification, today)
    best, service = event.classification.topics[0], event.classification.service
    rows = [(CallbackButton(f"{MORE}{best}", wording.say(MORE_LABEL)),)] if told.rest else []
    if service:
        rows.append((CallbackButton(f"{SERVICE}{service}", dict(SERVICES)[service]),))
    others = [topic for topic in event.classification.choices if topic != best]
    rows += [(CallbackButton(f"{TOPIC}{topic}", wording.title(topic)),) for topic in others]
    perhaps = f"\n\n<i>{wording.say(PERHAPS)}</i>" if others else ""
    return (SendMessage(event.address, told.first + perhaps, tuple(rows)),)


def services(address: Address, about: str | None, wording: Wording, today: date) -> SendMessage:
    """Return a service's card, or all services to choose from."""
    if about:
        return _card(address, about, wording, today)
    buttons = [CallbackButton(f"{SERVICE}{key}", name) for key, name in SERVICES]
    rows = tuple(tuple(buttons[n : n + ACROSS]) for n in range(0, len(buttons), ACROSS))
    return SendMessage(address, f"<b>{wording.say(WHICH)}</b>", rows)


def tips(wording: Wording) -> Keyboard:
    """Return the menu of topics below the tips."""
    return tuple((CallbackButton(f"{TOPIC}{topic}", wording.title(topic)),) for topic in TIPS)


def check(address: Address, wording: Wording) -> SendMessage:
    """Return the first question of the check before uploading."""
    html, keyboard = asked("", wording)
    return SendMessage(address, html, keyboard)


def on_advice_button(event: ButtonTapped, wording: Wording, today: date) -> tuple[Action, ...]:
    """Return what to do about a button of the advisor's; none for what is no text of ours."""
    address, (kind, _, what) = event.address, event.data.partition(":")
    released = AnswerCallback(event.query_id)
    if address is None:
        return ()
    try:
        match f"{kind}:":
            case prefix if prefix == TOPIC:
                told = on_asked(
                    QuestionAsked(address, Classification((what,), None, 1.0, ())), wording, today
                )
                return released, *told
            case prefix if prefix == MORE:
                rest = wording.answer(Classification((what,), None, 1.0, ()), today).rest
                return released, SendMessage(address, rest or wording.title(what))
            case prefix if prefix == SERVICE:
                return released, _card(address, what, wording, today)
            case prefix if prefix == SERVICE_MORE:
                return released, SendMessage(address, wording.service(what, today).rest)
            case _:
                html, keyboard = verdict(what, wording) or asked(what, wording)
                return released, EditMessage(address, keyboard, html)
    except (FileNotFoundError, KeyError):
        return ()


def _card(address: Address, service: str, wording: Wording, today: date) -> SendMessage:
    told = wording.service(service, today)
    more = CallbackButton(f"{SERVICE_MORE}{service}", wording.say(MORE_LABEL))
    return SendMessage(address, told.first, ((more,),) if told.rest else ())
