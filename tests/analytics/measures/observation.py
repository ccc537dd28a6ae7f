"""Observing a table written for one test."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.measures.observed import ObservedCases, observe
from analytics.measures.period import measure_period
from analytics.records import Period
from engine.calendar.calendar import WorkCalendar
from tests.analytics.generated import ENDS_AT, STARTS_AT, case_table, write_cases, write_mediators

CALENDAR = WorkCalendar.china()
WEEK: Period = measure_period(STARTS_AT, ENDS_AT, CALENDAR)
HOUR = 3_600_000_000
"""Microseconds."""


@contextmanager
def observed(columns: Mapping[str, object], *, capacities: list[int] | None = None) -> Generator[ObservedCases]:
    """Observe a table of the given columns over the week, with a roster if capacities are given."""
    with TemporaryDirectory() as folder:
        path = write_cases(case_table(columns), Path(folder))
        roster = None if capacities is None else write_mediators(capacities, Path(folder))
        with observe(path, mediators=roster) as cases:
            yield cases
