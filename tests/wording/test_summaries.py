"""Summaries: who sent a replacement is escaped, and an album's worst files come first."""

import pytest

from bot.engine.choices import Choice
from bot.engine.model import Caution, Finding, Kind
from bot.report import make_report
from bot.wording import Wording
from bot.wording.summaries import AlbumEntry
from tests.wording.reports import MONAS, of

WORDING = Wording()
SOFTWARE = Finding(Kind.SOFTWARE, "Exif", "Software", "Lensa")


def test_a_senders_name_and_text_are_no_html_and_all_that_is_told() -> None:
    html = WORDING.with_sender("<b>Ani</b>\n & Budi", "<i>lihat</i>")
    assert html.endswith("&lt;b&gt;Ani&lt;/b&gt; &amp; Budi</b>:\n&lt;i&gt;lihat&lt;/i&gt;")


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


def test_an_album_claims_no_more_than_was_chosen() -> None:
    def album(*choices: Choice) -> str:
        entries = [AlbumEntry(n, of(MONAS), choice=choice) for n, choice in enumerate(choices, 1)]
        return WORDING.album(entries)

    everything = "Semuanya sudah hilang"
    assert everything in album(Choice.EVERYTHING, Choice.EVERYTHING)
    only_location = album(Choice.LOCATION, Choice.LOCATION)
    assert everything not in only_location
    assert "Salinan tanpa lokasi" in only_location
    mixed = album(Choice.LOCATION, Choice.EVERYTHING)
    assert "Salinan tanpa lokasi" in mixed
    assert "Dari salinan lainnya" in mixed


@pytest.mark.parametrize("caution", [Caution.HDR_LOST, Caution.COLOURS_MAY_SHIFT])
def test_a_group_is_told_how_a_copy_visibly_differs(caution: Caution) -> None:
    report = make_report("JPEG", 1, (1, 1), (MONAS,), (caution,))
    html = WORDING.public_copy(report, False, False)
    assert WORDING.cautions(report)[0] in html
    assert "lokasi" not in html
