"""The answer about one file, on one phone screen, and the text of its report card.

A caption says what the file contained, that it was removed, one tip, and what was not checked.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.choices import Choice
from bot.engine.model import Caution
from bot.report import Meaning, Report, Risk, Step, Topic, advice
from bot.wording.catalogue import Catalogue, mark
from bot.wording.formatting import format_location, format_size
from bot.wording.markup import escaped, plain, units
from bot.wording.topics import topic_text
from bot.wording.video import say_about

LIMIT = 1024  # UTF-16 units of a caption (Telegram Bot API, sendDocument)

ICONS = {
    Topic.LOCATION: "📍",
    Topic.IDENTITY: "👤",
    Topic.DEVICE: "📱",
    Topic.TIME: "🕒",
    Topic.NAME: "🏷",
    Topic.HIDDEN: "🖼",
    Topic.HISTORY: "✏️",
    Topic.AI: "🤖",
    Topic.UNKNOWN: "❓",
}

TAKEN_HERE = mark("This photo tells where it was taken.")
HEADLINES = {  # by the meaning of the worst item; all else by risk
    Meaning.HOUSE: TAKEN_HERE,
    Meaning.STREET: TAKEN_HERE,
    Meaning.QUARTER: TAKEN_HERE,
    Meaning.REGION: mark("This photo tells in which town it was taken."),
    Meaning.PLACE_NAME: mark("This photo names its place."),
    Meaning.PERSON: mark("This photo names somebody in it."),
    Meaning.FACES: mark("This photo says where its faces are."),
    Meaning.OWNER: mark("This photo names its owner or maker."),
    Meaning.HOST: mark("This photo names your device."),
    Meaning.SAME_DEVICE: mark("This photo can be tied to your other photos."),
    Meaning.THUMBNAIL_DIFFERS: mark("Another picture hides inside this photo."),
    Meaning.THUMBNAIL: mark("Something hides inside this photo."),
    Meaning.HIDDEN: mark("Something hides inside this photo."),
    Meaning.PROMPT: mark("This photo carries your words to the AI."),
}
RISK_HEADLINES = {
    Risk.HIGH: mark("This photo carries private traces."),
    Risk.MEDIUM: mark("This photo carries private traces."),
    Risk.LOW: mark("This photo carries a few traces."),
    Risk.NONE: mark("I found no private traces."),
}

LIGHTS = {Risk.HIGH: "🔴", Risk.MEDIUM: "🟠", Risk.LOW: "🟡", Risk.NONE: "🟢"}

CAUTIONS = {
    Caution.COLOURS_MAY_SHIFT: mark("Colours may shift: the colour profile cannot be read."),
    Caution.HDR_LOST: mark("The HDR glow is lost in the copy."),
    Caution.VIDEO_REMOVED: mark("The moving part went too."),
    Caution.SECOND_PICTURE_REMOVED: mark("The second picture inside went too."),
    Caution.TEXT_BLOCK_REMOVED: mark("The text block inside the GIF went too."),
    Caution.ENDS_EARLY: mark("The original is cut short; a part of the picture may be missing."),
}
FUTURE_CAUTIONS = {  # the same, before there is a copy
    Caution.COLOURS_MAY_SHIFT: mark("In a clean copy, colours may shift."),
    Caution.HDR_LOST: mark("In a clean copy, the HDR glow is lost."),
    Caution.VIDEO_REMOVED: mark("In a clean copy, the moving part is missing."),
    Caution.SECOND_PICTURE_REMOVED: mark("In a clean copy, the second picture is missing."),
    Caution.TEXT_BLOCK_REMOVED: mark("In a clean copy, the text block is missing."),
    Caution.ENDS_EARLY: CAUTIONS[Caution.ENDS_EARLY],
}
ORIGINAL_CAUTIONS = {Caution.ENDS_EARLY: CAUTIONS[Caution.ENDS_EARLY]}

CHOICE_CAPTIONS = {  # of copies that keep something, or are drawn anew
    Choice.LOCATION: mark("Copy without the location."),
    Choice.CREDIT: mark("Copy with the maker's name."),
    Choice.PIXELS: mark("Copy like a screenshot."),
}
TIPS = {
    Step.CAMERA_LOCATION_OFF: mark("Tip: take the Camera app's right to your location."),
    Step.ASK_PEOPLE: mark("Tip: ask the people in the photo first."),
    Step.KEEP_CREDIT: mark("Tip: say your name yourself where it should stand."),
    Step.SAY_AI: mark("Tip: say it yourself if AI made the picture."),
    Step.KEEP_ORIGINAL: mark("Tip: keep the original as proof of where it comes from."),
    Step.CROP_AS_COPY: mark("Tip: share cropped photos only as a clean copy."),
    Step.RENAME: mark("Tip: give files a new name before you share them."),
    Step.SEND_COPY: mark("Tip: send the copy by e-mail and in groups too."),
    Step.DELETE_ORIGINAL: mark("Tip: delete the original from this chat."),
}
EVIDENCE = mark("Evidence? Keep the original, do not delete it.")
ALREADY_CLEAN = mark("<b>This photo is already clean.</b> I found nothing to remove.")
FORWARDED = mark("It was forwarded: its header names where it comes from.")
GONE = mark("All of this is gone; the picture is the same, bit by bit.")
REST_GONE = mark("The technical rest is gone; the picture is the same, bit by bit.")
REPEATED = mark("You may have this answer already.")
REPEATED_COPY = mark("You may have this copy already.")
HONESTY = mark("Telegram has the original; I did not look at what the picture shows.")

LEVELS = {
    Risk.HIGH: mark("High risk"),
    Risk.MEDIUM: mark("Medium risk"),
    Risk.LOW: mark("Low risk"),
    Risk.NONE: mark("No risk found"),
}
FOOTER = mark("Read from the file itself. I did not judge what the picture shows.")
VISIBLE_PICTURE = mark("What is seen")
HIDDEN_PICTURE = mark("Hidden in the file")
HIDDEN_VIDEO = mark("Hidden film, first picture")


class CardText(NamedTuple):
    """What is written on a report card: plain text, short enough for a picture.

    A row is a risk, a fact and its meaning.
    """

    level: str
    headline: str
    rows: tuple[tuple[Risk, str, str], ...]
    footer: str
    visible_picture: str  # labels of pictures on the card
    hidden_picture: str
    hidden_video: str
    location: str  # "" where the file has none


def repeated(catalogue: Catalogue, html: str) -> str:
    """Return an answer with a first line that says it may be a repetition, where that fits.

    "" is a copy without a caption.
    """
    if not html:
        return f"🔁 {catalogue.say(REPEATED_COPY)}"
    text = f"🔁 <i>{catalogue.say(REPEATED)}</i>\n\n{html}"
    return text if units(text) <= LIMIT or units(html) > LIMIT else html


def cleaned(
    catalogue: Catalogue,
    report: Report,
    clean_size: int | None,
    evidence: bool = False,
    forwarded: bool = False,
) -> str:
    """Return the caption of a clean copy; its tip is about evidence if `evidence` is true."""
    end = [
        _gone(catalogue, report, clean_size),
        *_cautions(catalogue, report, CAUTIONS),
        *([f"⚠️ {catalogue.say(FORWARDED)}"] if forwarded else []),
        catalogue.say(EVIDENCE) if evidence else tip(catalogue, report),
        _honesty(catalogue, report),
    ]
    if not report.items:
        return "\n\n".join(end)
    space = LIMIT - units("\n\n".join(["", *end]))
    return "\n\n".join([_fitting_topics(catalogue, report, space), *end])


def already_clean(catalogue: Catalogue, report: Report) -> str:
    """Return the answer about a file that needs no cleaning."""
    clean = say_about(catalogue, report, ALREADY_CLEAN)
    cautions = _cautions(catalogue, report, ORIGINAL_CAUTIONS)
    return "\n\n".join([clean, *cautions, _honesty(catalogue, report)])


def only_read(catalogue: Catalogue, report: Report, refusal: str) -> str:
    """Return the report of a file that is not cleaned, and why it is not."""
    cautions = _cautions(catalogue, report, ORIGINAL_CAUTIONS)
    end = [f"⚠️ {escaped(refusal)}", *cautions, _honesty(catalogue, report)]
    space = LIMIT - units("\n\n".join(["", *end]))
    return "\n\n".join([_fitting_topics(catalogue, report, space), *end])


def report_text(catalogue: Catalogue, report: Report) -> str:
    """Return the report of a file without a copy: headline, topics, cautions."""
    return "\n\n".join([_topics(catalogue, report), *_cautions(catalogue, report, FUTURE_CAUTIONS)])


def cautions(catalogue: Catalogue, report: Report) -> tuple[str, ...]:
    """Return what visibly differs in a clean copy: plain sentences."""
    return tuple(_caution_texts(catalogue, report, CAUTIONS))


def tip(catalogue: Catalogue, report: Report) -> str:
    """Return the tip for the worst item."""
    meanings = (item.meaning for item in report.items if item.risk is not Risk.NONE)
    return say_about(catalogue, report, TIPS[advice(next(meanings, Meaning.LITTLE)).step])


def _fitting_topics(catalogue: Catalogue, report: Report, space: int) -> str:
    """Return the topics in at most `space` units; the least harmful are left out."""
    for shown in range(len(report.items), 0, -1):
        text = _topics(catalogue, report, shown)
        if units(text) <= space:
            return text
    return _headline(catalogue, report)


def _topics(catalogue: Catalogue, report: Report, shown: int | None = None) -> str:
    rows = []
    for item in report.items[:shown]:
        text = topic_text(catalogue, report, item)
        rows.append(f"{ICONS[item.topic]} {text.fact}\n{text.meaning}")
    if omitted := len(report.items) - len(rows):
        rows.append(catalogue.say("{count} more kinds of traces: see the details.", count=omitted))
    return "\n\n".join([_headline(catalogue, report), *rows])


def _headline(catalogue: Catalogue, report: Report) -> str:
    return f"{LIGHTS[report.risk]} <b>{headline(catalogue, report)}</b>"


def headline(catalogue: Catalogue, report: Report) -> str:
    """Return the one sentence that sums up a report: plain text."""
    first = report.items[0] if report.items else None
    sentence = None
    if first and first.risk in (Risk.HIGH, Risk.MEDIUM):
        sentence = HEADLINES.get(first.meaning)
    return say_about(catalogue, report, sentence or RISK_HEADLINES[report.risk])


def _gone(catalogue: Catalogue, report: Report, clean_size: int | None) -> str:
    gone = say_about(catalogue, report, GONE if report.items else REST_GONE)
    if clean_size is None:
        return gone
    before, after = (format_size(catalogue.language, n) for n in (report.size, clean_size))
    if before == after:
        return gone
    return f"{gone} " + catalogue.say("({before} to {after})", before=before, after=after)


def _cautions(catalogue: Catalogue, report: Report, sentences: dict[Caution, str]) -> list[str]:
    text = "\n".join(f"⚠️ {line}" for line in _caution_texts(catalogue, report, sentences))
    return [text] if text else []


def _caution_texts(
    catalogue: Catalogue, report: Report, sentences: dict[Caution, str]
) -> Iterator[str]:
    for caution in report.cautions:
        if caution in sentences:
            yield say_about(catalogue, report, sentences[caution])


def _honesty(catalogue: Catalogue, report: Report) -> str:
    return f"<i>{say_about(catalogue, report, HONESTY)}</i>"


def card_text(catalogue: Catalogue, report: Report) -> CardText:
    """Return the text of a report's card."""
    rows = []
    for item in report.items:
        fact, meaning = topic_text(catalogue, report, item)
        rows.append((item.risk, plain(fact), plain(meaning)))
    return CardText(
        catalogue.say(LEVELS[report.risk]),
        headline(catalogue, report),
        tuple(rows),
        footer=catalogue.say(FOOTER),
        visible_picture=catalogue.say(VISIBLE_PICTURE),
        hidden_picture=catalogue.say(HIDDEN_PICTURE),
        hidden_video=catalogue.say(HIDDEN_VIDEO),
        location=format_location(catalogue, report.location) if report.location else "",
    )
