"""Measures of an imagined week, in which only what published figures are held against is set on purpose."""

from msgspec.structs import replace

from analytics.records import Measures, Rates
from tests.dashboards.nation import national_measures

WORKDAYS, DAYS, MINUTES = 5, 7, 2_400


def measures_of_a_week(
    accepted: int = 66 * MINUTES, settled: int = 103_033, concluded: int = 158_415, pre_filing: int = 85_000
) -> Measures:
    """Return the measures of five workdays in seven days."""
    measures = national_measures()
    assert measures.success is not None
    overall = replace(measures.success.overall, numerator=settled, denominator=concluded, rate=settled / concluded)
    success = replace(
        measures.success,
        overall=overall,
        pre_filing=_rates(pre_filing),
        seconds_between_pre_filing=WORKDAYS * 28_800 / pre_filing,
    )
    return replace(measures, volume=replace(measures.volume, accepted=_rates(accepted)), success=success)


def _rates(count: int) -> Rates:
    return Rates(
        count=count,
        per_workday=count / WORKDAYS,
        per_working_minute=count / MINUTES,
        per_calendar_day=count / DAYS,
    )
