"""The private chat, as values: an event in, replies out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import find
from bot.advisor.services import SERVICES
from bot.chat import on_event
from bot.chat.actions import (
    Action,
    AnswerCallback,
    Button,
    CallbackButton,
    Clean,
    DrawCard,
    EditMessage,
    Inspect,
    Keyboard,
    MakeReceipt,
    MarkSeen,
    ProcessAlbum,
    SendAlbum,
    SendCopy,
    SendLocation,
    SendMessage,
)
from bot.chat.advice import PREFIXES
from bot.chat.context import FILE_LIMIT, Context
from bot.chat.effects import DeleteMessage
from bot.chat.errors import SHOWN_LIMIT
from bot.chat.events import (
    Address,
    ButtonTapped,
    CommandSent,
    Event,
    FileHints,
    FileSent,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.chat.evidence import mentions_evidence
from bot.chat.keyboards import CHOICES, ROWS
from bot.chat.private import on_outcome
from bot.engine.choices import Choice
from bot.engine.errors import Feature
from bot.outcomes import (
    AlreadyClean,
    Busy,
    CardDrawn,
    Cleaned,
    Failed,
    FileGone,
    Inspected,
    Outcome,
    Refused,
    TooBig,
)
from bot.report import Clue, Report, make_report
from bot.wording import Wording
from tests.loopback import markup
from tests.wording.reports import MONAS, features, of, reports

AT = Address(7, 42)
CLEAN = Clean(AT, "f")
CONTEXT = Context(date(2026, 11, 23))
WORDING = Wording()
KINDS = ["unknown-format", "damaged", "unsupported", "too-large", "not-clean"]

SERVICE_IDS = list(SERVICES)
QUESTIONS = ["aman nggak upload muka ke chatgpt?", "cara hapus metadata", "resep rendang", "halo"]
addresses = st.builds(Address, st.integers(1), st.integers(1))
optional = st.none() | st.integers(0, 2**40)
states = st.sampled_from(["", "a", "aaaaa", "chatgpt", "risiko_pelatihan", "../x"])
buttons = (
    st.text() | st.sampled_from(Button) | st.builds(str.__add__, st.sampled_from(PREFIXES), states)
)
events: st.SearchStrategy[Event] = (
    st.builds(FileSent, addresses, st.text(), optional)
    | st.builds(MediaSent, addresses, st.sampled_from(MediaKind), st.none() | st.text())
    | st.builds(CommandSent, addresses, st.text(), st.none() | st.sampled_from(SERVICE_IDS))
    | st.builds(QuestionAsked, addresses, st.builds(find, st.text() | st.sampled_from(QUESTIONS)))
    | st.builds(ButtonTapped, st.text(), buttons, st.none() | addresses, st.none() | st.text())
)
outcomes: st.SearchStrategy[Outcome] = (
    st.builds(Cleaned, reports, st.integers(0, 2**31), st.just("jpg"))
    | st.builds(AlreadyClean, reports)
    | st.builds(Inspected, reports)
    | st.builds(
        Refused,
        st.sampled_from(KINDS),
        st.none() | features,
        st.none() | reports,
    )
    | st.sampled_from([FileGone(), Busy(), Failed(), TooBig()])
)


def told(reply: Action) -> str:
    """Return what a reply tells a person, as Telegram would show it."""
    match reply:
        case SendMessage(html=html):
            return shown(html, 4096)
        case SendCopy(caption=caption):
            return shown(caption, 1024)
        case AnswerCallback(text=str() as text):
            assert len(text) <= 200
            return text
    return ""


def buttons_of(keyboard: Keyboard) -> set[str]:
    return {each.data for row in keyboard for each in row if isinstance(each, CallbackButton)}


def shown(html: str, limit: int) -> str:
    text = markup.parsed(html)
    assert markup.units(text) <= limit
    return text


@given(events)
def test_every_event_is_answered_once_where_it_happened(event: Event) -> None:
    replies = on_event(event, WORDING, CONTEXT)
    replies = tuple(reply for reply in replies if not isinstance(reply, DeleteMessage))
    work = Clean | Inspect | DrawCard | MakeReceipt
    assert sum(bool(told(r)) or isinstance(r, work) for r in replies) == 1 or isinstance(
        replies[-1], EditMessage
    )
    if isinstance(event, ButtonTapped) and isinstance(replies[-1], Clean):
        return  # an answer to the original
    elsewhere = AnswerCallback | SendAlbum | ProcessAlbum
    assert all(
        getattr(r, "address", None) == event.address
        for r in replies
        if not isinstance(r, elsewhere)
    )


@given(events)
def test_a_tapped_button_is_released_first(event: Event) -> None:
    first, *rest = on_event(event, WORDING, CONTEXT)
    released = isinstance(first, AnswerCallback | DeleteMessage)
    assert released == isinstance(event, ButtonTapped)
    assert not any(isinstance(reply, AnswerCallback) for reply in rest)


@given(outcomes)
def test_every_outcome_is_told(outcome: Outcome) -> None:
    replies = on_outcome(
        Inspect(AT, "f") if isinstance(outcome, Inspected) else CLEAN, outcome, WORDING
    )
    assert all(told(reply) for reply in replies)
    assert len(replies) == 1 or isinstance(outcome, Inspected)


@given(reports, st.sampled_from([Button.DETAILS, Button.MAP, Button.CHECKLIST]))
def test_every_wish_is_answered(report: Report, wish: Button) -> None:
    replies = on_outcome(Inspect(AT, "f", wish), Inspected(report), WORDING)
    assert replies
    assert all(told(reply) or isinstance(reply, SendLocation) for reply in replies)


@given(st.none() | reports)
def test_a_job_that_got_the_wrong_answer_apologises(report: Report | None) -> None:
    outcome = Inspected(report) if report else CardDrawn(7)
    job = MakeReceipt(AT, "f") if report else CLEAN
    assert on_outcome(job, outcome, WORDING) == on_outcome(job, Failed(), WORDING)


@pytest.mark.parametrize(("button", "choice"), CHOICES.items())
def test_another_way_answers_the_original_again(button: Button, choice: Choice) -> None:
    tapped = ButtonTapped("q", button, AT, "f", original_id=41)
    _, job = on_event(tapped, WORDING, CONTEXT)
    assert job == Clean(Address(AT.chat_id, 41), "f", choice=choice)
    assert isinstance(job, Clean)
    (reply,) = on_outcome(job, Cleaned(of(MONAS), 9, "jpg", choice), WORDING)
    assert isinstance(reply, SendCopy)
    assert told(reply)
    assert reply.keyboard == ()


def test_the_ways_and_back_again() -> None:
    told, shown = on_event(ButtonTapped("q", Button.CHOICES, AT, "f"), WORDING, CONTEXT)
    assert isinstance(told, AnswerCallback)
    assert isinstance(shown, EditMessage)
    assert buttons_of(shown.keyboard) == {*CHOICES, Button.BACK}
    _, first = on_event(ButtonTapped("q", Button.BACK, AT, "f"), WORDING, CONTEXT)
    assert isinstance(first, EditMessage)
    assert Button.MAP in buttons_of(first.keyboard)
    for there, again in (
        (Button.CHOICES_NO_MAP, {*CHOICES, Button.BACK_NO_MAP}),
        (Button.BACK_NO_MAP, {b for row in ROWS for b in row} - {Button.MAP, Button.CHOICES}),
    ):
        _, other = on_event(ButtonTapped("q", there, AT, "f"), WORDING, CONTEXT)
        assert isinstance(other, EditMessage)
        assert buttons_of(other.keyboard) - {Button.CHOICES_NO_MAP} == again
    assert Button.CHOICES in buttons_of(first.keyboard)


def test_a_pin_stands_where_the_file_says_and_only_where_it_says_so() -> None:
    (pin,) = on_outcome(Inspect(AT, "f", Button.MAP), Inspected(of(MONAS)), WORDING)
    assert isinstance(pin, SendLocation)
    assert (pin.lat, pin.lon) == (-6.1754, 106.8272)
    (none,) = on_outcome(Inspect(AT, "f", Button.MAP), Inspected(of()), WORDING)
    assert isinstance(none, SendMessage)


def test_a_files_name_is_told_by_kind_and_evidence_is_not_to_be_deleted() -> None:
    beside = FileHints((Clue.MOMENT, Clue.WORDS), evidence=True)
    (reply,) = on_outcome(Clean(AT, "f", beside), Cleaned(of(MONAS), 9, "jpg"), WORDING)
    assert isinstance(reply, SendCopy)
    assert "Nama file:</b> memuat tanggal dan kata-kata" in reply.caption
    assert "/darurat" in reply.caption
    assert "Hapus juga" not in reply.caption


@pytest.mark.parametrize(
    ("caption", "speaks"),
    [
        (None, False),
        ("", False),
        ("liburan di Bali", False),
        ("tolong bersihkan ya, mau kuupload", False),
        ("tersebar di mana-mana daunnya", False),
        ("ini bukti chat dia ngancam saya", True),
        ("foto deepfake saya disebarkan", True),
        ("mau lapor polisi", True),
        ("BARANG BUKTI", True),
        ("saya diperas", True),
        ("pelecehan di kantor", True),
    ],
)
def test_who_speaks_of_proof_is_heard(caption: str | None, speaks: bool) -> None:
    assert mentions_evidence(caption) is speaks


@pytest.mark.parametrize(
    ("size", "replies"),
    [
        (None, (MarkSeen(AT), Clean(AT, "f"))),
        (0, (MarkSeen(AT), Clean(AT, "f"))),
        (FILE_LIMIT, (MarkSeen(AT), Clean(AT, "f"))),
    ],
)
def test_a_file_is_seen_and_cleaned(size: int | None, replies: tuple[Action, ...]) -> None:
    assert on_event(FileSent(AT, "f", size), WORDING, CONTEXT) == replies


def test_a_file_too_large_to_fetch_is_seen_and_not_fetched() -> None:
    seen, reply = on_event(FileSent(AT, "f", FILE_LIMIT + 1), WORDING, CONTEXT)
    assert seen == MarkSeen(AT)
    assert "20 MB" in told(reply)


def test_people_are_told_no_more_than_telegram_allows() -> None:
    assert FILE_LIMIT == 20 * 1024 * 1024
    assert WORDING.size(SHOWN_LIMIT) == "20 MB"
    assert SHOWN_LIMIT <= FILE_LIMIT < SHOWN_LIMIT * 1.05


def test_a_film_is_sent_back_as_a_film() -> None:
    report = make_report("MP4", 10, (1, 1), [MONAS])
    (reply,) = on_outcome(CLEAN, Cleaned(report, 9, "mp4"), WORDING)
    assert isinstance(reply, SendCopy)
    assert reply.filename == "video-bersih.mp4"


def test_a_copy_has_a_neutral_name_and_a_button_for_details() -> None:
    (reply,) = on_outcome(CLEAN, Cleaned(of(MONAS), 1000, "webp"), WORDING)
    assert isinstance(reply, SendCopy)
    assert reply.filename == "foto-bersih.webp"
    told = buttons_of(reply.keyboard)
    assert sorted(told) == sorted(button for row in ROWS for button in row)
    (other,) = on_outcome(CLEAN, Cleaned(of(), 1000, "webp"), WORDING)
    assert isinstance(other, SendCopy)
    assert Button.MAP not in buttons_of(other.keyboard)


@pytest.mark.parametrize("name", ["HEIC", "<b>&amp;"])
def test_a_type_that_is_not_cleaned_is_named_as_it_is(name: str) -> None:
    (reply,) = on_outcome(CLEAN, Refused("unsupported", Feature(name)), WORDING)
    assert name in told(reply)


def test_a_file_that_is_only_read_is_told_and_refused_in_one_message() -> None:
    (reply,) = on_outcome(CLEAN, Refused("unsupported", Feature("NEF"), of(MONAS)), WORDING)
    assert isinstance(reply, SendMessage)
    assert "<b>Lokasi:</b>" in reply.html
    assert "RAW kamera (NEF)" in reply.html
    assert "JPEG" in reply.html


def test_a_button_asks_for_the_original_again() -> None:
    tapped = ButtonTapped("q", "rincian", AT, "f")
    assert on_event(tapped, WORDING, CONTEXT) == (AnswerCallback("q"), Inspect(AT, "f"))


@pytest.mark.parametrize(
    ("data", "at"), [("", AT), ("rincian:7", AT), ("setuju", AT), ("rincian", None)]
)
def test_a_strange_button_gets_a_polite_sentence_and_no_work(data: str, at: Address | None) -> None:
    (reply,) = on_event(ButtonTapped("q", data, at, "f"), WORDING, CONTEXT)
    assert "Tombol ini" in told(reply)


@pytest.mark.parametrize("button", Button)
def test_a_button_fits_into_telegrams_64_bytes(button: Button) -> None:
    assert 1 <= len(button.value.encode()) <= 64
