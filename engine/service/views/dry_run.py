"""Who could take a case that nobody has filed, as things stand now; nothing is changed."""

from typing import Annotated, Final

import msgspec
import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.attributes import FIRST_ABROAD, FIRST_GENDER, FIRST_LANGUAGE
from engine.core.expression import holds
from engine.core.ladder import CIRCLES
from engine.core.policy import STANDARD_CASE_MILLI, WEIGHT_MILLI_MAX
from engine.core.refusals import check_number
from engine.core.requirement import bars_of, needs_of
from engine.core.roster import DISPUTE_TYPES, GENDERS, LANGUAGES, ORIGINS
from engine.core.state import VACANT, CoreState
from engine.events.enums import DisputeType, Gender, Language, Origin
from engine.events.lifecycle_words import Track
from engine.events.whole import Whole
from engine.registry.errors import RequestError
from engine.service.world import World

NAMED_MAX: Final = 100
"""Mediators who are named; the rest are counted."""
_FILTERS: Final = 8
_TYPE: Final = np.uint64((1 << FIRST_LANGUAGE) - 1)
_LANGUAGE: Final = np.uint64((1 << FIRST_GENDER) - (1 << FIRST_LANGUAGE))
_GENDER: Final = np.uint64((1 << FIRST_ABROAD) - (1 << FIRST_GENDER))
_NONE: Final = np.uint64(0)


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case as far as it matters who may take it."""

    court_id: Whole
    dispute_type: DisputeType
    language: Language = Language.MANDARIN
    origin: Origin = Origin.MAINLAND
    """Where the party from farthest away is from (ONL 6)."""
    mediator_gender: Gender | None = None
    weight_milli: Annotated[int, msgspec.Meta(ge=0, le=WEIGHT_MILLI_MAX)] = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    track: Track = Track.MEDIATION
    """The door on whose roster they are."""


class StepPool(msgspec.Struct, frozen=True, kw_only=True):
    """How many are left after each filter at one step of the ladder, and who."""

    step: int
    circle: str
    """court, region, province or nation."""
    roster: int
    """Mediators in the circle."""
    dispute_type: int
    language: int
    origin: int
    gender: int
    expression: int
    """The roster that the step names (ONL 28)."""
    present: int
    room: int
    """Who could be asked now."""
    mediators: tuple[int, ...]
    """Of those the first hundred, by number."""


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, true at one position of the log."""

    seq: int
    steps: tuple[StepPool, ...]
    """By step of the ladder."""
    first_step: int | None
    """First step at which somebody could be asked now; null if there is none."""


def dry_run(world: World, question: Question) -> DryRun:
    """Say who could take a case now; at most a millisecond a step at national size.

    Raises
    ------
    RequestError
        If the door has no roster.
    CoreError
        If there is no such court.
    """
    desks = world.platform.registry.desks
    if question.track not in desks:
        raise RequestError(f"track = {question.track.value}: must be one of {', '.join(desks)}, which have a roster")
    core = desks[question.track].core
    check_number("court", question.court_id, core.roster.courts - 1)
    needs = needs_of(
        DISPUTE_TYPES.index(question.dispute_type),
        LANGUAGES.index(question.language),
        GENDERS.index(question.mediator_gender),
    )
    bars = bars_of(ORIGINS.index(question.origin))
    steps: list[StepPool] = []
    for step in range(len(core.ladder.steps)):
        left, members = _who(core.state, question.court_id, step, needs, bars, question.weight_milli, NAMED_MAX)
        circle = CIRCLES[core.ladder.steps[step].circle]
        steps.append(StepPool(**_counts(left), step=step, circle=circle, mediators=tuple(members.tolist())))
    first = next((one.step for one in steps if one.room), None)
    return DryRun(seq=world.seq, steps=tuple(steps), first_step=first)


def _counts(left: NDArray[np.int64]) -> dict[str, int]:
    names = ("roster", "dispute_type", "language", "origin", "gender", "expression", "present", "room")
    return dict(zip(names, left.tolist(), strict=True))


@njit(cache=True)
def _who(
    state: CoreState, court: int, step: int, needs: np.uint64, bars: np.uint64, weight_milli: int, named_max: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many mediators pass each filter, and who passes all."""
    unit = state.unit_of_court[court, state.step_circle[step]]
    first = state.first_mediator[state.unit_first_court[unit]]
    last = state.first_mediator[state.unit_last_court[unit]]
    left = np.zeros(_FILTERS, np.int64)
    named = np.empty(min(named_max, last - first), np.int64)
    size = 0
    for mediator in range(first, last):
        if state.absence[mediator] & VACANT:
            continue
        passed = _passed(state, mediator, step, needs, bars, weight_milli)
        left[:passed] += 1
        if passed == _FILTERS and size < len(named):
            named[size] = mediator
            size += 1
    return left, named[:size]


@njit(cache=True)
def _passed(state: CoreState, mediator: int, step: int, needs: np.uint64, bars: np.uint64, weight_milli: int) -> int:
    """Return how many filters a mediator of the circle passes, the circle itself included."""
    word = state.attribute_word[mediator]
    missing = needs & ~word
    if missing & _TYPE != _NONE:
        return 1
    if missing & _LANGUAGE != _NONE:
        return 2
    if word & bars != _NONE:
        return 3
    if missing & _GENDER != _NONE:
        return 4
    if not holds(state.program, state.program_start[step], state.program_start[step + 1], word):
        return 5
    if state.absence[mediator] != 0:
        return 6
    return 8 if state.room_milli[mediator] >= max(weight_milli, 1) else 7
