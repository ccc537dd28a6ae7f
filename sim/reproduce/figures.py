"""Hold a run against every published figure it speaks to."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any, Final

import msgspec

from analytics.records import Measures
from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import DAY_US, local_midnight_us

PUBLISHED_PRESETS: Final = ("national-2020", "national-2020-year")
"""Scenarios that the published figures speak of: the nation in an ordinary week, and in the year."""
"""The scenario the figures are about; a run of any other has none to be held against."""
LAUNCH: Final = date(2018, 2, 28)
YEAR_END: Final = date(2020, 12, 31)
"""Last day the published cumulative counts include."""
_MINUTES_A_WORKDAY: Final = WORKING_DAY_US / 60e6
_SECONDS_A_WORKDAY: Final = WORKING_DAY_US / 1e6
_MINUTES_A_DAY: Final = 1_440


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One published figure and what the run made of it."""

    id: str
    preset: str
    title: dict[str, str]
    """By language, en and zh; `reading` and `note` likewise."""
    unit: str
    published: float
    achieved: float | None
    """None where the run does not simulate it."""
    relative_error: float | None
    """Achieved / published - 1."""
    tolerance: float
    at_most: bool
    """Published as an upper bound: reproduced by anything up to it."""
    reading: dict[str, str]
    note: dict[str, str] | None
    source: str
    verdict: str
    """`reproduced`, `contradicts ID` or `not modelled yet`."""


@dataclass(frozen=True, kw_only=True)
class Achievements:
    """What a run has to show."""

    measures: Measures
    courts: int
    """Courts of its roster."""
    calendar: WorkCalendar
    """Knows the years from the launch on."""
    preset: str
    """Which of `PUBLISHED_PRESETS` was run."""
    ordinary_week_excess: float
    """Expected filings a calendar day in the window over the reference year's mean, minus 1."""


def published_figures(run: Achievements) -> list[Figure]:
    """Return one record a published figure, in order of id.

    Parameters
    ----------
    run
        What the run has to show.

    Returns
    -------
    list[Figure]
        Every verdict follows from the numbers beside it.
    """
    text = resources.files("sim.reproduce").joinpath("published.toml").read_text(encoding="utf-8")
    return [_figure(name, entry, run) for name, entry in sorted(tomllib.loads(text).items())]


def missed_figures(figures: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the ids of figures that the run models and yet does not reproduce.

    A reading that contradicts another figure is meant to; one that contradicts the figure itself is a miss.
    """
    return [figure["id"] for figure in figures if figure["verdict"] == f"contradicts {figure['id']}"]


def _figure(name: str, entry: Mapping[str, Any], run: Achievements) -> Figure:
    compute = _READINGS.get(name)
    achieved = None if compute is None else compute(run)
    published = float(entry["published"])
    error = None if achieved is None else achieved / published - 1.0
    tolerance, at_most = float(entry["tolerance"]), bool(entry.get("at_most", False))
    return Figure(
        id=name,
        preset=run.preset,
        title=entry["title"],
        unit=entry["unit"],
        published=published,
        achieved=achieved,
        relative_error=error,
        tolerance=tolerance,
        at_most=at_most,
        reading=entry["reading"],
        note=_note(run.ordinary_week_excess) if name in _RATES_OF_THE_WEEK and _shows(run) else None,
        source=entry["source"],
        verdict=_verdict(error, tolerance, at_most=at_most, rival=entry.get("contradicts", name)),
    )


def _verdict(error: float | None, tolerance: float, *, at_most: bool, rival: str) -> str:
    if error is None:
        return "not modelled yet"
    reproduced = error <= tolerance if at_most else abs(error) <= tolerance
    return "reproduced" if reproduced else f"contradicts {rival}"


def _shows(run: Achievements) -> bool:
    """Whether the window's excess is more than the whole year's, which is none but for rounding."""
    return abs(run.ordinary_week_excess) >= _EXCESS_SHOWN


def _note(excess: float) -> dict[str, str]:
    return {
        "en": f"The window has {excess:+.1%} filings a calendar day against the mean of its year, "
        "because the year has holidays and an ordinary week has none.",
        "zh": f"窗口期每日立案较全年日均{excess:+.1%}：全年有节假日，普通周没有。",
    }


def _per_minute(run: Achievements) -> float | None:
    return run.measures.volume.accepted.per_working_minute


def _pre_filing_per_workday(run: Achievements) -> float | None:
    success = run.measures.success
    return None if success is None else success.pre_filing.per_workday


def _seconds_between(run: Achievements) -> float | None:
    success = run.measures.success
    return None if success is None else success.seconds_between_pre_filing


def _success_rate(run: Achievements) -> float | None:
    success = run.measures.success
    return None if success is None else success.overall.rate


def _since_launch(run: Achievements) -> float | None:
    rate = _per_minute(run)
    end = local_midnight_us(YEAR_END + timedelta(days=1))
    workdays = run.calendar.workdays(local_midnight_us(LAUNCH), end)
    return None if rate is None else rate * _MINUTES_A_WORKDAY * workdays


def _round_the_clock_year(run: Achievements) -> float | None:
    rate = _per_minute(run)
    first = date(YEAR_END.year, 1, 1)
    days = (YEAR_END - first).days + 1
    return None if rate is None else rate * _MINUTES_A_DAY * days


def _taken_per_workday(run: Achievements) -> float | None:
    return run.measures.volume.accepted.per_workday


def _discounted_seconds(run: Achievements) -> float | None:
    per_workday, rate = _pre_filing_per_workday(run), _success_rate(run)
    return _SECONDS_A_WORKDAY / (per_workday * rate) if per_workday and rate else None


def _round_the_clock_seconds(run: Achievements) -> float | None:
    success = run.measures.success
    if success is None or not success.pre_filing.count:
        return None
    return run.measures.period.calendar_days * (DAY_US / 1e6) / success.pre_filing.count


def _courts(run: Achievements) -> float:
    return float(run.courts)


_READINGS: Final[Mapping[str, Callable[[Achievements], float | None]]] = {
    "a": _per_minute,
    "b": _pre_filing_per_workday,
    "c": _seconds_between,
    "d": _success_rate,
    "f": _since_launch,
    "g": _round_the_clock_year,
    "h": _taken_per_workday,
    "i": _discounted_seconds,
    "j": _round_the_clock_seconds,
    "m": _courts,
}
_RATES_OF_THE_WEEK: Final = frozenset({"a", "b", "c"})
_EXCESS_SHOWN: Final = 0.0005
"""Below this a note would say +0.0%."""
