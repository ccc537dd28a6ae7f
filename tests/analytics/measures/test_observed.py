"""What is refused before anything is measured."""

import polars as pl
import pytest

from analytics.errors import CaseTableError, PeriodError, RosterFileError
from analytics.measures.observed import observe
from tests.analytics.generated import ENDS_AT, STARTS_AT, case_table, write_cases, write_mediators

ONE = case_table({"filed_at": [STARTS_AT]})


def refused(error, named, cases, **options):
    """Observing raises the error, its text naming what is wrong."""
    with pytest.raises(error, match=named), observe(cases, **options):
        pass


def test_files_that_are_no_case_table(tmp_path):
    """A missing file, a text, and a table that lacks columns (all of them named) are refused."""
    text, partial = tmp_path / "text.parquet", tmp_path / "partial.parquet"
    text.write_text("case_id\n1\n")
    ONE.drop("flag", "closed_at").write_parquet(partial)

    refused(CaseTableError, "no such file", tmp_path / "none.parquet")
    refused(CaseTableError, "not a readable Parquet file", text)
    refused(CaseTableError, "missing columns: closed_at, flag", partial)


@pytest.mark.parametrize(
    ("column", "values", "named"),
    [
        ("case_id", [1, 1], "case_id: 1 different ids in 2 rows"),
        ("filed_at", [STARTS_AT, None], "filed_at: empty in 1 of 2 rows"),
        ("closing_code", [9, 0], "closing_code: 2 of 2 rows"),
        ("outcome", ["settled", "won"], "outcome: 1 of 2 rows"),
    ],
)
def test_rows_no_measure_can_be_taken_from(column, values, named, tmp_path):
    """A case twice, one never filed, and words and codes there are none of are refused, counted."""
    frame = case_table({"filed_at": [STARTS_AT] * 2} | {column: values} | {"observed_from": [STARTS_AT] * 2})

    refused(CaseTableError, named, write_cases(frame, tmp_path))


def test_a_column_of_another_type(tmp_path):
    """Filing times that are words are refused with the file's name."""
    frame = ONE.with_columns(filed_at=pl.lit("soon"))

    refused(CaseTableError, r"cases\.parquet: .*\"?soon", write_cases(frame, tmp_path))


def test_periods(tmp_path):
    """No period, a reversed one, and one that is no number are refused."""
    refused(PeriodError, "metadata has no period_starts_at", write_cases(ONE, tmp_path, period=None))
    refused(PeriodError, "does not end after it", write_cases(ONE, tmp_path, period=(ENDS_AT, STARTS_AT)))
    refused(PeriodError, "does not end after it", write_cases(ONE, tmp_path), period=(5, 5))

    broken = tmp_path / "broken.parquet"
    ONE.write_parquet(broken, metadata={"period_starts_at": "1", "period_ends_at": "Monday"})
    refused(PeriodError, "period_ends_at is 'Monday', no whole number", broken)


def test_rosters(tmp_path):
    """A missing roster, one that lacks a column, one with a mediator twice or without capacity are refused."""
    cases = write_cases(ONE, tmp_path)
    roster = tmp_path / "roster.parquet"

    refused(RosterFileError, "no such file", cases, mediators=roster)
    refused(RosterFileError, "capacity: below 1 in 1 of 2", cases, mediators=write_mediators([1, 0], tmp_path))
    pl.DataFrame({"mediator_id": [1]}).write_parquet(roster)
    refused(RosterFileError, "missing column: capacity", cases, mediators=roster)
    pl.DataFrame({"mediator_id": [1, 1], "capacity": [2, 2]}).write_parquet(roster)
    refused(RosterFileError, "mediator_id: 1 different ids in 2 rows", cases, mediators=roster)


def test_names_with_blanks_and_quotes(tmp_path):
    """A folder may have any name."""
    folder = tmp_path / "l'année 2020 (1)"
    folder.mkdir()

    with observe(write_cases(ONE, folder)) as cases:
        assert cases.row("SELECT count(*) FROM cases") == (1,)
