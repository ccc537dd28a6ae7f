"""DuckDB and Polars read event files as they are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from msgspec.structs import replace

from engine.events.parquet import EventWriter
from engine.events.records import Offered, RosterEvent, YearLoaded
from engine.events.schema import ROW_SCHEMA
from engine.events.shapes import SHAPES
from tests.engine.events.examples import COURTS, MONDAY, one_of_each


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "events.parquet"
    with EventWriter(path, court_province=np.zeros(COURTS, np.int32), metadata={"source": "simulated"}) as writer:
        writer.append(one_of_each() * 2)
        writer.append(
            [replace(event, override_code=None) if isinstance(event, Offered) else event for event in one_of_each()]
        )
    return path


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as found:
        found.execute("SET TimeZone = 'UTC'")
        yield found


def test_duckdb_counts_kinds(path: Path, database: duckdb.DuckDBPyConnection):
    """DuckDB counts the events of each kind by its name."""
    counts = database.execute("SELECT kind, count(*) FROM read_parquet(?) GROUP BY kind", [str(path)]).fetchall()

    assert dict(counts) == dict.fromkeys(SHAPES, 3)


def test_duckdb_sees_plain_types(path: Path, database: duckdb.DuckDBPyConnection):
    """To DuckDB times have a zone, words and payload are text, and numbers have their widths."""
    columns = database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    types = {name: kind for name, kind, *_ in columns}

    assert list(types) == ROW_SCHEMA.names
    assert {types[name] for name in ("occurred_at", "recorded_at", "deadline")} == {"TIMESTAMP WITH TIME ZONE"}
    assert {types[name] for name in ("kind", "dispute_type", "rule", "payload")} == {"VARCHAR"}
    assert [types[name] for name in ("seq", "court_id", "attempt", "step")] == [
        "BIGINT",
        "INTEGER",
        "SMALLINT",
        "TINYINT",
    ]


def test_duckdb_reads_payloads(path: Path, database: duckdb.DuckDBPyConnection):
    """DuckDB reads fields out of the payload, exactly, and nothing where the kind has none."""
    found = database.execute(
        """
        SELECT DISTINCT kind, (payload ->> 'accepted_at')::BIGINT, payload ->> 'stage', (payload ->> 'word')::BIGINT
        FROM read_parquet(?) WHERE kind IN ('opened_in_progress', 'offered', 'closed') ORDER BY kind
        """,
        [str(path)],
    ).fetchall()

    assert found == [
        ("closed", None, None, None),
        ("offered", None, None, -(2**63)),
        ("opened_in_progress", MONDAY - 1, "accepted", None),
    ]


def test_duckdb_reads_words_in_payloads(path: Path, database: duckdb.DuckDBPyConnection):
    """Words in a payload come out as plain text, and as nothing where the field is null or the kind has none."""
    found = database.execute(
        """
        SELECT DISTINCT kind, payload ->> 'origin', payload ->> 'override_code', payload ->> 'cause'
        FROM read_parquet(?) WHERE kind IN ('filed', 'offered', 'returned', 'closed') ORDER BY ALL
        """,
        [str(path)],
    ).fetchall()

    assert found == [
        ("closed", None, None, None),
        ("filed", "macao", None, None),
        ("offered", None, "urgent", None),
        ("offered", None, None, None),
        ("returned", None, None, "suspended"),
    ]


def test_events_about_no_case_are_told_by_their_case_number(path: Path, database: duckdb.DuckDBPyConnection):
    """A case number below 0 marks what happened to a court or a mediator, for either reader."""
    kinds = sorted(shape.kind for shape in SHAPES.values() if issubclass(shape.record, RosterEvent | YearLoaded))
    by_duckdb = database.execute(
        "SELECT DISTINCT kind FROM read_parquet(?) WHERE case_id < 0 ORDER BY kind", [str(path)]
    ).fetchall()
    by_polars = pl.scan_parquet(path).filter(pl.col("case_id") < 0).select(pl.col("kind").cast(pl.String)).collect()

    assert [kind for (kind,) in by_duckdb] == kinds
    assert sorted(by_polars["kind"].unique()) == kinds


def test_duckdb_reads_times(path: Path, database: duckdb.DuckDBPyConnection):
    """Times come out of DuckDB as the microseconds that went in."""
    found = database.execute(
        "SELECT epoch_us(min(recorded_at)), min(recorded_at)::VARCHAR FROM read_parquet(?)", [str(path)]
    )

    assert found.fetchone() == (MONDAY, "2020-08-24 00:00:00+00")


def test_polars_reads_rows(path: Path):
    """Polars counts kinds, compares words and knows the zone of times."""
    events = pl.scan_parquet(path)
    counts = events.group_by(pl.col("kind").cast(pl.String)).len().collect()
    first = events.filter(pl.col("kind") == "filed").select("occurred_at", "deadline", "dispute_type").collect().row(0)

    assert dict(counts.iter_rows()) == dict.fromkeys(SHAPES, 3)
    assert first == (datetime(2020, 8, 24, tzinfo=UTC), datetime(2020, 8, 25, tzinfo=UTC), "labour")
    assert events.collect_schema()["occurred_at"] == pl.Datetime("us", "UTC")


def test_polars_reads_payloads(path: Path):
    """Polars reads numbers and words out of the payload, and nothing where one is null."""
    offered = pl.scan_parquet(path).filter(pl.col("kind") == "offered")
    word = pl.col("payload").str.json_path_match("$.word").cast(pl.Int64)
    code = pl.col("payload").str.json_path_match("$.override_code")
    found = offered.select(word.alias("word"), code.alias("code")).collect()

    assert found["word"].to_list() == [-(2**63)] * 3
    assert found["code"].to_list() == ["urgent", "urgent", None]


def test_metadata_is_readable_everywhere(path: Path, database: duckdb.DuckDBPyConnection):
    """Both find where the events are from."""
    found = database.execute(
        "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'source'::BLOB", [str(path)]
    ).fetchall()

    assert found == [(b"simulated",)]
    assert pl.read_parquet_metadata(path)["source"] == "simulated"
