"""Dataclasses as JSON and back; whatever is decoded has exactly the types that they declare.

The JSON may call a field otherwise than the code does: what an earlier release stored stays
readable when a field is renamed. For each dataclass a msgspec.Struct is built that has the same
fields under their JSON names, and values are converted between the two.

Package: msgspec (https://jcristharif.com/msgspec/).
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import reduce
from operator import or_
from types import MappingProxyType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

T = TypeVar("T")
Names = Mapping[str, str]  # "field" or "Class.field" -> its name in the JSON, where they differ

NO_NAMES: Names = MappingProxyType({})


class InvalidData(ValueError):
    """The data is no JSON, or not of the expected types."""


class UnionCodec(Generic[T]):
    """The JSON of a union of dataclasses: an object with one field more, the dataclass's tag."""

    def __init__(
        self, tag_field: str, dataclasses: Mapping[str, type[T]], names: Names = NO_NAMES
    ) -> None:
        """Take the name of the tag's field, dataclasses by tag, and the JSON names of fields."""
        self._structs = {
            cls: _struct(cls, names, tag_field, tag) for tag, cls in dataclasses.items()
        }
        self._dataclasses = {struct: cls for cls, struct in self._structs.items()}
        union = _union(self._structs.values())
        self._decoder = msgspec.json.Decoder(union)
        self._list_decoder = msgspec.json.Decoder(list[union])  # type: ignore[valid-type]

    def encode(self, value: T) -> str:
        """Return a value as JSON, in one line."""
        struct = msgspec.convert(value, self._structs[type(value)], from_attributes=True)
        return msgspec.json.encode(struct).decode()

    def decode(self, data: str | bytes) -> T:
        """Return the value of a JSON object; fields that no dataclass has are ignored.

        Raises InvalidData.
        """
        return self._dataclass(_decode(self._decoder, data))

    def decode_list(self, data: str | bytes) -> tuple[T, ...]:
        """Return the values of a JSON list.

        Raises InvalidData.
        """
        return tuple(map(self._dataclass, _decode(self._list_decoder, data)))

    def _dataclass(self, struct: Any) -> T:
        return msgspec.convert(struct, self._dataclasses[type(struct)], from_attributes=True)


class LenientCodec(Generic[T]):
    """The JSON of one dataclass whose fields all have defaults.

    A row of an older or a newer release is read as far as possible: a field that is missing, or
    whose value is not one of this release's, has its default.
    """

    def __init__(
        self,
        dataclass: type[T],
        allowed: Mapping[str, Collection[object]],
        names: Names = NO_NAMES,
    ) -> None:
        """Take the dataclass, the values of fields whose type alone allows too many, and names."""
        self._dataclass, self._allowed = dataclass, allowed
        self._struct = _struct(dataclass, names)
        self._json_names = {f.name: f.encode_name for f in msgspec.structs.fields(self._struct)}
        self._types = get_type_hints(dataclass)

    def encode(self, value: T) -> str:
        """Return a value as JSON, in one line."""
        struct = msgspec.convert(value, self._struct, from_attributes=True)
        return msgspec.json.encode(struct).decode()

    def decode(self, data: str | bytes | None) -> T:
        """Return the value of a JSON object; of None, where nothing was stored, all defaults.

        Raises InvalidData for what is no JSON object.
        """
        row: dict[str, msgspec.Raw] = _decode(_ROW_DECODER, data) if data else {}
        values = {}
        for name, json_name in self._json_names.items():
            with suppress(KeyError, msgspec.ValidationError):
                value = msgspec.json.decode(row[json_name], type=self._types[name])
                if name not in self._allowed or value in self._allowed[name]:
                    values[name] = value
        return self._dataclass(**values)


_ROW_DECODER = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _decode(decoder: msgspec.json.Decoder[Any], data: str | bytes) -> Any:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise InvalidData(str(error)) from error


def _struct(
    dataclass: type, names: Names, tag_field: str | None = None, tag: str | None = None
) -> type[msgspec.Struct]:
    """Return a Struct with a dataclass's fields under their JSON names."""
    types = get_type_hints(dataclass)
    columns = [
        (field.name, _struct_type(types[field.name], names), *_default(field))
        for field in fields(dataclass)
    ]
    json_names = {
        name: names.get(f"{dataclass.__name__}.{name}", names.get(name, name)) for name in types
    }
    return msgspec.defstruct(
        dataclass.__name__, columns, rename=json_names, tag_field=tag_field, tag=tag
    )


def _struct_type(annotation: Any, names: Names) -> Any:
    """Return a field's type with Structs instead of the dataclasses in it."""
    if is_dataclass(annotation):
        return _struct(annotation, names)  # type: ignore[arg-type]  # never an instance
    if not (arguments := get_args(annotation)):
        return annotation
    members = tuple(_struct_type(argument, names) for argument in arguments)
    origin = get_origin(annotation)
    return _union(members) if origin in (Union, UnionType) else origin[members]


def _union(types: Iterable[Any]) -> Any:
    return reduce(or_, types)


def _default(field: "Field[Any]") -> tuple[Any, ...]:
    """Return a field's default as msgspec takes it: absent where the field is required."""
    if field.default_factory is not MISSING:
        return (msgspec.field(default_factory=field.default_factory),)
    return () if field.default is MISSING else (msgspec.field(default=field.default),)
