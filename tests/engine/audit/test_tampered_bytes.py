"""One bit turned anywhere in a file: found, or of no consequence to anybody who reads its rows."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.rows import checked_rows
from engine.errors import EngineError
from engine.events.errors import EventFileError
from tests.engine.audit.logs import Sealed
from tests.examples import examples


def rows_in(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, as the project reads them."""
    return [row for rows in checked_rows(path) for row in rows.to_pylist()]


@settings(max_examples=examples(150))
@given(data=st.data())
def test_a_turned_bit_is_found_or_changes_no_row(eventful: Sealed, data: st.DataObject):
    """Whatever bit of a log is turned: an error, a finding, or the very same rows, as where it lies in a statistic."""
    content = bytearray(eventful.path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1), label="byte")
    content[place] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    turned = eventful.path.with_name("turned.parquet")
    turned.write_bytes(content)
    try:
        finding = eventful._replace(path=turned).audited().finding
    except EngineError:
        return

    assert finding is not None or rows_in(turned) == rows_in(eventful.path)


def test_a_file_cut_short_is_found(eventful: Sealed):
    """A file without its end is no log."""
    short = eventful.path.with_name("short.parquet")
    short.write_bytes(eventful.path.read_bytes()[:-9])

    with pytest.raises(EventFileError):
        eventful._replace(path=short).audited()


def test_a_code_beyond_its_dictionary_is_found(eventful: Sealed, monkeypatch: pytest.MonkeyPatch):
    """A word by a number that stands for none is an error of the file, and no reading beside an array."""
    unchecked: Any = pa.DictionaryArray.from_arrays
    beyond = unchecked(pa.array([9], pa.int8()), pa.array(["mediation"]), safe=False)
    rows = pa.RecordBatch.from_arrays([beyond], names=["track"])
    monkeypatch.setattr("engine.audit.rows.row_groups", lambda _path: [rows])

    with pytest.raises(EventFileError, match="Dictionary"):
        list(checked_rows(eventful.path))
