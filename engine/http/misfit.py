"""What is wrong with a body or a query, in words: the field, the value, and what may stand there instead."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from msgspec import inspect

_SAID_MAX: Final = 400
_STEP: Final = re.compile(r"\.(?P<name>[^.\[]+)|\[[^]]*\]")
_WORD: Final = re.compile(r"Invalid enum value .* - at `\$(?P<place>.*)`", re.DOTALL)
_FIELD: Final = re.compile(r"Object contains unknown field `.*?`(?: - at `\$(?P<place>.*)`)?", re.DOTALL)


def told(error: Exception, kind: Any) -> str:
    """Return what is wrong, its value cut where it is long: the field's name stands behind it.

    Parameters
    ----------
    error
        Of msgspec, or of a record that refuses its own values.
    kind
        What should have come.

    Examples
    --------
    >>> from typing import Literal
    >>> import msgspec
    >>> class Wish(msgspec.Struct, forbid_unknown_fields=True):
    ...     colour: Literal["red", "blue"]
    >>> for body in (b'{"colour": "green"}', b'{"color": "red"}'):
    ...     try:
    ...         msgspec.json.decode(body, type=Wish)
    ...     except msgspec.ValidationError as error:
    ...         print(told(error, Wish))
    Invalid enum value 'green' - at `$.colour`: must be one of blue, red
    Object contains unknown field `color`: must be one of colour
    """
    said = str(error)
    words: list[str] = []
    if found := _WORD.fullmatch(said):
        words = sorted({word for one in _at(_type(kind), found["place"]) for word in _words(one)})
    elif found := _FIELD.fullmatch(said):
        words = [name for one in _at(_type(kind), found["place"] or "") for name in _names(one)]
    if len(said) > _SAID_MAX:
        said = f"{said[: _SAID_MAX // 2]} ... {said[-_SAID_MAX // 2 :]}"
    return f"{said}: must be one of {', '.join(words)}" if words else said


@lru_cache(maxsize=256)
def _type(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def _at(kind: inspect.Type, place: str) -> list[inspect.Type]:
    """Return the types that may stand at a place such as `.mediators[0].dispute_types[1]`."""
    kinds = list(_branches(kind))
    for step in _STEP.finditer(place):
        inner = (one for each in kinds for one in _inside(each, step["name"]))
        kinds = [branch for one in inner for branch in _branches(one)]
    return kinds


def _branches(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        yield from _branches(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _branches(one)
    else:
        yield kind


def _inside(kind: inspect.Type, name: str | None) -> Iterator[inspect.Type]:
    """Give the types of a field by its name, or of an array's items or an object's values."""
    if name is not None:
        if isinstance(kind, inspect.StructType):
            yield from (field.type for field in kind.fields if field.encode_name == name)
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.FrozenSetType):
        yield kind.item_type
    elif isinstance(kind, inspect.TupleType):
        yield from kind.item_types
    elif isinstance(kind, inspect.DictType):
        yield from (kind.key_type, kind.value_type)


def _words(kind: inspect.Type) -> Iterator[str]:
    if isinstance(kind, inspect.EnumType):
        yield from (str(word.value) for word in kind.cls)
    elif isinstance(kind, inspect.LiteralType):
        yield from map(str, kind.values)


def _names(kind: inspect.Type) -> Iterator[str]:
    if isinstance(kind, inspect.StructType):
        yield from (field.encode_name for field in kind.fields)
