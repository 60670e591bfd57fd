"""The answer on one phone screen: what the file told, that it is gone, one tip, one honest line."""

from bot.engine.model import Caution, Kind
from bot.report import Report, Risk, Topic
from bot.wording import lines, numbers
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import escaped, units

LIMIT = 1024  # units of a caption

ICONS = {
    Topic.LOCATION: "📍",
    Topic.IDENTITY: "👤",
    Topic.DEVICE: "📱",
    Topic.TIME: "🕒",
    Topic.HIDDEN: "🖼",
    Topic.HISTORY: "✏️",
    Topic.AI: "🤖",
    Topic.UNKNOWN: "❓",
}

HEADLINES = {  # by what stands first, then by the risk of it all
    (Topic.LOCATION, Risk.HIGH): mark("This photo tells where it was taken."),
    (Topic.IDENTITY, Risk.HIGH): mark("This photo names somebody in it."),
}
BY_RISK = {
    Risk.HIGH: mark("This photo carries private traces."),
    Risk.MEDIUM: mark("This photo carries private traces."),
    Risk.LOW: mark("This photo carries a few traces."),
    Risk.NONE: mark("I found no private traces."),
}

CAUTIONS = {
    Caution.COLOURS_MAY_SHIFT: mark("Colours may shift: the colour profile cannot be read."),
    Caution.HDR_LOST: mark("The HDR glow is lost in the copy."),
    Caution.VIDEO_REMOVED: mark("The moving part goes too."),
    Caution.SECOND_PICTURE_REMOVED: mark("The second picture inside goes too."),
    Caution.TEXT_BLOCK_REMOVED: mark("The text block inside the GIF goes too."),
    Caution.ENDS_EARLY: mark("The original is cut short; a part of the picture may be missing."),
}

TIPS = (  # the first kind that was found decides
    (Kind.GPS_POSITION, mark("Tip: take the Camera app's right to your location.")),
    (Kind.PERSON, mark("Tip: ask the people in the photo first.")),
    (Kind.FACE_REGION, mark("Tip: ask the people in the photo first.")),
    (Kind.PROMPT, mark("Tip: say it yourself if AI made the picture.")),
    (Kind.AI_ORIGIN, mark("Tip: say it yourself if AI made the picture.")),
    (Kind.C2PA, mark("Tip: keep the original as proof of where it comes from.")),
    (Kind.THUMBNAIL, mark("Tip: share cropped photos only as a clean copy.")),
    (Kind.EMBEDDED, mark("Tip: share cropped photos only as a clean copy.")),
    (Kind.SERIAL, mark("Tip: send the copy by e-mail and in groups too.")),
    (Kind.OWNER, mark("Tip: send the copy by e-mail and in groups too.")),
)
TIP = mark("Tip: delete the original from this chat.")
HONESTY = mark("Telegram has the original; I did not look at what the picture shows.")


def cleaned(catalogue: Catalogue, report: Report, clean_size: int | None) -> str:
    """Return the caption of a clean copy."""
    gone = catalogue.say("All of this is gone; the picture is the same, bit by bit.")
    if clean_size is not None:
        before, after = (numbers.size(catalogue.language, n) for n in (report.size, clean_size))
        gone += " " + catalogue.say("({before} to {after})", before=before, after=after)
    end = [gone, *_cautions(catalogue, report), tip(catalogue, report), _honesty(catalogue)]
    room = LIMIT - units("\n\n".join(["", *end]))
    return "\n\n".join([_fitting(catalogue, report, room), *end])


def already_clean(catalogue: Catalogue, report: Report) -> str:
    """Return what is said of a file that needs no cleaning."""
    clean = catalogue.say("<b>This photo is already clean.</b> I found nothing to remove.")
    return "\n\n".join([clean, *_cautions(catalogue, report), _honesty(catalogue)])


def only_read(catalogue: Catalogue, report: Report, refusal: str) -> str:
    """Return what a file tells that is not cleaned, and why it is not."""
    end = [f"⚠️ {escaped(refusal)}", *_cautions(catalogue, report), _honesty(catalogue)]
    room = LIMIT - units("\n\n".join(["", *end]))
    return "\n\n".join([_fitting(catalogue, report, room), *end])


def told(catalogue: Catalogue, report: Report) -> str:
    """Return what a file tells, without a copy of it: headline, topics, cautions."""
    return "\n\n".join([_topics(catalogue, report), *_cautions(catalogue, report)])


def cautions(catalogue: Catalogue, report: Report) -> tuple[str, ...]:
    """Return what shows and is missing from a clean copy: plain sentences."""
    return tuple(catalogue.say(CAUTIONS[caution]) for caution in report.cautions)


def tip(catalogue: Catalogue, report: Report) -> str:
    """Return the one tip that fits what was found."""
    kinds = {finding.kind for item in report.items for finding in item.findings}
    return catalogue.say(next((words for kind, words in TIPS if kind in kinds), TIP))


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
    first = report.items[0] if report.items else None
    known = HEADLINES.get((first.topic, first.risk)) if first else None
    return f"<b>{catalogue.say(known or BY_RISK[report.risk])}</b>"


def _cautions(catalogue: Catalogue, report: Report) -> list[str]:
    told = "\n".join(f"⚠️ {caution}" for caution in cautions(catalogue, report))
    return [told] if told else []


def _honesty(catalogue: Catalogue) -> str:
    return f"<i>{catalogue.say(HONESTY)}</i>"
