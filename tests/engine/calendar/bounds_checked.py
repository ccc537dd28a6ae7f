"""Run kernels against the plain clock over all days' edges; started with bounds checks on by its test.

`python -m tests.engine.calendar.bounds_checked all` runs every kernel, `clock` the three that the others rest on, which
are compiled in less than half the time.

A program of its own, because the checks are chosen when a kernel is compiled and the cache on disk ignores them.
"""

import sys
from datetime import date, timedelta

import numpy as np

from engine.calendar import clock
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US
from engine.calendar.year import YearDays, china_years
from tests.engine.calendar.plain_clock import PlainClock

NEW_YEAR_FREE = YearDays(
    year=2021,
    holidays=frozenset(date(2021, 1, 1) + timedelta(i) for i in [*range(13), *range(340, 365)]),
    workdays=frozenset(),
)


def edges(calendar: WorkCalendar) -> list[int]:
    """Instants around the hours that matter, of the days near both ends and of some between."""
    days = (calendar.ends_at - calendar.starts_at) // DAY_US
    hours = [0, 9, 12, 13, 18, 24]
    chosen = [*range(9), *range(9, days - 9, 45), *range(days - 9, days)]
    around = (calendar.starts_at + day * DAY_US + hour * HOUR_US for day in chosen for hour in hours)
    found = {edge + by for edge in around for by in (-1, 0, 1)}
    return sorted(at_us for at_us in found if calendar.starts_at <= at_us <= calendar.ends_at)


def check(years: dict[int, YearDays]) -> int:
    """Compare kernels and plain clock; give the number of comparisons."""
    calendar, plain = WorkCalendar.of_years(years), PlainClock(years)
    arrays, end = calendar.arrays, calendar.ends_at
    instants = edges(calendar)
    days = np.array([at_us for at_us in instants if at_us < end], dtype=np.int64)
    for at_us in instants:
        assert clock.working_before(arrays, at_us) == plain.working_us(calendar.starts_at, at_us)
        assert clock.working_between(arrays, at_us, end) == plain.working_us(at_us, end)
        assert clock.workdays_between(arrays, at_us, end) == plain.workdays(at_us, end)
        assert clock.levelled(arrays, at_us) == plain.levelled(at_us)
        assert clock.levelled(arrays, clock.unlevelled(arrays, at_us)) >= at_us
        for working_us in (1, 3 * HOUR_US, 8 * HOUR_US, 10**14):
            answer = clock.add_working(arrays, at_us, working_us)
            expected = plain.add_working_us(at_us, working_us)
            assert answer == expected if expected is not None else answer > end
    for at_us in days.tolist():
        assert clock.is_working(arrays, at_us) == plain.is_working(at_us)
        for count in (1, 3, 400):
            answer = clock.end_of_working_day(arrays, at_us, count)
            expected = plain.end_of_working_day(at_us, count)
            assert answer == expected if expected is not None else answer > end
    assert clock.is_workday_many(arrays, days).any()
    assert clock.is_working_many(arrays, days).any()
    assert clock.hour_of_week_many(days).max() == 167
    assert (np.diff(clock.levelled_many(arrays, days)) >= 0).all()
    assert (np.diff(clock.unlevelled_many(arrays, days)) >= 0).all()
    assert clock.unlevelled(arrays, end + 400 * DAY_US) > end
    return len(instants)


def check_clock(years: dict[int, YearDays]) -> int:
    """Compare the two ways through levelled time, and adding, with the plain clock; give the number of instants."""
    calendar, plain = WorkCalendar.of_years(years), PlainClock(years)
    arrays, end = calendar.arrays, calendar.ends_at
    instants = edges(calendar)
    for at_us in instants:
        assert clock.levelled(arrays, at_us) == plain.levelled(at_us)
        assert clock.levelled(arrays, clock.unlevelled(arrays, at_us)) >= at_us
        for working_us in (1, 8 * HOUR_US, 10**14):
            answer = clock.add_working(arrays, at_us, working_us)
            expected = plain.add_working_us(at_us, working_us)
            assert answer == expected if expected is not None else answer > end
    assert clock.unlevelled(arrays, end + 400 * DAY_US) > end
    return len(instants)


def main(kernels: str) -> None:
    """Check two calendars, then show that a step outside would have been caught."""
    checked = {"all": check, "clock": check_clock}[kernels]
    compared = checked({2020: china_years()[2020]}) + checked({2021: NEW_YEAR_FREE})
    calendar = WorkCalendar.china()
    try:
        clock.is_workday(calendar.arrays, calendar.ends_at + 2 * DAY_US)
    except IndexError:
        sys.stdout.write(f"{compared} instants, bounds checked\n")
    else:
        sys.exit("bounds are not checked")


if __name__ == "__main__":
    main(sys.argv[1])
