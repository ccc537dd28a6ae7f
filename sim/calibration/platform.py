"""From a case table to a scenario of the platform; what the table cannot tell is left as a preset has it, and named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from engine.calendar.year import YearDays
from sim.calibration.case_table import read_case_table
from sim.calibration.platform_cases import learn_cases, learn_durations, learn_offers
from sim.calibration.platform_demand import learn_arrivals
from sim.scenario.scenario import Scenario
from sim.scenario.toml_text import toml_text
from sim.scenario.years import Year, Years, working_calendar

ALWAYS_LEFT: Final = (
    "window, ladder and policy: they are what a planner chooses",
    'population: courts, mediators and their capacities, which a roster tells (population.kind = "files")',
)
"""What no case table tells."""
_WIDTH: Final = 120


@dataclass(frozen=True, kw_only=True, eq=False)
class PlatformFit:
    """What a case table told."""

    source: str
    """Name of its file."""
    base_name: str
    """The preset below."""
    rows: int
    """Rows of the file."""
    rejected: dict[str, int]
    """Rows left out, by reason."""
    cases: int
    """Cases filed in the period."""
    days: int
    """Whole days of the period."""
    courts: int
    """Different courts seen."""
    mediators: int
    """Different mediators seen."""
    values: dict[str, Any]
    """Learnt tables of the scenario."""
    learnt: tuple[str, ...]
    """What was learnt, and from how many rows."""
    left: tuple[str, ...]
    """What was left as the base has it, and why."""
    duration_distance: float
    """Largest distance of the law of durations to Kaplan and Meier's curve; NaN where it was not learnt."""


def fit_platform(path: Path, *, base: Scenario, base_name: str, years: Sequence[YearDays] = ()) -> PlatformFit:
    """Learn from a case table what it can tell.

    Parameters
    ----------
    path
        Parquet file, as `onestop run` and `onestop analytics import` write it.
    base
        What stays where the table says nothing.
    base_name
        The preset's name.
    years
        Days off of years beyond those that the working calendar and the base know; they go into the scenario.

    Raises
    ------
    CalibrationError
        If the table cannot be read, covers no whole day, or lies in a year that is not known.
    CalendarError
        If the years leave one out between them.

    """
    calendar = _with(base.calendar, years)
    table = read_case_table(path, working_calendar(calendar))
    arrivals = learn_arrivals(table, base.arrivals)
    cases, closing = learn_cases(table, base.cases, base.closing)
    offers = learn_offers(table)
    durations, distance = learn_durations(table, base.durations)
    sections = {"arrivals": arrivals, "cases": cases, "offers": offers, "durations": durations}
    values = {name: found[0] for name, found in sections.items() if found[0]}
    if closing:
        values["closing"] = closing
    if years:
        values["calendar"] = calendar.model_dump(exclude_none=True)
    bounded = _bounded_skills(base, cases[0])
    if bounded:
        values["population"] = bounded
    return PlatformFit(
        source=path.name,
        base_name=base_name,
        rows=table.rows,
        rejected=table.rejected,
        cases=int(table.filed_inside.sum()),
        days=table.days,
        courts=len(set(table.counts["court_id"].tolist()) - {-1}),
        mediators=len(set(table.counts["mediator_id"].tolist()) - {-1}),
        values=values,
        learnt=tuple(line for found in sections.values() for line in found[1]),
        left=(*(line for found in sections.values() for line in found[2]), *_skills_note(bounded), *ALWAYS_LEFT),
        duration_distance=distance,
    )


def _with(calendar: Years, years: Sequence[YearDays]) -> Years:
    own = {one.year: one for one in calendar.year}
    for days in years:
        own[days.year] = Year(
            year=days.year, holidays=tuple(sorted(days.holidays)), workdays=tuple(sorted(days.workdays))
        )
    return Years(year=tuple(own[number] for number in sorted(own)), provisional_until=calendar.provisional_until)


def _bounded_skills(base: Scenario, cases: Mapping[str, Any]) -> dict[str, float]:
    """Keep mediators from taking more kinds of disputes, on average, than there are."""
    kinds = len(cases.get("dispute_type", base.cases.dispute_type))
    mean = getattr(base.population, "dispute_types_mean", None)
    return {"dispute_types_mean": float(kinds)} if mean is not None and mean > kinds else {}


def _skills_note(bounded: Mapping[str, float]) -> list[str]:
    if not bounded:
        return []
    mean = bounded["dispute_types_mean"]
    return [f"population.dispute_types_mean, lowered to the {mean:g} kinds of disputes that the table has"]


def platform_text(fit: PlatformFit) -> str:
    """Return the scenario as TOML, with what was learnt and what was left as comments.

    Parameters
    ----------
    fit
        What was learnt.

    """
    notes = [
        (
            f"Fitted to {fit.source}: {fit.cases:,} cases filed on {fit.days} days, by {fit.courts:,} courts and "
            f"{fit.mediators:,} mediators seen."
        ),
        *(f"Left out: {count:,} {reason}." for reason, count in fit.rejected.items()),
        *(f"Learnt: {line}." for line in fit.learnt),
        *(f"Left as {fit.base_name} has it: {line}." for line in fit.left),
    ]
    head = "\n".join(fill(line, _WIDTH, initial_indent="# ", subsequent_indent="#   ") for line in notes)
    title = {"en": f"{fit.base_name}, fitted to a case table"[:120], "zh": f"由案件表拟合的情景（{fit.base_name}）"}
    values = {"base": fit.base_name, "name": f"fitted-{fit.base_name}", "title": title, **fit.values}
    return f"{head}\n\n{toml_text(values)}"


def platform_record(fit: PlatformFit) -> dict[str, Any]:
    """Return everything that was learnt, as `--json` prints it."""
    return {
        "source": fit.source,
        "base": fit.base_name,
        "rows": fit.rows,
        "rejected": fit.rejected,
        "cases": fit.cases,
        "days": fit.days,
        "fitted": fit.values,
        "learnt": list(fit.learnt),
        "left": list(fit.left),
        "duration_distance": fit.duration_distance,
    }
