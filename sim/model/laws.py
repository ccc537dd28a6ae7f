"""Everything a case's course depends on besides the other cases: the laws, the calendar and the key of the words."""

import pickle
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from numba import njit
from numba.experimental import structref

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import ClockArrays
from engine.core.lent import LentStruct, lent, register_lent
from sim.laws.answer import AnswerLaw, answer_law
from sim.laws.duration import DurationLaw, duration_law
from sim.laws.patience import PatienceLaw, patience_law
from sim.laws.traits import TraitLaw, trait_law
from sim.scenario.scenario import Scenario

_FIELDS: Final = (
    "seed", "replication", "clock", "traits", "answer", "duration", "patience", "owned_clock", "owned_traits",
)  # fmt: skip


class CaseLawsType(LentStruct):
    """The compiler's type of the laws."""


class CaseLaws(structref.StructRefProxy):
    """The laws as one reference: handing a compiled function the tables one by one costs more than its work."""

    if TYPE_CHECKING:
        seed: int
        replication: int
        clock: ClockArrays
        traits: TraitLaw
        answer: AnswerLaw
        duration: DurationLaw
        patience: PatienceLaw
        owned_clock: ClockArrays
        """What the arrays of `clock` lie in; see `engine.core.lent`."""
        owned_traits: TraitLaw


register_lent(CaseLawsType, CaseLaws, _FIELDS)


def case_laws(scenario: Scenario, calendar: WorkCalendar, *, seed: int, replication: int) -> CaseLaws:
    """Collect the laws of a scenario.

    Parameters
    ----------
    scenario
        What is simulated.
    calendar
        The courts' working calendar.
    seed, replication
        Key of every random word of the run.

    Returns
    -------
    CaseLaws
        For compiled functions; Python cannot read its fields.
    """
    return _construct(seed, replication, calendar.arrays, *_parts(scenario))


def laws_digest(scenario: Scenario, calendar: WorkCalendar) -> bytes:
    """Return 32 bytes that stand for the laws of a scenario: where they differ, a case may differ.

    They are made of the laws themselves, not of the sections that these are known to come from.
    """
    return blake2b(pickle.dumps((calendar.arrays, _parts(scenario))), digest_size=32).digest()


class _Parts(NamedTuple):
    traits: TraitLaw
    answer: AnswerLaw
    duration: DurationLaw
    patience: PatienceLaw


def _parts(scenario: Scenario) -> _Parts:
    return _Parts(
        trait_law(scenario),
        answer_law(scenario.offers),
        duration_law(scenario.durations),
        patience_law(scenario.withdrawal),
    )


@njit(cache=True)
def _construct(
    seed: int,
    replication: int,
    clock: ClockArrays,
    traits: TraitLaw,
    answer: AnswerLaw,
    duration: DurationLaw,
    patience: PatienceLaw,
) -> Any:
    used_traits = TraitLaw(
        lent(traits.dispute_type),
        lent(traits.language),
        lent(traits.entry_route),
        lent(traits.channel),
        lent(traits.settled_share),
        lent(traits.settled_code),
        lent(traits.failed_code),
        traits.weight,
    )
    return CaseLaws(seed, replication, lent_clock(clock), used_traits, answer, duration, patience, clock, traits)


@njit(cache=True)
def lent_clock(clock: ClockArrays) -> ClockArrays:
    """Return a clock's tables to be used without counting references; whoever uses them keeps the clock."""
    return ClockArrays(
        clock.first_day,
        lent(clock.workdays_before),
        lent(clock.workday_days),
        lent(clock.block_starts),
        lent(clock.block_ends),
    )
