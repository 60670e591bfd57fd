"""Files sent at once in private: one report, and the copies in the order of their originals."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import on_files, on_outcomes
from bot.chat.actions import (
    Clean,
    LinkButton,
    MarkSeen,
    ProcessAlbum,
    SendAlbum,
    SendCopy,
    SendMessage,
)
from bot.chat.context import FILE_LIMIT, Context
from bot.chat.events import Address, FileHints, FileSent
from bot.chat.settings import PersonSettings
from bot.engine.choices import Choice
from bot.outcomes import AlreadyClean, Cleaned, Failed, Outcome, Refused
from bot.report import Clue
from bot.wording import Wording
from tests.chat.actions import data_of, texts
from tests.chat.test_groups import DATED, SERIAL, outcomes
from tests.loopback import markup
from tests.wording.reports import MONAS, of

CONTEXT = Context(date(2026, 11, 23))
WORDING = Wording()


def file(number: int, size: int | None = 3) -> FileSent:
    return FileSent(Address(7, number), f"f{number}", size, "album", sender_id=7)


def test_files_are_cleaned_as_their_sender_chose_and_the_first_is_marked() -> None:
    context = replace(CONTEXT, person=PersonSettings(choice=Choice.PIXELS))
    seen, album = on_files([file(1), file(2, None), file(3, FILE_LIMIT)], WORDING, context)
    assert seen == MarkSeen(Address(7, 1))
    assert album == ProcessAlbum(
        tuple(
            Clean(Address(7, n), f"f{n}", choice=Choice.PIXELS, is_default_choice=True)
            for n in (1, 2, 3)
        )
    )


def test_a_file_too_large_holds_up_none_of_the_others() -> None:
    _, album, too_big = on_files([file(1, FILE_LIMIT + 1), file(2)], WORDING, CONTEXT)
    assert album == ProcessAlbum((Clean(Address(7, 2), "f2"),))
    assert isinstance(too_big, SendMessage)
    assert too_big.address == Address(7, 1)
    assert "20 MB" in too_big.html
    _, *only = on_files([file(1, FILE_LIMIT + 1)], WORDING, CONTEXT)
    assert only == [too_big]


@given(st.lists(outcomes, min_size=2, max_size=10))
def test_an_album_gets_one_report_and_its_copies_in_order(album: list[Outcome]) -> None:
    processed = [(Clean(Address(7, n), "f"), outcome) for n, outcome in enumerate(album, 1)]
    answer, *others = on_outcomes(processed, WORDING)
    cleaned = [task.address for task, outcome in processed if isinstance(outcome, Cleaned)]
    copies = others[0].copies if others and isinstance(others[0], SendAlbum) else others
    assert [copy.address for copy in copies if isinstance(copy, SendCopy)] == cleaned
    assert not any(copy.caption for copy in copies if isinstance(copy, SendCopy))
    report = texts((answer,))[0]
    assert report.startswith(f"{len(album)} file")
    assert markup.units(report) <= 1024
    missing = [n for n in range(1, len(album) + 1) if f"File {n}:" not in report]
    assert not missing or f"{len(missing)} file lain" in report


def test_the_copies_have_no_captions_and_the_report_on_a_single_one_has_buttons() -> None:
    first, last = (Clean(Address(7, n), "f") for n in (1, 2))
    cleaned = Cleaned(of(MONAS), 9, "jpg")
    report, album = on_outcomes([(first, cleaned), (last, cleaned)], WORDING)
    assert isinstance(report, SendMessage)
    assert report.keyboard == ()
    assert album == SendAlbum(
        tuple(SendCopy(Address(7, n), f"foto-bersih-{n}.jpg", silent=True) for n in (1, 2))
    )
    report, copy = on_outcomes([(first, Failed()), (last, cleaned)], WORDING)
    assert isinstance(report, SendMessage)
    assert report.address == Address(7, 2)  # the buttons are about this file
    assert copy == SendCopy(Address(7, 2), "foto-bersih-2.jpg", silent=True)
    assert "peta" in data_of(report.keyboard)
    assert not any(isinstance(button, LinkButton) for row in report.keyboard for button in row)


def test_a_files_name_counts_in_the_report() -> None:
    hints = FileHints((Clue.MOMENT,))
    tasks = [Clean(Address(7, n), "f", hints) for n in (1, 2)]
    report, _ = on_outcomes([(task, Cleaned(of(), 9, "jpg")) for task in tasks], WORDING)
    bare = [(Clean(Address(7, n), "f"), Cleaned(of(), 9, "jpg")) for n in (1, 2)]
    assert report != on_outcomes(bare, WORDING)[0]


def test_an_albums_report_begins_with_what_matters_most() -> None:
    processed: list[tuple[Clean, Outcome]] = [
        (Clean(Address(7, 1), "f"), AlreadyClean(of())),
        (Clean(Address(7, 2), "f"), Cleaned(of(DATED), 9, "jpg")),
        (Clean(Address(7, 3), "f"), Refused("damaged")),
        (Clean(Address(7, 4), "f"), Cleaned(of(MONAS), 9, "jpg")),
        (Clean(Address(7, 5), "f"), Cleaned(of(SERIAL), 9, "jpg")),
    ]
    report = next(text for text in texts(on_outcomes(processed, WORDING)) if "File" in text)
    order = [int(line.split("File ")[1][0]) for line in report.splitlines() if "File " in line]
    assert order == [3, 4, 5, 2, 1]
    assert report.startswith("5 file, 2 membawa jejak pribadi.")
