"""The answer on one phone screen: what the file told, that it is gone, one tip, one honest line."""

from collections.abc import Iterator

from bot.engine.model import Caution
from bot.report import Meaning, Report, Risk, Step, Topic, advice
from bot.wording import films, lines, numbers
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import escaped, units

LIMIT = 1024  # units of a caption

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

HERE = mark("This photo tells where it was taken.")
HEADLINES = {  # by what the worst of it means; all else by how bad it is
    Meaning.HOUSE: HERE,
    Meaning.STREET: HERE,
    Meaning.QUARTER: HERE,
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
BY_RISK = {
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
AHEAD = {  # the same, said before there is a copy
    Caution.COLOURS_MAY_SHIFT: mark("In a clean copy, colours may shift."),
    Caution.HDR_LOST: mark("In a clean copy, the HDR glow is lost."),
    Caution.VIDEO_REMOVED: mark("In a clean copy, the moving part is missing."),
    Caution.SECOND_PICTURE_REMOVED: mark("In a clean copy, the second picture is missing."),
    Caution.TEXT_BLOCK_REMOVED: mark("In a clean copy, the text block is missing."),
    Caution.ENDS_EARLY: CAUTIONS[Caution.ENDS_EARLY],
}
OF_THE_ORIGINAL = {Caution.ENDS_EARLY: CAUTIONS[Caution.ENDS_EARLY]}

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
ALREADY = mark("<b>This photo is already clean.</b> I found nothing to remove.")
FORWARDED = mark("It was forwarded: its header names where it comes from.")
GONE = mark("All of this is gone; the picture is the same, bit by bit.")
REST_GONE = mark("The technical rest is gone; the picture is the same, bit by bit.")
AGAIN = mark("You may have this answer already.")
HONESTY = mark("Telegram has the original; I did not look at what the picture shows.")


def repeated(catalogue: Catalogue, html: str) -> str:
    """Return an answer with a line that says that it may be one too many."""
    told = f"🔁 <i>{catalogue.say(AGAIN)}</i>\n\n{html}"
    return told if units(told) <= LIMIT or units(html) > LIMIT else html


def cleaned(
    catalogue: Catalogue,
    report: Report,
    clean_size: int | None,
    evidence: bool = False,
    forwarded: bool = False,
) -> str:
    """Return the caption of a clean copy; where the file may be `evidence`, that is its tip."""
    end = [
        _gone(catalogue, report, clean_size),
        *_cautions(catalogue, report, CAUTIONS),
        *([f"⚠️ {catalogue.say(FORWARDED)}"] if forwarded else []),
        catalogue.say(EVIDENCE) if evidence else tip(catalogue, report),
        _honesty(catalogue, report),
    ]
    if not report.items:
        return "\n\n".join(end)
    room = LIMIT - units("\n\n".join(["", *end]))
    return "\n\n".join([_fitting(catalogue, report, room), *end])


def already_clean(catalogue: Catalogue, report: Report) -> str:
    """Return what is said of a file that needs no cleaning."""
    clean = films.say(catalogue, report, ALREADY)
    cautions = _cautions(catalogue, report, OF_THE_ORIGINAL)
    return "\n\n".join([clean, *cautions, _honesty(catalogue, report)])


def only_read(catalogue: Catalogue, report: Report, refusal: str) -> str:
    """Return what a file tells that is not cleaned, and why it is not."""
    cautions = _cautions(catalogue, report, OF_THE_ORIGINAL)
    end = [f"⚠️ {escaped(refusal)}", *cautions, _honesty(catalogue, report)]
    room = LIMIT - units("\n\n".join(["", *end]))
    return "\n\n".join([_fitting(catalogue, report, room), *end])


def told(catalogue: Catalogue, report: Report) -> str:
    """Return what a file tells, without a copy of it: headline, topics, cautions."""
    return "\n\n".join([_topics(catalogue, report), *_cautions(catalogue, report, AHEAD)])


def cautions(catalogue: Catalogue, report: Report) -> tuple[str, ...]:
    """Return what shows and is missing from a clean copy: plain sentences."""
    return tuple(_said(catalogue, report, CAUTIONS))


def tip(catalogue: Catalogue, report: Report) -> str:
    """Return the one tip that fits what was found."""
    meanings = (item.meaning for item in report.items if item.risk is not Risk.NONE)
    return films.say(catalogue, report, TIPS[advice(next(meanings, Meaning.LITTLE)).step])


def _fitting(catalogue: Catalogue, report: Report, room: int) -> str:
    """Return the topics, the least harmful left out where they do not fit."""
    for shown in range(len(report.items), 0, -1):
        text = _topics(catalogue, report, shown)
        if units(text) <= room:
            return text
    return _headline(catalogue, report)


def _topics(catalogue: Catalogue, report: Report, shown: int | None = None) -> str:
    rows = []
    for item in report.items[:shown]:
        line = lines.line(catalogue, report, item)
        rows.append(f"{ICONS[item.topic]} {line.fact}\n{line.meaning}")
    if left := len(report.items) - len(rows):
        rows.append(catalogue.say("{count} more kinds of traces: see the details.", count=left))
    return "\n\n".join([_headline(catalogue, report), *rows])


def _headline(catalogue: Catalogue, report: Report) -> str:
    return f"{LIGHTS[report.risk]} <b>{headline(catalogue, report)}</b>"


def headline(catalogue: Catalogue, report: Report) -> str:
    """Return the one sentence about a file: plain text."""
    first = report.items[0] if report.items else None
    telling = first and first.risk in (Risk.HIGH, Risk.MEDIUM)
    known = HEADLINES.get(first.meaning) if first and telling else None
    return films.say(catalogue, report, known or BY_RISK[report.risk])


def _gone(catalogue: Catalogue, report: Report, clean_size: int | None) -> str:
    gone = films.say(catalogue, report, GONE if report.items else REST_GONE)
    if clean_size is None:
        return gone
    before, after = (numbers.size(catalogue.language, n) for n in (report.size, clean_size))
    if before == after:
        return gone
    return f"{gone} " + catalogue.say("({before} to {after})", before=before, after=after)


def _cautions(catalogue: Catalogue, report: Report, words: dict[Caution, str]) -> list[str]:
    told = "\n".join(f"⚠️ {caution}" for caution in _said(catalogue, report, words))
    return [told] if told else []


def _said(catalogue: Catalogue, report: Report, words: dict[Caution, str]) -> Iterator[str]:
    for caution in report.cautions:
        if caution in words:
            yield films.say(catalogue, report, words[caution])


def _honesty(catalogue: Catalogue, report: Report) -> str:
    return f"<i>{films.say(catalogue, report, HONESTY)}</i>"
