"""A HEIF file taken apart: its boxes, its visible items, and the ranges of the file they need."""

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

SHARED_LIMIT = 4  # items may share bytes; more than this many times the file is an attack
CODECS = {b"hvc1": (b"hvcC", Codec.HEVC), b"avc1": (b"avcC", Codec.AVC)}


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a file that are visible, and where they are."""

    top_boxes: tuple[Box, ...]
    meta: Meta
    visible: dict[int, Item]  # by their IDs
    needed: dict[int, Ranges]  # of each coded item, the ranges of the file that a decoder needs
    gain_map_ids: frozenset[int]
    movie: Movie | None  # of an image sequence
    frame_ranges: Ranges  # of its samples

    def segments(self) -> Iterator[tuple[Range, bool]]:
        """Yield the ranges to keep in the file's order, each with whether only gain maps need it.

        They do not overlap: bytes that a picture shares with its gain map are the picture's.
        """
        pictures = union(
            (
                *(self.needed[i] for i in self.needed if i not in self.gain_map_ids),
                self.frame_ranges,
            )
        )
        gain_maps = union(self.needed[i] for i in self.needed if i in self.gain_map_ids)
        segments = [(run, False) for run in pictures]
        for run in gain_maps:
            segments += [(rest, True) for rest in without(run, pictures)]
        yield from sorted(segments)


def parse_layout(data: memoryview) -> Layout:
    """Return the layout of the file `data`.

    Raises Damaged, TooLarge or Unsupported.
    """
    top_boxes = tuple(boxes.parse_boxes(data))
    has_movie = any(box.kind == b"moov" for box in top_boxes)
    film = movie.read(data) if has_movie else None
    if film and film.is_fragmented:
        raise Unsupported("HEIF sequence in fragments")
    if film and all(track.is_sound for track in film.tracks):
        raise Damaged("a sequence of no pictures")
    has_still = any(box.kind == b"meta" for box in top_boxes)
    meta = _meta(top_boxes, data) if film is None or has_still else items.EMPTY_META
    visible = visible_items.visible_items(meta, data) if meta.items else {}
    coded = {i: item for i, item in visible.items() if item.kind in visible_items.CODED}
    if sum(total(item.ranges) for item in coded.values()) > SHARED_LIMIT * len(data):
        raise TooLarge("items share too much")
    budget = DecodeBudget(len(data))
    needed = {i: _needed_ranges(meta, item, data, budget) for i, item in coded.items()}
    frame_ranges = media_ranges.needed_ranges(data, film) if film else ()
    gain_map_ids = gain_maps.gain_map_ids(meta, visible)
    return Layout(top_boxes, meta, visible, needed, gain_map_ids, film, frame_ranges)


def _meta(top_boxes: tuple[Box, ...], data: memoryview) -> Meta:
    metas = [box for box in top_boxes if box.kind == b"meta"]
    if len(metas) != 1:
        raise Damaged(f"{len(metas)} meta boxes")
    meta = items.parse(metas[0], data)
    if not meta.items:
        raise Damaged("no items")
    return meta


def _needed_ranges(meta: Meta, item: Item, data: memoryview, budget: DecodeBudget) -> Ranges:
    """Return the ranges of the file that a decoder needs of a coded item."""
    if len(item.ranges) == 1:
        bitstream = data[slice(*item.ranges[0])]
    else:
        if total(item.ranges) > len(data):
            raise TooLarge("an item larger than its file")
        bitstream = memoryview(b"".join(data[start:end] for start, end in item.ranges))
    if has_text_at_end(bitstream):
        raise Damaged("words behind a picture")
    # Offsets in the bitstream become offsets in the file.
    ranges = (
        cut(item.ranges, start, end) for start, end in _needed_units(meta, item, bitstream, budget)
    )
    needed = tuple(chain.from_iterable(ranges))
    if not needed:
        raise Damaged("a picture of notes alone")
    return needed


def _needed_units(
    meta: Meta, item: Item, bitstream: memoryview, budget: DecodeBudget
) -> Iterator[Range]:
    if item.kind == b"av01":
        return obu.needed_ranges(bitstream, budget)
    kind, codec = CODECS[item.kind]
    for association in item.associations:
        if 0 < association.property_index <= len(meta.properties):
            config = meta.properties[association.property_index - 1]
            if config.kind == kind:
                size = decoder_config.length_size(kind, config.body)
                return nal.needed_ranges(bitstream, size, codec, budget=budget)
    raise Damaged("a picture without its decoder's settings")
