"""The staff each kind of dispute needs if it has mediators of its own, against those the rosters can spare for it."""

from collections.abc import Callable, Sequence
from functools import partial
from math import fsum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import DISPUTE_TYPES
from sim.experiments.errors import ExperimentError
from sim.experiments.estimate import check_runs, estimate
from sim.experiments.job import AnyScenario, change_any
from sim.experiments.objective import Objective, check_objective
from sim.experiments.runner import Runner
from sim.experiments.staff import Need, evaluator
from sim.experiments.staff_search import Bounds, smallest_staff
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.demand import DisputeTypeShare
from sim.scenario.population import SyntheticPopulation
from sim.scenario.scenario import Scenario

_SETTLING: Final = 2
"""Closing codes that settle a case: the first of the eight."""
LEAST: Final = "one in every court is the least that can be simulated"
"""Note on a type that needs fewer."""


def staff_by_type(
    scenario: Scenario,
    objective: Objective,
    *,
    seed: int,
    confidence: float = 0.95,
    search_replications: int = 3,
    runner: Runner,
    on_progress: Callable[[float], None] | None = None,
) -> list[Need]:
    """Find the smallest staff for each dispute type by itself.

    The scenario is simulated with the cases of one type only and mediators who take no other. Against it stands what
    the rosters have for that type: a mediator who takes several is divided among them as their cases are.

    Parameters
    ----------
    scenario
        With a made-up population.
    objective
        What shall hold for each type.
    search_replications
        Runs of each staff on the way.
    seed, confidence, runner, on_progress
        As for `sim.experiments.replicate.replicate`.

    Returns
    -------
    list[Need]
        One a type with cases, in the order of the scenario.

    Raises
    ------
    ExperimentError
        If the population comes from files, the objective is out of reach for a type or cannot be searched by, or the
        confidence is out of bounds.
    SimError
        As the simulations raise it.
    """
    check_runs(search_replications, confidence)
    check_objective(objective, scenario)
    section = scenario.population
    if not isinstance(section, SyntheticPopulation):
        raise ExperimentError(f"population.kind = {section.kind}: must be synthetic to staff dispute types apart")
    divided = divided_staff(scenario, build_population(scenario, seed=seed))
    mix = [entry for entry in scenario.cases.dispute_type if entry.share > 0.0]
    needs: list[Need] = []
    for place, entry in enumerate(mix):
        available = round(float(divided[DISPUTE_TYPES.index(entry.name)]))
        needs.append(_need(scenario, entry, available, objective, seed, confidence, search_replications, runner))
        if on_progress is not None:
            on_progress((place + 1) / len(mix))
    return needs


def _need(
    scenario: Scenario,
    entry: DisputeTypeShare,
    available: int,
    objective: Objective,
    seed: int,
    confidence: float,
    replications: int,
    runner: Runner,
) -> Need:
    section = scenario.population
    assert isinstance(section, SyntheticPopulation), "checked before"
    staffed = partial(_only, scenario, section, entry.name.value, entry.share)
    found = smallest_staff(
        evaluator(staffed, objective, seed=seed, backend="fast", runner=runner),
        objective,
        Bounds(
            low=section.courts,
            high=20 * section.mediators,
            start=max(section.courts, available),
            step=max(1, available // 200),
        ),
        confidence=confidence,
        search_replications=replications,
        proof_replications=2 * replications,
    )
    return Need(
        unit=entry.name.value,
        required=found.staff,
        available=available,
        value=estimate(found.confirmed.values, confidence=confidence),
        note=LEAST if found.staff == section.courts else "",
    )


def divided_staff(scenario: Scenario, population: Population) -> NDArray[np.float64]:
    """Divide mediators among the dispute types they take, in proportion to the types' cases.

    Returns
    -------
    NDArray[np.float64]
        float64[dispute types], in the order of `DISPUTE_TYPES`; sums to the mediators who take a type with cases.
    """
    share = np.zeros(len(DISPUTE_TYPES))
    for entry in scenario.cases.dispute_type:
        share[DISPUTE_TYPES.index(entry.name)] = entry.share
    bits = population.roster.dispute_types[:, None] >> np.arange(len(DISPUTE_TYPES), dtype=np.uint64) & np.uint64(1)
    weight = bits * share
    total = weight.sum(axis=1, keepdims=True)
    return (weight / np.where(total > 0.0, total, 1.0)).sum(axis=0)


def _only(scenario: Scenario, section: SyntheticPopulation, name: str, share: float, staff: int) -> AnyScenario:
    settled = next(entry.settled_share for entry in scenario.cases.dispute_type if entry.name.value == name)
    return change_any(
        scenario,
        {
            "cases.dispute_type": [{"name": name, "share": 1.0, "settled_share": settled}],
            "cases.settled_share": settled,
            "closing.code_shares": _closed_as(settled, scenario.closing.code_shares),
            "arrivals.cases_per_year": max(1, round(scenario.arrivals.cases_per_year * share)),
            "population.mediators": staff,
            "population.organisations": min(section.organisations, staff),
            "population.dispute_types_mean": 1.0,
        },
    )


def _closed_as(settled: float, shares: Sequence[float]) -> list[float]:
    """Return the shares of closing codes of cases of which so many settle, each side divided as it was."""
    agreed, others = fsum(shares[:_SETTLING]), fsum(shares[_SETTLING:])
    return [
        share * (settled / agreed if code < _SETTLING else (1.0 - settled) / others)
        for code, share in enumerate(shares)
    ]
