"""A case table tells arrivals, cases and durations; the rest is left to the base, and named."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, EPOCH, local_midnight_us
from engine.calendar.year import YearDays, china_years
from engine.events.enums import Channel
from sim.calibration.errors import CalibrationError
from sim.calibration.platform import fit_platform, platform_record, platform_text
from sim.laws.duration import duration_law, duration_us
from sim.scenario.load import load_scenario
from sim.scenario.years import working_calendar

STARTS = datetime(2020, 8, 2, 16, tzinfo=UTC)  # Monday 3 August, local midnight
DAYS = 70
CASES = 6_000


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Ten weeks of cases whose lives follow one-court's laws, most of them still open at the end or closed."""
    rng = np.random.default_rng(11)
    calendar = WorkCalendar.china(2020, 2021)
    start = round((STARTS - EPOCH) / timedelta(microseconds=1))
    filed = np.sort(start + rng.integers(0, DAYS * DAY_US, CASES))
    accepted = filed + rng.integers(1, DAY_US, CASES)
    law = duration_law(load_scenario("one-court").durations)
    levels = calendar.levelled_many(accepted)
    ends = calendar.unlevelled_many(levels + np.array([duration_us(law, u) for u in rng.random(CASES)]))
    until = start + DAYS * DAY_US
    closed = np.where(ends < until, ends, -1)
    settled = rng.random(CASES) < np.where(np.arange(CASES) % 2, 0.8, 0.5)
    over = closed >= 0
    frame = pl.DataFrame(
        {
            "filed_at": _stamps(filed),
            "observed_from": _stamps(filed),
            "accepted_at": _stamps(np.where(accepted < until, accepted, -1)),
            "closed_at": _stamps(closed),
            "dispute_type": ["family" if number % 2 else "sales" for number in range(CASES)],
            "channel": ["online_filing"] * CASES,
            "entry_route": ["party_application"] * CASES,
            "outcome": [("settled" if s else "not_settled") if o else None for s, o in zip(settled, over, strict=True)],
            "closing_code": [(1 if s else 4) if o else None for s, o in zip(settled, over, strict=True)],
            "declines": np.zeros(CASES, dtype=np.int64),
            "lapses": np.zeros(CASES, dtype=np.int64),
            "court_id": np.zeros(CASES, dtype=np.int64),
            "mediator_id": np.arange(CASES) % 7,
        }
    )
    path = tmp_path_factory.mktemp("table") / "cases.parquet"
    frame.write_parquet(path, metadata={"period_starts_at": str(start), "period_ends_at": str(until)})
    return path


def _stamps(at):
    return pl.Series([None if each < 0 else int(each) for each in at], dtype=pl.Int64).cast(pl.Datetime("us", "UTC"))


@pytest.fixture(scope="module")
def fit(table):
    """What the table told."""
    return fit_platform(table, base=load_scenario("one-court"), base_name="one-court")


def test_the_scenario_loads_over_its_base(fit, tmp_path):
    """The file is a scenario; what was learnt is in it, and what was not is the base's."""
    (tmp_path / "s.toml").write_text(platform_text(fit), encoding="utf-8")
    made, base = load_scenario(str(tmp_path / "s.toml")), load_scenario("one-court")

    assert made.name == "fitted-one-court"
    assert made.arrivals.cases_per_year == fit.values["arrivals"]["cases_per_year"]
    assert (made.policy, made.ladder, made.window) == (base.policy, base.ladder, base.window)
    # No mediator takes more kinds of disputes than the table has; the rest of the population is the base's.
    assert made.population == base.population.model_copy(update={"dispute_types_mean": 2.0})


@pytest.mark.parametrize("rows", [CASES, 100])
def test_channels_lose_hours_of_which_the_table_says_nothing(table, tmp_path, rows):
    """Where the base lets a window close at night and the table's filings came at all hours, the scenario loads."""
    at_windows = pl.read_parquet(table).head(rows).with_columns(channel=pl.lit("court_window"))
    at_windows.write_parquet(tmp_path / "t.parquet", metadata=pl.read_parquet_metadata(table))
    fit = fit_platform(tmp_path / "t.parquet", base=load_scenario("national-2020"), base_name="national-2020")
    (tmp_path / "s.toml").write_text(platform_text(fit), encoding="utf-8")
    arrivals = load_scenario(str(tmp_path / "s.toml")).arrivals

    for channel in (Channel.COURT_WINDOW, Channel.MOBILE_COURT):
        profile = arrivals.profile.own(channel)
        assert profile is not None
        assert profile.model_dump().items() <= arrivals.model_dump().items()


def test_arrivals_go_on_as_they_came(fit):
    """Filings spread evenly over all days and hours give as many a year, and as large a share on days off."""
    arrivals = fit.values["arrivals"]

    assert arrivals["cases_per_year"] == pytest.approx(CASES / DAYS * 366, rel=0.05)
    assert arrivals["off_day_share"] == pytest.approx(116 / 366, abs=0.05)
    assert max(arrivals["off_day_hour_weights"]) < 1.4
    assert "season" not in arrivals


def test_durations_are_recovered_from_cases_of_which_many_are_open(fit):
    """The law's parameters are those drawn from, though open cases are censored."""
    law, drawn = fit.values["durations"], load_scenario("one-court").durations

    assert law["within_period_share"] == pytest.approx(drawn.within_period_share, abs=0.015)
    assert law["within_period_mean_days"] == pytest.approx(drawn.within_period_mean_days, rel=0.03)
    assert law["mean_days"] == pytest.approx(drawn.mean_days, rel=0.05)
    assert fit.duration_distance < 0.03


def test_success_by_type_is_recovered(fit):
    """Each type settles as often as it was made to, and the codes agree with the whole."""
    rows = {row["name"]: row["settled_share"] for row in fit.values["cases"]["dispute_type"]}
    codes = fit.values["closing"]["code_shares"]

    assert rows["family"] == pytest.approx(0.8, abs=0.04)
    assert rows["sales"] == pytest.approx(0.5, abs=0.04)
    assert fit.values["cases"]["settled_share"] == pytest.approx(codes[0] + codes[1], abs=1e-9)


def test_what_is_left_is_named(fit):
    """The file says what the table could not tell; nothing is guessed."""
    text = platform_text(fit)

    assert "Left as one-court has it: arrivals.season: 70 days are less than a year." in text
    assert any(line.startswith("population") for line in fit.left)
    assert {"fitted", "learnt", "left", "duration_distance"} <= set(platform_record(fit))


def test_contradictions_are_counted(table, tmp_path):
    """A case that ends before it begins is left out under its reason."""
    frame = pl.read_parquet(table).head(500)
    broken = frame.with_columns(
        pl.when(pl.int_range(pl.len()) < 3)
        .then(pl.col("filed_at") - pl.duration(days=1))
        .otherwise(pl.col("closed_at"))
        .alias("closed_at")
    )
    broken.write_parquet(tmp_path / "broken.parquet")
    found = fit_platform(tmp_path / "broken.parquet", base=load_scenario("one-court"), base_name="one-court")

    assert found.rejected == {"closed before it was filed": 3}


def test_a_file_that_is_no_case_table_is_refused(tmp_path):
    """The path is named, and no trace of the reader is shown."""
    (tmp_path / "x.parquet").write_text("no", encoding="utf-8")

    with pytest.raises(CalibrationError, match=r"x.parquet: must be a case table that can be read"):
        fit_platform(tmp_path / "x.parquet", base=load_scenario("one-court"), base_name="one-court")


def test_cases_of_a_year_with_days_off_of_its_own(table, tmp_path):
    """A table of a year that nobody has announced needs that year's days off; they go into the scenario."""
    last = max(china_years())
    shift = timedelta(days=364 * (last + 1 - 2020))
    times = ("filed_at", "observed_from", "accepted_at", "closed_at")
    later = pl.read_parquet(table).with_columns(pl.col(name) + shift for name in times)
    start = round((STARTS + shift - EPOCH) / timedelta(microseconds=1))
    period = {"period_starts_at": str(start), "period_ends_at": str(start + DAYS * DAY_US)}
    later.write_parquet(tmp_path / "t.parquet", metadata=period)
    base = load_scenario("one-court")
    with pytest.raises(CalibrationError, match=f"{last}.*; --year-file tells the days off"):
        fit_platform(tmp_path / "t.parquet", base=base, base_name="one-court")

    monday = date(last + 1, 10, 1) + timedelta(days=-date(last + 1, 10, 1).weekday() % 7)
    years = [YearDays(year=last + 1, holidays=frozenset({monday}), workdays=frozenset())]
    fit = fit_platform(tmp_path / "t.parquet", base=base, base_name="one-court", years=years)
    (tmp_path / "s.toml").write_text(platform_text(fit), encoding="utf-8")
    made = load_scenario(str(tmp_path / "s.toml"))
    assert made.arrivals.year == last + 1
    assert not working_calendar(made.calendar).is_workday(local_midnight_us(monday))
