"""What things are called: kinds of findings, reasons to refuse, the bot itself."""

from bot.engine.errors import Feature
from bot.engine.formats import FORMATS, raw
from bot.engine.model import Embedded, Kind
from bot.wording.catalogue import Catalogue, mark
from bot.wording.formatting import format_list
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
    Kind.FILE_NAME: mark("File name"),
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
    Kind.GAIN_MAP: mark("HDR brightness map"),
    Kind.BLOCK: mark("Metadata block"),
    Kind.UNKNOWN: mark("Unknown data"),
}

EMBEDDED: dict[str, str] = {  # values of Kind.EMBEDDED
    Embedded.MOTION_VIDEO: mark("a short video"),
    Embedded.SECOND_PICTURE: mark("a second picture"),
    Embedded.DEPTH_MAP: mark("a depth map"),
    Embedded.THUMBNAIL: mark("a small copy of the picture"),
    Embedded.SAMSUNG_TRAILER: mark("extra data of a Samsung phone"),
    Embedded.SOUND: mark("a sound recording"),
    Embedded.ARCHIVE: mark("a compressed archive"),
}

REFUSALS = {  # EngineError.kind
    "unknown-format": mark("I do not recognise this file. I clean {formats}."),
    "damaged": mark("This file is damaged or cut short."),
    "too-large": mark("This file holds more than I can open safely."),
    "not-offered": mark("This way I cannot do with {what} files."),
    "not-clean": mark("The copy did not pass my own check, so I keep it back."),
}
NO_MEDIA = frozenset({  # types that nobody would call a photo or a video
    "PDF", "PostScript", "ZIP", "RAR", "7-Zip", "GZIP", "Office", "SQLite", "ELF", "EXE", "HTML",
    "FLAC", "MP3", "MIDI", "Ogg", "WAV", "EPUB", "APK", "Word", "Excel", "PowerPoint",
    "OpenDocument",
})  # fmt: skip
# Of these somebody may want to share the look alone.
DOCUMENTS = frozenset({"PDF", "Office", "Word", "Excel", "PowerPoint", "OpenDocument"})
FEATURES = {  # Feature.name that is no type; what is not listed is a proper name
    "hierarchical JPEG": mark("hierarchical JPEG"),
    "HEIF (encrypted)": mark("encrypted HEIF"),
    "HEIF (uncompressed)": mark("uncompressed HEIF"),
    "HEIF sequence in fragments": mark("HEIF in fragments"),
    "encrypted video": mark("encrypted video"),
    "compressed MOV": mark("compressed MOV"),
    "MOV that points at other files": mark("MOV that points at other files"),
    "MP4 with fragments out of order": mark("MP4 with fragments out of order"),
    "video with a colour table": mark("video with a colour table"),
    "video whose samples overlap": mark("video whose samples overlap"),
}
NO_VIDEO_YET = mark("Films of this kind, {what}, I cannot clean yet.")
NOT_YET = mark("Files of this kind, {what}, I cannot clean yet.")
RAW = mark("This is a camera's raw photo ({what}): I read it, but do not clean it.")
UNSUPPORTED = mark("This is a {what} file, not a photo. I clean {formats}.")
DOCUMENT = mark("This is a {what} file. Is its look enough? Send me a screenshot of the page.")
MP4_VARIANTS = frozenset({"3GP", "M4V", "M4A"})

DESCRIPTION = mark("Send me a photo as a file; I say what it gives away and clean it.")
SHORT_DESCRIPTION = mark("Cleans photos of their hidden data.")


def kind_label(catalogue: Catalogue, kind: Kind) -> str:
    """Return what a kind of finding is called."""
    return catalogue.say(LABELS[kind])


def embedded_label(catalogue: Catalogue, name: str) -> str:
    """Return what a value of Kind.EMBEDDED is called: HTML, an unlisted value quoted."""
    return catalogue.say(EMBEDDED[name]) if name in EMBEDDED else quoted(name)


def refusal(catalogue: Catalogue, kind: str, what: Feature | None) -> str:
    """Return why a file is refused, and what to do instead: plain text.

    `kind` and `what` are EngineError's; an unknown `kind` counts as "unknown-format".
    """
    if kind == "unsupported" and what:
        if what.name in raw.NAMES:
            return catalogue.say(RAW, what=what.name)
        if what.name in DOCUMENTS:
            return catalogue.say(DOCUMENT, what=what.name)
        if what.name in NO_MEDIA:
            return catalogue.say(UNSUPPORTED, what=what.name, formats=format_names(catalogue))
        sentence = NO_VIDEO_YET if what.is_video else NOT_YET
        return catalogue.say(sentence, what=_feature(catalogue, what))
    sentence = REFUSALS.get(kind, REFUSALS["unknown-format"])
    return catalogue.say(sentence, formats=format_names(catalogue), what=what.name if what else "")


def format_names(catalogue: Catalogue) -> str:
    """Return the formats that are cleaned as a list; variants of MP4 are left out."""
    cleaned = (fmt.NAME for fmt in FORMATS if fmt.NAME not in raw.NAMES | MP4_VARIANTS)
    return format_list(catalogue.language, cleaned)


def _feature(catalogue: Catalogue, feature: Feature) -> str:
    if feature.codec:
        return catalogue.say("video in {coder}", coder=feature.codec)
    return catalogue.say(FEATURES[feature.name]) if feature.name in FEATURES else feature.name
