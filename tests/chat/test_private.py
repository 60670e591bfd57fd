"""The private chat, as values: an event in, replies out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import on_event, on_outcome
from bot.chat.events import (
    Address,
    ButtonTapped,
    CommandSent,
    Event,
    FileSent,
    Thing,
    ThingSent,
)
from bot.chat.outcomes import (
    AlreadyClean,
    Busy,
    Cleaned,
    Failed,
    Gone,
    Inspected,
    Outcome,
    Refused,
    TooBig,
)
from bot.chat.private import LIMIT, TOLD_LIMIT
from bot.chat.replies import (
    AnswerButton,
    Button,
    Clean,
    CleanAlbum,
    Inspect,
    Notice,
    Reply,
    Say,
    SendCopies,
    SendCopy,
)
from bot.report import make_report
from bot.wording import Wording
from tests.loopback import markup
from tests.wording.reports import MONAS, hostile, of, reports

AT = Address(7, 42)
WORDING = Wording()
KINDS = ["unknown-format", "damaged", "unsupported", "too-large", "not-clean"]

addresses = st.builds(Address, st.integers(), st.integers(1))
optional = st.none() | st.integers(0, 2**40)
buttons = st.text() | st.sampled_from(Button)
events: st.SearchStrategy[Event] = (
    st.builds(FileSent, addresses, st.text(), optional)
    | st.builds(ThingSent, addresses, st.sampled_from(Thing), st.none() | st.text())
    | st.builds(CommandSent, addresses, st.text())
    | st.builds(ButtonTapped, st.text(), buttons, st.none() | addresses, st.none() | st.text())
)
outcomes: st.SearchStrategy[Outcome] = (
    st.builds(Cleaned, reports, st.integers(0, 2**31), st.just("jpg"))
    | st.builds(AlreadyClean, reports)
    | st.builds(Inspected, reports)
    | st.builds(Refused, st.sampled_from(KINDS), st.none() | hostile, st.none() | reports)
    | st.sampled_from([Gone(), Busy(), Failed(), TooBig()])
)


def told(reply: Reply) -> str:
    """Return what a reply tells a person, as Telegram would show it."""
    match reply:
        case Say(html=html):
            return shown(html, 4096)
        case SendCopy(caption=caption):
            return shown(caption, 1024)
        case AnswerButton(text=str() as text):
            assert len(text) <= 200
            return text
    return ""


def shown(html: str, limit: int) -> str:
    text = markup.parsed(html)
    assert markup.units(text) <= limit
    return text


@given(events)
def test_every_event_is_answered_once_where_it_happened(event: Event) -> None:
    replies = on_event(event, WORDING)
    assert sum(bool(told(r)) or isinstance(r, Clean | Inspect) for r in replies) == 1
    elsewhere = AnswerButton | SendCopies | CleanAlbum
    assert all(r.at == event.at for r in replies if not isinstance(r, elsewhere))


@given(events)
def test_a_tapped_button_is_released_first(event: Event) -> None:
    first, *rest = on_event(event, WORDING)
    assert isinstance(first, AnswerButton) == isinstance(event, ButtonTapped)
    assert not any(isinstance(reply, AnswerButton) for reply in rest)


@given(outcomes)
def test_every_outcome_is_told(outcome: Outcome) -> None:
    replies = on_outcome(AT, outcome, WORDING)
    assert all(told(reply) for reply in replies)
    assert len(replies) == 1 or isinstance(outcome, Inspected)


@pytest.mark.parametrize(
    ("size", "replies"),
    [
        (None, (Notice(AT), Clean(AT, "f"))),
        (0, (Notice(AT), Clean(AT, "f"))),
        (LIMIT, (Notice(AT), Clean(AT, "f"))),
    ],
)
def test_a_file_is_seen_and_cleaned(size: int | None, replies: tuple[Reply, ...]) -> None:
    assert on_event(FileSent(AT, "f", size), WORDING) == replies


def test_a_file_too_large_to_fetch_is_seen_and_not_fetched() -> None:
    seen, reply = on_event(FileSent(AT, "f", LIMIT + 1), WORDING)
    assert seen == Notice(AT)
    assert "20 MB" in told(reply)


def test_people_are_told_no_more_than_telegram_allows() -> None:
    assert LIMIT == 20 * 1024 * 1024
    assert WORDING.size(TOLD_LIMIT) == "20 MB"
    assert TOLD_LIMIT <= LIMIT < TOLD_LIMIT * 1.05


def test_a_film_is_sent_back_as_a_film() -> None:
    report = make_report("MP4", 10, (1, 1), [MONAS])
    (reply,) = on_outcome(AT, Cleaned(report, 9, "mp4"), WORDING)
    assert isinstance(reply, SendCopy)
    assert reply.name == "video-bersih.mp4"


def test_a_copy_has_a_neutral_name_and_a_button_for_details() -> None:
    (reply,) = on_outcome(AT, Cleaned(of(MONAS), 1000, "webp"), WORDING)
    assert isinstance(reply, SendCopy)
    assert reply.name == "foto-bersih.webp"
    assert (reply.button.button, reply.button.label) == (Button.DETAILS, "Rincian")


@pytest.mark.parametrize("name", ["HEIC", "<b>&amp;"])
def test_a_type_that_is_not_cleaned_is_named_as_it_is(name: str) -> None:
    (reply,) = on_outcome(AT, Refused("unsupported", name), WORDING)
    assert name in told(reply)


def test_a_file_that_is_only_read_is_told_and_refused_in_one_message() -> None:
    (reply,) = on_outcome(AT, Refused("unsupported", "NEF", of(MONAS)), WORDING)
    assert isinstance(reply, Say)
    assert "<b>Lokasi:</b>" in reply.html
    assert "RAW kamera (NEF)" in reply.html
    assert "JPEG" in reply.html


def test_a_button_asks_for_the_original_again() -> None:
    tapped = ButtonTapped("q", "rincian", AT, "f")
    assert on_event(tapped, WORDING) == (AnswerButton("q"), Inspect(AT, "f"))


@pytest.mark.parametrize(
    ("data", "at"), [("", AT), ("rincian:7", AT), ("setuju", AT), ("rincian", None)]
)
def test_a_strange_button_gets_a_polite_sentence_and_no_work(data: str, at: Address | None) -> None:
    (reply,) = on_event(ButtonTapped("q", data, at, "f"), WORDING)
    assert "Tombol ini" in told(reply)


@pytest.mark.parametrize("button", Button)
def test_a_button_fits_into_telegrams_64_bytes(button: Button) -> None:
    assert 1 <= len(button.value.encode()) <= 64


def test_no_command_is_promised_that_is_not_kept() -> None:
    unknown = on_event(CommandSent(AT, "hapus"), WORDING)
    for name, _ in WORDING.commands():
        assert on_event(CommandSent(AT, name), WORDING) != unknown
