"""A file's report card as a PNG: its text, its map, and the pictures hidden in the file."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from bot.engine import Plan
from bot.engine.embedded import EmbeddedFile, hidden
from bot.engine.model import Finding, Kind, Position
from bot.pixels.card import MAP_SIZE, Card, Picture, Row, draw_card
from bot.pixels.decoding import Decoding, decode_small, first_frame
from bot.pixels.maps import Map, Town, bounds
from bot.pixels.thumbnails import compare_thumbnails
from bot.places import nearest, outline, towns
from bot.report import Location, Look, Risk, make_report, report_of
from bot.report.location import Basis
from bot.wording import Wording

SAMPLE = (  # findings whose text needs numbers, days, lists and places
    Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", Position(-6.2, 106.8, None, 1.0)),
    Finding(Kind.DATETIME, "Exif", "DateTimeOriginal", "2025-09-10T14:03:12+07:00"),
    Finding(Kind.PERSON, "XMP", "PersonInImage", "A"),
    Finding(Kind.PERSON, "XMP", "PersonInImage", "B"),
    Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", 8200),
)
MIN_WIDTH = 60.0  # kilometres that a map shows at least: a city
MAX_TOWNS = 8  # with their names on a map
SIDE = 640  # pixels of a picture in the card, twice what is shown


def report_card(plan: Plan, file: BinaryIO, wording: Wording) -> bytes:
    """Return the card of a file as a PNG; `file` is the one that `plan` was made of."""
    embedded = tuple(hidden(plan))
    report = report_of(plan, compare_thumbnails(file, embedded))
    text = wording.card(report)
    rows = tuple(Row(*row) for row in text.rows)
    pictures = []
    if report.look is Look.DIFFERS:
        with Decoding():
            pair = [decode_small(source, SIDE) for source in (file, *_thumbnail(embedded))]
            pictures = list(map(Picture, pair, (text.visible_picture, text.hidden_picture)))
    pictures += [Picture(frame, text.hidden_video) for frame in _first_frames(embedded)]
    area = _map(report.location) if report.location else None
    return draw_card(
        Card(report.risk, text.level, text.headline, rows, text.footer, area, text.location,
             tuple(pictures))
    )  # fmt: skip


def _map(location: Location) -> Map:
    """Return a map wide enough to recognise the place: some town on it, or some shore."""
    lat, lon = location.position.lat, location.position.lon
    width = max(MIN_WIDTH, 5 * nearest(lat, lon).distance / 1000, 4 * location.radius / 1000)
    area = bounds(lat, lon, width, MAP_SIZE[0] / MAP_SIZE[1])
    named = tuple(Town(town.lat, town.lon, town.name) for town in towns(area, MAX_TOWNS))
    return Map(lat, lon, width, location.radius / 1000, tuple(outline(area)), named)


def warm_up(wording: Wording) -> None:
    """Word and draw everything once: what is loaded at the first need is loaded now."""
    wording.card(make_report("MP4", 1, (1, 1), SAMPLE))
    wording.caption(make_report("JPEG", 1, (1, 1), SAMPLE), 1)
    for lat, lon in ((-6.2, 106.8), (48.9, 2.3)):
        _map(Location(Position(lat, lon), 5.0, Basis.DIGITS))
    draw_card(Card(Risk.NONE, "-", "-", (Row(Risk.NONE, "-", "-"),), "-"))


def _thumbnail(embedded: tuple[EmbeddedFile, ...]) -> Iterator[BytesIO]:
    yield from [BytesIO(picture.data) for picture in embedded if not picture.film][:1]


def _first_frames(embedded: tuple[EmbeddedFile, ...]) -> Iterator[Image.Image]:
    frames = (first_frame(film.data) for film in embedded if film.film)
    yield from (frame for frame in frames if frame)
