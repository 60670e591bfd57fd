"""A file's report card: its words, and the pictures that are decoded for it, in one child."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from bot.engine import Plan
from bot.engine.embedded import EmbeddedFile, hidden
from bot.engine.model import Finding, Kind, Position
from bot.pixels.card import MAP, Card, Row, Shown, drawn
from bot.pixels.chart import Chart, box
from bot.pixels.chart import Town as Named
from bot.pixels.frame import first_frame
from bot.pixels.look import look
from bot.pixels.opening import Decoding, small
from bot.places import nearest, outline, towns
from bot.report import Look, Risk, Spot, make_report, report_of
from bot.report.spot import Basis
from bot.wording import Wording

SAMPLE = (  # what calls for numbers, days, lists and places in words
    Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", Position(-6.2, 106.8, None, 1.0)),
    Finding(Kind.DATETIME, "Exif", "DateTimeOriginal", "2025-09-10T14:03:12+07:00"),
    Finding(Kind.PERSON, "XMP", "PersonInImage", "A"),
    Finding(Kind.PERSON, "XMP", "PersonInImage", "B"),
    Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", 8200),
)
CITY = 60.0  # kilometres that a map shows at least
NAMED = 8  # towns on a map
SIDE = 640  # pixels of a picture in the card, twice what is shown


def card_of(plan: Plan, file: BinaryIO, wording: Wording) -> bytes:
    """Return the card of a file as a PNG."""
    found = tuple(hidden(plan))
    report = report_of(plan, look(file, found))
    words = wording.card(report)
    rows = tuple(Row(*row) for row in words.rows)
    pictures = []
    if report.look is Look.DIFFERS:
        with Decoding():
            pair = [small(source, SIDE) for source in (file, *_thumbnail(found))]
            pictures = list(map(Shown, pair, (words.seen, words.hidden)))
    pictures += [Shown(frame, words.film) for frame in _frames(found)]
    chart = _chart(report.spot) if report.spot else None
    return drawn(
        Card(report.risk, words.level, words.headline, rows, words.foot, chart, words.place,
             tuple(pictures))
    )  # fmt: skip


def _chart(spot: Spot) -> Chart:
    """Return a map wide enough to know the place by: some town on it, or some shore."""
    lat, lon = spot.position.lat, spot.position.lon
    across = max(CITY, 5 * nearest(lat, lon).distance / 1000, 4 * spot.radius / 1000)
    area = box(lat, lon, across, MAP[0] / MAP[1])
    named = tuple(Named(town.lat, town.lon, town.name) for town in towns(area, NAMED))
    return Chart(lat, lon, across, spot.radius / 1000, tuple(outline(area)), named)


def warm(wording: Wording) -> None:
    """Say and draw everything once: what is loaded at the first need is loaded now."""
    wording.card(make_report("MP4", 1, (1, 1), SAMPLE))
    wording.caption(make_report("JPEG", 1, (1, 1), SAMPLE), 1)
    for lat, lon in ((-6.2, 106.8), (48.9, 2.3)):
        _chart(Spot(Position(lat, lon), 5.0, Basis.DIGITS))
    drawn(Card(Risk.NONE, "-", "-", (Row(Risk.NONE, "-", "-"),), "-"))


def _thumbnail(found: tuple[EmbeddedFile, ...]) -> Iterator[BytesIO]:
    yield from [BytesIO(each.data) for each in found if not each.film][:1]


def _frames(found: tuple[EmbeddedFile, ...]) -> Iterator[Image.Image]:
    films = (first_frame(each.data) for each in found if each.film)
    yield from (frame for frame in films if frame)
