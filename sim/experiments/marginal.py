"""What one more mediator is worth, court by court: every court gets one, and the same cases are simulated again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from sim.experiments.estimate import Estimate, check_runs, estimate
from sim.experiments.job import Job
from sim.experiments.runner import Runner
from sim.experiments.units import LEVELS, merged_units, staffed_units
from sim.population.build import build_population
from sim.scenario.scenario import Scenario

DAYS_A_YEAR = 365.0


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What one more mediator at a court is worth."""

    court: str
    mediators: int
    """On the roster now."""
    waiting: float
    """Cases waiting there now, on average."""
    case_days_saved: Estimate
    """Days of waiting saved there in a year."""


def marginal_worth(
    scenario: Scenario,
    *,
    seed: int,
    replications: int = 10,
    confidence: float = 0.95,
    count: int | None = 50,
    runner: Runner,
) -> list[Worth]:
    """Rank courts by what one more mediator would save in waiting.

    Every court keeps its cases to itself here, so what a newcomer changes in one court changes nothing in another, and
    one pair of simulations with the same random numbers tells the worth of one more in all of them.

    Parameters
    ----------
    scenario
        What is simulated.
    seed
        Key of every random number.
    replications
        Pairs of runs.
    confidence
        Of each interval.
    count
        Courts to give, the largest worth first; None for all.
    runner
        Where.

    Raises
    ------
    ExperimentError
        If the confidence is out of bounds.
    SimError
        As the simulations raise it.
    """
    check_runs(replications, confidence)
    units = merged_units(build_population(scenario, seed=seed), LEVELS[0])
    with TemporaryDirectory() as before, TemporaryDirectory() as after:
        now = staffed_units(scenario, units, units.available, Path(before), seed=seed)
        more = staffed_units(scenario, units, units.available + 1, Path(after), seed=seed)
        jobs = [
            Job(scenario=each, seed=seed, replication=number, by_court=True)
            for each in (now, more)
            for number in range(replications)
        ]
        results = runner.run(jobs)
    waiting = np.array([[result[f"waiting_mean@{unit}"] for unit in range(len(units.names))] for result in results])
    return _ranked(units.names, units.available, waiting, replications, confidence, count)


def _ranked(
    names: Sequence[str],
    mediators: NDArray[np.int64],
    waiting: NDArray[np.float64],
    replications: int,
    confidence: float,
    count: int | None,
) -> list[Worth]:
    saved = (waiting[:replications] - waiting[replications:]) * DAYS_A_YEAR
    order: list[int] = np.argsort(-saved.mean(axis=0), kind="stable")[:count].tolist()
    return [
        Worth(
            court=names[court],
            mediators=int(mediators[court]),
            waiting=float(waiting[:replications, court].mean()),
            case_days_saved=estimate(saved[:, court].tolist(), confidence=confidence),
        )
        for court in order
    ]
