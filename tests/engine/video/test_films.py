"""Films that FFmpeg wrote: clean ones play as they did, and nothing planted in them is left."""

import pytest

from bot.engine import clean, plan
from bot.engine.model import HARMLESS, Role
from tests.engine.video.films import SECRET, Recipe, film, look

FILMS = {
    "H.264": Recipe(),
    "H.264 and AAC": Recipe(audio="aac"),
    "H.264 and AC-3": Recipe(audio="ac3"),
    "H.265": Recipe("libx265", "aac"),
    "H.265 in QuickTime": Recipe("libx265", form="mov"),
    "AV1": Recipe("libsvtav1"),
    "VP9 and Opus": Recipe("libvpx-vp9", "libopus"),
    "JPEG and PCM": Recipe("mjpeg", "pcm_s16le", "mov", pixels="yuvj420p"),
    "ProRes": Recipe("prores_ks", "pcm_s24le", "mov", pixels="yuv422p10le"),
    "PNG": Recipe("png", form="mov", pixels="rgb24"),
    "MPEG-4 and MP3": Recipe("mpeg4", "libmp3lame"),
    "MPEG-2": Recipe("mpeg2video", form="mov"),
    "3GP": Recipe("mpeg4", form="3gp"),
    "AAC alone": Recipe(None, "aac", "ipod"),
    "ALAC": Recipe(None, "alac", "ipod"),
    "FLAC": Recipe(None, "flac"),
    "IMA ADPCM": Recipe(None, "adpcm_ima_qt", "mov"),
    "float": Recipe("libx264rgb", "pcm_f32le", "mov", pixels="rgb24"),
}
PIECES = {
    "one each picture": "frag_every_frame+empty_moov",
    "base offsets": "frag_keyframe+empty_moov+omit_tfhd_offset",
    "from each fragment": "frag_keyframe+empty_moov+default_base_moof",
    "CMAF": "cmaf+frag_keyframe",
}
for name, flags in PIECES.items():
    options = (("movflags", flags),)
    FILMS[f"in pieces, {name}"] = Recipe("libx265", "aac", options=options, coder=(("g", "4"),))
each_film = pytest.mark.parametrize("recipe", FILMS.values(), ids=FILMS)


@each_film
def test_a_clean_film_plays_as_it_did(recipe: Recipe) -> None:
    data = film(recipe)
    assert look(clean(data)) == look(data)


@each_film
def test_a_clean_film_is_clean(recipe: Recipe) -> None:
    once = clean(film(recipe))
    assert SECRET in film(recipe)
    assert SECRET not in once
    again = plan(once)
    assert again.already_clean
    assert {finding.kind for finding in again.findings} <= HARMLESS


@each_film
def test_parts_tile_the_film(recipe: Recipe) -> None:
    data = film(recipe)
    parts = plan(data).parts
    assert b"".join(part.raw for part in parts) == data
    assert all(part.raw.obj is data for part in parts)
    assert any(part.role is Role.PICTURE for part in parts)
