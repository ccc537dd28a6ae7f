"""What a case table says of arrivals: cases a year, hours, days off, seasons."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_midnight_us
from engine.events.enums import Channel
from sim.calibration.case_table import CaseTable, local_hours
from sim.scenario.arrival_rules import WORKING_HOURS
from sim.scenario.demand import Arrivals

FILED_MIN: Final = 200
"""Fewest filings from which hours are learnt."""
SEASON_DAYS_MIN: Final = 365
"""Shortest period from which the months' factors are learnt."""
_HOURS: Final = 24
_HOURS_OF_ALL: Final = ("off_hours_share", "off_day_share", "workday_hour_weights", "off_day_hour_weights")


def learn_arrivals(table: CaseTable, base: Arrivals) -> tuple[dict[str, Any], list[str], list[str]]:
    """Learn `[arrivals]`.

    The yearly count is that of the calendar year of the period's first day, had it gone on like the period: filings
    a workday and a day off, each with the season's factors, times the days of that year.

    Parameters
    ----------
    table
        The cases.
    base
        What stays where the table says nothing.

    Returns
    -------
    tuple[dict[str, Any], list[str], list[str]]
        Keys learnt, how each was learnt, and what was left.

    """
    filed = table.times["filed_at"][table.filed_inside]
    if filed.size < FILED_MIN:
        too_few = f"arrivals: only {filed.size} filings in the period, {FILED_MIN} are needed"
        return _alike(base, _HOURS_OF_ALL, base.model_dump()), [], [too_few]
    starts = table.day_starts
    worked = table.calendar.is_workday_many(starts)
    counts = np.histogram(filed, bins=np.append(starts, table.period[1]))[0].astype(np.float64)
    months = np.array([_local_date(int(at)).month for at in starts])
    values: dict[str, Any] = {}
    learnt, left = list[str](), ["arrivals: court_day_variation, national_day_variation"]
    season = np.array(base.season)
    if table.days >= SEASON_DAYS_MIN and len(set(months.tolist())) == len(season):
        season = _season(counts, worked, months)
        values["season"] = [round(float(factor), 4) for factor in season]
        learnt.append(f"arrivals.season from {table.days} days")
    else:
        left.append(f"arrivals.season: {table.days} days are less than a year")
    year = _local_date(table.period[0]).year
    total, off_share = _yearly(counts, worked, season[months - 1], season, year, table.calendar, base)
    values |= {"cases_per_year": max(1, round(total)), "year": year}
    learnt.append(f"arrivals.cases_per_year and year from {filed.size:,} filings on {table.days} days")
    hours = _hours(filed, table, off_share, base)
    values |= hours
    learnt.append("arrivals.off_hours_share, off_day_share and hour weights from the same filings")
    if alike := _alike(base, hours.keys(), base.model_dump() | hours):
        values |= alike
        learnt.append("arrivals.profile: the same hours for every channel, as hours are learnt of all together")
    if worked.all():
        left.append("arrivals: off_day_share and off_day_hour_weights, as the period has no day off")
    return values, learnt, left


def _alike(base: Arrivals, keys: Iterable[str], hours: Mapping[str, Any]) -> dict[str, Any]:
    """Give channels to which the base has given hours of their own those of all: the table's channels may be others."""
    own = [channel.value for channel in Channel if base.profile.own(channel) is not None]
    of_all = {key: hours[key] for key in keys}
    return {"profile": dict.fromkeys(own, of_all)} if own else {}


def _local_date(at_us: int) -> date:
    from engine.calendar.day import EPOCH, LOCAL_ZONE  # noqa: PLC0415 - only dates need them

    return (EPOCH + timedelta(microseconds=at_us)).astimezone(LOCAL_ZONE).date()


def _season(counts: NDArray[np.float64], worked: NDArray[np.bool_], months: NDArray[np.int64]) -> NDArray[np.float64]:
    """Filings of each month over what its workdays and days off would have at the period's mean; mean 1."""
    usual = np.where(worked, *(float(counts[days].mean()) if days.any() else 0.0 for days in (worked, ~worked)))
    factors = np.array([counts[months == m].sum() / max(usual[months == m].sum(), 1e-9) for m in range(1, 13)])
    return np.clip(factors, 0.01, 10.0)


def _yearly(
    counts: NDArray[np.float64],
    worked: NDArray[np.bool_],
    factors: NDArray[np.float64],
    season: NDArray[np.float64],
    year: int,
    calendar: WorkCalendar,
    base: Arrivals,
) -> tuple[float, float]:
    """Cases a year, and the share of them on days off."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]
    whole = {True: 0.0, False: 0.0}
    for day in days:
        whole[calendar.is_workday(local_midnight_us(day))] += float(season[day.month - 1])

    def projected(which: NDArray[np.bool_], *, is_workday: bool) -> float:
        return float(counts[which].sum() / factors[which].sum()) * whole[is_workday]

    if not worked.any():
        total = projected(~worked, is_workday=False) / max(base.off_day_share, 1e-9)
        return total, base.off_day_share
    on_workdays = projected(worked, is_workday=True)
    if worked.all():
        return on_workdays / (1 - base.off_day_share), base.off_day_share
    total = on_workdays + projected(~worked, is_workday=False)
    return total, 1 - on_workdays / max(total, 1e-9)


def _hours(filed: NDArray[np.int64], table: CaseTable, off_share: float, base: Arrivals) -> dict[str, Any]:
    on_workday = table.calendar.is_workday_many(filed)
    hours = local_hours(filed)
    by_hour = {
        which: np.bincount(hours[on_workday == which], minlength=_HOURS).astype(np.float64) for which in (True, False)
    }
    inside = np.isin(np.arange(_HOURS), WORKING_HOURS)
    outside_share = float(by_hour[True][~inside].sum() / max(by_hour[True].sum(), 1.0))
    off_hours = min(off_share + (1 - off_share) * outside_share, 0.999)
    values: dict[str, Any] = {"off_hours_share": round(off_hours, 6), "off_day_share": round(off_share, 6)}
    if by_hour[True][inside].sum() > 0 and by_hour[True][~inside].sum() > 0:
        # Within working hours and within the rest the weights are shapes only; each part gets a mean of 1.
        usual = np.array([float(by_hour[True][inside == part].mean()) for part in (False, True)])
        shape = by_hour[True] / usual[inside.astype(np.int64)]
        values["workday_hour_weights"] = [round(weight, 4) for weight in shape.tolist()]
    else:
        values["workday_hour_weights"] = list(base.workday_hour_weights)
    if by_hour[False].sum() >= _HOURS:
        values["off_day_hour_weights"] = [round(float(w), 4) for w in by_hour[False] / by_hour[False].mean()]
    return values
