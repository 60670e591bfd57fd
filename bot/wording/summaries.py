"""Reports that name kinds of traces and never a value: in groups, in channels and for albums.

No location, date, name, number or picture of a file is in any of these texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.engine.choices import Choice
from bot.engine.formats import raw
from bot.engine.model import Caution
from bot.report import Meaning, Report, Risk
from bot.report.risks import RISK_ORDER
from bot.wording.caption import CAUTIONS, CHOICE_CAPTIONS, FORWARDED, LIGHTS, LIMIT, tip
from bot.wording.catalogue import Catalogue, mark
from bot.wording.formatting import format_list
from bot.wording.markup import escaped, units
from bot.wording.video import say_about

LOCATION, THUMBNAIL = mark("a location"), mark("a small picture")
KINDS = {  # the kind that is named for a meaning; other meanings are not mentioned
    Meaning.HOUSE: LOCATION,
    Meaning.STREET: LOCATION,
    Meaning.QUARTER: LOCATION,
    Meaning.REGION: LOCATION,
    Meaning.PLACE_NAME: LOCATION,
    Meaning.PERSON: mark("somebody's name"),
    Meaning.FACES: mark("marks of faces"),
    Meaning.OWNER: mark("an owner's name"),
    Meaning.HOST: mark("a device's name"),
    Meaning.WORDS: mark("words"),
    Meaning.SAME_DEVICE: mark("a device's number"),
    Meaning.SAME_FILE: mark("a unique number"),
    Meaning.DEVICE: mark("a kind of device"),
    Meaning.APP: mark("an app"),
    Meaning.MOMENT: mark("a time"),
    Meaning.THUMBNAIL_DIFFERS: THUMBNAIL,
    Meaning.THUMBNAIL_SAME: THUMBNAIL,
    Meaning.THUMBNAIL: THUMBNAIL,
    Meaning.HIDDEN: mark("hidden content"),
    Meaning.EDITS: mark("an edit history"),
    Meaning.CREDENTIALS: mark("Content Credentials"),
    Meaning.PROMPT: mark("words to the AI"),
    Meaning.AI_DECLARED: mark("a note on AI"),
}
CONTAINS = mark("{light} This file carries <b>{things}</b>.")
NO_TRACES = mark("🟢 I found no private traces in this file.")
CLEAN_COPY = mark("This copy is clean; the picture is the same.")
HOW_TO_CLEAN = mark("Reply to it with /bersihkan for a clean copy.")
WARNING = mark("⚠️ This file carries <b>{things}</b>. Reply to it with /bersihkan for a clean copy.")
WARNING_WITHOUT_COPY = mark(
    "⚠️ This file carries <b>{things}</b>. Think before it is shared further."
)
WARNING_ABOUT_SEVERAL = mark(
    "⚠️ {count} of these files carry <b>{things}</b>. Reply to one with /bersihkan for a clean copy."
)
ALBUM_NOT_SEEN = mark(
    "Its album I cannot see. Send /bersihkan to each, or all of them to me in private."
)
SENDER = mark("From <b>{name}</b>:")

# One report for an album.
ALBUM_HEAD = mark("<b>{count} files, {dirty} with private traces.</b>")
ALBUM_ROW = mark("{light} File {number}: {things}.")
ALBUM_CLEAN = mark("already clean")
ALBUM_TECHNICAL = mark("a few technical traces")
ALBUM_REFUSED = mark("⚠️ File {number}: {why}")
ALBUM_OMITTED = mark("{count} more files: all traces are gone too.")
ALBUM_OTHERS_CLEAN = mark("From the other copies all of it is gone.")
ALBUM_GONE = mark("All of it is gone from the copies; the pictures are the same.")
ALBUM_DETAILS = mark("Details: reply to a file with /periksa.")
ALBUM_HONESTY = mark("Telegram has the originals; I did not look at what the pictures show.")

PRIVATE = (Risk.MEDIUM, Risk.HIGH)


@dataclass(frozen=True, slots=True)
class AlbumEntry:
    """A file of an album: its number, and its report, or why it could not be read or cleaned.

    `failure` is plain text, "" where there is none. `has_copy` is whether a clean copy is sent.
    """

    number: int
    report: Report | None
    failure: str = ""
    has_copy: bool = True
    choice: Choice = Choice.EVERYTHING  # how its copy was made


def kinds_of(catalogue: Catalogue, reports: Iterable[Report]) -> str:
    """Return the kinds of traces in some files, the worst first: "lokasi dan waktu"."""
    meanings = (item.meaning for report in reports for item in report.items)
    kinds = dict.fromkeys(catalogue.say(KINDS[name]) for name in meanings if name in KINDS)
    return format_list(catalogue.language, kinds)


def public_report(catalogue: Catalogue, report: Report) -> str:
    """Return the report of a file: HTML."""
    kinds = kinds_of(catalogue, [report])
    if not kinds:
        return catalogue.say(NO_TRACES)
    sentence = catalogue.say(CONTAINS, light=LIGHTS[report.risk], things=kinds)
    return f"{sentence} {catalogue.say(HOW_TO_CLEAN)}"


def public_copy(
    catalogue: Catalogue, report: Report, is_album_part: bool, is_forwarded: bool
) -> str:
    """Return the caption of a clean copy: HTML.

    It names no trace: whoever forwards the copy forwards the caption. How the copy visibly
    differs is said, since nobody else in the group is told.
    """
    notes = [FORWARDED] * is_forwarded + [ALBUM_NOT_SEEN] * is_album_part
    sentences = [f"⚠️ {caution}" for caution in cautions(catalogue, [report])]
    sentences += [f"<i>{catalogue.say(note)}</i>" for note in notes]
    return "\n\n".join([say_about(catalogue, report, CLEAN_COPY), *sentences])


def warning(catalogue: Catalogue, reports: Sequence[Report]) -> str:
    """Return one sentence that warns of files with private traces: HTML."""
    kinds = kinds_of(catalogue, [_without_minor_items(report) for report in reports])
    sentence = WARNING if len(reports) == 1 else WARNING_ABOUT_SEVERAL
    if all(report.format in raw.NAMES for report in reports):  # raw photos are never cleaned
        sentence = WARNING_WITHOUT_COPY
    return catalogue.say(sentence, count=len(reports), things=kinds)


def with_sender(catalogue: Catalogue, name: str, text: str) -> str:
    """Return a replacement's caption, its sender's name and text: HTML.

    `name` and `text`, the caption of the original, are plain, and may be longer together than a
    caption may be.
    """
    sender = catalogue.say(SENDER, name=escaped(" ".join(name.split())))
    return "\n".join(part for part in (sender, escaped(text)) if part)


def cautions(catalogue: Catalogue, reports: Iterable[Report]) -> list[str]:
    """Return what visibly differs in the clean copies, each sentence once."""
    sentences = (
        say_about(catalogue, report, CAUTIONS[caution])
        for report in reports
        for caution in report.cautions
        if caution in CAUTIONS and caution is not Caution.ENDS_EARLY
    )
    return list(dict.fromkeys(sentences))


def album_report(catalogue: Catalogue, entries: Sequence[AlbumEntry]) -> str:
    """Return one report of an album's files, the worst first: HTML of at most 1024 units.

    The least harmful files are only counted where there is no space for them.
    """
    ranked = sorted(entries, key=lambda entry: (-_rank(entry), entry.number))
    dirty = sum(entry.report is not None and entry.report.risk in PRIVATE for entry in entries)
    head = catalogue.say(ALBUM_HEAD, count=len(entries), dirty=dirty)
    reports = [entry.report for entry in ranked if entry.report and entry.has_copy]
    end = [
        *_album_result(catalogue, [entry for entry in entries if entry.has_copy]),
        *(f"⚠️ {caution}" for caution in cautions(catalogue, reports)),
        *([tip(catalogue, reports[0])] if reports else []),
        catalogue.say(ALBUM_DETAILS),
        f"<i>{catalogue.say(ALBUM_HONESTY)}</i>",
    ]
    rows = [_album_row(catalogue, entry) for entry in ranked]
    for shown in range(len(rows), -1, -1):
        omitted = len(rows) - shown
        rest = [catalogue.say(ALBUM_OMITTED, count=omitted)] if omitted else []
        text = "\n\n".join([head, "\n".join([*rows[:shown], *rest]), *end])
        if units(text) <= LIMIT:
            break
    return text


def _album_result(catalogue: Catalogue, copied: Sequence[AlbumEntry]) -> Iterator[str]:
    """Yield what is gone from the copies; those of another choice than "everything" keep more."""
    choices = {entry.choice for entry in copied if not entry.failure}
    if choices == {Choice.EVERYTHING}:
        yield catalogue.say(ALBUM_GONE)
        return
    for choice in sorted(choices - {Choice.EVERYTHING}):
        yield catalogue.say(CHOICE_CAPTIONS[choice])
    if Choice.EVERYTHING in choices:
        yield catalogue.say(ALBUM_OTHERS_CLEAN)


def _rank(entry: AlbumEntry) -> int:
    """Return how high an entry stands: failures come first, their originals are as they were."""
    return (
        RISK_ORDER.index(entry.report.risk)
        if entry.report and not entry.failure
        else len(RISK_ORDER)
    )


def _album_row(catalogue: Catalogue, entry: AlbumEntry) -> str:
    if entry.failure or not entry.report:
        return catalogue.say(ALBUM_REFUSED, number=entry.number, why=escaped(entry.failure))
    kinds = kinds_of(catalogue, [entry.report])
    kinds = kinds or catalogue.say(ALBUM_TECHNICAL if entry.has_copy else ALBUM_CLEAN)
    light = LIGHTS[entry.report.risk]
    return catalogue.say(ALBUM_ROW, light=light, number=entry.number, things=kinds)


def _without_minor_items(report: Report) -> Report:
    """Return a report without items of low risk, if others are left: a warning is one sentence."""
    worst = tuple(item for item in report.items if item.risk in PRIVATE)
    return replace(report, items=worst or report.items)
