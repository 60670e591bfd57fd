"""Sentences about a photo as they are for a video or a sound recording."""

from bot.report import Report
from bot.wording.catalogue import Catalogue, mark

VIDEOS = frozenset({"MP4", "MOV", "3GP", "M4V"})
SOUNDS = frozenset({"M4A"})
VIDEO, RECORDING = mark("Video"), mark("Recording")

REPLACEMENTS = {  # of a photo -> of a video; `it` is what the video or recording is called
    "This photo tells where it was taken.": mark("This {it} tells where it was taken."),
    "This photo names somebody in it.": mark("This {it} names somebody in it."),
    "This photo tells in which town it was taken.": mark("This {it} tells its town."),
    "This photo names its place.": mark("This {it} names its place."),
    "This photo names its owner or maker.": mark("This {it} names its owner or maker."),
    "This photo says where its faces are.": mark("This {it} says where its faces are."),
    "This photo carries your words to the AI.": mark("This {it} carries your words to the AI."),
    "This photo names your device.": mark("This {it} names your device."),
    "This photo can be tied to your other photos.": mark("This {it} can be tied to your others."),
    "Another picture hides inside this photo.": mark("Another picture hides inside this {it}."),
    "Something hides inside this photo.": mark("Something hides inside this {it}."),
    "This photo carries private traces.": mark("This {it} carries private traces."),
    "This photo carries a few traces.": mark("This {it} carries a few traces."),
    "<b>This photo is already clean.</b> I found nothing to remove.": mark(
        "<b>This {it} is already clean.</b> I found nothing to remove."
    ),
    "All of this is gone; the picture is the same, bit by bit.": mark(
        "All of this is gone; the recording is the same, bit by bit."
    ),
    "The technical rest is gone; the picture is the same, bit by bit.": mark(
        "The technical rest is gone; the recording is the same, bit by bit."
    ),
    "Telegram has the original; I did not look at what the picture shows.": mark(
        "Telegram has the original; I did not look or listen."
    ),
    "The original is cut short; a part of the picture may be missing.": mark(
        "The original is cut short; its end may be missing."
    ),
    "Tip: share cropped photos only as a clean copy.": mark(
        "Tip: delete the original from this chat."
    ),
    "So it is written. The photo can be traced by that name.": mark(
        "So it is written. The {it} can be traced by that name."
    ),
    "People see when it was made.": mark("People see when it was recorded."),
    "clean-photo": mark("clean-{it}"),
    "photo-without-location": mark("{it}-without-location"),
    "photo-with-name": mark("{it}-with-name"),
    "redrawn-photo": mark("redrawn-{it}"),
}


def say_about(catalogue: Catalogue, report: Report, msgid: str) -> str:
    """Return a sentence about a photo, reworded where the report is of a video or a recording."""
    if report.format not in VIDEOS | SOUNDS or msgid not in REPLACEMENTS:
        return catalogue.say(msgid)
    it = catalogue.say(VIDEO if report.format in VIDEOS else RECORDING)
    return catalogue.say(REPLACEMENTS[msgid], it=it)
