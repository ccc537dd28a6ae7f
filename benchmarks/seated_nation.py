"""The nation as the core meets it in the middle of its work: half a million cases seated, the next ones waiting."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from benchmarks.kernels import file_all
from benchmarks.plain_scan import PlainScan
from benchmarks.sizes import DECISIONS, SEATED_CASES, fraction_of_the_nation
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from sim.model.course import OPEN_ACCEPTED, Features, Survivors, features
from sim.model.laws import CaseLaws, case_laws
from sim.model.seating import seat
from sim.population.apportion import apportion
from sim.population.build import build_population
from sim.population.population import Population
from sim.randomness.words import COURT_SHIFT

_SEED: Final = 1
_FIRST_WAITING: Final = 1 << 31
"""Ordinals of the waiting cases begin above those of the seated ones."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SeatedNation:
    """A core with its cases, and those whose mediators shall be drawn."""

    core: AssignmentCore
    case_ids: NDArray[np.int64]
    """int64[n]: the waiting cases."""
    slots: NDArray[np.int64]
    """int64[n]: where the core keeps them."""
    like: Features
    """What each is like."""
    steps: NDArray[np.int64]
    """int64[n]: the ladder step each looks at."""
    words: NDArray[np.int64]
    """int64[n]: 64 random bits each."""

    @property
    def size(self) -> str:
        """How large it is, for the table of results."""
        roster, policy = self.core.roster, self.core.settings.policy
        seated = self.core.open_cases - len(self.case_ids)
        return (
            f"{roster.mediators:,} mediators, {roster.courts:,} courts, {seated:,} cases seated, {policy.name.lower()}"
        )

    def plain_scan(self) -> PlainScan:
        """Return the rival, in the same state."""
        load, cumulative_milli, _ = self.core.mediators
        width = self.core.settings.band_width_milli
        return PlainScan(self.core.roster, load, cumulative_milli, band_width_milli=width)


def seated_nation(share: float) -> SeatedNation:
    """Seat a share of the nation's cases through the core and file the next ones.

    Courts get their cases in proportion to their yearly load. The seated ones come in a random order of filing, and
    each is seated and accepted before the next, so that busy courts have spilled over to their regions.

    Parameters
    ----------
    share
        Share of the nation, above 0 and at most 1.
    """
    scenario = fraction_of_the_nation(share)
    population = build_population(scenario, seed=_SEED)
    laws = case_laws(scenario, WorkCalendar.china(), seed=_SEED, replication=0)
    core = AssignmentCore(
        population.roster,
        PolicySettings(policy=Policy[scenario.policy.name.upper()], band_width_milli=scenario.policy.band_width_milli),
    )
    random, now = Generator(Philox(_SEED)), local_midnight_us(scenario.window.starts_on)
    _seat(core, laws, _seated_ids(population, round(SEATED_CASES * share), random), now)

    court_share = population.court_share
    courts = random.choice(len(court_share), round(DECISIONS * share), p=court_share).astype(np.int64)
    case_ids = courts << COURT_SHIFT | _FIRST_WAITING + np.arange(len(courts))
    like = features(laws, case_ids)
    slots, steps = file_all(core.state, case_ids, now, like.dispute_type, like.language)
    core.adopt(case_ids, slots)
    words = random.integers(-(2**63), 2**63 - 1, len(courts), np.int64, endpoint=True)
    return SeatedNation(core=core, case_ids=case_ids, slots=slots, like=like, steps=steps, words=words)


def _seated_ids(population: Population, count: int, random: Generator) -> NDArray[np.int64]:
    """int64[count]: numbers of the cases of all courts, shuffled."""
    counts = apportion(count, population.court_share)
    court = np.repeat(np.arange(len(counts)), counts)
    ordinal = np.arange(count) - np.repeat(np.cumsum(counts) - counts, counts)
    return random.permutation(court << COURT_SHIFT | ordinal)


def _seat(core: AssignmentCore, laws: CaseLaws, case_ids: NDArray[np.int64], now: int) -> None:
    """Seat cases filed evenly over the thirty days before `now`, accepted at once."""
    count = len(case_ids)
    filed_at = now - 30 * DAY_US + np.arange(count) * (30 * DAY_US // count)
    nothing, attempt = np.zeros(count, np.int64), np.ones(count, np.int64)
    stage = np.full(count, OPEN_ACCEPTED)
    cases = Survivors(case_ids, filed_at, stage, attempt, moved_at=filed_at, deadline=nothing, closes_at=nothing)
    core.adopt(case_ids, seat(core.state, laws, cases, features(laws, case_ids)).slot)
