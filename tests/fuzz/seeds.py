"""What each fuzzer begins with: small whole files of its format."""

from tests.engine.pictures import CLEAN, family
from tests.engine.raws import RAWS
from tests.engine.video.films import Recipe, film

FRAGMENTS = (("movflags", "frag_keyframe+empty_moov"),)
FILMS = (Recipe(), Recipe(audio="aac"), Recipe("libx265", form="mov"), Recipe(options=FRAGMENTS))
FAMILIES = (*sorted({family(name) for name in CLEAN}), "mp4", "raw")


def seeds(name: str) -> list[bytes]:
    """Return whole files of a family."""
    if name == "mp4":
        return [film(recipe) for recipe in FILMS]
    if name == "raw":
        return list(RAWS.values())
    return [data for title, data in CLEAN.items() if family(title) == name]
