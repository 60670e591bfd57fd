"""A HEIF file taken apart: its boxes, the items that draw, and the runs of the file they need."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.engine.binary.plain_text import has_text_at_end
from bot.engine.binary.ranges import Range, Ranges, cut, total, union, without
from bot.engine.bitstreams import decoder_config, nal, obu
from bot.engine.bitstreams.nal import Codec
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.heif import gain_maps, items, visible_items
from bot.engine.formats.heif.items import Item, Meta
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box
from bot.engine.formats.video import media_ranges, movie
from bot.engine.formats.video.movie import Movie
from bot.engine.limits import DecodeBudget

SHARED = 4  # items may share bytes; more than this many times the file is an attack
CODECS = {b"hvc1": (b"hvcC", Codec.HEVC), b"avc1": (b"avcC", Codec.AVC)}


@dataclass(frozen=True, slots=True)
class Layout:
    """What of a file draws: `code` holds the runs of each coded item, by its number."""

    boxes: tuple[Box, ...]
    meta: Meta
    kept: dict[int, Item]
    code: dict[int, Ranges]
    hdr: frozenset[int]
    film: Movie | None  # the moving half of a sequence
    frames: Ranges

    def segments(self) -> Iterator[tuple[Range, bool]]:
        """Yield the runs of the file that draw, in its order; and whether it is HDR that does."""
        still = (self.code[n] for n in self.code if n not in self.hdr)
        plain = union((*still, self.frames))
        bright = union(self.code[n] for n in self.code if n in self.hdr)
        both = [(run, False) for run in plain]
        for run in bright:
            both += [(rest, True) for rest in without(run, plain)]
        yield from sorted(both)


def layout(data: memoryview) -> Layout:
    """Take a file apart.

    Raises Damaged, TooLarge or Unsupported.
    """
    top = tuple(boxes.parse_boxes(data))
    film = movie.read(data) if any(box.kind == b"moov" for box in top) else None
    if film and film.fragmented:
        raise Unsupported("HEIF sequence in fragments")
    if film and all(track.sound for track in film.tracks):
        raise Damaged("a sequence of no pictures")
    meta = _meta(top, data) if film is None or _has_still(top) else items.NO_HINTS
    kept = visible_items.drawn(meta, data) if meta.items else {}
    coded = {n: item for n, item in kept.items() if item.kind in visible_items.CODED}
    if sum(total(item.runs) for item in coded.values()) > SHARED * len(data):
        raise TooLarge("items share too much")
    effort = DecodeBudget(len(data))
    code = {n: _code(meta, item, data, effort) for n, item in coded.items()}
    frames = media_ranges.kept(data, film) if film else ()
    return Layout(top, meta, kept, code, gain_maps.gain_maps(meta, kept), film, frames)


def _has_still(boxes: tuple[Box, ...]) -> bool:
    return any(box.kind == b"meta" for box in boxes)


def _meta(boxes: tuple[Box, ...], data: memoryview) -> Meta:
    metas = [box for box in boxes if box.kind == b"meta"]
    if len(metas) != 1:
        raise Damaged(f"{len(metas)} meta boxes")
    meta = items.parse(metas[0], data)
    if not meta.items:
        raise Damaged("no items")
    return meta


def _code(meta: Meta, item: Item, data: memoryview, effort: DecodeBudget) -> Ranges:
    """Return the runs of a coded item that a decoder needs."""
    if len(item.runs) == 1:
        whole = data[slice(*item.runs[0])]
    else:
        if total(item.runs) > len(data):
            raise TooLarge("an item larger than its file")
        whole = memoryview(b"".join(data[start:end] for start, end in item.runs))
    if has_text_at_end(whole):
        raise Damaged("words behind a picture")
    runs = (cut(item.runs, start, end) for start, end in _drawing(meta, item, whole, effort))
    kept = tuple(chain.from_iterable(runs))
    if not kept:
        raise Damaged("a picture of notes alone")
    return kept


def _drawing(meta: Meta, item: Item, whole: memoryview, effort: DecodeBudget) -> Iterator[Range]:
    if item.kind == b"av01":
        return obu.drawing(whole, effort)
    box, codec = CODECS[item.kind]
    for link in item.links:
        if 0 < link.place <= len(meta.properties):
            told = meta.properties[link.place - 1]
            if told.kind == box:
                size = decoder_config.length_size(box, told.body)
                return nal.drawing(whole, size, codec, effort=effort)
    raise Damaged("a picture without its decoder's settings")
