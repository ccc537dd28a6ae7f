"""Everything a case's course depends on besides the other cases: the laws, the calendar and the key of the words."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from numba import njit, types
from numba.experimental import structref

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import ClockArrays
from sim.laws.answer import AnswerLaw, answer_law
from sim.laws.duration import DurationLaw, duration_law
from sim.laws.traits import TraitLaw, trait_law
from sim.scenario.scenario import Scenario

_FIELDS: Final = ("seed", "replication", "clock", "traits", "answer", "duration")


@structref.register
class CaseLawsType(types.StructRef):
    """The compiler's type of the laws."""

    def preprocess_fields(self, fields: Sequence[tuple[str, types.Type]]) -> tuple[tuple[str, types.Type], ...]:
        """Drop literal types, so that all laws have the one type that is compiled and cached."""
        unliteral = cast("Callable[[types.Type], types.Type]", types.unliteral)
        return tuple((name, unliteral(type_)) for name, type_ in fields)


class CaseLaws(structref.StructRefProxy):
    """The laws as one reference: handing a compiled function the tables one by one costs more than its work."""

    if TYPE_CHECKING:
        seed: int
        replication: int
        clock: ClockArrays
        traits: TraitLaw
        answer: AnswerLaw
        duration: DurationLaw


structref.define_boxing(CaseLawsType, CaseLaws)
structref.define_constructor(CaseLaws, CaseLawsType, _FIELDS)


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
    return _construct(
        seed,
        replication,
        calendar.arrays,
        trait_law(scenario),
        answer_law(scenario.offers),
        duration_law(scenario.durations),
    )


@njit(cache=True)
def _construct(
    seed: int,
    replication: int,
    clock: ClockArrays,
    traits: TraitLaw,
    answer: AnswerLaw,
    duration: DurationLaw,
) -> Any:
    return CaseLaws(seed, replication, clock, traits, answer, duration)
