"""What each kind of event consists of, read off the record classes once at import.

Codec and columns are built from this table, so a new kind or field needs no second list kept by hand.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Any, NamedTuple, get_args

import msgspec

from engine.events.records import AnyEvent, Event


class FieldType(NamedTuple):
    """Type of one field: a whole number or a word of a closed vocabulary, which may be null."""

    annotation: Any
    vocabulary: type[Enum] | None
    """The enumeration its values come from; None for a whole number."""
    nullable: bool

    @property
    def known(self) -> tuple[str, ...]:
        """What may stand in the field, for messages."""
        words = ("int",) if self.vocabulary is None else tuple(str(word.value) for word in self.vocabulary)
        return (*words, "null") if self.nullable else words


class Shape(NamedTuple):
    """One kind of event."""

    kind: str
    record: type[Event]
    fields: Mapping[str, FieldType]
    """In the order of the record."""

    @property
    def version(self) -> int:
        """The version records of this kind are written with today."""
        return self.record.version


def _field_type(annotation: Any) -> FieldType:
    members = get_args(annotation) or (annotation,)
    (stored,) = [member for member in members if member is not NoneType]
    if stored is int:
        vocabulary = None
    elif isinstance(stored, type) and issubclass(stored, Enum):
        vocabulary = stored
    else:
        raise TypeError(f"an event field holds int or an enumeration, not {annotation!r}")
    return FieldType(annotation, vocabulary, NoneType in members)


def _shape(record: type[Event]) -> Shape:
    fields = {field.encode_name: _field_type(field.type) for field in msgspec.structs.fields(record)}
    return Shape(str(record.__struct_config__.tag), record, MappingProxyType(fields))


_RECORDS: tuple[type[Event], ...] = get_args(AnyEvent)

SHAPES: Mapping[str, Shape] = MappingProxyType({shape.kind: shape for shape in map(_shape, _RECORDS)})
"""Every kind there is, by its name, in the order of `AnyEvent`."""

SHAPE_OF: Mapping[type[Event], Shape] = MappingProxyType({shape.record: shape for shape in SHAPES.values()})
"""The same by record class."""
