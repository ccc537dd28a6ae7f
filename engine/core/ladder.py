"""The ladder of rosters: whom a case may be offered to, step after step, until somebody takes it.

Every court keeps its own roster (ONL 27); above it stand the regional rosters of the intermediate and high courts,
the national one and the specialised ones, whose mediators a court may also ask (ONL 28). A step names a circle of
courts and, as an expression, which of their mediators it means. Mediators from abroad, Hong Kong, Macao or Taiwan
are on no step's list of a dispute without such a party, whatever the ladder says: the core filters them out (ONL 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.attributes import attribute_bits
from engine.core.errors import ExpressionError, LadderError
from engine.core.expression import program
from engine.core.expression_text import parse
from engine.core.policy import Policy

CIRCLES: Final = ("court", "region", "province", "nation")
"""Circles of courts by number: the case's own, its intermediate court's, its high court's, all."""
STEPS_MAX: Final = 8
"""Twice the circles: room for a specialised roster beside each general one, and few enough to explain to a party."""
WAIT_WORKING_DAYS_MAX: Final = 250
"""Longest wait at a step: a year has about so many working days; whoever means longer means without end."""
COURTS_OWN: Final = -1
"""In `LoweredLadder.policy`: the court's own policy draws at this step."""


@dataclass(frozen=True, kw_only=True)
class LadderStep:
    """One roster to look in, and for how long.

    Raises
    ------
    LadderError
        With everything that is wrong with the step.

    Examples
    --------
    >>> LadderStep(circle=2, expression="professional and not takes_other", wait_working_days=1).circle
    2

    """

    circle: int
    """0 the court, 1 its region, 2 its province, 3 the nation (`CIRCLES`)."""
    expression: str = ""
    """Which mediators of the circle are meant (`engine.core.expression_text`); empty for all."""
    policy: Policy | None = None
    """How one of them is drawn; None for the court's own policy."""
    wait_working_days: int | None = None
    """Working days until a case that nobody has taken goes on, within 1..250; None, at the last step only, waits on."""
    skip_if_nobody_free: bool = False
    """Whether a case goes on at once if everybody it could be offered to here is busy."""

    def __post_init__(self) -> None:
        """Check every field."""
        mistakes: list[str] = []
        if not 0 <= self.circle < len(CIRCLES):
            mistakes.append(f"circle = {self.circle}: must be within 0..{len(CIRCLES) - 1}")
        try:
            parse(self.expression)
        except ExpressionError as error:
            mistakes += error.mistakes
        if self.wait_working_days is not None and not 1 <= self.wait_working_days <= WAIT_WORKING_DAYS_MAX:
            mistakes.append(f"wait_working_days = {self.wait_working_days}: must be within 1..{WAIT_WORKING_DAYS_MAX}")
        if mistakes:
            raise LadderError(*mistakes)


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The steps in the order in which a case climbs them.

    Raises
    ------
    LadderError
        With everything that is wrong between the steps.

    Examples
    --------
    >>> Ladder(steps=(LadderStep(circle=0, wait_working_days=1), LadderStep(circle=3))).steps[1].wait_working_days

    """

    steps: tuple[LadderStep, ...]
    """1 to 8 steps. Where the last has a wait, a case is exhausted at its end and a clerk looks after it."""

    def __post_init__(self) -> None:
        """Check what no step can see for itself."""
        mistakes = [
            *count_mistakes(len(self.steps)),
            *wait_mistakes([step.wait_working_days for step in self.steps]),
        ]
        if self.steps and self.steps[-1].skip_if_nobody_free:
            bound = "must be False at the last step, which none follows"
            mistakes.append(f"step #{len(self.steps)} skip_if_nobody_free = True: {bound}")
        if mistakes:
            raise LadderError(*mistakes)


def count_mistakes(steps: int) -> list[str]:
    """Say what is wrong with the number of steps."""
    return [] if 1 <= steps <= STEPS_MAX else [f"ladder has {steps} steps: must have 1 to {STEPS_MAX}"]


def wait_mistakes(waits: Sequence[int | None]) -> list[str]:
    """Say which steps before the last have no end."""
    bound = f"within 1..{WAIT_WORKING_DAYS_MAX}, since only the last step may wait on"
    return [
        f"step #{place} wait_working_days is missing: must be {bound}"
        for place, wait in enumerate(waits[:-1], start=1)
        if wait is None
    ]


NATIONAL_LADDER: Final = Ladder(
    steps=(
        LadderStep(circle=0, wait_working_days=1),
        LadderStep(circle=1, wait_working_days=1),
        LadderStep(circle=2, wait_working_days=2),
        LadderStep(circle=3),
    )
)
"""Everybody of the court, of its region, of its province, of the nation; there a case waits until somebody is free."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LoweredLadder:
    """A ladder as the compiled core reads it: s steps, k operations in all."""

    circle: NDArray[np.int64]
    """int64[s]: 0 court, 1 region, 2 province, 3 nation."""
    program_start: NDArray[np.int64]
    """int64[s + 1]: step i runs the operations `program_start[i]` to before `program_start[i + 1]`; none mean all."""
    program: NDArray[np.int32]
    """int32[k]: operations that `engine.core.expression.holds` runs."""
    policy: NDArray[np.int64]
    """int64[s]: number of the `Policy`, -1 for the court's own."""
    skip: NDArray[np.bool_]
    """bool[s]: whether a step is skipped while nobody is free."""


def lower(ladder: Ladder, attribute_names: Sequence[str] = ()) -> LoweredLadder:
    """Turn a ladder into arrays, its expressions into operations on a roster's attribute words.

    Parameters
    ----------
    ladder
        The steps.
    attribute_names
        What the roster names itself (`Roster.attribute_names`).

    Raises
    ------
    LadderError
        With every name in any step that the roster does not know.
    RosterError
        If the roster's own names cannot be used.

    Examples
    --------
    >>> steps = (LadderStep(circle=0, wait_working_days=1), LadderStep(circle=3, expression="not female"))
    >>> lowered = lower(Ladder(steps=steps))
    >>> lowered.program_start.tolist(), lowered.program.tolist(), lowered.policy.tolist()
    ([0, 0, 2], [21, -3], [-1, -1])

    """
    bits = attribute_bits(attribute_names)
    programs: list[NDArray[np.int32]] = []
    mistakes: list[str] = []
    for place, step in enumerate(ladder.steps, start=1):
        try:
            programs.append(program(parse(step.expression), bits))
        except ExpressionError as error:
            mistakes += [f"step #{place} {mistake}" for mistake in error.mistakes]
    if mistakes:
        raise LadderError(*mistakes)
    return LoweredLadder(
        circle=np.array([step.circle for step in ladder.steps], np.int64),
        program_start=np.cumsum([0, *map(len, programs)], dtype=np.int64),
        program=np.concatenate(programs, dtype=np.int32),
        policy=np.array([COURTS_OWN if step.policy is None else step.policy for step in ladder.steps], np.int64),
        skip=np.array([step.skip_if_nobody_free for step in ladder.steps], np.bool_),
    )
