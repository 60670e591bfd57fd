"""Groups, as values: nothing of a file's values in public, silence where nobody calls."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import find
from bot.advisor.services import SERVICES
from bot.chat import on_event, on_files, on_outcomes
from bot.chat.actions import (
    Action,
    AnswerCallback,
    AnswerInlineQuery,
    CallbackButton,
    Clean,
    EditMessage,
    GroupReply,
    Inspect,
    LinkButton,
    ProcessAlbum,
    ReplaceOriginals,
    SendAlbum,
    SendCopy,
    SendMessage,
    SendTextFile,
    Trigger,
)
from bot.chat.context import FILE_LIMIT, Context, Rights
from bot.chat.effects import (
    CreateDeepLink,
    DeclineReplacement,
    EraseData,
    LeaveGroup,
    MoveSettings,
    SaveSettings,
)
from bot.chat.events import (
    Address,
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    FileCommand,
    FileHints,
    FileSent,
    GroupMigrated,
    InlineQueried,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.chat.settings import QUIET_HOURS, ZONES, GroupSettings, Guard, PersonSettings
from bot.chat.settings_menu import GROUP
from bot.engine.choices import Choice
from bot.engine.errors import Feature
from bot.engine.model import Caution, Finding, Kind, Position
from bot.outcomes import AlreadyClean, Cleaned, Failed, Inspected, Outcome, Refused
from bot.report import Clue, Report, make_report
from bot.wording import Wording
from tests.loopback import markup
from tests.wording.reports import MONAS, of, reports

AT = Address(-100, 42)
TODAY = date(2026, 11, 23)
WORDING = Wording()
CONTEXT = Context(TODAY, token="t" * 22)
ADMIN = replace(CONTEXT, is_admin=True, rights=Rights(True, True))
OWNER = Finding(Kind.OWNER, "Exif", "Artist", "Budi")
DATED = Finding(Kind.DATETIME, "Exif", "DateTimeOriginal", "2025-09-10T14:03:12")
SERIAL = Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "0042")
SECRET = "Qwzxy"
PLACE = Position(-6.175432, 106.827264, 12.0)
telling = st.builds(
    Finding,
    st.sampled_from(Kind),
    st.just(SECRET),
    st.just(SECRET),
    st.sampled_from([SECRET, PLACE, 4242424242, "2025-09-10T14:03:12", None]),
)
secrets = st.builds(
    make_report,
    st.sampled_from(["JPEG", "PNG", "MP4", "M4A"]),
    st.just(4242424242),
    st.just((4242, 4242)),
    st.lists(telling, max_size=40),
    st.lists(st.sampled_from(Caution), unique=True),
)
publics = st.builds(
    GroupReply, st.sampled_from(Trigger), st.integers(-5, 5), st.just("t" * 22), st.booleans()
)
outcomes: st.SearchStrategy[Outcome] = (
    st.builds(Cleaned, secrets, st.integers(0, 2**31), st.just("jpg"))
    | st.builds(AlreadyClean, secrets)
    | st.builds(Inspected, secrets)
    | st.builds(
        Refused, st.sampled_from(["damaged", "unsupported"]), st.just(Feature("NEF")), secrets
    )
    | st.just(Failed())
)


def texts(replies: tuple[Action, ...]) -> list[str]:
    """Return all that anybody can read of replies, as Telegram would show it."""
    told = []
    for reply in replies:
        match reply:
            case SendMessage(html=html):
                told.append(markup.parsed(html))
            case SendCopy(filename=name, caption=caption):
                told += [name, markup.parsed(caption)]
            case SendAlbum(copies) | ReplaceOriginals(copies):
                told += texts(copies)
        for row in getattr(reply, "keyboard", ()):
            told += [button.label for button in row]
    return told


@given(st.lists(outcomes, min_size=1, max_size=4), publics, st.booleans())
def test_no_value_of_a_file_is_told_in_public(
    told: list[Outcome], how: GroupReply, forwarded: bool
) -> None:
    beside = FileHints(tuple(Clue), forwarded=forwarded)
    jobs = [
        (Clean(Address(-100, n), "f", beside, group_reply=how), outcome)
        for n, outcome in enumerate(told)
    ]
    for text in texts(on_outcomes(jobs, WORDING)):
        assert markup.units(text) <= 1024
        for value in (SECRET, "6,175", "6.175", "106", "4242", "2025", "14.03", "14:03", "Gambir"):
            assert value not in text


@given(st.lists(outcomes, min_size=1, max_size=4), publics)
def test_a_guard_never_speaks_of_what_tells_nothing(told: list[Outcome], how: GroupReply) -> None:
    jobs = [
        (Clean(Address(-100, n), "f", group_reply=how), outcome) for n, outcome in enumerate(told)
    ]
    replies = on_outcomes(jobs, WORDING)
    spoken = [reply for reply in replies if not isinstance(reply, CreateDeepLink)]
    if how.trigger is Trigger.CALLED:
        assert len(spoken) == len(told)
    else:
        assert len(spoken) <= 1


@pytest.mark.parametrize(
    ("findings", "warned"),
    [
        ((MONAS,), True),
        ((OWNER,), True),
        ((DATED,), False),
        ((SERIAL,), False),
        ((), False),
        ((DATED, MONAS), True),
    ],
)
@pytest.mark.parametrize("why", [Trigger.WARN, Trigger.REPLACE])
def test_only_places_and_persons_wake_the_guard(
    findings: tuple[Finding, ...], warned: bool, why: Trigger
) -> None:
    how = GroupReply(why, 7, "t")
    job = (Clean(AT, "f", group_reply=how), Cleaned(of(*findings), 9, "jpg"))
    replies = on_outcomes([job], WORDING)
    kind = ReplaceOriginals if why is Trigger.REPLACE else SendMessage
    assert any(isinstance(reply, kind) for reply in replies) is warned


def test_what_cannot_be_cleaned_is_never_replaced() -> None:
    how = GroupReply(Trigger.REPLACE, 7, "t")
    told: list[tuple[Clean, Outcome]] = [
        (Clean(AT, "f", group_reply=how), Cleaned(of(MONAS), 9, "jpg")),
        (Clean(AT, "g", group_reply=how), Refused("unsupported", Feature("NEF"), of(MONAS))),
    ]
    replies = on_outcomes(told, WORDING)
    assert not any(isinstance(reply, ReplaceOriginals) for reply in replies)
    assert any(isinstance(reply, SendMessage) and "2 dari" in reply.html for reply in replies)


def sent(message: int = 42, **more: Any) -> FileSent:
    return FileSent(Address(-100, message), "f", 3, sender_id=7, **more)


def under(guard: Guard, **more: Any) -> Context:
    return replace(CONTEXT, group=GroupSettings(guard), rights=Rights(True, True), **more)


@pytest.mark.parametrize(
    ("context", "job"),
    [
        (CONTEXT, None),
        (under(Guard.OFF), None),
        (under(Guard.WARN), Inspect),
        (under(Guard.REPLACE), Clean),
        (under(Guard.REPLACE, person=PersonSettings(declined_groups=(-100,))), None),
        (under(Guard.WARN, person=PersonSettings(declined_groups=(-100,))), Inspect),
        (replace(under(Guard.REPLACE), rights=Rights(True, False)), Inspect),
        (replace(under(Guard.WARN), group=GroupSettings(Guard.WARN, quiet="21-5"), hour=16), None),
        (
            replace(under(Guard.WARN), group=GroupSettings(Guard.WARN, quiet="21-5"), hour=3),
            Inspect,
        ),
        (replace(under(Guard.WARN), group=GroupSettings(Guard.WARN, topics=(5,))), None),
    ],
)
def test_what_the_guard_does_about_a_file(context: Context, job: type | None) -> None:
    replies = on_event(sent(), WORDING, context)
    if job is None:
        assert replies == ()
        return
    (album,) = replies
    assert isinstance(album, ProcessAlbum)
    assert [type(each) for each in album.tasks] == [job]
    assert on_files([sent()], WORDING, context) == replies


def test_words_inside_an_album_stay_with_their_files() -> None:
    files = [sent(42), sent(43, hints=FileHints(captioned=True))]
    (album,) = on_files(files, WORDING, under(Guard.REPLACE))
    assert isinstance(album, ProcessAlbum)
    assert all(isinstance(job, Inspect) for job in album.tasks)


def test_a_file_too_large_to_fetch_does_not_wake_the_guard() -> None:
    assert on_event(replace(sent(), size=FILE_LIMIT + 1), WORDING, under(Guard.WARN)) == ()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("quiet", QUIET_HOURS)
def test_quiet_hours_are_the_groups_own(quiet: str, zone: str) -> None:
    context = replace(CONTEXT, group=GroupSettings(quiet=quiet, zone=zone))
    asleep = {
        (hour + ZONES[zone]) % 24
        for hour in range(24)
        if replace(context, hour=hour).in_quiet_hours
    }
    begin, _, end = quiet.partition("-")
    wanted = {*range(int(begin), 24), *range(int(end))} if quiet else set[int]()
    assert asleep == wanted


ADDRESSED = [
    FileCommand(AT, None),
    FileCommand(AT, sent()),
    FileCommand(AT, sent(), inspect_only=True),
    FileCommand(AT, None, is_photo=True),
    CommandSent(AT, "tips", sender_id=7),
    CommandSent(AT, "", sender_id=7),
    CommandSent(AT, "layanan", "gemini", sender_id=7),
    QuestionAsked(AT, find("aman ga upload ke chatgpt"), 7),
    MediaSent(AT, MediaKind.PHOTO, sender_id=7),
    CommandSent(AT, "setelan", sender_id=7),
    CommandSent(AT, "keluar", sender_id=7),
    CommandSent(AT, "hapusdata", sender_id=7),
]


@pytest.mark.parametrize("event", ADDRESSED, ids=repr)
def test_who_calls_is_answered_once(event: Any) -> None:
    replies = on_event(event, WORDING, CONTEXT)
    assert sum(isinstance(reply, SendMessage | Clean | Inspect) for reply in replies) == 1


@pytest.mark.parametrize("event", ADDRESSED[:-3], ids=repr)
def test_in_a_topic_that_is_not_chosen_nobody_is(event: Any) -> None:
    silent = replace(CONTEXT, group=GroupSettings(topics=(5,)))
    assert on_event(replace(event, address=replace(AT, thread_id=6)), WORDING, silent) == ()
    assert on_event(replace(event, address=replace(AT, thread_id=5)), WORDING, silent) != ()


@pytest.mark.parametrize("name", ["setelan", "keluar", "hapusdata"])
def test_what_admins_may_nobody_else_may(name: str) -> None:
    (reply,) = on_event(CommandSent(AT, name, sender_id=7), WORDING, CONTEXT)
    assert isinstance(reply, SendMessage)
    assert "Hanya admin" in reply.html
    assert reply.keyboard == ()


def test_leaving_erases_first() -> None:
    bye, erased, left = on_event(CommandSent(AT, "keluar", sender_id=7), WORDING, ADMIN)
    assert isinstance(bye, SendMessage)
    assert (erased, left) == (EraseData(-100), LeaveGroup(-100))


def test_what_becomes_of_a_group_is_done() -> None:
    assert on_event(BotRemoved(AT), WORDING, CONTEXT) == (EraseData(-100),)
    assert on_event(GroupMigrated(AT, -200), WORDING, CONTEXT) == (MoveSettings(-100, -200),)
    (hello,) = on_event(BotAdded(Address(-100, 0)), WORDING, CONTEXT)
    assert isinstance(hello, SendMessage)
    assert [b for row in hello.keyboard for b in row if isinstance(b, CallbackButton)]


def tap(data: str, context: Context, at: Address = AT) -> tuple[Action, ...]:
    return on_event(ButtonTapped("q", data, at, None, sender_id=7), WORDING, context)


def saved(replies: tuple[Action, ...]) -> GroupSettings | PersonSettings | None:
    return next((reply.settings for reply in replies if isinstance(reply, SaveSettings)), None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("atur:jaga:ganti", GroupSettings(Guard.REPLACE)),
        ("atur:jaga:ingatkan", GroupSettings(Guard.WARN)),
        ("atur:tenang:22-6", GroupSettings(quiet="22-6")),
        ("atur:zona:WIT", GroupSettings(zone="WIT")),
        ("atur:bahasa:en", GroupSettings(language="en")),
        ("atur:topik:5", GroupSettings(topics=(5,))),
        ("atur:jaga:hapus", None),
        ("atur:bahasa:xx", None),
        ("atur:topik:-1", None),
        ("atur:apa:ganti", None),
        ("aku:cara:location", None),
        ("atur:", None),
    ],
)
def test_a_button_saves_the_value_that_it_carries(data: str, told: GroupSettings | None) -> None:
    replies = tap(data, ADMIN)
    assert saved(replies) == told
    assert isinstance(replies[0], AnswerCallback)


def test_a_topic_that_is_tapped_twice_is_as_before() -> None:
    context = replace(ADMIN, group=GroupSettings(topics=(5,)))
    assert saved(tap("atur:topik:5", context)) == GroupSettings()


@pytest.mark.parametrize("data", ["atur:jaga:mati", "data:hapus", "data:simpan", "atur:buka"])
def test_a_button_of_admins_is_nobody_elses(data: str) -> None:
    (reply,) = tap(data, CONTEXT)
    assert isinstance(reply, AnswerCallback)
    assert "Hanya admin" in (reply.text or "")


@pytest.mark.parametrize(
    ("new", "rights", "words"),
    [
        ("ganti", Rights(True, False), "izin menghapus"),
        ("ingatkan", Rights(False, False), "admin dulu"),
    ],
)
def test_what_the_bot_may_not_do_is_said_before_it_is_set(
    new: str, rights: Rights, words: str
) -> None:
    replies = tap(f"atur:jaga:{new}", replace(ADMIN, rights=rights))
    assert saved(replies) is None
    assert isinstance(replies[0], AnswerCallback)
    assert words in (replies[0].text or "")


@pytest.mark.parametrize("choice", Choice)
def test_a_person_has_a_habit(choice: Choice) -> None:
    home = Address(7, 1)
    told = saved(tap(f"aku:cara:{choice}", CONTEXT, home))
    assert told == PersonSettings(choice=choice)
    assert isinstance(told, PersonSettings)
    file = FileSent(home, "f", 3, sender_id=7)
    _, job = on_event(file, WORDING, replace(CONTEXT, person=told))
    assert isinstance(job, Clean)
    assert (job.choice, job.is_default_choice) == (choice, choice is not Choice.EVERYTHING)


def test_data_is_exported_and_erased() -> None:
    home, context = (
        Address(7, 1),
        replace(CONTEXT, person=PersonSettings(declined_groups=(-100,)), files_this_hour=3),
    )
    (page,) = on_event(CommandSent(home, "hapusdata", sender_id=7), WORDING, context)
    assert isinstance(page, SendMessage)
    assert "(3)" in page.html
    _, export = tap("data:simpan", context, home)
    assert isinstance(export, SendTextFile)
    assert '"declined_groups": [\n  -100' in export.text
    _, erased, shown = tap("data:hapus", context, home)
    assert erased == EraseData(7)
    assert isinstance(shown, EditMessage)


def test_declining_is_for_the_door_to_judge() -> None:
    (reply,) = tap("tolak:" + "t" * 22, CONTEXT)
    assert isinstance(reply, DeclineReplacement)
    assert (reply.user_id, reply.token) == (7, "t" * 22)


def test_every_button_fits_into_telegrams_64_bytes() -> None:
    panels = [
        on_event(CommandSent(replace(AT, thread_id=5), "setelan", sender_id=7), WORDING, ADMIN),
        on_event(CommandSent(Address(7, 1), "setelan", sender_id=7), WORDING, CONTEXT),
    ]
    for (panel,) in panels:
        assert isinstance(panel, SendMessage)
        for row in panel.keyboard:
            for button in row:
                assert isinstance(button, CallbackButton)
                assert len(button.data.encode()) <= 64
                assert len(button.label) <= 34


@given(reports)
def test_a_door_is_opened_before_its_link_is_shown(report: Report) -> None:
    how = GroupReply(Trigger.CALLED, 7, "t" * 22)
    door, copy = on_outcomes(
        [(Clean(AT, "f", group_reply=how), Cleaned(report, 9, "jpg"))], WORDING
    )
    assert door == CreateDeepLink("t" * 22, AT, 7, "f")
    assert isinstance(copy, SendCopy)
    assert [b.payload for row in copy.keyboard for b in row if isinstance(b, LinkButton)] == [
        "r-" + "t" * 22
    ]


def test_who_speaks_as_a_chat_has_no_door() -> None:
    how = GroupReply(Trigger.CALLED, -100, "t")
    (copy,) = on_outcomes(
        [(Clean(AT, "f", group_reply=how), Cleaned(of(MONAS), 9, "jpg"))], WORDING
    )
    assert isinstance(copy, SendCopy)
    assert copy.keyboard == ()


words = st.text(max_size=40) | st.sampled_from(["tips lokasi", "chatgpt", "halo", "bugilin dia"])


@given(st.none() | words.map(find))
def test_inline_cards_are_few_different_and_whole(heard: Any) -> None:
    (reply,) = on_event(InlineQueried("q", heard, 7), WORDING, CONTEXT)
    assert isinstance(reply, AnswerInlineQuery)
    assert 1 <= len(reply.cards) <= 8
    assert len({card.id for card in reply.cards}) == len(reply.cards)
    for card in reply.cards:
        assert 1 <= len(card.id) <= 64
        assert card.title
        assert len(card.teaser) <= 80
        assert markup.units(markup.parsed(card.html)) <= 4096


@pytest.mark.parametrize("service", list(SERVICES))
def test_a_service_has_an_inline_card(service: str) -> None:
    heard = replace(find("aman ga"), service=service)
    (reply,) = on_event(InlineQueried("q", heard, 7), WORDING, CONTEXT)
    assert isinstance(reply, AnswerInlineQuery)
    assert reply.cards[0].id == f"layanan-{service}"


def test_the_settings_are_found_below_the_hello() -> None:
    replies = tap(f"{GROUP}buka", ADMIN)
    assert isinstance(replies[-1], EditMessage)
    assert "Penjaga" in (replies[-1].html or "")


@given(st.lists(outcomes, min_size=2, max_size=10))
def test_an_album_in_private_gets_one_report_and_its_copies_in_order(told: list[Outcome]) -> None:
    jobs = [(Clean(Address(7, n), "f"), outcome) for n, outcome in enumerate(told, 1)]
    (reply,) = on_outcomes(jobs, WORDING)
    cleaned = [job.address for job, outcome in jobs if isinstance(outcome, Cleaned)]
    copies = reply.copies if isinstance(reply, SendAlbum) else (reply,)
    assert [c.address for c in copies if isinstance(c, SendCopy)] == cleaned
    report = next(text for text in texts((reply,)) if text.startswith(f"{len(told)} file"))
    assert markup.units(report) <= 1024
    missing = [n for n in range(1, len(told) + 1) if f"File {n}:" not in report]
    assert not missing or f"{len(missing)} file lain" in report


def test_an_albums_report_begins_with_what_matters_most() -> None:
    told: list[tuple[Clean, Outcome]] = [
        (Clean(Address(7, 1), "f"), AlreadyClean(of())),
        (Clean(Address(7, 2), "f"), Cleaned(of(DATED), 9, "jpg")),
        (Clean(Address(7, 3), "f"), Refused("damaged")),
        (Clean(Address(7, 4), "f"), Cleaned(of(MONAS), 9, "jpg")),
        (Clean(Address(7, 5), "f"), Cleaned(of(SERIAL), 9, "jpg")),
    ]
    report = next(text for text in texts(on_outcomes(told, WORDING)) if "File" in text)
    order = [int(line.split("File ")[1][0]) for line in report.splitlines() if "File " in line]
    assert order == [3, 4, 5, 2, 1]
    assert report.startswith("5 file, 2 membawa jejak pribadi.")
