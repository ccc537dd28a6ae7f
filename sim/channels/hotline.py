"""A hotline over a span of the working calendar: a queue scenario's week laid on real workdays and days off."""

from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from analytics.records import Rates
from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import DAY_US, MINUTE_US
from sim.channels.expected import days_of
from sim.errors import Mistake, ScenarioError
from sim.queueing.arrival_sections import Intervals
from sim.queueing.load import queue_from
from sim.queueing.run import run_queue
from sim.queueing.scenario import UNITS, QueueScenario

LINE: Final = "line"
"""Station at which calls are answered."""
FILING: Final = "filing"
"""Station to which calls that become cases are put through."""
_WEEK: Final = 7
_SUNDAY: Final = 6
_LAST_WORKDAY: Final = 4


class HotlineMeasures(msgspec.Struct, frozen=True, kw_only=True):
    """What a hotline did in a span of days."""

    calls: Rates
    """Calls that came, answered or not, by each denominator."""
    days: int
    """Calendar days."""
    workdays: int
    """Workdays among them; each has 480 working minutes."""
    answered_share: float
    """Answered / came."""
    abandonment_share: float
    """Hung up while waiting / came."""
    target_wait_seconds: float
    service_level: float
    """Answered within the target wait / came, those who hung up included."""
    wait_mean_seconds: float
    """Of all callers, those who hung up included."""
    became_cases: int
    """Calls put through to a clerk who files a case."""
    share_that_becomes_cases: float
    """Of the calls answered."""


def over_calendar(scenario: QueueScenario, calendar: WorkCalendar, *, starts_on: date, days: int) -> QueueScenario:
    """Lay a scenario's week over a span of the calendar.

    A day has the arrivals and the shifts of its weekday; a holiday those of Sunday, a working weekend those of Friday.
    Bursts and outages belong to the scenario's own weeks and are left out.

    Parameters
    ----------
    scenario
        With a cycle of a week from Monday 00:00, whose arrivals all come by intervals.
    calendar
        Must know the span.
    starts_on
        First day, local.
    days
        Length of the span.

    Raises
    ------
    ScenarioError
        If the scenario has no such week.
    CalendarRangeError
        If the span leaves the calendar.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> week = load_queue("hotline")
    >>> over_calendar(week, WorkCalendar.china(2020, 2020), starts_on=date(2020, 1, 1), days=366).run.length
    527040.0

    """
    day = DAY_US / scenario.unit_us
    if scenario.run.cycle != _WEEK * day or any(not isinstance(each.arrivals, Intervals) for each in scenario.classes):
        must = "be a week, with arrivals of kind intervals, to be laid over a calendar"
        raise ScenarioError([Mistake(file=scenario.name, key="run.cycle", value=scenario.run.cycle, must=must)])
    like = _like_weekday(calendar, starts_on, days)
    values = scenario.model_dump(mode="python", exclude_none=True, by_alias=True)
    values["run"] = {"length": days * day, "target_wait": scenario.run.target_wait, "require_stable": False}
    values.pop("outage", None)
    for entry in values["class"]:
        entry.pop("bursts", None)
        entry["arrivals"] = _arrivals_over(entry["arrivals"], like, day)
    for entry in values["pool"]:
        if "shifts" in entry:
            entry["shifts"] = _shifts_over(entry["shifts"], like, day)
    return queue_from(values, file=scenario.name)


def simulate_hotline(
    scenario: QueueScenario, calendar: WorkCalendar, *, starts_on: date, days: int, seed: int, backend: str = "fast"
) -> HotlineMeasures:
    """Simulate a hotline's calls over a span of days.

    Parameters
    ----------
    scenario
        As for `over_calendar`, with stations "line" and "filing".
    calendar, starts_on, days
        The span.
    seed
        Key of all random words.
    backend
        "fast" or "simpy"; both give the same.

    Raises
    ------
    ScenarioError
        If the scenario lacks a station, or cannot be laid over a calendar.

    """
    names = [place.name for place in scenario.places]
    for station in (LINE, FILING):
        if station not in names:
            must = f'name a station "{station}"'
            raise ScenarioError([Mistake(file=scenario.name, key="station", value=", ".join(names), must=must)])
    laid = over_calendar(scenario, calendar, starts_on=starts_on, days=days)
    found = run_queue(laid, seed=seed, backend=backend).measures
    seconds = UNITS[scenario.time_unit] / UNITS["seconds"]
    workdays = int(days_of(calendar, starts_on, days).workday.sum())
    return HotlineMeasures(
        calls=_rates(int(found["arrived"]), days, workdays),
        days=days,
        workdays=workdays,
        answered_share=found[f"served@{LINE}"] / found["arrived"],
        abandonment_share=found[f"abandonment_share@{LINE}"],
        target_wait_seconds=scenario.run.target_wait * seconds,
        service_level=found[f"service_level_offered@{LINE}"],
        wait_mean_seconds=found[f"wait_mean@{LINE}"] * seconds,
        became_cases=int(found[f"arrived@{FILING}"]),
        share_that_becomes_cases=found[f"arrived@{FILING}"] / found[f"served@{LINE}"],
    )


def _rates(calls: int, days: int, workdays: int) -> Rates:
    minutes = workdays * WORKING_DAY_US // MINUTE_US
    return Rates(
        count=calls,
        per_workday=calls / workdays if workdays else None,
        per_working_minute=calls / minutes if workdays else None,
        per_calendar_day=calls / days,
    )


def _like_weekday(calendar: WorkCalendar, starts_on: date, days: int) -> NDArray[np.int64]:
    """int64[days]: the weekday whose pattern each day has."""
    weekday = (starts_on.weekday() + np.arange(days)) % _WEEK
    workday = days_of(calendar, starts_on, days).workday
    ordinary = workday == (weekday <= _LAST_WORKDAY)
    return np.where(ordinary, weekday, np.where(workday, _LAST_WORKDAY, _SUNDAY))


def _arrivals_over(arrivals: dict[str, Any], like: NDArray[np.int64], day: float) -> dict[str, Any]:
    """Cut the week's intervals at its midnights and lay the pieces one after the other."""
    cuts: list[float] = sorted({*arrivals["edges"], *(day * number for number in range(_WEEK + 1))})
    place = np.searchsorted(arrivals["edges"], cuts[:-1], side="right") - 1
    # Before the first edge and after the last nobody comes.
    known = [*arrivals["rates"], 0.0]
    rates = [0.0 if number < 0 else known[number] for number in place.tolist()]
    pieces: list[list[tuple[float, float]]] = [[] for _ in range(_WEEK)]
    for cut, rate in zip(cuts, rates, strict=False):
        pieces[int(cut // day)].append((cut % day, rate))
    weekdays: list[int] = like.tolist()
    laid = [(day * number + offset, rate) for number, w in enumerate(weekdays) for offset, rate in pieces[w]]
    edges = [*(edge for edge, _ in laid), day * len(like)]
    return {**arrivals, "edges": edges, "rates": [rate for _, rate in laid]}


def _shifts_over(shifts: list[dict[str, Any]], like: NDArray[np.int64], day: float) -> list[dict[str, Any]]:
    """Cut each shift at the week's midnights and lay the pieces one after the other."""
    laid: list[dict[str, Any]] = []
    for number, w in enumerate(like.tolist()):
        for shift in shifts:
            starts, ends = max(shift["starts"], day * w), min(shift["ends"], day * (w + 1))
            if starts < ends:
                moved = day * (number - w)
                laid.append({**shift, "starts": starts + moved, "ends": ends + moved})
    return laid
