"""The values one field has in many records, as one Arrow array.

What does not belong into the field is found here, and named.
"""

from collections.abc import Sequence
from enum import Enum, IntEnum
from functools import cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from engine.events.errors import EventFieldError, Problem
from engine.events.schema import TIMESTAMP
from engine.events.shapes import FieldType, Shape


class FieldValues(NamedTuple):
    """One field of some records of one kind."""

    shape: Shape
    name: str
    values: Sequence[Any]
    """At least one."""

    @property
    def type(self) -> FieldType:
        """What the field may hold."""
        return self.shape.fields[self.name]

    def is_constant(self) -> bool:
        """Whether all values are the same and, unless they are words, whole numbers or nulls.

        Costs a fraction of turning them into an array, and most fields are constant in most batches: what hardly
        anybody asks for, what the court's policy does not use.
        """
        # A word equals no other value but its text; a number equals booleans and fractions too.
        return self._are_equal() and (self.type.vocabulary is not None or _are_whole(self.values, nullable=True))

    def first(self) -> "FieldValues":
        """Return the field of the first record alone."""
        return self._replace(values=self.values[:1])

    def whole_numbers(self, stored_as: pa.DataType) -> pa.Array:
        """Return the values of a field of whole numbers.

        Raises
        ------
        EventFieldError
            If one is no whole number, does not fit, or is null where the kind has no null.
        """
        # Looked at before: told a whole type, Arrow cuts fractions off in silence; left to find the type, it looks for
        # a package of dates each time, which takes longer than all else in a short list.
        if not _are_whole(self.values, nullable=self.type.nullable):
            raise self._first_unfit(stored_as)
        try:
            numbers = self._numbers()
            if stored_as == TIMESTAMP:
                return numbers.view(stored_as)
            return numbers if numbers.type == stored_as else numbers.cast(stored_as)
        except (pa.ArrowException, OverflowError) as error:
            raise self._first_unfit(stored_as) from error

    def word_codes(self) -> pa.Array:
        """Return the values of a coded field: place of the word in its vocabulary, or its number if it has one.

        Raises
        ------
        EventFieldError
            If one is no word of the field's vocabulary.
        """
        codes_of = _codes(self.type)
        try:
            if self._are_equal():
                codes = np.full(len(self.values), codes_of[self.values[0]], np.int8)
            else:
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

    def _are_equal(self) -> bool:
        first, middle, last = self.values[0], self.values[len(self.values) // 2], self.values[-1]
        # The glance spares the rest of a field that varies.
        return first == middle == last and self.values.count(first) == len(self.values)

    def _numbers(self) -> pa.Array:
        if self._are_equal() and self.values[0] is not None:
            return pa.array(np.full(len(self.values), self.values[0], np.int64))
        try:
            return pa.array(np.fromiter(self.values, np.int64, len(self.values)))  # faster than Arrow's own loop
        except TypeError:  # there is a null among them
            return pa.array(self.values, pa.int64())

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


def _are_whole(values: Sequence[Any], *, nullable: bool = False) -> bool:
    try:
        msgspec.convert(values, list[int | None] if nullable else list[int])  # the quickest look at the type of each
    except msgspec.ValidationError:
        return False
    return True


@cache
def _codes(field: FieldType) -> dict[Enum | None, int]:
    assert field.vocabulary is not None, "a field of whole numbers has no codes"
    numbered = issubclass(field.vocabulary, IntEnum)
    codes: dict[Enum | None, int] = {
        word: int(word.value) if numbered else place for place, word in enumerate(field.vocabulary)
    }
    return codes | {None: -1} if field.nullable else codes
