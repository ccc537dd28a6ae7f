"""A ladder is checked whole and lowered to what its expressions mean."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.attributes import attribute_bits
from engine.core.errors import LadderError, RosterError
from engine.core.expression import evaluate, holds
from engine.core.expression_text import parse
from engine.core.ladder import NATIONAL_LADDER, Ladder, LadderStep, lower
from tests.engine.core.ladders import OWN_NAMES, ladders


def test_the_national_ladder_widens_step_by_step():
    """By default a case looks in court, region, province and nation, waiting 1, 1, 2 working days and without end."""
    assert [(step.circle, step.wait_working_days) for step in NATIONAL_LADDER.steps] == [
        (0, 1),
        (1, 1),
        (2, 2),
        (3, None),
    ]
    assert lower(NATIONAL_LADDER).program_start.tolist() == [0, 0, 0, 0, 0]


@given(ladder=ladders(), word=st.integers(0, 2**64 - 1))
def test_a_lowered_ladder_means_what_the_steps_say(ladder: Ladder, word: int):
    """For any ladder, circles, policies and skips come over, and each step's own operations are its expression's."""
    lowered = lower(ladder, OWN_NAMES)
    names = {name for name, bit in attribute_bits(OWN_NAMES).items() if word >> bit & 1}

    assert lowered.circle.tolist() == [step.circle for step in ladder.steps]
    assert lowered.policy.tolist() == [-1 if step.policy is None else int(step.policy) for step in ladder.steps]
    assert lowered.skip.tolist() == [step.skip_if_nobody_free for step in ladder.steps]
    assert lowered.program_start[-1] == len(lowered.program)
    for place, step in enumerate(ladder.steps):
        first, last = lowered.program_start[place : place + 2]
        assert holds(lowered.program, first, last, np.uint64(word)) == evaluate(parse(step.expression), names)


@given(ladder=ladders())
def test_lowered_arrays_have_the_types_the_core_compiles_for(ladder: Ladder):
    """Whatever the ladder, even one without an operation, every array has the one type that is compiled."""
    lowered = lower(ladder, OWN_NAMES)

    types = {name: (values.dtype.name, values.ndim) for name, values in vars(lowered).items()}
    assert types == {
        "circle": ("int64", 1),
        "program_start": ("int64", 1),
        "program": ("int32", 1),
        "policy": ("int64", 1),
        "skip": ("bool", 1),
    }


def test_names_unknown_to_the_roster_are_all_reported():
    """Every unknown name of every step is listed with its step."""
    ladder = Ladder(
        steps=(
            LadderStep(circle=0, expression="profesional", wait_working_days=1),
            LadderStep(circle=3, wait_working_days=1),
            LadderStep(circle=3, expression="not nationale"),
        )
    )

    with pytest.raises(LadderError) as refusal:
        lower(ladder, OWN_NAMES)

    assert str(refusal.value).splitlines() == [
        "step #1 expression, position 1: 'profesional' must be a known name (nearest: professional)",
        "step #3 expression, position 5: 'nationale' must be a known name (nearest: national)",
    ]


def test_a_roster_with_bad_names_is_at_fault_itself():
    """A name that no expression could use is the roster's mistake, not the ladder's."""
    with pytest.raises(RosterError, match=r"attribute_names\[0\] = 'female'"):
        lower(NATIONAL_LADDER, ("female",))


@pytest.mark.parametrize("circle", [-1, 4])
def test_a_step_lists_everything_wrong_with_it(circle: int):
    """Circle, expression and wait of one step are all judged before it is refused."""
    with pytest.raises(LadderError) as refusal:
        LadderStep(circle=circle, expression="a b", wait_working_days=251)

    assert refusal.value.mistakes == (
        f"circle = {circle}: must be within 0..3",
        "expression, position 3: 'b' must be and, or or the end",
        "wait_working_days = 251: must be within 1..250",
    )


@pytest.mark.parametrize("count", [0, 9])
def test_a_ladder_has_one_to_eight_steps(count: int):
    """No step and nine steps are refused; one and eight are not."""
    step = LadderStep(circle=0, wait_working_days=1)
    assert [len(Ladder(steps=(step,) * allowed).steps) for allowed in (1, 8)] == [1, 8]

    with pytest.raises(LadderError, match=f"ladder has {count} steps: must have 1 to 8"):
        Ladder(steps=(step,) * count)


def test_only_the_last_step_waits_on_and_it_is_not_skipped():
    """Each earlier step without an end is listed, and so is a last one that is to be skipped."""
    endless = LadderStep(circle=0)

    with pytest.raises(LadderError) as refusal:
        Ladder(steps=(endless, endless, LadderStep(circle=3, skip_if_nobody_free=True)))

    assert refusal.value.mistakes == (
        "step #1 wait_working_days is missing: must be within 1..250, since only the last step may wait on",
        "step #2 wait_working_days is missing: must be within 1..250, since only the last step may wait on",
        "step #3 skip_if_nobody_free = True: must be False at the last step, which none follows",
    )


def test_mistakes_survive_the_way_between_processes():
    """A refusal that was pickled still lists its mistakes."""
    error = pickle.loads(pickle.dumps(LadderError("one", "two")))  # noqa: S301 - made a line above

    assert (error.mistakes, str(error)) == (("one", "two"), "one\ntwo")
