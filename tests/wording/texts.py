"""The advisor's texts, read as simply as can be: heads, first parts, a card's lines.

A topic is a page whose body may go on behind a line `## Selengkapnya`. A card's body is lines of
`key | text | source | date | confidence`; keys and confidences are the same words in every
language, for they are not shown.
"""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

LOCALES = Path(__file__).parents[2] / "locales"
LANGUAGES = sorted(path.parent.name for path in LOCALES.glob("*/topics"))
MORE = {"id": "## Selengkapnya\n", "en": "## More\n"}
UNKNOWN = {"id": "belum dapat dipastikan", "en": "not known for certain"}
KEYS = ("melatih", "sakelar", "sementara", "simpan", "hapus", "usia", "peninjau", "hak", "catatan")
CONFIDENCES = ("sedang", "tinggi")  # what is weaker is not stated

TOPICS = frozenset(
    [
        "risiko_pelatihan",
        "risiko_biometrik",
        "risiko_metadata",
        "risiko_hak_cipta",
        "baca_kebijakan",
        "matikan_riwayat",
        "hapus_data",
        "hapus_metadata_cara",
        "tangkapan_layar",
        "foto_stok",
        "wajah_ai",
        "kebocoran_pelatihan",
        "deepfake_korban",
        "foto_anak",
        "ktp_identitas",
        "hukum_pdp",
        "telegram_file_vs_foto",
        "whatsapp",
        "matikan_lokasi_kamera",
        "privasi_bot",
        "cara_pakai_bot",
        "format_didukung",
        "tren_miniatur",
        "tren_ghibli",
        "sapaan",
        "terima_kasih",
        "di_luar_topik",
        "tolak_bahaya",
    ]
)
SERVICES = frozenset(
    [
        "chatgpt",
        "gemini",
        "meta",
        "grok",
        "copilot",
        "lensa",
        "capcut",
        "tiktok",
        "canva",
        "midjourney",
        "firefly",
        "remini",
        "faceapp",
        "perplexity",
        "claude",
        "deepseek",
        "qwen",
        "telegram",
        "whatsapp",
    ]
)
# These speak of the bot alone, or only point at others.
NO_FACTS = {"cara_pakai_bot", "format_didukung", "sapaan", "terima_kasih", "di_luar_topik"}


@dataclass(frozen=True, slots=True)
class Text:
    """A file of locales/: its head and what stands below it."""

    language: str
    kind: str
    name: str
    head: dict[str, str]
    body: str

    @property
    def title(self) -> str:
        return self.head["title"]

    @property
    def parts(self) -> list[str]:
        """The first screen, and what lies behind "Selengkapnya", if anything."""
        return self.body.split(MORE[self.language])

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Pairs of source and date; the date may be empty."""
        if self.kind == "services":
            return [(line.source, line.date) for line in lines(self) if line.source]
        listed = [word for word in self.head["sources"].split(", ") if word]
        return [(re.sub(r" \([\d-]+\)$", "", word), _date(word)) for word in listed]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a card."""

    key: str
    text: str
    source: str
    date: str
    confidence: str


def read(language: str, kind: str, name: str) -> Text:
    text = (LOCALES / language / kind / f"{name}.md").read_text("utf-8")
    _, head, body = text.split("---\n", 2)
    told = dict(re.split(r": ?", line, maxsplit=1) for line in head.splitlines())
    return Text(language, kind, name, told, body.strip())


def every(kind: str) -> list[Text]:
    return [
        read(language, kind, path.stem)
        for language in LANGUAGES
        for path in sorted((LOCALES / language / kind).glob("*.md"))
    ]


def lines(card: Text) -> list[Line]:
    return [Line(*(word.strip() for word in line.split("|"))) for line in card.body.splitlines()]


def visible(text: str) -> str:
    """Return what a reader sees of HTML."""
    return unescape(re.sub(r"<[^>]+>", "", text)).strip()


def _date(word: str) -> str:
    found = re.search(r" \(([\d-]+)\)$", word)
    return found[1] if found else ""
