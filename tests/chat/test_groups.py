"""Groups: no value of a file in public, silence where nobody calls, and the guard's limits."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import Classification, classify
from bot.chat import on_event, on_files, on_outcomes
from bot.chat.actions import (
    Clean,
    GroupReply,
    Inspect,
    LinkButton,
    MarkSeen,
    ProcessAlbum,
    ReplaceOriginals,
    SendCopy,
    SendMessage,
    Trigger,
    is_requested,
)
from bot.chat.context import FILE_LIMIT, Context, Rights
from bot.chat.effects import CreateDeepLink, DeclineReplacement, EraseData, MoveSettings
from bot.chat.events import (
    NO_HINTS,
    Address,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    FileCommand,
    FileHints,
    FileSent,
    GroupMigrated,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.chat.settings import GroupSettings, Guard, PersonSettings
from bot.engine.errors import Feature
from bot.engine.model import Caution, Finding, Kind, Position
from bot.outcomes import AlreadyClean, Cleaned, Failed, Inspected, Outcome, Refused
from bot.report import Clue, Report, make_report
from bot.wording import Wording
from tests.chat.actions import data_of, texts
from tests.loopback import markup
from tests.wording.reports import MONAS, of, reports

ADDRESS = Address(-100, 42)
WORDING = Wording()
TOKEN = "t" * 22
CONTEXT = Context(date(2026, 11, 23), token=TOKEN)
OWNER = Finding(Kind.OWNER, "Exif", "Artist", "Budi")
DATED = Finding(Kind.DATETIME, "Exif", "DateTimeOriginal", "2025-09-10T14:03:12")
SERIAL = Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "0042")
SECRET = "Qwzxy"
POSITION = Position(-6.175432, 106.827264, 12.0)
secret_findings = st.builds(
    Finding,
    st.sampled_from(Kind),
    st.just(SECRET),
    st.just(SECRET),
    st.sampled_from([SECRET, POSITION, 4242424242, "2025-09-10T14:03:12", None]),
)
secret_reports = st.builds(
    make_report,
    st.sampled_from(["JPEG", "PNG", "MP4", "M4A"]),
    st.just(4242424242),
    st.just((4242, 4242)),
    st.lists(secret_findings, max_size=40),
    st.lists(st.sampled_from(Caution), unique=True),
)
group_replies = st.builds(
    GroupReply, st.sampled_from(Trigger), st.integers(-5, 5), st.just(TOKEN), st.booleans()
)
outcomes: st.SearchStrategy[Outcome] = (
    st.builds(Cleaned, secret_reports, st.integers(0, 2**31), st.just("jpg"))
    | st.builds(AlreadyClean, secret_reports)
    | st.builds(Inspected, secret_reports)
    | st.builds(
        Refused,
        st.sampled_from(["damaged", "unsupported"]),
        st.just(Feature("NEF")),
        secret_reports,
    )
    | st.just(Failed())
)
Pair = tuple[Clean, Outcome]


def pairs(reply: GroupReply, *files: Outcome, hints: FileHints = NO_HINTS) -> list[Pair]:
    """Return a task for each outcome of files that were sent at once."""
    return [
        (Clean(Address(-100, n), f"f{n}", hints, group_reply=reply), outcome)
        for n, outcome in enumerate(files)
    ]


def cleaned(*findings: Finding) -> Cleaned:
    return Cleaned(of(*findings), 9, "jpg")


@given(st.lists(outcomes, min_size=1, max_size=4), group_replies, st.booleans())
def test_no_value_of_a_file_is_told_in_public(
    files: list[Outcome], reply: GroupReply, forwarded: bool
) -> None:
    hints = FileHints(tuple(Clue), forwarded=forwarded)
    for text in texts(on_outcomes(pairs(reply, *files, hints=hints), WORDING)):
        assert markup.units(text) <= 1024
        for value in (SECRET, "6,175", "6.175", "106", "4242", "2025", "14.03", "14:03", "Gambir"):
            assert value not in text


@given(st.lists(outcomes, min_size=1, max_size=4), group_replies)
def test_who_calls_is_answered_for_each_file_and_the_guard_speaks_once(
    files: list[Outcome], reply: GroupReply
) -> None:
    actions = on_outcomes(pairs(reply, *files), WORDING)
    answers = [action for action in actions if not isinstance(action, CreateDeepLink)]
    if reply.trigger is Trigger.CALLED:
        assert len(answers) == len(files)
    else:
        assert len(answers) <= 1


@pytest.mark.parametrize(
    ("findings", "is_sensitive"),
    [
        ((MONAS,), True),
        ((OWNER,), True),
        ((DATED,), False),
        ((SERIAL,), False),
        ((), False),
        ((DATED, MONAS), True),
    ],
)
@pytest.mark.parametrize("trigger", [Trigger.WARN, Trigger.REPLACE])
def test_only_locations_and_persons_wake_the_guard(
    findings: tuple[Finding, ...], is_sensitive: bool, trigger: Trigger
) -> None:
    actions = on_outcomes(pairs(GroupReply(trigger, 7, "t"), cleaned(*findings)), WORDING)
    kind = ReplaceOriginals if trigger is Trigger.REPLACE else SendMessage
    answers = [action for action in actions if isinstance(action, kind)]
    assert bool(answers) is is_sensitive
    assert all(answer.silent for answer in answers if isinstance(answer, SendMessage))


def test_what_cannot_be_cleaned_is_never_replaced() -> None:
    refused = Refused("unsupported", Feature("NEF"), of(MONAS))
    reply = GroupReply(Trigger.REPLACE, 7, "t")
    actions = on_outcomes(pairs(reply, cleaned(MONAS), refused), WORDING)
    assert not any(isinstance(action, ReplaceOriginals) for action in actions)
    assert any(isinstance(action, SendMessage) and "2 dari" in action.html for action in actions)


def test_only_what_was_cleaned_is_replaced() -> None:
    reply = GroupReply(Trigger.REPLACE, 7, "t")
    clean = AlreadyClean(of())
    link, replaced = on_outcomes(pairs(reply, clean, cleaned(DATED), cleaned(MONAS)), WORDING)
    assert link == CreateDeepLink("t", Address(-100, 1), 7, "f1")
    assert isinstance(replaced, ReplaceOriginals)
    assert [copy.address.message_id for copy in replaced.copies] == [1, 2]
    assert not any(copy.caption for copy in replaced.copies)
    assert not any(copy.keyboard for copy in replaced.copies)
    assert all(copy.silent for copy in replaced.copies)


def test_below_a_single_replacement_its_sender_may_decline() -> None:
    reply = GroupReply(Trigger.REPLACE, 7, TOKEN)
    _, replaced = on_outcomes(pairs(reply, cleaned(MONAS)), WORDING)
    assert isinstance(replaced, ReplaceOriginals)
    (copy,) = replaced.copies
    assert data_of(copy.keyboard) == ["tolak:" + TOKEN]


def sent(message_id: int = 42, **fields: Any) -> FileSent:
    return replace(FileSent(Address(-100, message_id), "f", 3, sender_id=7), **fields)


def guarded(guard: Guard, **fields: Any) -> Context:
    group = GroupSettings(guard, quiet=fields.pop("quiet", ""), topics=fields.pop("topics", ()))
    return replace(CONTEXT, **{"group": group, "rights": Rights(True, True), **fields})


HINTS = FileHints((Clue.MOMENT,), forwarded=True, captioned=True)
DECLINED = PersonSettings(declined_groups=(-100,))


@pytest.mark.parametrize(
    ("context", "task"),
    [
        (CONTEXT, None),
        (guarded(Guard.OFF), None),
        (guarded(Guard.WARN), Inspect),
        (guarded(Guard.REPLACE), Clean),
        (guarded(Guard.REPLACE, person=DECLINED), None),
        (guarded(Guard.REPLACE, person=PersonSettings(declined_groups=(-101,))), Clean),
        (guarded(Guard.WARN, person=DECLINED), Inspect),
        (guarded(Guard.REPLACE, rights=Rights(True, False)), Inspect),
        (guarded(Guard.WARN, quiet="21-5", hour=16), None),
        (guarded(Guard.REPLACE, quiet="21-5", hour=16), None),
        (guarded(Guard.WARN, quiet="21-5", hour=3), Inspect),
        (guarded(Guard.REPLACE, quiet="21-5", hour=3), Clean),
        (guarded(Guard.WARN, topics=(5,)), None),
    ],
)
def test_what_the_guard_does_about_a_file(context: Context, task: type | None) -> None:
    file = sent(hints=HINTS)
    actions = on_event(file, WORDING, context)
    assert on_files([file], WORDING, context) == actions
    if task is None:
        assert actions == ()
        return
    (album,) = actions
    assert isinstance(album, ProcessAlbum)
    assert [type(each) for each in album.tasks] == [task]
    trigger = Trigger.REPLACE if task is Clean else Trigger.WARN
    assert album.tasks[0].group_reply == GroupReply(trigger, 7, TOKEN)
    assert album.tasks[0].hints == HINTS
    assert not is_requested(album.tasks[0])


@pytest.mark.parametrize(("captioned", "task"), [((True, False), Clean), ((False, True), Inspect)])
def test_a_caption_inside_an_album_stays_with_its_file(
    captioned: tuple[bool, bool], task: type
) -> None:
    files = [sent(42 + n, hints=FileHints(captioned=each)) for n, each in enumerate(captioned)]
    (album,) = on_files(files, WORDING, guarded(Guard.REPLACE))
    assert isinstance(album, ProcessAlbum)
    assert [type(each) for each in album.tasks] == [task, task]


def test_a_file_too_large_to_fetch_does_not_wake_the_guard() -> None:
    too_large, largest = sent(1, size=FILE_LIMIT + 1), sent(2, size=FILE_LIMIT)
    assert on_event(too_large, WORDING, guarded(Guard.WARN)) == ()
    (album,) = on_files([too_large, largest], WORDING, guarded(Guard.WARN))
    assert isinstance(album, ProcessAlbum)
    assert [task.address.message_id for task in album.tasks] == [2]


OF_ADMINS = [CommandSent(ADDRESS, name, sender_id=7) for name in ("setelan", "keluar", "hapusdata")]
ADDRESSED = [
    FileCommand(ADDRESS, None),
    FileCommand(ADDRESS, sent()),
    FileCommand(ADDRESS, sent(), inspect_only=True),
    FileCommand(ADDRESS, None, is_photo=True),
    CommandSent(ADDRESS, "tips", sender_id=7),
    CommandSent(ADDRESS, "", sender_id=7),
    CommandSent(ADDRESS, "layanan", "gemini", sender_id=7),
    QuestionAsked(ADDRESS, classify("aman ga upload ke chatgpt"), 7),
    MediaSent(ADDRESS, MediaKind.PHOTO, sender_id=7),
]


@pytest.mark.parametrize("event", ADDRESSED + OF_ADMINS, ids=repr)
def test_who_calls_is_answered_once(event: Any) -> None:
    actions = on_event(event, WORDING, CONTEXT)
    assert sum(isinstance(action, SendMessage | Clean | Inspect) for action in actions) == 1


@pytest.mark.parametrize("event", ADDRESSED, ids=repr)
def test_in_a_topic_that_is_not_chosen_nobody_is(event: Any) -> None:
    context = replace(CONTEXT, group=GroupSettings(topics=(5,)))
    in_topic = [replace(event, address=replace(ADDRESS, thread_id=topic)) for topic in (5, 6)]
    assert on_event(in_topic[0], WORDING, context) != ()
    assert on_event(in_topic[1], WORDING, context) == ()


@pytest.mark.parametrize(("inspect_only", "task"), [(False, Clean), (True, Inspect)])
def test_a_file_is_processed_for_its_sender_and_not_for_who_calls(
    inspect_only: bool, task: type[Clean] | type[Inspect]
) -> None:
    file = sent(41, size=FILE_LIMIT, album_id="album", hints=HINTS)
    event = FileCommand(ADDRESS, file, inspect_only, sender_id=8)
    reply = GroupReply(Trigger.CALLED, 7, TOKEN, is_album_part=True)
    expected = task(Address(-100, 41), "f", hints=HINTS, group_reply=reply)
    assert on_event(event, WORDING, CONTEXT) == (MarkSeen(ADDRESS), expected)
    assert is_requested(expected)


def test_who_points_at_no_file_is_told_how() -> None:
    event = FileCommand(ADDRESS, None)
    assert on_event(event, WORDING, CONTEXT) == (SendMessage(ADDRESS, WORDING.page("balas_file")),)


def test_an_original_is_asked_for_in_private_not_in_the_group() -> None:
    (answer,) = on_event(FileCommand(ADDRESS, None, is_photo=True), WORDING, CONTEXT)
    assert isinstance(answer, SendMessage)
    assert answer.html == WORDING.page("foto_grup")
    assert "chat pribadi" in answer.html
    ((button,),) = answer.keyboard
    assert isinstance(button, LinkButton)


NO_TEXT = {Kind.GPS_POSITION, Kind.THUMBNAIL, Kind.TRAILING, Kind.UNKNOWN, Kind.BLOCK}


@pytest.mark.parametrize("trigger", [Trigger.CALLED, Trigger.REPLACE])
def test_the_caption_of_a_copy_says_the_same_of_every_file(trigger: Trigger) -> None:
    """Whoever forwards the copy forwards its caption: it tells no kind of trace."""
    captions = set()
    more = [Finding(kind, "Exif", "Artist", "Budi") for kind in Kind if kind not in NO_TEXT]
    for findings in ((MONAS,), *((MONAS, finding) for finding in more)):
        actions = on_outcomes(pairs(GroupReply(trigger, 7, "t"), cleaned(*findings)), WORDING)
        copies = [action for action in actions if isinstance(action, SendCopy)]
        replaced = [a for a in actions if isinstance(a, ReplaceOriginals)]
        copies += [copy for action in replaced for copy in action.copies]
        captions |= {copy.caption for copy in copies}
    assert len(captions) == 1


def test_a_copy_says_whether_its_album_or_its_first_message_is_not_seen() -> None:
    captions = set()
    for is_album_part in (False, True):
        for forwarded in (False, True):
            reply = GroupReply(Trigger.CALLED, 0, is_album_part=is_album_part)
            hints = FileHints(forwarded=forwarded)
            (copy,) = on_outcomes(pairs(reply, cleaned(MONAS), hints=hints), WORDING)
            assert isinstance(copy, SendCopy)
            captions.add(copy.caption)
    assert len(captions) == 4


def test_what_is_refused_is_told_as_far_as_it_was_read() -> None:
    reply = GroupReply(Trigger.CALLED, 7, TOKEN)
    refused = Refused("unsupported", Feature("<b>"), of(MONAS))
    link, answer = on_outcomes(pairs(reply, refused), WORDING)
    assert isinstance(link, CreateDeepLink)
    assert isinstance(answer, SendMessage)
    report, refusal = answer.html.split("\n\n⚠️ ")
    assert report == WORDING.public_report(of(MONAS))
    assert "&lt;b&gt;" in refusal
    (alone,) = on_outcomes(pairs(reply, replace(refused, report=None)), WORDING)
    assert alone == SendMessage(Address(-100, 0), f"⚠️ {refusal}")


def test_a_file_too_large_to_fetch_is_refused_to_who_calls() -> None:
    (refusal,) = on_event(FileCommand(ADDRESS, sent(size=FILE_LIMIT + 1)), WORDING, CONTEXT)
    assert isinstance(refusal, SendMessage)
    assert refusal.keyboard == ()


def test_what_a_group_became_is_done() -> None:
    assert on_event(BotRemoved(ADDRESS), WORDING, CONTEXT) == (EraseData(-100),)
    assert on_event(GroupMigrated(ADDRESS, -200), WORDING, CONTEXT) == (MoveSettings(-100, -200),)


def payloads(action: object) -> list[str]:
    assert isinstance(action, SendMessage | SendCopy)
    return [b.payload for row in action.keyboard for b in row if isinstance(b, LinkButton)]


def test_a_question_that_may_mean_something_else_leads_to_the_private_chat() -> None:
    for topic, choices, linked in (
        ("sapaan", (), []),
        ("sapaan", ("foto_anak",), ["topik-sapaan"]),
        ("foto_anak", (), ["topik-foto_anak"]),
    ):
        classification = Classification((topic,), None, 1.0, choices)
        (answer,) = on_event(QuestionAsked(ADDRESS, classification, 7), WORDING, CONTEXT)
        assert payloads(answer) == linked


@pytest.mark.parametrize(
    ("event", "linked"),
    [
        (CommandSent(ADDRESS, "tips"), ["tips"]),
        (CommandSent(ADDRESS, "layanan"), ["layanan"]),
        (CommandSent(ADDRESS, "layanan", "gemini"), ["layanan"]),
        (CommandSent(ADDRESS, "bantuan"), []),
    ],
)
def test_a_long_answer_is_for_the_private_chat(event: CommandSent, linked: list[str]) -> None:
    (answer,) = on_event(event, WORDING, CONTEXT)
    assert payloads(answer) == linked
    assert ("Gemini" in "".join(texts((answer,)))) is (event.service == "gemini")


def tap(data: str, address: Address = ADDRESS) -> Any:
    (action,) = on_event(ButtonTapped("q", data, address, "f", sender_id=7), WORDING, CONTEXT)
    return action


def test_declining_is_only_asked_for_here() -> None:
    action = tap("tolak:" + TOKEN)
    assert isinstance(action, DeclineReplacement)
    assert (action.address, action.user_id, action.token) == (ADDRESS, 7, TOKEN)


def test_a_button_of_the_other_kind_of_chat_is_unknown() -> None:
    assert "Tombol ini" in (tap("tolak:" + TOKEN, Address(7, 1)).text or "")
    assert "Tombol ini" in (tap("rincian").text or "")


@given(reports)
def test_a_deep_link_is_created_before_it_is_shown(report: Report) -> None:
    reply = GroupReply(Trigger.CALLED, 7, TOKEN)
    link, copy = on_outcomes(pairs(reply, Cleaned(report, 9, "jpg"), hints=HINTS), WORDING)
    assert link == CreateDeepLink(TOKEN, Address(-100, 0), 7, "f0", HINTS)
    assert payloads(copy) == ["r-" + TOKEN]


@pytest.mark.parametrize("trigger", Trigger)
@pytest.mark.parametrize("sender_id", [-100, 0])
def test_who_speaks_as_a_chat_gets_no_deep_link(trigger: Trigger, sender_id: int) -> None:
    reply = GroupReply(trigger, sender_id, TOKEN)
    (action,) = on_outcomes(pairs(reply, cleaned(MONAS)), WORDING)
    (answer,) = action.copies if isinstance(action, ReplaceOriginals) else (action,)
    assert isinstance(answer, SendCopy | SendMessage)
    assert answer.keyboard == ()
