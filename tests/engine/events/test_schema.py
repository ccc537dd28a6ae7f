"""The row of an event file, as documented."""

import pyarrow as pa

from engine.events.enums import ClosingCode
from engine.events.schema import DERIVED, FIELD_COLUMNS, ROW_SCHEMA, WORDS
from engine.events.shapes import SHAPES

WORD = "dictionary<values=string, indices=int8, ordered=0>"
TIME = "timestamp[us, tz=UTC]"

DOCUMENTED = [
    ("seq", "int64", False),
    ("occurred_at", TIME, False),
    ("recorded_at", TIME, False),
    ("kind", WORD, False),
    ("version", "int16", False),
    ("replication", "int32", False),
    ("dispute_id", "int64", False),
    ("track", WORD, False),
    ("case_id", "int64", False),
    ("court_id", "int32", False),
    ("province_id", "int32", False),
    ("organisation_id", "int32", True),
    ("mediator_id", "int32", True),
    ("dispute_type", WORD, True),
    ("channel", WORD, True),
    ("entry_route", WORD, True),
    ("attempt", "int16", True),
    ("step", "int8", True),
    ("deadline", TIME, True),
    ("closing_code", "int8", True),
    ("outcome", WORD, True),
    ("actor_role", WORD, False),
    ("rule", WORD, True),
    ("payload", "string", True),
]


def test_the_row_is_the_documented_one():
    """Names, order, types and nullability of the columns are a promise to everyone who reads the files."""
    assert [(field.name, str(field.type), field.nullable) for field in ROW_SCHEMA] == DOCUMENTED


def test_every_column_is_a_field_or_derived():
    """A column either repeats a field of some kind or follows from the rest; none is filled by nothing."""
    fields = {name for shape in SHAPES.values() for name in shape.fields}

    assert set(FIELD_COLUMNS) <= fields
    assert not DERIVED & fields
    assert set(ROW_SCHEMA.names) == DERIVED | set(FIELD_COLUMNS)


def test_columns_of_words_hold_whole_vocabularies():
    """Each column of words has a vocabulary that holds every word its fields can have."""
    words = {field.name for field in ROW_SCHEMA if str(field.type) == WORD}

    assert set(WORDS) == words
    for shape in SHAPES.values():
        for name in words & shape.fields.keys():
            assert WORDS[name] == shape.fields[name].known


def test_a_required_column_is_in_every_kind():
    """A column without nulls is a field of every kind, or derived."""
    required = {field.name for field in ROW_SCHEMA if not field.nullable} - DERIVED

    assert all(required <= shape.fields.keys() for shape in SHAPES.values())


def test_codes_fit_their_columns():
    """A closing code fits into eight bits, and no vocabulary outgrows the index of its dictionary."""
    assert pa.array(list(ClosingCode), ROW_SCHEMA.field("closing_code").type).to_pylist() == list(ClosingCode)
    assert max(map(len, WORDS.values())) <= 127
