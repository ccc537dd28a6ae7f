"""Rows of files that others wrote or changed: read exactly, or refused by name."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.events.enums import Origin
from engine.events.errors import EventFieldError, EventFileError
from engine.events.parquet import EventWriter, read_events
from engine.events.records import Filed
from engine.events.upcasters import UPCASTERS
from tests.engine.events.examples import COURTS, one_of, one_of_each


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "events.parquet"
    with EventWriter(path, court_province=np.zeros(COURTS, np.int32)) as writer:
        writer.append(one_of_each())
    return path


def changed_file(path: Path, name: str, value: object) -> None:
    """Rewrite the first row of an event file with another value in one column."""
    table = pq.read_table(path)
    found = table.to_pylist()
    found[0][name] = value
    pq.write_table(pa.Table.from_pylist(found), path)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("kind", "mediated", "event 1: unknown kind in event of kind 'mediated'"),
        ("version", 3, "event 1: unknown version in event of kind 'filed': field 'version', value 3; known: 1, 2"),
        ("channel", "fax", "event 1: unknown word in event of kind 'filed': field 'channel', value 'fax'"),
        ("channel", None, "event 1: missing field in event of kind 'filed': field 'channel'"),
        ("step", None, "event 1: missing field in event of kind 'filed': field 'step'"),
        ("mediator_id", 3, "event 1: unknown field in event of kind 'filed': field 'mediator_id', value 3"),
        ("payload", None, "event 1: missing field in event of kind 'filed': field 'language'"),
        ("payload", '{"language":"korean"}', "event 1: missing field in event of kind 'filed': field 'weight_milli'"),
        ("payload", "{", "event 1: wrong type in event of kind 'filed': field 'payload', value '{'"),
        ("payload", "[]", "event 1: wrong type in event of kind 'filed': field 'payload', value '\\[\\]'"),
    ],
)
def test_a_wrong_row_is_named(path: Path, name: str, value: object, message: str):
    """A row that is no event of its kind is refused with its position, never passed over."""
    changed_file(path, name, value)
    with pytest.raises(EventFieldError, match=message):
        list(read_events(path))


def test_a_null_where_none_may_be_is_refused(path: Path):
    """A file with a null in a required column is no event file."""
    changed_file(path, "court_id", None)
    with pytest.raises(EventFileError, match="column court_id has 1 nulls"):
        list(read_events(path))


def test_other_files_are_refused(tmp_path: Path):
    """What is no Parquet, no event file or not there is named, with the reason."""
    other = tmp_path / "other.parquet"
    pq.write_table(pa.Table.from_pydict({"seq": [1]}), other)
    text = tmp_path / "text.parquet"
    text.write_text("no parquet")
    for path, reason in ((other, "missing \\['occurred_at'"), (text, "Parquet"), (tmp_path / "none", "No such file")):
        with pytest.raises(EventFileError, match=reason) as caught:
            list(read_events(path))
        assert caught.value.path == path


def test_rows_of_an_older_version_are_upcast(path: Path):
    """A row of any older version takes every step to today, those that are shipped among them."""
    changed_file(path, "version", 0)
    changed_file(path, "payload", '{"language":"korean","weight":1}')

    def add_weight(fields: dict[str, Any]) -> dict[str, Any]:
        weight = fields.pop("weight")
        return fields | {"weight_milli": 1000 * weight}

    first, *others = read_events(path, upcasters={("filed", 0): add_weight, **UPCASTERS})
    unchanged = {"boost_us": 0, "origin": Origin.MAINLAND, "mediator_gender": None, "panel_size": 1}
    assert first == msgspec.structs.replace(one_of(Filed), **unchanged)
    assert others == one_of_each()[1:]
