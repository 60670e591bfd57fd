"""Clues in a file's name: phones name photos by date, apps by themselves, people by content.

The name itself is not stored or passed on.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

MAX_LENGTH = 300  # characters of a name that are searched


class Clue(StrEnum):
    """A kind of clue; the values are stable: they are in the JSON."""

    MOMENT = "moment"
    APP = "app"
    DEVICE = "device"
    PLACE = "place"  # coordinates
    NUMBER = "number"  # a phone's or an identity card's, by its length
    ID = "id"  # an app's id of the file
    WORDS = "words"  # somebody's, perhaps a name


YEAR, MONTH, DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
MONTHS = (
    r"jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
    r"|agu(?:stus)?|aug(?:ust)?|sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?"
)
CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"

# A match is removed from the name before the next pattern is searched.
PATTERNS: tuple[tuple[Clue, re.Pattern[str]], ...] = tuple(
    (clue, re.compile(pattern, re.IGNORECASE))
    for clue, pattern in (
        (Clue.PLACE, r"-?\d{1,2}\.\d{3,}[\s,_]+-?\d{1,3}\.\d{3,}"),
        (Clue.ID, r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])"),
        (Clue.ID, r"(?<![0-9a-z])(?=[a-f]*\d)[0-9a-f]{20,}(?![0-9a-z])"),
        (Clue.APP, r"fb_img_\d+|received_\d+|(?<![a-z])wa\d{4}(?!\d)"),
        (Clue.APP, r"whatsapp|instagram|facebook|messenger|telegram|snapchat|tiktok|twitter"
                   r"|capcut|lensa|canva|chatgpt|dall.?e|gemini|midjourney|remini|faceapp"
                   r"|signal(?=-\d)|com\.[a-z]+(?:\.[a-z]+)*"),
        (Clue.MOMENT, rf"(?<!\d){YEAR}([-_. ]?){MONTH}\1{DAY}"
                      rf"(?:(?:[-_ T]|\s*(?:at|pukul)\s*)?{CLOCK}\d{{0,3}}"
                      r"|(?:[-_ T]+|\s*(?:at|pukul)\s*)"
                      r"\d\d[-.:]\d\d(?:[-.:]\d\d)?(?:\s?[ap]m)?)?(?!\d)"),
        (Clue.MOMENT, rf"(?<!\d){DAY}([-_.]){MONTH}\1{YEAR}(?!\d)"),
        (Clue.MOMENT, rf"(?<!\d)\d{{1,2}}[-_ ](?:{MONTHS})[-_ ]{YEAR}(?!\d)"),
        (Clue.MOMENT, r"(?<!\d)1[4-9]\d{8}(?:\d{3})?(?!\d)"),  # Unix time, in s or ms
        (Clue.NUMBER, r"(?<!\d)(?:\+?62|0)8\d{8,11}(?!\d)|(?<!\d)\d{16}(?!\d)"),
        (Clue.DEVICE, r"(?<![a-z])(?:pxl|mvimg|dji|gopr|dscf|dscn|iphone|ipad|galaxy|redmi|poco"
                      r"|xiaomi|oppo|vivo|realme|infinix|pixel|nikon|canon|sony|fujifilm)(?![a-z])"
                      r"|(?<![a-z])sm-[a-z]\d{3}[a-z]?"),
    )
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]{3,}")
# Words in file names that say nothing about the picture.
NEUTRAL_TEXT = """
img image images photo photos foto fotoku gambar picture pict pic dsc scan scanner scanned
screenshot screen shot tangkapan layar file dokumen document doc copy salinan final edit edited
hasil bersih clean new baru video vid mov movie clip rekaman rekam camera kamera untitled unnamed
download unduhan compressed resize resized crop cropped hdr pano night portrait potret selfie
burst cover raw jpg jpeg png webp heic heif avif gif tif tiff dng the and sticker stiker
wallpaper collage kolase filter effect snap story status
gps exif xmp test tes uji contoh sample sampel asli ori original big small large besar kecil medium
logo icon ikon banner profile profil avatar background latar default temp tmp export output input
result preview thumb thumbnail web full page halaman part bagian versi version rev fix
"""
NEUTRAL = frozenset(NEUTRAL_TEXT.split())


def clues(name: str) -> tuple[Clue, ...]:
    """Return the clues in a file's name, each once; the extension and folders are ignored."""
    return tuple(dict.fromkeys(_clues(name[:MAX_LENGTH].rpartition("/")[2])))


def _clues(name: str) -> Iterator[Clue]:
    stem, dot, _ = name.rpartition(".")
    rest = stem if dot and stem else name
    for clue, pattern in PATTERNS:
        rest, count = pattern.subn(" ", rest)
        if count:
            yield clue
    if any(word.casefold() not in NEUTRAL for word in WORD.findall(rest)):
        yield Clue.WORDS
