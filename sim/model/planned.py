"""What a scenario's changes come to, for both backends: who goes, who comes back, which policy is adopted, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Final, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.calendar.day import local_midnight_us
from engine.core.policy import STANDARD_CASE_MILLI, Policy, PolicySettings
from engine.core.roster import Roster
from engine.events.enums import AbsenceCause
from sim.errors import Mistake, ScenarioError
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform
from sim.scenario.changes import Outage, PolicyChange
from sim.scenario.scenario import Scenario

OUTAGE_CAUSE: Final = AbsenceCause.CALENDAR
"""Cause of an absence in an outage: leave, since the day of the return is known beforehand."""
DRIFT_CAP_MILLI: Final = STANDARD_CASE_MILLI
"""How far below his colleagues' smallest cumulative weight somebody may start who comes back; the desk's default."""
_AWAY: Final = int(Purpose.AWAY)


@dataclass(frozen=True, kw_only=True, eq=False)
class Departure:
    """Mediators go: they are offered nothing from now on."""

    at: int
    """Local midnight, microseconds."""
    mediators: NDArray[np.int64]
    """int64[n], ascending."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Return:
    """Mediators are back."""

    at: int
    """Local midnight, microseconds."""
    mediators: NDArray[np.int64]
    """int64[n], ascending."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Adoption:
    """Every court adopts a policy."""

    at: int
    """Local midnight, microseconds."""
    settings: PolicySettings


Planned: TypeAlias = Departure | Return | Adoption
"""One thing that changes at one instant."""


def planned_changes(scenario: Scenario, roster: Roster, *, seed: int, replication: int) -> list[Planned]:
    """Work out what a scenario's changes come to for a roster.

    An outage takes the mediators with the smallest words of purpose `AWAY`, so that a larger share contains a smaller
    one's, in this scenario and in every other of the same roster, seed and replication.

    Parameters
    ----------
    scenario
        What is simulated.
    roster
        Courts and mediators.
    seed, replication
        Key of the words.

    Returns
    -------
    list[Planned]
        In the order in which they happen: by instant, who comes back before all else, then in the order of the
        scenario. Whoever is chosen by an outage that begins when another ends neither comes back nor goes.

    Raises
    ------
    ScenarioError
        If an outage is of a court that the roster does not have.

    Examples
    --------
    >>> from datetime import date
    >>> from sim.population.build import build_population
    >>> from sim.scenario.load import load_scenario, with_changes
    >>> away = {"on": date(2020, 8, 31), "kind": "outage", "share": 0.5}
    >>> scenario = with_changes(load_scenario("one-court"), {"change": [away]})
    >>> (departure,) = planned_changes(scenario, build_population(scenario, seed=1).roster, seed=1, replication=0)
    >>> len(departure.mediators)
    6
    """
    if not scenario.change:
        return []
    away = _away(scenario, roster, seed, replication)
    planned: list[Planned] = []
    for place, change in enumerate(scenario.change):
        at = local_midnight_us(change.on)
        if isinstance(change, PolicyChange):
            planned.append(Adoption(at=at, settings=_adopted(scenario, change)))
            continue
        outages = [(other, away[number]) for number, other in enumerate(scenario.change) if isinstance(other, Outage)]
        before = [mediators for other, mediators in outages if other.until == change.on]
        planned.append(Departure(at=at, mediators=_without(away[place], before)))
        if change.until is not None:
            after = [mediators for other, mediators in outages if other.on == change.until]
            planned.append(Return(at=local_midnight_us(change.until), mediators=_without(away[place], after)))
    return sorted(planned, key=lambda each: (each.at, not isinstance(each, Return)))


def _away(scenario: Scenario, roster: Roster, seed: int, replication: int) -> dict[int, NDArray[np.int64]]:
    """Return whom each outage chooses, int64[n] in ascending order, by its place among the changes."""
    chosen: dict[int, NDArray[np.int64]] = {}
    mistakes: list[Mistake] = []
    for place, change in enumerate(scenario.change):
        if not isinstance(change, Outage):
            continue
        if change.court is not None and change.court >= roster.courts:
            must = f"be below {roster.courts}, the courts there are: they count from 0"
            key = f"change #{place + 1}.court"
            mistakes.append(Mistake(file=scenario.name, key=key, value=change.court, must=must))
        chosen[place] = _chosen(change, roster, seed, replication)
    if mistakes:
        raise ScenarioError(mistakes)
    return chosen


def _chosen(outage: Outage, roster: Roster, seed: int, replication: int) -> NDArray[np.int64]:
    everybody = np.arange(roster.mediators)
    meant = everybody if outage.court is None else np.flatnonzero(roster.mediator_court == outage.court)
    count = floor(outage.share * len(meant) + 0.5)
    order = np.argsort(_words(seed, replication, meant), kind="stable")
    return np.sort(meant[order[:count]])


@njit(cache=True)
def _words(seed: int, replication: int, mediators: NDArray[np.int64]) -> NDArray[np.float64]:
    """float64[n]: each mediator's word, whatever the outage; the smaller, the sooner he goes."""
    words = np.empty(len(mediators), np.float64)
    for i in range(len(mediators)):
        words[i] = uniform(seed, replication, _AWAY, mediators[i], 0)
    return words


def _without(mediators: NDArray[np.int64], others: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.setdiff1d(mediators, np.concatenate(others)) if others else mediators


def _adopted(scenario: Scenario, change: PolicyChange) -> PolicySettings:
    """Return the policy adopted: what the change leaves out is as `[policy]` has it."""
    chosen = scenario.policy
    width, size, by_weight = change.band_width_milli, change.sample_size, change.by_weight
    return PolicySettings(
        policy=Policy[change.name.upper()],
        band_width_milli=chosen.band_width_milli if width is None else width,
        sample_size=chosen.sample_size if size is None else size,
        by_weight=chosen.by_weight if by_weight is None else by_weight,
    )
