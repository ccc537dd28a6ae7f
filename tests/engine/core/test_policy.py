"""Policies say what is known of them, and keep it."""

import ast
import inspect
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core import policy as policy_module
from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError
from engine.core.policy import Policy, PolicySettings
from tests.engine.core import events
from tests.engine.core.worlds import mediator, roster


def documented() -> dict[str, str]:
    """The docstring that follows each member of `Policy` in its source."""
    tree = ast.parse(Path(inspect.getsourcefile(policy_module) or "").read_text(encoding="utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Policy")
    return {
        ast.unparse(member.targets[0]): ast.unparse(text)
        for member, text in pairwise(body)
        if isinstance(member, ast.Assign) and isinstance(text, ast.Expr)
    }


@pytest.mark.parametrize("policy", Policy)
def test_each_policy_states_its_guarantee_and_source(policy: Policy):
    """Below each policy stands what can be relied upon, and where that is shown."""
    text = documented()[policy.name]

    assert all(len(text.split(word)[1]) > 20 for word in ("Guarantee:", "Source:"))


@pytest.mark.parametrize("width", [-1, 2**31])
def test_a_width_out_of_range_is_refused(width: int):
    """The band's width is not negative, and small enough for every sum of weights."""
    with pytest.raises(CoreError, match=f"band_width_milli = {width}: must be within"):
        PolicySettings(band_width_milli=width)


@given(
    width=st.integers(0, 5000),
    weights=st.lists(st.integers(0, 4000), min_size=1, max_size=60),
    random=st.randoms(use_true_random=False),
)
def test_band_draw_keeps_its_guarantee(width: int, weights: list[int], random: Random):
    """With every offer accepted at once, lifetime weights never spread beyond the width plus the largest weight."""
    core = AssignmentCore(roster(*(mediator(capacity=60) for _ in range(4))), PolicySettings(band_width_milli=width))

    for case_id, weight in enumerate(weights):
        core.apply(events.filed(case_id, weight_milli=weight))
        drawn = core.decide_offer(case_id, random.randint(-(2**63), 2**63 - 1)).mediator
        core.apply(events.offered(case_id, drawn))
        core.apply(events.accepted(case_id, drawn, weight_milli=weight))
        cumulative = core.mediators[1]
        assert cumulative.max() - cumulative.min() <= width + max(weights)


def test_random_asks_the_busy_as_readily_as_the_idle():
    """Under the random policy everybody with room is in the band, whatever they have done."""
    core = AssignmentCore(roster(mediator(), mediator()), PolicySettings(policy=Policy.RANDOM))
    core.apply(events.filed(1))
    core.apply(events.offered(1, 1))
    core.apply(events.accepted(1, 1, weight_milli=9000))
    core.apply(events.filed(2))

    assert core.decide_offer(2, -1) == (1, 2, 2)
