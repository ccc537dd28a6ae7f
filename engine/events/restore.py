"""Fields to record, strictly: every field of the kind, no other, each of its type.

The slow and exact way, for what a decoder could not read at one stroke and for rows of a file.
"""

from typing import Any

import msgspec

from engine.events.errors import EventFieldError
from engine.events.records import Event
from engine.events.shapes import SHAPES, Shape


def restore_record(fields: dict[str, Any], *, place: str = "") -> Event:
    """Make the record that `fields` describe.

    Parameters
    ----------
    fields
        Fields of today's version of their kind, and `kind` itself.
    place
        Which event of its batch or file this is, for the message.

    Raises
    ------
    EventFieldError
        If the kind is unknown, a field is missing, unknown or of the wrong type, or a word is unknown.

    Examples
    --------
    >>> restore_record({"kind": "round_opened", "occurred_at": 5, "recorded_at": 5, "dispute_id": 1,
    ...                 "case_id": 1, "court_id": 0, "track": "mediation", "step": 3, "round": 1}).round
    1
    """
    kind = fields.get("kind")
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise EventFieldError("unknown kind", kind=str(kind), field="kind", value=kind, known=list(SHAPES), place=place)
    if len(fields) != len(shape.fields) + 1 or not shape.fields.keys() <= fields.keys():
        raise _wrong_fields(fields, shape, place)
    try:
        return msgspec.convert(fields, shape.record)
    except msgspec.ValidationError as error:
        raise _wrong_value(fields, shape, place) from error


def _wrong_fields(fields: dict[str, Any], shape: Shape, place: str) -> EventFieldError:
    for name in shape.fields:
        if name not in fields:
            known = shape.fields[name].known
            return EventFieldError("missing field", kind=shape.kind, field=name, value=None, known=known, place=place)
    extra = next(name for name in fields if name not in shape.fields and name != "kind")
    return EventFieldError(
        "unknown field",
        kind=shape.kind,
        field=str(extra),
        value=fields[extra],
        known=list(shape.fields),
        place=place,
    )


def _wrong_value(fields: dict[str, Any], shape: Shape, place: str) -> EventFieldError:
    for name, field in shape.fields.items():
        try:
            msgspec.convert(fields[name], field.annotation)
        except msgspec.ValidationError:
            is_word = field.vocabulary is not None and isinstance(fields[name], str | int)
            problem = "unknown word" if is_word else "wrong type"
            return EventFieldError(
                problem, kind=shape.kind, field=name, value=fields[name], known=field.known, place=place
            )
    raise AssertionError(f"every field of {fields!r} is right, and yet the record is not")
