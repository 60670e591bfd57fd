"""Summaries: who sent a replacement is escaped, and an album's worst files come first."""

from bot.engine.model import Finding, Kind
from bot.wording import Wording
from bot.wording.caption import LIMIT
from bot.wording.markup import units
from bot.wording.summaries import AlbumEntry
from tests.wording.reports import MONAS, of

WORDING = Wording()
SOFTWARE = Finding(Kind.SOFTWARE, "Exif", "Software", "Lensa")


def test_a_senders_name_and_text_are_no_html() -> None:
    html = WORDING.with_sender("<b>Ani</b>\n & Budi", "<i>lihat</i>", "<b>salinan</b>")
    assert "&lt;b&gt;Ani&lt;/b&gt; &amp; Budi" in html
    assert "&lt;i&gt;lihat&lt;/i&gt;" in html
    assert html.endswith("\n\n<b>salinan</b>")


def test_a_replacements_caption_is_left_out_where_it_does_not_fit() -> None:
    free = LIMIT - units(WORDING.with_sender("Ani", "", "x")) - 1
    assert WORDING.with_sender("Ani", "a" * free, "x").endswith("\n\nx")
    assert not WORDING.with_sender("Ani", "a" * (free + 1), "x").endswith("\n\nx")


def test_an_album_begins_with_what_has_no_copy_and_then_with_the_worst() -> None:
    entries = [
        AlbumEntry(1, of(), has_copy=False),
        AlbumEntry(2, of(SOFTWARE)),
        AlbumEntry(3, of(MONAS)),
        AlbumEntry(4, None, "rusak", has_copy=False),
        AlbumEntry(5, of(MONAS)),
    ]
    rows = WORDING.album(entries).split("\n\n")[1].splitlines()
    assert [row[row.index("File ") + 5] for row in rows] == list("43521")
    assert WORDING.album(entries).startswith("<b>5 file, 2 membawa")
