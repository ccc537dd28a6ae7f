"""Measures out to files."""

import csv
import os
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.export import read_json, write_csv, write_json
from analytics.flat_table import FlatRow, flat_rows
from analytics.measure import measure
from analytics.records import Measures
from engine.calendar.calendar import WorkCalendar
from tests.analytics.generated import STARTS_AT, Truth, case_table, look_alike, write_cases, write_mediators

TRUTH = Truth(accepted_per_day=30.0, waiting_days=0.5, duration_days=10.0, settled_share=0.6)


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Measures:
    folder = tmp_path_factory.mktemp("measured")
    cases, roster = write_cases(look_alike(1, TRUTH), folder), write_mediators([4] * 500, folder)
    return measure(cases, calendar=WorkCalendar.china(), mediators=roster)


def rows_of(measures: Measures, **where: str) -> list[FlatRow]:
    """The rows whose fields are those asked for."""
    return [row for row in flat_rows(measures) if all(getattr(row, name) == text for name, text in where.items())]


def test_json_reads_back_equal(measures, tmp_path):
    """What is written as JSON reads back as the equal record."""
    write_json(measures, tmp_path / "measures.json")

    assert read_json(tmp_path / "measures.json") == measures


def test_csv_holds_the_flat_table(measures, tmp_path):
    """The CSV has a header and one line a row, None as an empty field, numbers to their last digit."""
    write_csv(measures, tmp_path / "measures.csv")
    with (tmp_path / "measures.csv").open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))

    rows = flat_rows(measures)
    assert list(table[0]) == ["measure", "group", "key", "value", "low", "high", "denominator", "unit"]
    assert [line["value"] for line in table] == ["" if row.value is None else str(row.value) for row in rows]
    assert [line["group"] for line in table] == [row.group for row in rows]


def test_a_proportion_has_its_interval_and_denominator(measures):
    """The success rate's row holds rate, bounds and concluded cases."""
    overall = measures.success.overall
    (row,) = rows_of(measures, measure="success", key="settled")

    assert (row.value, row.low, row.high) == (overall.rate, overall.low, overall.high)
    assert (row.denominator, row.unit) == (overall.denominator, "share")


def test_rates_name_their_denominator(measures):
    """Filings have a row as a count and one for each denominator, which the row holds."""
    filed, period = measures.volume.filed, measures.period

    found = {row.unit: (row.value, row.denominator) for row in rows_of(measures, measure="volume", key="filed")}
    assert found == {
        "cases": (filed.count, None),
        "cases / workday": (filed.per_workday, period.workdays),
        "cases / working minute": (filed.per_working_minute, period.working_minutes),
        "cases / calendar day": (filed.per_calendar_day, period.calendar_days),
    }


def test_every_row_is_found_by_one_name(measures):
    """Measure, group, key and unit together name one number."""
    names = [(row.measure, row.group, row.key, row.unit) for row in flat_rows(measures)]

    assert len(names) == len(set(names))


def test_curves_and_breakdowns_have_a_row_each(measures):
    """Each point of a curve, hour of the week, load and decile has a row."""
    assert len(rows_of(measures, measure="time_to_close_curve")) == len(measures.time_to_close.curve)
    assert len(rows_of(measures, measure="volume_by_hour_of_week")) == 2 * 168
    assert len(rows_of(measures, measure="utilisation_by_load")) == len(measures.utilisation.mediators_by_load)
    assert len(rows_of(measures, measure="utilisation_by_decile")) == 10


def test_the_course_has_a_group_a_unit(measures):
    """Each day of the week has its flows and its stock under its date, beside the days to divide them by."""
    rows = rows_of(measures, measure="course_by_day", group="2020-08-29")

    saturday = measures.course.units[5]
    assert {row.key: row.value for row in rows} == {
        "calendar_days": 1,
        "workdays": 0,
        "filed": saturday.filed,
        "accepted": saturday.accepted,
        "closed": saturday.closed,
        "settled": saturday.settled,
        "pending_at_end": saturday.pending_at_end,
        "success": saturday.success.rate,
    }
    (share,) = (row for row in rows if row.key == "success")
    assert (share.denominator, share.low) == (saturday.success.denominator, saturday.success.low)
    assert len(rows_of(measures, measure="course_by_day")) == 7 * len(rows)


def test_measures_that_are_none_have_no_rows(tmp_path):
    """Of a table of filings alone, success, survival and utilisation have no rows."""
    cases = write_cases(case_table({"filed_at": [STARTS_AT]}), tmp_path)
    found = {row.measure for row in flat_rows(measure(cases, calendar=WorkCalendar.china()))}

    assert found == {
        "period", "volume", "volume_by_hour_of_week", "course_by_day", "stock", "clearance",
        "timeliness_with_flagged", "timeliness_without_flagged",
    }  # fmt: skip


def test_what_cannot_be_written_or_read_is_named(measures, tmp_path):
    """A folder that is not there, a file that is not there and one that holds something else are named."""
    for write in (write_json, write_csv):
        with pytest.raises(FileError, match=r"none/out: cannot be written \(No such file"):
            write(measures, tmp_path / "none" / "out")
    with pytest.raises(FileError, match="cannot be read"):
        read_json(tmp_path / "none.json")
    (tmp_path / "other.json").write_text('{"cases": 1}')
    with pytest.raises(FileError, match="holds no measures"):
        read_json(tmp_path / "other.json")


def test_a_failed_write_leaves_nothing(measures, tmp_path, monkeypatch):
    """When the disk fails at the last step, what stood there stays and no unfinished file does."""
    target = tmp_path / "measures.json"
    target.write_text("earlier")

    def full(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left"):
        write_json(measures, target)
    assert target.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [Path(target)]
