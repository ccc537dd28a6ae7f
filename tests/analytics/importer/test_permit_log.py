"""The permit log of a Dutch municipality, and its made-up twin."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.importer.importing import import_cases
from analytics.importer.mapping_file import find_mapping
from tests.analytics.importer import lookalike
from tests.analytics.importer.lookalike import CHANNELS, as_csv, epoch_us, made_cases
from tests.analytics.importer.trial import Trial


@pytest.fixture(scope="module")
def permit_log(onestop_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    out = tmp_path_factory.mktemp("permit")
    summary = import_cases(onestop_data / "permit_receipt_2010.csv", find_mapping("permit-receipt"), out)
    return Trial(summary=summary, folder=out)


@pytest.fixture(scope="module", params=[1, 2])
def twin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("twin")
    made = made_cases(request.param)
    (folder / "log.csv").write_text(as_csv(made), encoding="utf-8")
    summary = import_cases(folder / "log.csv", find_mapping("permit-receipt"), folder / "out")
    return made, Trial(summary=summary, folder=folder / "out")


def figures(cases: pl.DataFrame) -> dict[str, tuple[float, float]]:
    """Channel (or `all`) to mean days from start to end and share past the deadline, of the closed cases."""
    closed = cases.filter(pl.col("closed_at").is_not_null()).with_columns(
        days=(pl.col("closed_at") - pl.col("filed_at")).dt.total_microseconds() / 86_400e6,
        late=pl.col("closed_at") > pl.col("deadline_at"),
    )
    both = pl.concat([closed, closed.with_columns(channel=pl.lit("all"))])
    rows = both.group_by("channel").agg(pl.col("days").mean(), pl.col("late").mean()).iter_rows()
    return {channel: (days, late) for channel, days, late in rows}


def trusted(cases: pl.DataFrame) -> pl.DataFrame:
    return cases.filter(pl.col("flag").is_null())


def test_permit_log_counts(permit_log):
    """The log gives 1,434 cases by five channels, 105 of them still open, and no rejected row."""
    summary = permit_log.summary

    assert (summary.rows_read, summary.rows_rejected, permit_log.rejected) == (8_577, 0, [])
    assert (summary.cases, summary.cases_open) == (1_434, 105)
    assert summary.channels == {"Internet": 1_250, "Desk": 109, "Post": 53, "e-mail": 21, "Intern": 1}


def test_twin_counts(twin):
    """The twin gives the cases, channels and open cases that were made."""
    _, trial = twin

    assert trial.summary.rows_read == 5 * lookalike.CASES
    assert (trial.summary.cases, trial.summary.cases_open) == (lookalike.CASES, lookalike.OPEN_CASES)
    assert trial.summary.channels == CHANNELS
    assert trial.rejected == []
    assert trial.summary.stamps_twice >= lookalike.AMBIGUOUS_STARTS


def test_permit_log_reports_reversed_cases(permit_log):
    """The two cases that end before they start are named, and nothing else is held against any case."""
    expected = [("case-8267", "ends before it starts"), ("case-10862", "ends before it starts")]

    assert [(row["case_id"], row["reason"]) for row in permit_log.flagged] == expected
    assert permit_log.summary.flagged_ids == ["case-8267", "case-10862"]
    assert permit_log.cases.filter(pl.col("flag").is_not_null())["source_id"].to_list() == ["case-8267", "case-10862"]


def test_twin_reports_reversed_cases(twin):
    """The cases made to end before they start are named, and no other."""
    made, trial = twin

    assert [row["case_id"] for row in trial.flagged] == [case.case_id for case in made if case.is_reversed]
    assert {row["reason"] for row in trial.flagged} == {"ends before it starts"}


def test_permit_log_mean_days_and_deadlines(permit_log):
    """Mean days and shares past the deadline are the known ones, with the two reversed cases and without."""
    with_all, without = figures(permit_log.cases), figures(trusted(permit_log.cases))

    assert {channel: round(with_all[channel][0], 1) for channel in ("Internet", "Desk", "Post", "e-mail")} == {
        "Internet": 57.8,
        "Desk": 68.8,
        "Post": 59.4,
        "e-mail": 76.2,
    }
    assert round(100 * with_all["all"][1], 1) == 28.2
    assert round(without["Internet"][0], 1) == 57.9
    assert round(100 * without["all"][1], 1) == 28.3


def test_twin_mean_days_and_deadlines(twin):
    """Mean days and shares past the deadline are those of the cases as they were made, with and without."""
    made, trial = twin

    for cases, kept in ((trial.cases, made), (trusted(trial.cases), [case for case in made if not case.is_reversed])):
        found = figures(cases)
        for channel in (*CHANNELS, "all"):
            closed = [case for case in kept if case.ends and channel in {case.channel, "all"}]
            days, late = found[channel] if closed else (0.0, 0.0)
            assert days == pytest.approx(sum(case.days or 0 for case in closed) / max(1, len(closed)), rel=1e-12)
            assert late == pytest.approx(sum(case.is_late for case in closed) / max(1, len(closed)), rel=1e-12)


def test_twin_instants_are_exact(twin):
    """Every start, end and deadline is the instant it was made as, summer and winter, in order of the file."""
    made, trial = twin
    expected = {
        "filed_at": [epoch_us(case.starts) for case in made],
        "closed_at": [epoch_us(case.ends) if case.ends else None for case in made],
        "deadline_at": [epoch_us(case.deadline) for case in made],
    }

    assert trial.ids() == [case.case_id for case in made]
    for column, instants in expected.items():
        assert trial.cases[column].dt.epoch("us").to_list() == instants


def test_permit_log_period(permit_log):
    """Without dates in the mapping, the log is observed from its first start to its last event."""
    first, last = datetime(2010, 9, 30, 22, tzinfo=UTC), datetime(2012, 1, 23, 14, 42, 54, tzinfo=UTC)

    assert permit_log.summary.period_starts_at == epoch_us(first)
    assert permit_log.summary.period_ends_at == epoch_us(last) + 1
    assert permit_log.summary.period_from == "data"


def test_twin_period(twin):
    """The twin is observed from its first start to just behind its last event or end."""
    made, trial = twin
    last = max(max(case.events) for case in made)
    last = max([last, *(case.ends for case in made if case.ends), *(case.starts for case in made)])

    assert trial.summary.period_starts_at == epoch_us(min(case.starts for case in made))
    assert trial.summary.period_ends_at == epoch_us(last) + 1


def test_permit_log_remarks(permit_log):
    """Events outside a case's own time are counted and do not make it suspicious."""
    assert permit_log.summary.cases_with_events_before_filing == 2
    assert permit_log.summary.cases_with_events_after_end == 141


def test_twin_remarks(twin):
    """The same counts of the twin are those of its cases."""
    made, trial = twin

    assert trial.summary.cases_with_events_before_filing == sum(min(case.events) < case.starts for case in made)
    assert trial.summary.cases_with_events_after_end == sum(max(case.events) > case.ends for case in made if case.ends)
