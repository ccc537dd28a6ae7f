"""One run of the platform as measures, of the whole and court by court."""

from math import nan

import numpy as np
from numpy.typing import NDArray

from sim.fast.measures import run_measures
from sim.population.build import build_population
from sim.scenario.scenario import Scenario

HOURS_A_DAY = 24.0


def run_platform(scenario: Scenario, *, seed: int, replication: int, by_court: bool) -> dict[str, float]:
    """Simulate the platform once and measure it.

    To the loop's own measures is added `room_wait_mean_hours`, the time a case spends on average waiting for a mediator
    with room, by Little's law: those waiting over those filed in an hour. It is what staff can change, while the time
    that mediators take to answer an offer is not.

    Parameters
    ----------
    scenario
        What to simulate.
    seed, replication
        Key of all random words.
    by_court
        Whether to give each court's measures too, as `measure@number of the court`.

    Returns
    -------
    dict[str, float]
        Value by name; NaN where nothing was there to measure.
    """
    population = build_population(scenario, seed=seed) if by_court else None
    outcome = run_measures(scenario, seed=seed, replication=replication, population=population)
    measures = dict(outcome.measures)
    hours = scenario.window.days * HOURS_A_DAY
    filed_an_hour = measures["cases"] / hours
    measures["room_wait_mean_hours"] = measures["waiting_mean"] / filed_an_hour if filed_an_hour else nan
    if population is None:
        return measures
    expected = np.maximum(filed_an_hour * population.court_share, np.finfo(np.float64).tiny)
    for name, values in (
        ("room_wait_mean_hours", outcome.waiting_mean_by_court / expected),
        ("waiting_mean", outcome.waiting_mean_by_court),
        ("utilisation", outcome.utilisation_by_court),
        ("accepted_in_time_share", outcome.accepted_in_time_by_court),
    ):
        measures |= _numbered(name, values)
    return measures


def _numbered(name: str, values: NDArray[np.float64]) -> dict[str, float]:
    return {f"{name}@{court}": value for court, value in enumerate(values.tolist())}
