"""What the caption of a file asks for: a way of cleaning it, or only a look at it.

Only what is asked for goes on, never the caption. What is not sure is no request: then the file
is cleaned as usual.
"""

import re
from typing import NamedTuple

from bot.engine.choices import Choice

MAX_CAPTION = 1024  # characters that are read: Telegram's own limit of a caption

NOT = (
    r"(?:jangan|jgn|jng|jan|g?ga(?:k)?\s?usah|(?:(?:ti|n)?dak|tdk)\s(?:usah|perlu)"
    r"|do\s?n['o]?t|do not)"
)
GO = r"(?:di|meng)?(?:hapus|apus|buang|hilang|ilang|remove|delete)(?:in|kan)?"
ONLY = r"(?:aja|saja|doang|doank|tok|thok|ae|only)"
BEFORE = r"(?:cuma|cuman|hanya|cukup|only|just)"
LOCATION = r"(?:lokasi|gps|koordinat|location)(?:\s?ny[ae])?"
NAME = (
    r"(?:nama(?!\s?(?:file|hp|orang))|kredit|credits?|copyright|hak cipta|author"
    r"|name)(?:\s?ny[ae])?"
)
CLEAN = r"(?:di)?(?:bersihkan|bersihin|clean)"

PATTERNS = (  # the first that matches decides
    (Choice.CREDIT, rf"\b{NAME}\b(?:\s\w+){{0,2}}\s{NOT}\s(?:ikut\s)?{GO}\b"),
    (Choice.CREDIT, rf"\b{NOT}\s(?:ikut\s)?{GO}\s(?:my\s|the\s)?{NAME}\b"),
    (Choice.CREDIT, rf"\b(?:simpan|biarkan|biarin|pertahankan|keep)\s(?:my\s|the\s)?{NAME}\b"),
    (Choice.CREDIT, rf"\b{NAME}\b(?:\s\w+){{0,2}}\s(?:tetap|tetep|ttp)\b(?!\s{GO})"),
    (Choice.PIXELS, r"\b(?:kayak|kaya|kyk|seperti|like|ala)\s(?:a\s)?(?:tangkapan layar|screenshot"
                    r"|ss|skrinsut)\b"),
    (Choice.PIXELS, r"\b(?:di)?gambar ulang\b|\bredraw\b"),
    (Choice.PIXELS, rf"\b(?:piksel|pixels?)(?:nya)?\s{ONLY}\b"),
    (None, rf"\b{NOT}\s{CLEAN}(?:\s(?:dulu|dl|yet))?\s*[.!]?$"),
    (None, rf"\b(?:di)?(?:cek|periksa|lihat|liat|baca)(?:\s(?:isinya|metadatanya))?\s"
           rf"(?:dulu\s|dl\s)?(?:{ONLY}|dulu|dl)\b"),
    (None, rf"\b{BEFORE}\s(?:mau\s|pengen\s)?(?:di)?(?:cek|ngecek|periksa|check|inspect|look)\b"),
    (None, r"\b(?:check|inspect)\sonly\b"),
    (Choice.LOCATION, rf"\b{LOCATION}\s{ONLY}\b"),
    (Choice.LOCATION, rf"\b{BEFORE}\s(?:\w+\s){{0,2}}{LOCATION}\b"),
    (Choice.EVERYTHING, rf"\b{GO}\s(?:semua|semuanya|everything|all)\b"),
    (Choice.EVERYTHING, rf"\b(?:semua|semuanya)\s{GO}\b"),
)  # fmt: skip
COMPILED = tuple((choice, re.compile(pattern)) for choice, pattern in PATTERNS)
KEEPS_LOCATION = re.compile(rf"\b{LOCATION}\b(?:\s\w+)?\s{NOT}\b|\b{NOT}\s{GO}\s{LOCATION}\b")
QUESTION = re.compile(
    r"\?\s*$|^(?:apa|apakah|aman|bagaimana|gimana|gmn|kenapa|knp|mengapa|boleh|bolehkah|cara"
    r"|is|how|why|can|what)\b"
)


class Request(NamedTuple):
    """What a caption asks for: a choice, None for the usual one, or that the file is only read."""

    choice: Choice | None = None
    inspect_only: bool = False


def read_request(caption: str | None) -> Request:
    """Return what a caption asks for."""
    text = _plain(caption)
    if KEEPS_LOCATION.search(text):
        return Request()
    for choice, pattern in COMPILED:
        if pattern.search(text):
            return Request(choice, inspect_only=choice is None)
    return Request()


def is_question(caption: str | None) -> bool:
    """Return whether a caption is a question, to be answered as a text would be."""
    return bool(QUESTION.search(_plain(caption)))


def _plain(caption: str | None) -> str:
    """Return a caption in small letters, with single spaces."""
    return " ".join((caption or "")[:MAX_CAPTION].lower().split())
