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
    parts: list[pa.Array | pa.Scalar] = []
    text = "{"  # what is the same in every row since the last part: a field without variety costs next to nothing
    for ordinal, field in enumerate(fields):
        text += f'{"," if ordinal else ""}"{field.name}":'
        if field.is_constant():
            text += _json_values(field.first()).to_pylist()[0]
        else:
            parts += [_text(text), _json_values(field)]
            text = ""
    if not parts:
        return pa.nulls(count, pa.string()).fill_null(_text(text + "}"))
    return pc.binary_join_element_wise(*parts, _text(text + "}"), _text(""))


def _json_values(field: FieldValues) -> pa.Array:
    if field.type.vocabulary is None:
        texts = field.whole_numbers(pa.int64()).cast(pa.string())
    else:
        texts = _quoted(field.type).take(field.word_codes())
    return texts.fill_null("null") if texts.null_count else texts


def _text(text: str) -> pa.Scalar:
    # Left to find the type of a text, Arrow looks for a package of dates each time.
    return pa.scalar(text, pa.string())


@cache
def _quoted(field: FieldType) -> pa.Array:
    assert field.vocabulary is not None, "a field of whole numbers has no words"
    return pa.array([f'"{word.value}"' for word in field.vocabulary])
