"""Complete applications as columns: what each says as a number, words by their places in the vocabulary."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from engine.events.enums import Channel, DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.lifecycle_words import Impact, Procedure, Reach

if TYPE_CHECKING:
    from engine.registry.lodging import Lodge

_WHOLE: Final = ("court_id", "parties", "applicants", "amount_fen", "weight_milli", "boost_us")
_WORDS: Final[Mapping[str, type[Enum]]] = {
    "dispute_type": DisputeType,
    "channel": Channel,
    "entry_route": EntryRoute,
    "procedure": Procedure,
    "reach": Reach,
    "impact": Impact,
    "language": Language,
    "origin": Origin,
    "mediator_gender": Gender,
}
_PLACE_OF: Final = {name: {id(word): place for place, word in enumerate(words)} for name, words in _WORDS.items()}
_PLACE_OF["mediator_gender"][id(None)] = -1
"""By identity: there is one object a word, and a member of an enumeration is slow to hash."""
_ORDINARY: Final[Mapping[str, object]] = {"panel_size": 1, "choose": False, "list_size": None}
"""What an application says that asks for one mediator, drawn at once."""
_ALIKE: Final = {"parties": 16, "applicants": 16, "entry_route": 6, "procedure": 6, "reach": 6, "impact": 6}
"""What a rule may ask of a dispute that was just lodged, beside sums, and how many bits each is given in a number that
stands for all; see `engine.registry.patterns.Patterns.alike`."""


class AskedColumns(NamedTuple):
    """Applications, field by field."""

    said: Mapping[str, NDArray[np.int64]]
    """int64[n] for each field that is a number or a word."""
    is_ordinary: NDArray[np.bool_]
    """bool[n]: whether each asks for one mediator, drawn at once, for parties whom nothing ties to a mediator."""

    def between(self, first: int, end: int) -> Mapping[str, NDArray[np.int64]]:
        """int64[end - first] for each field, of the applications from one place up to another."""
        return {name: column[first:end] for name, column in self.said.items()}


def asked_columns(requests: "Sequence[Lodge]", is_screened: Callable[[Sequence[str]], bool]) -> AskedColumns | None:
    """Return applications as columns; None if something is said that no column can hold.

    Parameters
    ----------
    requests
        At least one.
    is_screened
        Tells whether something stands between one of some parties and a mediator.
    """
    columns: zip[tuple[Any, ...]] = zip(*map(astuple, requests), strict=True)
    fields = dict(zip(type(requests[0]).__struct_fields__, columns, strict=True))
    try:
        said = {name: _numbers(fields[name]) for name in _WHOLE}
        said |= {name: _places(name, fields[name]) for name in _WORDS}
    except (KeyError, OverflowError, TypeError):
        return None
    is_ordinary = np.ones(len(requests), np.bool_)
    for name, usual in _ORDINARY.items():
        if fields[name].count(usual) < len(requests):
            is_ordinary &= [one == usual for one in fields[name]]
    keys = fields["party_keys"]
    if keys.count(()) < len(requests):
        is_ordinary &= [not one or not is_screened(one) for one in keys]
    return AskedColumns(said, is_ordinary)


def _numbers(values: tuple[Any, ...]) -> NDArray[np.int64]:
    # Most applications say the same of most: to count it takes a fifth of the time.
    common = values[:1] if values.count(values[0]) == len(values) else values
    numbers = np.frombuffer(array("q", common), np.int64)  # which takes nothing but whole numbers
    return numbers if len(numbers) == len(values) else np.full(len(values), numbers[0])


def _places(name: str, values: tuple[Any, ...]) -> NDArray[np.int64]:
    place_of = _PLACE_OF[name]
    if values.count(values[0]) == len(values):
        return np.full(len(values), place_of[id(values[0])], np.int64)
    return np.fromiter(map(place_of.__getitem__, map(id, values)), np.int64, len(values))


def alike_codes(column: Callable[[str], NDArray[np.int64]]) -> NDArray[np.int64]:
    """int64[n]: a number that is the same for disputes of one instant that no rule tells apart; -1 where there is none.

    Parameters
    ----------
    column
        int64[n]: of a field of their openings, words by their places in the vocabulary.
    """
    codes = is_large = np.zeros(1, np.int64)
    for name, bits in _ALIKE.items():
        said = column(name)
        is_large = is_large | said >> bits  # of a negative number, too, something is left
        codes = codes << bits | said
    return np.where(is_large != 0, -1, codes)
