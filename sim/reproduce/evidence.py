"""Simulate what a preset is held against the published figures with, and return the figures."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from engine.calendar.calendar import WorkCalendar
from sim.channels.hotline import simulate_hotline
from sim.channels.load import load_filings, with_reading
from sim.channels.simulate import simulate_filings
from sim.queueing.load import load_queue
from sim.reproduce.claims import Claims
from sim.reproduce.counting import count_filings, since_the_launch
from sim.reproduce.figures import Figure, figures_of
from sim.reproduce.platform import since_launch
from sim.run import run_scenario
from sim.scenario.load import load_scenario, with_changes

WEEK_DAYS: Final = 7
_HOTLINE_YEAR: Final = date(2020, 1, 1)
_HOTLINE_DAYS: Final = 366


class Setting(NamedTuple):
    """How evidence is made, the same for every preset."""

    seed: int
    calendar: WorkCalendar
    folder: Path
    """Existing folder for the files of runs."""
    reading: str
    """How the published off-hours share is read, see `sim.channels.scenario.OffHours`."""


def preset_figures(claims: Claims, setting: Setting) -> list[Figure]:
    """Simulate a preset in every way that its claims name and return its figures.

    Parameters
    ----------
    claims
        Which preset, and what with.
    setting
        Seed, calendar and place.

    Returns
    -------
    list[Figure]
        In order of id; none, if the preset's claims name no evidence.

    Raises
    ------
    SimError, EngineError, AnalyticsError
        As the simulations raise them.

    """
    made = [figure for kind in claims.evidence for figure in _MAKERS[kind](claims, setting)]
    return sorted(made, key=lambda figure: figure.id)


def _week(claims: Claims, setting: Setting) -> list[Figure]:
    """Simulate the platform for a week of the preset's own window."""
    scenario = load_scenario(claims.preset)
    if scenario.window.days > WEEK_DAYS:
        scenario = with_changes(scenario, {"window.days": WEEK_DAYS})
    folder = setting.folder / claims.preset
    folder.mkdir()
    return run_scenario(scenario, folder, seed=setting.seed, calendar=setting.calendar, events=False).figures


def _count(claims: Claims, setting: Setting) -> list[Figure]:
    """Draw and count all filings since the launch."""
    scenario = since_the_launch(load_scenario(claims.preset))
    cases = count_filings(scenario, setting.calendar, seed=setting.seed)
    return figures_of(claims, {**since_launch(cases, setting.calendar), "counted_filings": cases})


def _filings(claims: Claims, setting: Setting) -> list[Figure]:
    """Draw court filings by channel, and the lawyers' site."""
    scenario = with_reading(load_filings(claims.preset), setting.reading)
    found = simulate_filings(scenario, setting.calendar, seed=setting.seed)
    quantities: Mapping[str, float] = {
        "registered": found.registered,
        "civil": found.civil,
        "registered_per_civil": found.registered / found.civil,
        "online_share": found.online_share,
        "online_share_of_civil": found.online_share_of_civil,
        "online_off_hours_share": found.online_off_hours_share,
        "online_off_day_share": found.online_off_day_share,
        "mobile_courts": found.mobile_courts,
        "platform_courts": found.platform_courts,
        "lawyers_site_cases": found.lawyers.cases,
        "lawyers": found.lawyers.lawyers,
        "lawyers_workdays": found.lawyers.workdays,
        "lawyers_cases_per_workday": found.lawyers.cases_per_workday,
        "lawyers_cases_per_calendar_day": found.lawyers.cases_per_calendar_day,
        "lawyers_cases_per_lawyer": found.lawyers.cases_per_lawyer,
    }
    return figures_of(claims, quantities)


def _hotline(claims: Claims, setting: Setting) -> list[Figure]:
    """Simulate the hotline's calls over the whole of 2020."""
    found = simulate_hotline(
        load_queue(claims.preset), setting.calendar, starts_on=_HOTLINE_YEAR, days=_HOTLINE_DAYS, seed=setting.seed
    )
    quantities: Mapping[str, float | None] = {
        "calls": found.calls.count,
        "calls_per_workday": found.calls.per_workday,
        "calls_per_working_minute": found.calls.per_working_minute,
        "hotline_workdays": found.workdays,
        "answered_share": found.answered_share,
        "service_level": found.service_level,
        "target_wait_seconds": found.target_wait_seconds,
        "share_that_becomes_cases": found.share_that_becomes_cases,
    }
    return figures_of(claims, {name: value for name, value in quantities.items() if value is not None})


_MAKERS: Final[Mapping[str, Callable[[Claims, Setting], list[Figure]]]] = {
    "week": _week,
    "count": _count,
    "filings": _filings,
    "hotline": _hotline,
}
