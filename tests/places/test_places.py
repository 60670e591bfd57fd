"""Places: the closest by name, right everywhere on the globe; land, whole wherever it is cut."""

import hashlib
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.model import Position
from bot.places import DATA, nearest, outline, towns
from bot.places.gazetteer import RADIUS, _gazetteer, distance
from bot.report.location import Basis, Location
from bot.wording.catalogue import Catalogue
from bot.wording.formatting import MAX_DISTANCE, _rounded, format_location

lats, lons = st.floats(-90, 90), st.floats(-180, 180)
points = st.tuples(lats, lons)
islands = st.tuples(st.floats(-11, 6), st.floats(95, 141))
LARGEST = 3_000_000  # bytes of all tables


@given(points | islands)
def test_nothing_is_closer_than_the_nearest(point: tuple[float, float]) -> None:
    table = _gazetteer("nearest.bin")
    at, metres = table.nearest(*point)
    assert metres == distance(point, table.position(at))
    step = max(1, len(table) // 3000)
    assert metres <= min(distance(point, table.position(n)) for n in range(0, len(table), step))


@pytest.mark.parametrize(
    "point",
    [(-16.8, -179.9), (-16.8, 180.0), (-90.0, 12.0), (90.0, -7.0), (0.0, -160.0), (-6.2, 106.8)],
)
def test_the_nearest_is_the_first_of_all(point: tuple[float, float]) -> None:
    table = _gazetteer("nearest.bin")
    every = min(distance(point, table.position(n)) for n in range(len(table)))
    assert table.nearest(*point)[1] == pytest.approx(every)


@given(lats)
def test_the_date_line_is_no_edge(lat: float) -> None:
    assert nearest(lat, 180.0).distance == pytest.approx(nearest(lat, -180.0).distance)


@given(points, points)
def test_distances_are_what_the_angle_between_them_says(
    one: tuple[float, float], two: tuple[float, float]
) -> None:
    a, b = (
        (
            math.cos(math.radians(lat)) * math.cos(math.radians(lon)),
            math.cos(math.radians(lat)) * math.sin(math.radians(lon)),
            math.sin(math.radians(lat)),
        )
        for lat, lon in (one, two)
    )
    chord = math.dist(a, b)
    assert distance(one, two) == pytest.approx(2 * RADIUS * math.asin(min(1, chord / 2)), abs=1.0)
    assert distance(one, two) == distance(two, one)


@pytest.mark.parametrize(
    ("lat", "lon"), [(91.0, 0.0), (0.0, 181.0), (math.nan, 0.0), (0.0, math.inf), (-90.1, 0.0)]
)
def test_what_is_no_point_on_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="Earth"):
        nearest(lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon", "named"),
    [
        (-6.1754, 106.8272, "Gambir, Jakarta Pusat"),  # Monas
        (-6.2615, 106.8106, "Kebayoran Baru, Jakarta Selatan"),
        (-7.6079, 110.2038, "Borobudur, Kab. Magelang"),
        (-8.7184, 115.1686, "Kuta, Kab. Badung"),
        (-8.5069, 115.2625, "Ubud, Kab. Gianyar"),
        (5.8926, 95.3238, "Sukakarya, Kota Sabang"),
        (-8.4991, 140.4050, "Merauke, Kab. Merauke"),
        (-8.4964, 119.8877, "Komodo, Kab. Manggarai Barat"),  # Labuan Bajo
        (-0.9710, 116.7020, "Sepaku, Kab. Penajam Paser Utara"),  # Nusantara
        (-6.7033, 106.9947, "Cipanas, Kab. Cianjur"),  # Puncak
        (-6.5971, 106.7990, "Bogor Tengah, Kota Bogor"),
        (-6.9024, 107.6188, "Bandung Wetan, Kota Bandung"),
        (-7.7956, 110.3695, "Danurejan, Kota Yogyakarta"),
        (-7.2575, 112.7521, "Genteng, Kota Surabaya"),
        (3.5952, 98.6722, "Medan Barat, Kota Medan"),
        (2.6845, 98.8756, "Simanindo, Kab. Samosir"),
        (-3.6954, 128.1814, "Sirimau, Kota Ambon"),
        (4.1358, 117.6500, "Nunukan, Kab. Nunukan"),
        (-6.3728, 106.8347, "Beji, Kota Depok"),
        (35.6595, 139.7005, "Shibuya, Jepang"),
        (21.4225, 39.8262, "Makkah, Arab Saudi"),
        (48.8584, 2.2945, "Paris 16 Passy, Prancis"),
        (-8.5600, 125.5700, "Dili, Timor Leste"),
        (-16.8, -179.9, "Savusavu, Fiji"),
        (0.0, 0.0, "jauh dari kota mana pun"),
        (-90.0, 0.0, "jauh dari kota mana pun"),
        (0.0, -160.0, "jauh dari kota mana pun"),
    ],
)
def test_known_places(lat: float, lon: float, named: str) -> None:
    assert format_location(Catalogue("id"), location(lat, lon)).endswith(named)


def location(lat: float, lon: float, radius: float = 5.0) -> Location:
    return Location(Position(lat, lon), radius, Basis.DIGITS)


@given(points | islands, st.floats(0, 1e6))
def test_no_distance_is_told_finer_than_the_spot_is_known(
    point: tuple[float, float], radius: float
) -> None:
    told = format_location(Catalogue("id"), location(*point, radius))
    place = nearest(*point)
    if place.distance > MAX_DISTANCE:
        assert told == "jauh dari kota mana pun"
    elif place.distance < radius:
        assert told.startswith("dekat ")
    elif metres := re.match(r"±(\d+) m ", told):
        assert abs(int(metres[1]) - place.distance) <= 50


def test_the_tables_are_those_that_the_build_wrote() -> None:
    told = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in
            Path(DATA).glob("*.bin")}  # fmt: skip
    assert told == {
        "nearest.bin": "a505fe98e29aeac9",
        "towns.bin": "972919883e1352c0",
        "land-world.bin": "c8dc699e1fcb3f72",
        "land-indonesia.bin": "bca93c1920492c10",
    }
    assert sum(path.stat().st_size for path in Path(DATA).glob("*.bin")) <= LARGEST


def test_all_of_indonesia_is_there() -> None:
    table = _gazetteer("nearest.bin")
    names = {tuple(table.name(at)) for at in range(len(table))}
    home = {name for name in names if name[-1] == "ID"}
    assert len({name[1] for name in home}) == 514  # kabupaten and kota
    assert len(home) >= 7_200  # districts
    assert len({name[-1] for name in names}) > 200  # countries


def holds(ring: tuple[tuple[float, float], ...], lat: float, lon: float) -> bool:
    """Tell whether a point is in a ring, by the edges that it looks across to the east."""
    inside = False
    for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y > lat) != (v > lat) and lon < x + (lat - y) / (v - y) * (u - x):
            inside = not inside
    return inside


@pytest.mark.parametrize("wide", [0.3, 3.0, 30.0])
@pytest.mark.parametrize(
    ("lat", "lon", "dry"),
    [
        (-6.60, 106.80, True),  # Bogor
        (-5.50, 107.50, False),  # the Java Sea
        (-0.50, 114.00, True),  # Kalimantan
        (3.50, 109.50, False),  # the Natuna Sea
        (-4.10, 138.95, True),  # Wamena
        (48.85, 2.35, True),
        (45.00, -30.0, False),  # the Atlantic
        (66.0, 179.5, True),  # Chukotka, on both sides of the date line
        (67.0, -179.5, True),
        (-85.0, 20.0, True),
    ],
)
def test_land_is_dry_and_the_sea_is_not(lat: float, lon: float, dry: bool, wide: float) -> None:
    rings = outline((lon - wide, lat - wide / 2, lon + wide, lat + wide / 2))
    assert any(holds(ring, lat, lon) for ring in rings) is dry


def test_the_largest_towns_of_a_box_come_first() -> None:
    assert towns((106.6, -6.5, 107.1, -6.0), 1)[0].name == "Jakarta"
    across = towns((177.0, -19.0, 183.0, -16.0), 5)
    assert "Suva" in [town.name for town in across]
    assert towns((-160.0, -5.0, -159.0, -4.0), 5) == []


@pytest.mark.parametrize(
    ("metres", "rounded"), [(449, 400), (9_949, 9_900), (10_400, 10_000), (35_600, 36_000)]
)
def test_a_distance_to_a_place_is_rounded(metres: float, rounded: float) -> None:
    assert _rounded(metres) == rounded
