"""The private chat: every event is answered, every outcome is told, every button does its work."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import classify
from bot.advisor.services import SERVICES
from bot.chat import on_deep_link, on_event
from bot.chat.actions import (
    Action,
    AnswerCallback,
    Button,
    Clean,
    DrawCard,
    EditMessage,
    Inspect,
    MakeReceipt,
    MarkSeen,
    ProcessAlbum,
    SendAlbum,
    SendCopy,
    SendLocation,
    SendMessage,
    SendTextFile,
)
from bot.chat.context import FILE_LIMIT, Context
from bot.chat.effects import DeleteMessage, EraseData, FollowDeepLink, SaveSettings
from bot.chat.events import (
    NO_HINTS,
    Address,
    ButtonTapped,
    CommandSent,
    Event,
    FileCommand,
    FileHints,
    FileSent,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.chat.keyboards import CHOICES, ROWS
from bot.chat.pages import SHOWN_LIMIT
from bot.chat.private import on_outcome
from bot.chat.router import BUTTONS
from bot.chat.settings import PersonSettings
from bot.engine.choices import Choice
from bot.engine.errors import Feature
from bot.engine.model import Finding
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
from tests.chat.actions import data_of
from tests.loopback import markup
from tests.wording.reports import MONAS, features, of, reports

ADDRESS = Address(7, 42)
CLEAN = Clean(ADDRESS, "f")
HINTS = FileHints((Clue.MOMENT, Clue.WORDS), forwarded=True)
CONTEXT = Context(date(2026, 11, 23))
WORDING = Wording()
REFUSALS = ["unknown-format", "damaged", "unsupported", "too-large", "not-clean"]
QUESTIONS = ["aman nggak upload muka ke chatgpt?", "cara hapus metadata", "resep rendang", "halo"]

addresses = st.builds(Address, st.integers(1), st.integers(1))
sizes = st.none() | st.integers(0, 2**40)
values = st.sampled_from(["", "a", "aaaaa", "chatgpt", "risiko_pelatihan", "simpan", "../x"])
button_data = (
    st.text()
    | st.sampled_from(Button)
    | st.builds(str.__add__, st.sampled_from(sorted(BUTTONS)), values)
)
events: st.SearchStrategy[Event] = (
    st.builds(FileSent, addresses, st.text(), sizes)
    | st.builds(MediaSent, addresses, st.sampled_from(MediaKind), st.none() | st.text())
    | st.builds(CommandSent, addresses, st.text(), st.none() | st.sampled_from(list(SERVICES)))
    | st.builds(
        QuestionAsked, addresses, st.builds(classify, st.text() | st.sampled_from(QUESTIONS))
    )
    | st.builds(ButtonTapped, st.text(), button_data, st.none() | addresses, st.none() | st.text())
)
outcomes: st.SearchStrategy[Outcome] = (
    st.builds(Cleaned, reports, st.integers(0, 2**31), st.just("jpg"))
    | st.builds(AlreadyClean, reports)
    | st.builds(Inspected, reports)
    | st.builds(Refused, st.sampled_from(REFUSALS), st.none() | features, st.none() | reports)
    | st.sampled_from([FileGone(), Busy(), Failed(), TooBig()])
)


def text_of(action: Action) -> str:
    """Return what an action tells a person, as Telegram would show it."""
    match action:
        case SendMessage(html=html):
            return shown(html, 4096)
        case SendCopy(caption=caption):
            return shown(caption, 1024)
        case AnswerCallback(text=str() as text):
            assert len(text) <= 200
            return text
    return ""


def shown(html: str, limit: int) -> str:
    text = markup.parsed(html)
    assert markup.units(text) <= limit
    return text


def tap(data: str, address: Address | None = ADDRESS, file_id: str | None = "f") -> list[Action]:
    event = ButtonTapped("q", data, address, file_id, HINTS, original_id=41, sender_id=7)
    return list(on_event(event, WORDING, CONTEXT))


@given(events)
def test_every_event_is_answered_once_where_it_happened(event: Event) -> None:
    actions = on_event(event, WORDING, CONTEXT)
    answers = [action for action in actions if not isinstance(action, DeleteMessage)]
    work = Clean | Inspect | DrawCard | MakeReceipt
    count = sum(bool(text_of(a)) or isinstance(a, work) for a in answers)
    assert count == 1 or isinstance(answers[-1], EditMessage | SendTextFile)
    if isinstance(event, ButtonTapped) and isinstance(actions[-1], Clean):
        return  # an answer to the original
    elsewhere = AnswerCallback | SendAlbum | ProcessAlbum | SaveSettings | EraseData
    assert all(
        getattr(action, "address", None) == event.address
        for action in answers
        if not isinstance(action, elsewhere)
    )


@given(events)
def test_a_tapped_button_is_released_first_and_once(event: Event) -> None:
    first, *rest = on_event(event, WORDING, CONTEXT)
    is_released = isinstance(first, AnswerCallback | DeleteMessage)
    assert is_released == isinstance(event, ButtonTapped)
    assert not any(isinstance(action, AnswerCallback) for action in rest)


@given(outcomes)
def test_every_outcome_is_told(outcome: Outcome) -> None:
    task = Inspect(ADDRESS, "f") if isinstance(outcome, Inspected) else CLEAN
    answer, *others = on_outcome(task, outcome, WORDING)
    assert text_of(answer)
    if not isinstance(outcome, Inspected):
        copies = [type(other) for other in others]
        assert copies == ([SendCopy] if isinstance(outcome, Cleaned) else [])


@given(
    st.builds(Cleaned, reports, st.integers(0, 2**31), st.just("jpg"), st.sampled_from(Choice)),
    st.builds(FileHints, st.lists(st.sampled_from(Clue)).map(tuple), st.booleans(), st.booleans()),
    st.booleans(),
)
def test_a_copy_that_is_forwarded_tells_nothing_of_its_original(
    outcome: Cleaned, hints: FileHints, is_default_choice: bool
) -> None:
    task = Clean(ADDRESS, "f", hints, outcome.choice, is_default_choice=is_default_choice)
    _, copy = on_outcome(task, outcome, WORDING)
    name = WORDING.copy_name(make_report(outcome.report.format, 1, (1, 1), ()), outcome.choice)
    assert copy == SendCopy(ADDRESS, f"{name}-42.jpg", silent=True)


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (Choice.EVERYTHING, "foto-bersih-42.jpg"),
        (Choice.LOCATION, "foto-tanpa-lokasi-42.jpg"),
        (Choice.CREDIT, "foto-dengan-nama-42.jpg"),
        (Choice.PIXELS, "foto-gambar-ulang-42.jpg"),
    ],
)
def test_only_a_clean_copy_is_called_clean(choice: Choice, name: str) -> None:
    _, copy = on_outcome(CLEAN, Cleaned(of(MONAS), 9, "jpg", choice), WORDING)
    assert isinstance(copy, SendCopy)
    assert copy.filename == name


@given(reports, st.sampled_from([Button.DETAILS, Button.MAP, Button.CHECKLIST]))
def test_every_button_shows_something_of_a_file(report: Report, button: Button) -> None:
    actions = on_outcome(Inspect(ADDRESS, "f", button), Inspected(report), WORDING)
    assert actions
    assert all(text_of(action) or isinstance(action, SendLocation) for action in actions)


@given(st.none() | reports)
def test_an_outcome_of_another_task_is_a_failure(report: Report | None) -> None:
    outcome = Inspected(report) if report else CardDrawn(7)
    task = MakeReceipt(ADDRESS, "f") if report else CLEAN
    assert on_outcome(task, outcome, WORDING) == on_outcome(task, Failed(), WORDING)


@pytest.mark.parametrize(("button", "choice"), CHOICES.items())
def test_another_choice_answers_the_original_again(button: Button, choice: Choice) -> None:
    _, task = tap(button)
    assert task == Clean(Address(7, 41), "f", HINTS, choice)
    report, _ = on_outcome(task, Cleaned(of(MONAS), 9, "jpg", choice), WORDING)
    assert isinstance(report, SendMessage)
    assert text_of(report)
    receipt = [] if choice is Choice.PIXELS else [f"bukti:{choice}"]
    assert data_of(report.keyboard) == receipt
    for data in receipt:
        assert tap(data) == [AnswerCallback("q"), MakeReceipt(ADDRESS, "f", choice)]


def test_a_default_choice_has_the_buttons_of_every_copy() -> None:
    task = Clean(ADDRESS, "f", choice=Choice.PIXELS, is_default_choice=True)
    report, _ = on_outcome(task, Cleaned(of(MONAS), 9, "jpg", Choice.PIXELS), WORDING)
    assert isinstance(report, SendMessage)
    expected = {button for row in ROWS for button in row} - {
        Button.RECEIPT,
        Button.CHOICES,
        Button.DELETE,
    }
    assert set(data_of(report.keyboard)) == expected | {"cara:pixels", "hapus:pixels"}


@pytest.mark.parametrize("choice", [Choice.LOCATION, Choice.CREDIT, Choice.PIXELS])
@pytest.mark.parametrize("finding", [MONAS, None])
def test_how_a_copy_was_made_is_known_to_its_receipt_also_after_the_way_back(
    choice: Choice, finding: Finding | None
) -> None:
    task = Clean(ADDRESS, "f", choice=choice, is_default_choice=True)
    outcome = Cleaned(of(*([finding] if finding else [])), 9, "jpg", choice)
    report, _ = on_outcome(task, outcome, WORDING)
    assert isinstance(report, SendMessage)
    (choices,) = (data for data in data_of(report.keyboard) if data.startswith("cara"))
    _, shown = tap(choices)
    assert isinstance(shown, EditMessage)
    *_, back = data_of(shown.keyboard)
    _, first = tap(back)
    assert first == EditMessage(ADDRESS, report.keyboard)
    assert (f"bukti:{choice}" in data_of(report.keyboard)) is (choice is not Choice.PIXELS)
    assert Button.RECEIPT not in data_of(report.keyboard)


def test_the_choices_and_back_again() -> None:
    question, shown = tap(Button.CHOICES)
    assert text_of(question)
    assert isinstance(shown, EditMessage)
    assert data_of(shown.keyboard) == [*CHOICES, Button.BACK]
    _, first = tap(Button.BACK)
    assert isinstance(first, EditMessage)
    assert data_of(first.keyboard) == [button for row in ROWS for button in row]


def test_below_a_file_without_a_location_no_map_appears_on_the_way() -> None:
    _, shown = tap(Button.CHOICES_NO_MAP)
    assert isinstance(shown, EditMessage)
    assert data_of(shown.keyboard) == [*CHOICES, Button.BACK_NO_MAP]
    _, first = tap(Button.BACK_NO_MAP)
    assert isinstance(first, EditMessage)
    report, _ = on_outcome(CLEAN, Cleaned(of(), 9, "jpg"), WORDING)
    assert isinstance(report, SendMessage)
    assert data_of(first.keyboard) == data_of(report.keyboard)
    assert Button.MAP not in data_of(report.keyboard)
    assert Button.CHOICES_NO_MAP in data_of(report.keyboard)


@pytest.mark.parametrize(
    ("button", "task"),
    [
        (Button.DETAILS, Inspect(ADDRESS, "f", Button.DETAILS, HINTS)),
        (Button.MAP, Inspect(ADDRESS, "f", Button.MAP, HINTS)),
        (Button.CHECKLIST, Inspect(ADDRESS, "f", Button.CHECKLIST, HINTS)),
        (Button.CARD, DrawCard(ADDRESS, "f")),
        (Button.RECEIPT, MakeReceipt(ADDRESS, "f")),
    ],
)
def test_a_button_processes_the_original_again(button: Button, task: Action) -> None:
    assert tap(button) == [AnswerCallback("q"), task]


@pytest.mark.parametrize("data", ["hapus", "hapus:polos", "hapus:pixels", "hapus:polos:location"])
def test_who_deletes_the_original_is_asked_once_more_and_may_go_back(data: str) -> None:
    question, shown = tap(data)
    for word in ("Yakin?", "Rincian", "Kartu", "peta"):
        assert word in text_of(question)
    assert isinstance(shown, EditMessage)
    confirm, back = data_of(shown.keyboard)
    assert confirm == Button.DELETE_CONFIRMED
    assert back == data.replace("hapus", "kembali")
    _, first = tap(back)
    assert isinstance(first, EditMessage)
    assert data in data_of(first.keyboard)


def test_a_deleted_original_takes_its_report_with_it() -> None:
    deleted, shown = tap(Button.DELETE_CONFIRMED)
    assert isinstance(deleted, DeleteMessage)
    assert (deleted.address, deleted.query_id) == (Address(7, 41), "q")
    assert deleted.report == ADDRESS
    assert "Rincian" in deleted.done
    assert max(len(deleted.done), len(deleted.failed)) <= 200
    assert shown == EditMessage(ADDRESS, ())


def test_a_button_whose_original_is_gone_says_so() -> None:
    released, answer = tap(Button.DETAILS, file_id=None)
    assert released == AnswerCallback("q")
    assert on_outcome(CLEAN, FileGone(), WORDING) == (answer,)


@pytest.mark.parametrize(
    ("data", "address"),
    [
        ("", ADDRESS),
        ("bukti:pixels", ADDRESS),
        ("bukti:semua", ADDRESS),
        ("rincian:location", ADDRESS),
        ("rincian:7", ADDRESS),
        ("cek", ADDRESS),
        ("topik", ADDRESS),
        ("setuju", ADDRESS),
        ("rincian", None),
        ("atur:buka", None),
        ("topik:foto_anak", None),
        ("topik:tidak_ada", ADDRESS),
        ("cek:", None),
        ("cek:z", ADDRESS),
        ("tolak:t", None),
    ],
)
def test_an_unknown_button_gets_a_polite_sentence_and_no_work(
    data: str, address: Address | None
) -> None:
    (answer,) = tap(data, address)
    assert "Tombol ini" in text_of(answer)


@pytest.mark.parametrize("button", Button)
def test_a_button_fits_into_telegrams_64_bytes(button: Button) -> None:
    assert 1 <= len(button.value.encode()) <= 64


def test_a_pin_stands_where_the_file_says_and_only_where_it_says_so() -> None:
    (pin,) = on_outcome(Inspect(ADDRESS, "f", Button.MAP), Inspected(of(MONAS)), WORDING)
    assert isinstance(pin, SendLocation)
    assert (pin.lat, pin.lon) == (-6.1754, 106.8272)
    (none,) = on_outcome(Inspect(ADDRESS, "f", Button.MAP), Inspected(of()), WORDING)
    assert isinstance(none, SendMessage)


def test_a_files_name_is_told_with_its_details() -> None:
    task = Inspect(ADDRESS, "f", Button.DETAILS, HINTS)
    details = on_outcome(task, Inspected(of()), WORDING)
    assert "Nama file" in "".join(map(text_of, details))
    details = on_outcome(replace(task, hints=NO_HINTS), Inspected(of()), WORDING)
    assert "Nama file" not in "".join(map(text_of, details))


def test_a_forwarded_file_is_a_copy_of_another_message() -> None:
    task = Clean(ADDRESS, "f", FileHints(forwarded=True))
    (report, _), (other, _) = (
        on_outcome(each, Cleaned(of(MONAS), 9, "jpg"), WORDING) for each in (task, CLEAN)
    )
    assert text_of(report) != text_of(other)


@pytest.mark.parametrize("media", MediaKind)
def test_what_is_no_file_gets_its_own_page(media: MediaKind) -> None:
    for address, page in ((ADDRESS, media.value), (Address(-100, 1), "foto_grup")):
        (answer,) = on_event(MediaSent(address, media), WORDING, CONTEXT)
        assert isinstance(answer, SendMessage)
        assert answer.html == WORDING.page(page, limit="20 MB")


def test_a_files_name_is_told_by_kind_and_evidence_is_not_to_be_deleted() -> None:
    hints = FileHints((Clue.MOMENT, Clue.WORDS), evidence=True)
    report, _ = on_outcome(Clean(ADDRESS, "f", hints), Cleaned(of(MONAS), 9, "jpg"), WORDING)
    assert isinstance(report, SendMessage)
    assert "Nama file:</b> memuat tanggal dan kata-kata" in report.html
    assert "/darurat" in report.html
    assert "Hapus juga" not in report.html


@pytest.mark.parametrize("size", [None, 0, FILE_LIMIT])
def test_a_file_is_seen_and_cleaned(size: int | None) -> None:
    hints = FileHints(forwarded=True)
    actions = on_event(FileSent(ADDRESS, "f", size, hints=hints), WORDING, CONTEXT)
    assert actions == (MarkSeen(ADDRESS), Clean(ADDRESS, "f", hints))


def test_a_caption_chooses_how_its_file_is_cleaned() -> None:
    context = replace(CONTEXT, person=PersonSettings(choice=Choice.PIXELS))
    hints = FileHints(choice=Choice.LOCATION)
    _, task = on_event(FileSent(ADDRESS, "f", 3, hints=hints), WORDING, context)
    assert task == Clean(ADDRESS, "f", hints, Choice.LOCATION, is_default_choice=True)
    hints = FileHints(choice=Choice.EVERYTHING)
    _, task = on_event(FileSent(ADDRESS, "f", 3, hints=hints), WORDING, context)
    assert task == Clean(ADDRESS, "f", hints)
    hints = FileHints(inspect_only=True)
    _, task = on_event(FileSent(ADDRESS, "f", 3, hints=hints), WORDING, context)
    assert task == Inspect(ADDRESS, "f", hints=hints)


def test_a_question_in_a_caption_is_answered_after_the_report() -> None:
    hints = FileHints(classification=classify("aman ga buat chatgpt?"))
    *first, answer = on_event(FileSent(ADDRESS, "f", 3, hints=hints), WORDING, CONTEXT)
    assert first == [MarkSeen(ADDRESS), Clean(ADDRESS, "f", hints)]
    assert "ChatGPT" in text_of(answer)


def test_a_format_without_the_chosen_copy_is_cleaned_of_everything_and_says_so() -> None:
    task = Clean(ADDRESS, "f", choice=Choice.LOCATION, is_default_choice=True)
    for choice in (Choice.LOCATION, Choice.EVERYTHING):
        report, _ = on_outcome(task, Cleaned(of(MONAS), 9, "jpg", choice), WORDING)
        assert ("tidak bisa dibersihkan" in text_of(report)) is (choice is Choice.EVERYTHING)


def test_a_file_too_large_to_fetch_is_seen_and_not_fetched() -> None:
    seen, answer = on_event(FileSent(ADDRESS, "f", FILE_LIMIT + 1), WORDING, CONTEXT)
    assert seen == MarkSeen(ADDRESS)
    assert "20 MB" in text_of(answer)


def test_a_command_about_a_file_cleans_or_inspects_it() -> None:
    file = FileSent(Address(7, 41), "f", 3)
    event = FileCommand(ADDRESS, file)
    assert on_event(event, WORDING, CONTEXT) == on_event(file, WORDING, CONTEXT)
    event = replace(event, inspect_only=True)
    expected = MarkSeen(ADDRESS), Inspect(Address(7, 41), "f")
    assert on_event(event, WORDING, CONTEXT) == expected


def test_a_command_about_no_file_is_answered_with_help() -> None:
    help_page = on_event(CommandSent(ADDRESS, "bantuan"), WORDING, CONTEXT)
    for inspect_only in (False, True):
        event = FileCommand(ADDRESS, None, inspect_only)
        assert on_event(event, WORDING, CONTEXT) == help_page


def test_a_deep_link_is_looked_up_for_who_follows_it() -> None:
    event = CommandSent(ADDRESS, "start", sender_id=8, token="t")
    assert on_event(event, WORDING, CONTEXT) == (FollowDeepLink(ADDRESS, "t", 8),)
    file = FileSent(Address(-100, 3), "f", 3, hints=FileHints(forwarded=True))
    expected = MarkSeen(ADDRESS), Inspect(ADDRESS, "f", hints=file.hints)
    assert on_deep_link(file, ADDRESS, WORDING) == expected
    (closed,) = on_deep_link(None, ADDRESS, WORDING)
    assert text_of(closed)


def test_people_are_told_no_more_than_telegram_allows() -> None:
    assert FILE_LIMIT == 20 * 1024 * 1024
    assert WORDING.size(SHOWN_LIMIT) == "20 MB"
    assert SHOWN_LIMIT <= FILE_LIMIT < SHOWN_LIMIT * 1.05


def test_a_copy_has_a_neutral_name_and_all_buttons() -> None:
    answer, photo = on_outcome(CLEAN, Cleaned(of(MONAS), 1000, "webp"), WORDING)
    assert isinstance(answer, SendMessage)
    assert isinstance(photo, SendCopy)
    assert photo.filename == "foto-bersih-42.webp"
    assert data_of(answer.keyboard) == [button for row in ROWS for button in row]
    report = make_report("MP4", 10, (1, 1), [MONAS])
    _, video = on_outcome(CLEAN, Cleaned(report, 9, "mp4"), WORDING)
    assert isinstance(video, SendCopy)
    assert video.filename == "video-bersih-42.mp4"


@pytest.mark.parametrize("name", ["HEIC", "<b>&amp;"])
def test_a_type_that_is_not_cleaned_is_named_as_it_is(name: str) -> None:
    (refusal,) = on_outcome(CLEAN, Refused("unsupported", Feature(name)), WORDING)
    assert name in text_of(refusal)


def test_a_file_that_is_only_read_is_told_and_refused_in_one_message() -> None:
    (answer,) = on_outcome(CLEAN, Refused("unsupported", Feature("NEF"), of(MONAS)), WORDING)
    assert isinstance(answer, SendMessage)
    assert "<b>Lokasi:</b>" in answer.html
    assert "RAW kamera (NEF)" in answer.html
    assert "JPEG" in answer.html
