"""All measures of one case table."""

from pathlib import Path

from analytics.measures.clearance import clearance
from analytics.measures.course import course
from analytics.measures.observed import ObservedCases, observe
from analytics.measures.period import measure_period
from analytics.measures.stock import stock
from analytics.measures.success import success
from analytics.measures.survival import time_to_acceptance, time_to_close
from analytics.measures.timeliness import timeliness
from analytics.measures.utilisation import utilisation
from analytics.measures.volume import volume
from analytics.records import Measures
from engine.calendar.calendar import WorkCalendar

_CASES = """
SELECT count(*) FROM cases
WHERE filed_us < period_ends() AND (closed_us IS NULL OR greatest(filed_us, closed_us) >= period_starts())
"""


def measure(
    cases: Path,
    *,
    calendar: WorkCalendar,
    mediators: Path | None = None,
    confidence: float = 0.95,
    period: tuple[int, int] | None = None,
) -> Measures:
    """Take every measure of a case table.

    Sums are of integers and divided last, so the same table gives the same bits on any number of threads.

    Parameters
    ----------
    cases
        Case table, a Parquet file with one row a case.
    calendar
        Answers for working time; outside its years the rates by working time are None.
    mediators
        Roster, a Parquet file with `mediator_id` and `capacity`; without it there is no utilisation.
    confidence
        Level of all intervals, between 0 and 1.
    period
        Start (included) and end (excluded), microseconds since the epoch, UTC. By default the period in the
        file's metadata. Rows may reach beyond it: what happens after its end is not yet known.

    Returns
    -------
    Measures
        The record that `measures.json` holds.

    Raises
    ------
    CaseTableError, RosterFileError
        If a file is missing, unreadable or not what it should be.
    PeriodError
        If the file names no period and none is given, or it does not end after it starts.
    StatisticsError
        If `confidence` is not inside (0, 1).
    """
    with observe(cases, mediators=mediators, period=period) as observed:
        return _measures(observed, calendar, confidence)


def _measures(observed: ObservedCases, calendar: WorkCalendar, confidence: float) -> Measures:
    period = measure_period(observed.starts_at, observed.ends_at, calendar)
    flow = clearance(observed, period)
    found = stock(observed, period)
    (cases,) = observed.row(_CASES)
    return Measures(
        period=period,
        cases=cases,
        cases_filed=flow.incoming,
        open_at_end=flow.unresolved_at_end,
        volume=volume(observed, period, calendar),
        success=success(observed, period, confidence=confidence),
        time_to_acceptance=time_to_acceptance(observed, confidence=confidence),
        time_to_close=time_to_close(observed, confidence=confidence),
        stock=found,
        clearance=flow,
        utilisation=utilisation(observed),
        timeliness=timeliness(observed),
        unrecorded=observed.unrecorded,
        course=course(observed, period, calendar, pending_at_start=found.pending_at_start, confidence=confidence),
    )
