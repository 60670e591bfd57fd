"""Dataclasses as JSON: the same comes back, under whatever names, or an error of ours."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import InvalidData, LenientCodec, UnionCodec


class Colour(StrEnum):
    RED = "merah"
    BLUE = "biru"


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: float = 0.5


@dataclass(frozen=True, slots=True)
class Drawing:
    points: tuple[Point, ...]
    colours: tuple[Colour, ...] = ()
    value: str | int | float | Point | None = None
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choices:
    x: int = 3
    colour: Colour = Colour.RED
    many: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    x: str


CODEC: UnionCodec[Drawing | Label] = UnionCodec(
    "type", {"drawing": Drawing, "label": Label}, {"x": "east", "Label.x": "text", "value": "v"}
)
LENIENT = LenientCodec(Choices, {"x": range(10)}, {"many": "more"})
integers = st.integers(-(2**63), 2**63 - 1)
floats = st.floats(allow_nan=False, allow_infinity=False)
points = st.builds(Point, integers, floats)
drawings = st.builds(
    Drawing,
    st.lists(points, max_size=3).map(tuple),
    st.lists(st.sampled_from(Colour), max_size=3).map(tuple),
    st.none() | st.text() | integers | floats | points,
    st.lists(integers, max_size=3),
)


@given(st.lists(drawings | st.builds(Label, st.text())))
def test_what_is_encoded_is_decoded(values: list[Drawing | Label]) -> None:
    rows = [CODEC.encode(value) for value in values]
    assert [CODEC.decode(row) for row in rows] == values
    assert CODEC.decode_list(f"[{','.join(rows)}]".encode()) == tuple(values)


def test_fields_have_their_own_names_in_the_json() -> None:
    drawing = Drawing((Point(1),), (Colour.RED,), Point(2, 3.0), [4])
    assert json.loads(CODEC.encode(drawing)) == {
        "type": "drawing",
        "points": [{"east": 1, "y": 0.5}],
        "colours": ["merah"],
        "v": {"east": 2, "y": 3.0},
        "numbers": [4],
    }
    assert CODEC.encode(Label("a")) == '{"type":"label","text":"a"}'


def test_what_is_missing_is_the_default_and_what_is_new_is_ignored() -> None:
    first, second = CODEC.decode_list(
        '[{"type":"drawing","points":[]},{"type":"drawing","points":[],"z":1}]'
    )
    assert first == second == Drawing(())
    assert isinstance(first, Drawing)
    assert isinstance(second, Drawing)
    assert first.numbers is not second.numbers


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'{"points":[]}',
        b'{"type":"circle","points":[]}',
        b'{"type":"drawing"}',
        b'{"type":"drawing","points":[{"x":1}]}',
        b'{"type":"drawing","points":[{"east":1.5}]}',
        b'{"type":"drawing","points":[{"east":"1"}]}',
        b'{"type":"drawing","points":[],"colours":["hijau"]}',
        b'{"type":"drawing","points":[],"v":[]}',
        b'{"type":"label","text":"\xff"}',
        b'{"type":"label","text":7}',
        b'{"type":"label","later":' + b"[" * 100_000 + b'],"text":"a"}',
    ],
)
def test_what_is_no_value_is_invalid(data: bytes) -> None:
    with pytest.raises(InvalidData):
        CODEC.decode(data)


@given(st.binary())
def test_any_bytes_are_a_value_or_invalid(data: bytes) -> None:
    with pytest.raises(InvalidData):
        CODEC.decode(data)


@given(
    st.builds(Choices, st.integers(0, 9), st.sampled_from(Colour), st.lists(integers).map(tuple))
)
def test_what_is_encoded_leniently_is_decoded(choices: Choices) -> None:
    assert LENIENT.decode(LENIENT.encode(choices)) == choices
    assert json.loads(LENIENT.encode(choices))["more"] == list(choices.many)


@pytest.mark.parametrize(
    ("data", "choices"),
    [
        (None, Choices()),
        ("{}", Choices()),
        ('{"x":9,"later":{}}', Choices(9)),
        ('{"x":10,"colour":"biru"}', Choices(colour=Colour.BLUE)),
        ('{"x":"9","colour":"hijau","more":[1]}', Choices(many=(1,))),
        ('{"x":null,"colour":null,"more":[1,"2"]}', Choices()),
        ('{"many":[1]}', Choices()),
    ],
)
def test_a_field_that_cannot_be_read_is_the_default(data: str | None, choices: Choices) -> None:
    assert LENIENT.decode(data) == choices


@pytest.mark.parametrize("data", ["[]", "7", "{", '{"x":1'])
def test_what_is_no_object_is_invalid(data: str) -> None:
    with pytest.raises(InvalidData):
        LENIENT.decode(data)
