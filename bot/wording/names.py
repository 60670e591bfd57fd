"""What things are called: kinds of findings, reasons to refuse, the bot's own commands."""

from bot.engine.formats import raw
from bot.engine.model import Kind
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import quoted

LABELS = {
    Kind.GPS_POSITION: mark("GPS position"),
    Kind.GPS_BLANKED: mark("GPS, blanked"),
    Kind.GPS_DETAIL: mark("GPS note"),
    Kind.PLACE: mark("Place name"),
    Kind.OWNER: mark("Owner or maker"),
    Kind.PERSON: mark("Person's name"),
    Kind.FACE_REGION: mark("Marked face"),
    Kind.TEXT: mark("Text"),
    Kind.SERIAL: mark("Serial number"),
    Kind.UNIQUE_ID: mark("Unique number"),
    Kind.MAKE: mark("Brand"),
    Kind.MODEL: mark("Model"),
    Kind.LENS: mark("Lens"),
    Kind.SOFTWARE: mark("App"),
    Kind.HOST: mark("Device name"),
    Kind.MAKER_NOTE: mark("Maker note"),
    Kind.DATETIME: mark("Date and time"),
    Kind.THUMBNAIL: mark("Small picture"),
    Kind.EMBEDDED: mark("Hidden content"),
    Kind.TRAILING: mark("Bytes behind the picture"),
    Kind.HISTORY: mark("Edit history"),
    Kind.AI_ORIGIN: mark("AI statement"),
    Kind.PROMPT: mark("AI prompt"),
    Kind.C2PA: mark("Content Credentials"),
    Kind.SETTING: mark("Technical setting"),
    Kind.ORIENTATION: mark("Orientation"),
    Kind.COLOUR_PROFILE: mark("Colour profile"),
    Kind.BLOCK: mark("Metadata block"),
    Kind.UNKNOWN: mark("Unknown data"),
}

HIDDEN = {  # values of Kind.EMBEDDED
    "motion-video": mark("a short video"),
    "second-picture": mark("a second picture"),
    "depth-map": mark("a depth map"),
    "thumbnail": mark("a small copy of the picture"),
    "samsung-trailer": mark("extra data of a Samsung phone"),
    "archive": mark("a compressed archive"),
}

REFUSALS = {  # EngineError.kind
    "unknown-format": mark("I do not recognise this file as a photo."),
    "damaged": mark("This file is damaged or cut short."),
    "too-large": mark("This file holds more than I can open safely."),
    "not-clean": mark("The copy did not pass my own check, so I keep it back."),
}
PICTURES = frozenset({
    "JPEG XL", "JPEG 2000", "TIFF", "BigTIFF", "BMP", "PSD", "JNG", "MNG",
})  # fmt: skip
UNSUPPORTED_PICTURE = mark("This is a {what} picture, which I cannot clean yet.")
RAW = mark("This is a camera's raw photo ({what}): I read it, but do not clean it.")
UNSUPPORTED = mark("This is a {what} file, not a photo that I can clean.")

COMMANDS = (
    ("start", mark("Start here")),
    ("bantuan", mark("How to send a photo")),
    ("tips", mark("Sharing photos safely")),
    ("privasi", mark("What happens to your photo")),
)
DESCRIPTION = mark("Send me a photo as a file; I say what it gives away and clean it.")
SHORT_DESCRIPTION = mark("Cleans photos of their hidden data.")


def label(catalogue: Catalogue, kind: Kind) -> str:
    """Return what a kind of finding is called."""
    return catalogue.say(LABELS[kind])


def hidden(catalogue: Catalogue, name: str) -> str:
    """Return what a hidden content is called: HTML, a name that we do not know quoted."""
    return catalogue.say(HIDDEN[name]) if name in HIDDEN else quoted(name)


def refusal(catalogue: Catalogue, kind: str, what: str | None) -> str:
    """Return why a file is refused, and what to do instead."""
    if kind == "unsupported" and what:
        if what in raw.NAMES:
            return catalogue.say(RAW, what=what)
        return catalogue.say(UNSUPPORTED_PICTURE if what in PICTURES else UNSUPPORTED, what=what)
    return catalogue.say(REFUSALS.get(kind, REFUSALS["unknown-format"]))
