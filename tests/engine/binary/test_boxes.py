"""Boxes: they tile, they end, and what lies about its size is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff import boxes

KINDS = st.sampled_from([b"free", b"moov", b"mdat"])


@given(st.binary(max_size=200))
def test_boxes_tile_any_bytes_at_all(data: bytes) -> None:
    found = list(boxes.parse_boxes(memoryview(data)))
    assert b"".join(box.raw for box in found) == data
    assert [box.start for box in found] == [0, *(box.end for box in found)][: len(found)]


@given(st.lists(st.tuples(KINDS, st.binary(max_size=20)), max_size=5))
def test_made_boxes_are_read_again(rows: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(boxes.make(kind, body) for kind, body in rows)
    found = [(box.kind, bytes(box.body)) for box in boxes.parse_boxes(memoryview(data))]
    assert found == rows


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\0\0\0\0mdatabc", [(b"mdat", b"abc")]),
        (b"\0\0\0\1mdat\0\0\0\0\0\0\0\x12ab", [(b"mdat", b"ab")]),
        (b"\0\0\0\1mdat", [(b"", b"\0\0\0\1mdat")]),
        (b"\0\0\0\7mdatabc", [(b"", b"\0\0\0\7mdatabc")]),
        (b"\0\0\0\x0cmdatabc", [(b"", b"\0\0\0\x0cmdatabc")]),
        (b"\0\0\0\1mdat\0\0\0\0\0\0\0\x0fab", [(b"", b"\0\0\0\1mdat\0\0\0\0\0\0\0\x0fab")]),
        (b"\0\0\0\x09freeaJUNK", [(b"free", b"a"), (b"", b"JUNK")]),
    ],
)
def test_a_size_is_32_bit_64_bit_to_the_end_or_a_lie(
    data: bytes, expected: list[tuple[bytes, bytes]]
) -> None:
    found = [(box.kind, bytes(box.body)) for box in boxes.parse_boxes(memoryview(data))]
    assert found == expected


def test_children_must_tile_their_box() -> None:
    good = next(
        boxes.parse_boxes(memoryview(boxes.make(b"meta", bytes(4), boxes.make(b"idat", b"x"))))
    )
    assert [(box.kind, box.start) for box in boxes.strict_children(good, 4)] == [(b"idat", 12)]
    bad = next(boxes.parse_boxes(memoryview(boxes.make(b"meta", b"words"))))
    with pytest.raises(Damaged, match="no box at 8"):
        list(boxes.strict_children(bad))
    with pytest.raises(Damaged, match="box of 13 bytes"):
        list(boxes.strict_children(bad, 6))


def test_a_million_empty_boxes_are_too_many() -> None:
    with pytest.raises(TooLarge, match="too many boxes"):
        list(boxes.parse_boxes(memoryview(b"\0\0\0\x08free" * 1_000_000)))


def test_brands_are_those_of_the_first_box() -> None:
    head = b"\0\0\0\x18ftypheic\0\0\0\0mif1heicMOOV"
    assert boxes.brands(head) == (b"heic", b"mif1", b"heic")
    assert boxes.brands(head[:20]) == (b"heic", b"mif1")
    assert boxes.brands(b"\0\0\0\x18moovheic") == ()


def test_a_full_box_has_a_version_and_flags() -> None:
    made = next(boxes.parse_boxes(memoryview(boxes.make_full(b"iloc", 2, 7, b"abcd"))))
    version, flags, cursor = boxes.parse_full(made)
    assert (version, flags, cursor.left) == (2, 7, 4)
