"""The connection: what it can reach and what it cannot."""

import duckdb
import pytest

from analytics.parquet import read_metadata
from analytics.session import file_name, session


def test_reads_only_the_files_it_was_given(tmp_path):
    """A named file is read and written; its neighbour is not, by either way."""
    given, other = tmp_path / "given.csv", tmp_path / "other.csv"
    for path in (given, other):
        path.write_text("a\n1\n")

    with session(given) as connection:
        assert connection.execute("SELECT a FROM read_csv($file)", {"file": file_name(given)}).fetchall() == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            connection.execute("SELECT * FROM read_csv($file)", {"file": file_name(other)})
        with pytest.raises(duckdb.PermissionException):
            connection.execute("COPY (SELECT 1) TO $file", {"file": file_name(other)})


@pytest.mark.parametrize(
    "query",
    [
        "SET enable_external_access = true",
        "SET autoinstall_known_extensions = true",
        "SET TimeZone = 'Asia/Tokyo'",
        "INSTALL httpfs",
        "LOAD spatial",
    ],
)
def test_nothing_can_be_widened(query):
    """Settings are locked and no extension comes in."""
    with session() as connection, pytest.raises(duckdb.Error):
        connection.execute(query)


def test_times_are_utc_whatever_the_machine_thinks(monkeypatch):
    """A zoned time prints as UTC even where the process has another zone."""
    monkeypatch.setenv("TZ", "America/New_York")
    with session() as connection:
        shown = connection.execute("SELECT make_timestamptz(0)::VARCHAR").fetchall()

    assert shown == [("1970-01-01 00:00:00+00",)]


def test_closed_at_the_end():
    """After the block, also after an error in it, the connection is closed."""
    with pytest.raises(ZeroDivisionError), session() as connection:
        raise ZeroDivisionError
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("SELECT 1")


def test_metadata_without_arrows_own(tmp_path):
    """Metadata comes back sorted by key; what the Arrow format keeps for itself does not."""
    path = tmp_path / "table.parquet"
    with session(path) as connection:
        keys = {"b": "2", "a": "é'1", "ARROW:schema": "x"}
        query = "COPY (SELECT 1 AS n) TO $file (FORMAT parquet, KV_METADATA $keys)"
        connection.execute(query, {"file": file_name(path), "keys": keys})

        assert list(read_metadata(connection, path).items()) == [("a", "é'1"), ("b", "2")]
