"""HEIF: what draws stays wherever it lies; what tells goes wherever it hides."""

import io
import zlib

import av
import pytest

from bot.engine import check, clean, plan
from bot.engine.binary.ranges import cut
from bot.engine.errors import Damaged, EngineError, NotClean, TooLarge, Unsupported
from bot.engine.formats.isobmff.boxes import make, make_full, parse_boxes
from bot.engine.model import Caution, Finding, Kind, Part, Position
from tests.engine import hdrs
from tests.engine.boxes import shifted_chunks
from tests.engine.heifs import Heif, Item, code, heif, picture, properties
from tests.engine.look import look
from tests.engine.pictures import CLEAN, SECRET, exif_block

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
THUMB = b"urn:mpeg:mpegB:cicp:systems:auxiliary:depth"


def findings(data: bytes, kind: Kind) -> list[Finding]:
    return [finding for finding in plan(data).findings if finding.kind is kind]


def same_picture(data: bytes) -> bytes:
    out = clean(data)
    assert look(out) == look(CLEAN["avif"])
    assert clean(out) == out
    assert SECRET not in out
    return out


HALVES = code()[:9], code()[9:]


@pytest.mark.parametrize(
    "file",
    [
        heif(picture()),
        heif(picture(data=HALVES)),
        heif(picture(way=1)),
        heif(picture(way=1, data=HALVES)),
        heif(
            picture(way=2),
            Item(b"abcd", (code(),), hidden=True),
            refs=[(b"iloc", 1, (2,))],
        ),
        heif(Item(b"Exif", (bytes(4) + exif_block(),)), picture(), primary=2),
        heif(picture(), Item(b"mime", (XMP,), media=b"application/rdf+xml\0")),
        heif(picture(), Item(b"mime", (SECRET,), way=1, media=SECRET + b"\0")),
        heif(picture(), Item(b"uri ", (SECRET,), media=b"urn:" + SECRET + b"\0")),
        heif(picture(), extra=make(b"xml ", SECRET)),
        heif(picture(), properties=[*properties(), make_full(b"udes", 0, 0, SECRET)]),
        heif(picture(links=(1, 2, 3, 4, 5)), properties=[*properties(), make(b"uuid", SECRET)]),
    ],
)  # fmt: skip
def test_a_picture_is_found_wherever_it_lies_and_words_go(file: Heif) -> None:
    same_picture(file.build())


def test_the_copy_is_the_same_for_every_way_to_lie() -> None:
    ways = [heif(picture()), heif(picture(data=HALVES)), heif(picture(way=1))]
    assert len({clean(file.build()) for file in ways}) == 1


def test_exif_is_told_whatever_its_offset_says() -> None:
    for head in (bytes(4), b"\0\0\0\6Exif\0\0", b"\xff" * 4):
        block = head + exif_block().removeprefix(b"Exif\0\0")
        data = heif(picture(), Item(b"Exif", (block,))).build()
        (place,) = findings(data, Kind.GPS_POSITION)
        assert isinstance(place.value, Position)


def test_xmp_is_told_even_when_it_is_deflated() -> None:
    packet = XMP.replace(SECRET, b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
                         b"/>")  # fmt: skip
    media = b"application/rdf+xml\0deflate\0"
    data = heif(picture(), Item(b"mime", (zlib.compress(packet),), media=media)).build()
    assert [f.label for f in findings(data, Kind.BLOCK)] == ["XMP"]


def test_thumbnails_depth_and_hidden_pictures_go_and_are_said() -> None:
    props = [*properties(), make_full(b"auxC", 0, 0, THUMB, b"\0")]
    data = heif(
        picture(),
        picture(),
        picture(links=(*picture().links, len(props))),
        picture(hidden=True),
        properties=props,
        refs=[(b"thmb", 2, (1,)), (b"auxl", 3, (1,))],
    ).build()
    told = [finding.value for finding in findings(data, Kind.EMBEDDED)]
    assert told == ["thumbnail", "depth-map", "second-picture"]
    assert plan(data).cautions == (Caution.SECOND_PICTURE_REMOVED,)
    assert clean(data) == clean(heif(picture()).build())


def test_pictures_that_stand_for_themselves_all_stay() -> None:
    data = heif(picture(), picture()).build()
    assert clean(data).count(code()) == 2


def test_pictures_that_share_their_bytes_share_them_in_the_copy() -> None:
    data = heif(picture(), picture(data=(), shares=1)).build()
    assert clean(data).count(code()) == 1


def test_a_thousand_pictures_of_the_same_bytes_are_an_attack() -> None:
    data = heif(picture(), *(picture(data=(), shares=1) for _ in range(1000))).build()
    with pytest.raises(TooLarge):
        plan(data + bytes(1))


GRID = b"\0\0\0\1" + bytes([0, 48, 0, 16])


def grid(payload: bytes = GRID, tiles: tuple[int, ...] = (2, 3)) -> bytes:
    ispe = len(properties()) + 1
    return heif(
        Item(b"grid", (payload,), links=(ispe,), way=1),
        picture(hidden=True),
        picture(hidden=True),
        properties=[*properties(), make_full(b"ispe", 0, 0, bytes([0, 0, 0, 48, 0, 0, 0, 16]))],
        refs=[(b"dimg", 1, tiles)],
    ).build()


def test_a_grid_keeps_its_tiles_and_no_words_behind_its_numbers() -> None:
    data = grid(GRID + SECRET)
    out = clean(data)
    assert SECRET not in out
    assert out.count(code()) == 2
    assert out == clean(grid())
    assert plan(data).dimensions() == (48, 16)


@pytest.mark.parametrize(
    "data",
    [
        grid(GRID[:-1]),
        grid(b"\1" + GRID[1:]),
        grid(tiles=(2,)),
        grid(tiles=(2, 9)),
        heif(picture(data=())).build(),
        heif(picture(), primary=7).build(),
        heif(picture(data=(code()[:-3],))).build(),
        heif(picture(kind=b"Exif")).build(),
        heif(picture(kind=b"hvc1")).build(),
        heif(picture(way=3)).build(),
        heif(picture(data=(code() + SECRET,))).build(),
    ],
)
def test_a_picture_that_is_not_whole_is_damage(data: bytes) -> None:
    with pytest.raises(Damaged):
        plan(data)


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (heif(picture(protected=True)), "HEIF (encrypted)"),
        (heif(picture(kind=b"unci")), "HEIF (uncompressed)"),
        (heif(picture(kind=b"j2k1")), "HEIF (JPEG 2000)"),
    ],
)
def test_what_we_cannot_take_apart_is_refused_by_name(file: Heif, what: str) -> None:
    with pytest.raises(Unsupported, match=what.replace("(", "\\(").replace(")", "\\)")):
        plan(file.build())


def test_an_unknown_property_that_a_reader_must_know_is_refused() -> None:
    must = 0x80 | len(properties()) + 1
    file = heif(
        picture(links=(*picture().links, must)), properties=[*properties(), make(b"abcd", b"x")]
    )
    with pytest.raises(Unsupported):
        plan(file.build())


def test_a_clip_beside_the_picture_goes_and_is_said() -> None:
    data = heif(picture()).build() + make(b"mpvd", SECRET)
    assert plan(data).cautions == (Caution.VIDEO_REMOVED,)
    same_picture(data)


def test_bytes_of_no_item_are_told_and_go() -> None:
    data = heif(picture()).build()  # with "gap" before each item
    assert [(f.where, f.value) for f in findings(data, Kind.UNKNOWN)] == [("mdat", 3)]


def test_two_items_that_changed_places_are_no_clean_copy() -> None:
    """Law 7: equal bytes in another order are another picture."""
    two = picture(data=(code("avif-alpha"),), links=())
    before = plan(heif(picture(), two).build())
    pieces = list(before.pieces)
    swapped = bytearray(b"".join(p.raw if isinstance(p, Part) else p for p in pieces))
    at = swapped.index(b"iloc") + 12
    row = slice(at + 8, at + 16), slice(at + 24, at + 32)  # offset and length
    swapped[row[0]], swapped[row[1]] = swapped[row[1]], swapped[row[0]]
    with pytest.raises(NotClean, match="picture data changed"):
        check(before, bytes(swapped))


@pytest.mark.parametrize(
    ("runs", "start", "end", "expected"),
    [
        (((10, 20),), 2, 5, [(12, 15)]),
        (((10, 20), (40, 50)), 8, 12, [(18, 20), (40, 42)]),
        (((10, 20), (40, 50)), 10, 20, [(40, 50)]),
        (((10, 20),), 10, 20, []),
    ],
)
def test_a_piece_of_an_item_is_found_in_the_file(
    runs: tuple[tuple[int, int], ...], start: int, end: int, expected: list[tuple[int, int]]
) -> None:
    assert list(cut(runs, start, end)) == expected


def test_a_box_to_the_end_and_a_long_box_are_boxes() -> None:
    data = heif(picture()).build()
    at = data.index(b"mdat") - 4
    to_the_end = data[:at] + bytes(4) + data[at + 4 :]
    same_picture(to_the_end)


@pytest.mark.parametrize("size", range(0, len(CLEAN["heic"]), 7))
def test_a_heic_cut_short_is_refused(size: int) -> None:
    with pytest.raises(EngineError):
        plan(CLEAN["heic"][:size])


def test_a_sequence_without_a_still_picture_moves_on() -> None:
    data = CLEAN["avif-animated"]
    film = b"".join(bytes(box.raw) for box in parse_boxes(memoryview(data)) if box.kind != b"meta")
    film = shifted_chunks(film, len(film) - len(data))
    out = clean(film + make(b"free", SECRET))
    assert out == film
    with av.open(io.BytesIO(out), "r") as file:
        assert len(list(file.decode(video=0))) == 2
    assert plan(film).dimensions() == (24, 16)


def test_when_a_sequence_was_made_is_told() -> None:
    dated = bytearray(CLEAN["avif-animated"])
    at = dated.index(b"mvhd") + 8
    wide = dated[at - 4]  # version
    dated[at : at + 4 + 4 * wide] = (2_082_844_800 + 86_400).to_bytes(4 + 4 * wide, "big")
    told = {finding.label: finding.value for finding in plan(bytes(dated)).findings}
    assert told["CreateDate"] == "1970-01-02T00:00:00"
    assert clean(bytes(dated)) == CLEAN["avif-animated"]


def test_a_picture_of_notes_alone_is_damage() -> None:
    with pytest.raises(Damaged):
        plan(heif(picture(data=(b"\x7a\x03abc",))).build())  # padding


APPLE = b"urn:com:apple:photo:2020:aux:hdrgainmap"
NOTE = hdrs.note((3, 2), (0, 1))  # three stops


def bright(packet: bytes, *more: Item, map_of: int = 2) -> bytes:
    """Return a picture with Apple's gain map, and a packet that describes an item."""
    props = [*properties(), make_full(b"auxC", 0, 0, APPLE, b"\0")]
    return heif(
        picture(),
        picture(links=(*picture().links, len(props)), hidden=True),
        Item(b"mime", (packet,), media=b"application/rdf+xml\0"),
        *more,
        properties=props,
        refs=[(b"auxl", 2, (1,)), (b"cdsc", 3, (map_of,))],
    ).build()


def test_the_numbers_of_a_gain_map_stay_and_words_beside_them_go() -> None:
    stated = "<HDRGainMap:HDRGainMapHeadroom>2.5</HDRGainMap:HDRGainMapHeadroom>"
    data = bright(hdrs.apple(131072, stated + f"<apdi:Z>{SECRET.decode()}</apdi:Z>"))
    out = same_picture(data)
    assert b'HDRGainMapHeadroom="2.5"' in out
    assert plan(data).cautions == ()
    assert {finding.kind for finding in plan(out).findings} == {Kind.GAIN_MAP}


def test_apples_headroom_moves_out_of_the_exif_item() -> None:
    out = same_picture(bright(hdrs.apple(), Item(b"Exif", (bytes(4) + NOTE,))))
    assert b'HDRGainMapHeadroom="8"' in out
    assert b"Apple iOS" not in out


@pytest.mark.parametrize(
    "data", [bright(hdrs.apple(version=9)), bright(hdrs.apple(), map_of=1), bright(XMP)]
)
def test_a_packet_that_describes_no_gain_map_goes(data: bytes) -> None:
    assert b"xmpmeta" not in same_picture(data)
