"""Which policy shares work fairly and still cannot be foreseen: the same cases under one policy after another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, get_args

from analytics.fairness.measure import measure_fairness
from analytics.fairness.records import Fairness
from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.events.parquet import EventWriter
from sim.experiments.entropy import EntropyProbe
from sim.model.rules import ladder_of, policy_settings
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.population.files import write_roster
from sim.population.population import Population
from sim.scenario.handling import Policy
from sim.scenario.load import with_changes
from sim.scenario.scenario import Scenario

POLICIES: Final[tuple[str, ...]] = get_args(Policy.model_fields["name"].annotation)
"""Every policy a scenario may name."""
BANDED: Final = "band_draw"
"""The one policy that looks at the width of the band."""
_TOLD_BY_EVENTS: Final = ("band_draw", "least_loaded", "longest_idle", "random", "ranked_list", "batch_optimal")
"""Policies that give each member of the band one ticket, or draw nothing: events tell entropy exactly."""


@dataclass(frozen=True, kw_only=True)
class PolicyFairness:
    """What one policy made of the cases."""

    policy: str
    cases_max: int
    """Most cases that one mediator held at one time."""
    p99_open_weight_milli: int
    """Weight held at the end that 99 % of the mediators do not exceed; thousandths of an ordinary case."""
    gini: float | None
    """Of the weight accepted in the window, within courts."""
    mean_inner_range_milli: float | None
    """95th less 5th percentile of that weight within a court, on average; thousandths of an ordinary case."""
    entropy_bits: float | None
    """Mean over draws among two or more; exact."""
    predictable_share: float | None
    """Draws among two or more whose winner was certain, as a share."""
    pool_one_share: float | None
    """Draws with nobody else in the pool, as a share of all draws."""
    draws: int
    offers: int
    """Draws and offers to mediators with new room."""
    courts_flagged: int
    """Courts whose winning tickets do not look drawn."""
    fairness: Fairness
    """Everything that was measured."""


def compare_policies(
    scenario: Scenario,
    policies: Sequence[str],
    *,
    seed: int,
    calendar: WorkCalendar,
    on_progress: Callable[[float], None] | None = None,
) -> list[PolicyFairness]:
    """Simulate a scenario under one policy after another, with the same filings, answers, durations and weights.

    What differs between two policies is their doing: a case has the same words whoever is asked for it. The weight that
    mediators hold when the window begins is not counted as accepted in it, but the policy knows of it and evens it out.

    Parameters
    ----------
    scenario
        What to simulate; its own policy does not matter.
    policies
        Names of `POLICIES`, in the order wanted.
    seed
        Key of every random word.
    calendar
        The courts' working calendar.
    on_progress
        Called now and then with the share that is done.

    Returns
    -------
    list[PolicyFairness]
        One a policy, in the order given.

    Raises
    ------
    ScenarioError
        If there is no such policy.
    SimError, EngineError, AnalyticsError
        As the simulation and the measures raise them.
    """
    variants = [with_changes(scenario, {"policy.name": name}) for name in policies]
    population = build_population(scenario, seed=seed)
    compared: list[PolicyFairness] = []
    for place, variant in enumerate(variants):
        show = None if on_progress is None else partial(_show, on_progress, place, len(variants))
        compared.append(_simulated(variant, population, calendar, seed, show))
    return compared


def _show(on_progress: Callable[[float], None], place: int, count: int, share: float) -> None:
    on_progress((place + share) / count)


def _simulated(
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    seed: int,
    on_progress: Callable[[float], None] | None,
) -> PolicyFairness:
    policy = scenario.policy.name
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_roster(population, folder)
        with EventWriter(folder / "events.parquet", court_province=population.roster.court_province) as writer:
            probe = None
            if policy not in _TOLD_BY_EVENTS:
                core = AssignmentCore(population.roster, policy_settings(scenario), ladder_of(scenario))
                probe = EntropyProbe(core, writer)
            simulate(scenario, population, calendar, probe or writer, seed=seed, on_progress=on_progress)
        fairness = measure_fairness(folder / "events.parquet", mediators=folder / "mediators.parquet")
    return _row(policy, fairness, None if probe is None else probe.mean_bits)


def _row(policy: str, fairness: Fairness, exact_bits: float | None) -> PolicyFairness:
    drawn, load = fairness.predictability, fairness.open_load
    assert load is not None, "the roster has been written, here and below"
    assert fairness.gini is not None
    assert fairness.band_spread is not None
    return PolicyFairness(
        policy=policy,
        cases_max=load.cases_max,
        p99_open_weight_milli=load.p99_weight_milli,
        gini=fairness.gini.gini,
        mean_inner_range_milli=fairness.band_spread.mean_inner_range_milli,
        entropy_bits=drawn.entropy_bits if exact_bits is None else exact_bits,
        predictable_share=None if drawn.predictable is None else drawn.predictable.rate,
        pool_one_share=None if drawn.pool_one is None else drawn.pool_one.rate,
        draws=drawn.draws,
        offers=fairness.overrides.offers,
        courts_flagged=fairness.uniformity.flagged,
        fairness=fairness,
    )
