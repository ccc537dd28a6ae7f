"""The nation as the core meets it in the middle of its work: half a million cases seated, the next ones waiting.

Some of those that wait have conflicts, some have been declined, and each has climbed to the first step of the ladder
with anybody free: what is timed is the natural mixture.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from benchmarks.kernels import bars_of, file_all, steps_of
from benchmarks.question import Mediators, Question
from benchmarks.sizes import CONFLICTED_SHARE, CONFLICTS_MAX, DECISIONS, DECLINED_SHARE, SEATED_CASES
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from sim.model.course import Features, features
from sim.model.laws import CaseLaws, case_laws
from sim.model.seating import seat
from sim.model.survivors import OPEN_ACCEPTED, Survivors
from sim.population.apportion import apportion
from sim.population.build import build_population
from sim.population.population import Population
from sim.randomness.words import COURT_SHIFT
from sim.scenario.fraction import fraction_of_the_nation

_SEED: Final = 1
_FIRST_WAITING: Final = 1 << 31
"""Ordinals of the waiting cases begin above those of the seated ones."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SeatedNation:
    """A core with its cases, and those whose mediators shall be drawn."""

    core: AssignmentCore
    seated: int
    """Cases that mediators hold."""
    case_ids: NDArray[np.int64]
    """int64[n]: the waiting cases."""
    slots: NDArray[np.int64]
    """int64[n]: where the core keeps them."""
    like: Features
    """What each is like."""
    words: NDArray[np.int64]
    """int64[n]: 64 random bits each."""

    @property
    def size(self) -> str:
        """How large it is, for the table of results."""
        roster, policy = self.core.roster, self.core.settings.policy
        return (
            f"{roster.mediators:,} mediators, {roster.courts:,} courts, {self.seated:,} cases seated, "
            f"{policy.name.lower()}"
        )

    @property
    def steps(self) -> NDArray[np.int64]:
        """int64[n]: the ladder step that each waiting case has reached."""
        return steps_of(self.core.state, self.slots)

    def mediators(self) -> Mediators:
        """Return the mediators as the rivals keep them, in the same state."""
        load_milli, cumulative_milli, _ = self.core.mediators
        return Mediators.of(self.core.roster, load_milli, cumulative_milli)

    def questions(self) -> list[Question]:
        """Return what the rivals are asked, in the order of the waiting cases."""
        like = self.like
        courts = self.case_ids >> COURT_SHIFT
        columns = (courts, like.dispute_type, like.language, like.weight_milli, self.steps, self.words)
        rows: list[tuple[int, int, int, int, int, int]] = list(
            zip(*(column.tolist() for column in columns), strict=True)
        )
        questions = [Question(*row) for row in rows]
        bars: list[tuple[int, int, int]] = bars_of(self.core.state, self.slots).tolist()
        for place, mediator, is_conflict in bars:
            asked = questions[place]
            if is_conflict:
                questions[place] = asked._replace(conflicted=asked.conflicted | {mediator})
            else:
                questions[place] = asked._replace(declined=asked.declined | {mediator})
        return questions


def seated_nation(share: float) -> SeatedNation:
    """Seat a share of the nation's cases through the core and let the next ones wait.

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
    seated = round(SEATED_CASES * share)
    _seat(core, laws, _seated_ids(population, seated, random), now)

    court_share, count = population.court_share, round(DECISIONS * share)
    courts = random.choice(len(court_share), count, p=court_share).astype(np.int64)
    case_ids = courts << COURT_SHIFT | _FIRST_WAITING + np.arange(count)
    words = random.integers(-(2**63), 2**63 - 1, count, np.int64, endpoint=True)
    like = features(laws, case_ids, np.full(count, now))
    slots = _wait(core, case_ids, now, like, words, random)
    return SeatedNation(core=core, seated=seated, case_ids=case_ids, slots=slots, like=like, words=words)


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
    core.adopt(case_ids, seat(core.state, laws, cases, features(laws, case_ids, filed_at)).slot)


def _wait(
    core: AssignmentCore,
    case_ids: NDArray[np.int64],
    now: int,
    like: Features,
    words: NDArray[np.int64],
    random: Generator,
) -> NDArray[np.int64]:
    """File cases, some in conflict and some declined once; return their slots."""
    count = len(case_ids)
    conflicts = np.where(random.random(count) < CONFLICTED_SHARE, random.integers(1, CONFLICTS_MAX + 1, count), 0)
    declines = random.random(count) < DECLINED_SHARE
    picks = random.integers(0, 2**62, (count, CONFLICTS_MAX))
    slots = file_all(core.state, case_ids, now, like, conflicts, declines, picks, words)
    core.adopt(case_ids, slots)
    return slots
