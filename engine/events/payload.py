"""The `payload` column: JSON of the fields that have no column of their own.

Built by joining columns of text, since numbers and words of closed vocabularies need no escaping; one encoder call
a record would take longer than everything else the writer does.
"""

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from engine.events.schema import FIELD_COLUMNS
from engine.events.shapes import FieldType, Shape
from engine.events.values import FieldValues


def payload_fields(shape: Shape) -> tuple[str, ...]:
    """Return the fields of a kind that its payload holds, in the order of the record."""
    return tuple(name for name in shape.fields if name not in FIELD_COLUMNS)


def payload_column(fields: list[FieldValues], count: int) -> pa.Array:
    """Return one JSON object a record, or nulls if there are no such fields.

    Parameters
    ----------
    fields
        The fields that go in, each with `count` values.
    count
        Number of records.

    Raises
    ------
    EventFieldError
        If a value does not belong into its field.
    """
    if not fields:
        return pa.nulls(count, pa.string())
    parts: list[pa.Array | str] = []
    for ordinal, field in enumerate(fields):
        parts += [f'{"," if ordinal else "{"}"{field.name}":', _json_values(field)]
    return pc.binary_join_element_wise(*parts, "}", "")


def _json_values(field: FieldValues) -> pa.Array:
    if field.type.vocabulary is None:
        texts = field.whole_numbers(pa.int64()).cast(pa.string())
    else:
        texts = _quoted(field.type).take(field.word_codes())
    return texts.fill_null("null") if texts.null_count else texts


@cache
def _quoted(field: FieldType) -> pa.Array:
    assert field.vocabulary is not None, "a field of whole numbers has no words"
    return pa.array([f'"{word.value}"' for word in field.vocabulary])
