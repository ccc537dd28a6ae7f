"""The values one field has in many records, as one Arrow array.

What does not belong into the field is found here, and named.
"""

from collections.abc import Sequence
from enum import Enum, IntEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from engine.events.errors import EventFieldError, Problem
from engine.events.shapes import FieldType, Shape

_WHOLE = (pa.int64(), pa.null())  # nulls alone have a type of their own


class FieldValues(NamedTuple):
    """One field of some records of one kind."""

    shape: Shape
    name: str
    values: Sequence[Any]

    @property
    def type(self) -> FieldType:
        """What the field may hold."""
        return self.shape.fields[self.name]

    def whole_numbers(self, stored_as: pa.DataType) -> pa.Array:
        """Return the values of a field of whole numbers.

        Raises
        ------
        EventFieldError
            If one is no whole number, does not fit, or is null where the kind has no null.
        """
        try:
            # Read as what they are, then narrowed: told a whole type at once, Arrow cuts fractions off in silence.
            found = pa.array(self.values)
            numbers = found.cast(stored_as)
        except (pa.ArrowException, OverflowError, TypeError) as error:
            raise self._first_unfit(stored_as) from error
        if found.type not in _WHOLE or (numbers.null_count and not self.type.nullable):
            raise self._first_unfit(stored_as)
        return numbers

    def word_codes(self) -> pa.Array:
        """Return the values of a coded field: place of the word in its vocabulary, or its number if it has one.

        Raises
        ------
        EventFieldError
            If one is no word of the field's vocabulary.
        """
        codes_of = _codes(self.type)
        try:
            codes = np.fromiter(map(codes_of.__getitem__, self.values), np.int8, len(self.values))
        except (KeyError, TypeError) as error:
            known = frozenset(codes_of)
            value = next(v for v in self.values if not isinstance(v, str | int | None) or v not in known)
            raise self.error("unknown word", value) from error
        return pa.array(codes, mask=codes < 0)

    def error(self, problem: Problem, value: object, known: Sequence[str] = ()) -> EventFieldError:
        """Return the error that says what is wrong with `value`."""
        return EventFieldError(
            problem, kind=self.shape.kind, field=self.name, value=value, known=known or self.type.known
        )

    def _first_unfit(self, stored_as: pa.DataType) -> EventFieldError:
        for value in self.values:
            if value is None and self.type.nullable:
                continue
            if not isinstance(value, int) or isinstance(value, bool):
                return self.error("wrong type", value)
            try:
                pa.array([value], stored_as)
            except (pa.ArrowException, OverflowError):
                return self.error("out of range", value, [str(stored_as)])
        raise AssertionError(f"each of {self.name} fits into {stored_as}, and yet all do not")


@cache
def _codes(field: FieldType) -> dict[Enum | None, int]:
    assert field.vocabulary is not None, "a field of whole numbers has no codes"
    numbered = issubclass(field.vocabulary, IntEnum)
    codes: dict[Enum | None, int] = {
        word: int(word.value) if numbered else place for place, word in enumerate(field.vocabulary)
    }
    return codes | {None: -1} if field.nullable else codes
