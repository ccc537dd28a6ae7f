"""Policies say what is known of them, and keep it."""

import ast
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core import policies
from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError
from engine.core.policy import Policy, PolicySettings
from engine.events.enums import PolicyName
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import mediator, roster

FOLDER = Path(policies.__path__[0])
SHARED = {"__init__", "load", "table", "wanted"}
"""Files of the folder that are no policy."""


def test_each_policy_has_its_file():
    """The folder holds one file for each policy, and the table, and what they share."""
    files = {path.stem for path in FOLDER.glob("*.py")}

    assert files - SHARED == {policy.name.lower() for policy in Policy}


def test_each_policy_has_a_name_in_the_events():
    """What a court adopts and what a draw does are one list under one set of names."""
    assert {policy.name for policy in Policy} == {name.name for name in PolicyName}
    assert [policy.name.lower() for policy in Policy] == [name.value for name in PolicyName]


@pytest.mark.parametrize("policy", Policy)
def test_each_policy_states_its_guarantee_and_source(policy: Policy):
    """At the head of each policy's file stands what can be relied upon, and where that is shown."""
    tree = ast.parse((FOLDER / f"{policy.name.lower()}.py").read_text(encoding="utf-8"))
    text = ast.get_docstring(tree) or ""

    assert all(len(text.split(word)[1].strip()) > 20 for word in ("Guarantee:", "Source:"))


@pytest.mark.parametrize("width", [-1, 2**31])
def test_a_width_out_of_range_is_refused(width: int):
    """The band's width is not negative, and small enough for every sum of weights."""
    with pytest.raises(CoreError, match=f"band_width_milli = {width}: must be within"):
        PolicySettings(band_width_milli=width)


@pytest.mark.parametrize("looks", [0, 1, 4])
def test_a_sample_of_another_size_is_refused(looks: int):
    """Two or three members are looked at: one would be a random draw, four too many tickets."""
    with pytest.raises(CoreError, match=f"sample_size = {looks}: must be one of"):
        PolicySettings(sample_size=looks)


@given(
    width=st.integers(0, 5000),
    weights=st.lists(st.integers(0, 4000), min_size=1, max_size=60),
    random=st.randoms(use_true_random=False),
)
def test_band_draw_keeps_its_guarantee(width: int, weights: list[int], random: Random):
    """With every offer accepted at once, lifetime weights never spread beyond the width plus the largest weight."""
    core = AssignmentCore(roster(*(mediator(capacity=240) for _ in range(4))), PolicySettings(band_width_milli=width))

    for case_id, weight in enumerate(weights):
        core.apply(events.filed(case_id, weight_milli=weight))
        drawn = core.decide_offer(case_id, random.randint(-(2**63), 2**63 - 1)).mediator
        core.apply(events.offered(case_id, drawn))
        core.apply(events.accepted(case_id, drawn, weight_milli=weight))
        cumulative = core.mediators[1]
        assert cumulative.max() - cumulative.min() <= width + max(weights)


def pair_of(policy: Policy, *rows, **settings) -> Pair:
    return Pair(roster(*rows), PolicySettings(policy=policy, **settings))


def test_random_asks_the_busy_as_readily_as_the_idle():
    """Under the random policy everybody with room is in the band, whatever they have done."""
    pair = pair_of(Policy.RANDOM, mediator(), mediator())
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 1))
    pair.apply(events.accepted(1, 1, weight_milli=9000))
    pair.apply(events.filed(2))

    assert pair.decide_offer(2, -1) == (1, 2, 2, 2)


@pytest.mark.parametrize(("by_weight", "drawn"), [(False, {1}), (True, {0})])
def test_least_loaded_counts_cases_or_weight(by_weight: bool, drawn: set[int]):
    """One heavy case is less than two light ones by number, and more by weight."""
    pair = pair_of(Policy.LEAST_LOADED, mediator(), mediator(), by_weight=by_weight)
    for case_id, who, weight in ((1, 0, 400), (2, 0, 400), (3, 1, 1500)):
        pair.apply(events.filed(case_id, weight_milli=weight))
        pair.apply(events.offered(case_id, who))
    pair.apply(events.filed(4))

    assert {who for who, count in pair.tickets(4).items() if count} == drawn


def test_the_ranked_list_is_gone_through_in_order():
    """The smallest rank with room is asked, equals draw, and who is full is passed over."""
    pair = pair_of(Policy.RANKED_LIST, mediator(rank=2), mediator(rank=1, capacity=1), mediator(rank=2))
    pair.apply(events.filed(1))
    assert pair.tickets(1) == {0: 0, 1: 1, 2: 0}

    pair.apply(events.offered(1, 1))
    pair.apply(events.filed(2))

    assert pair.tickets(2) == {0: 1, 2: 1}


def test_a_card_is_gone_with_the_offer():
    """A decline costs the card as an acceptance does; unused cards of one deck add to the next, up to two decks."""
    pair = pair_of(Policy.DECK, mediator(share_milli=250), mediator(share_milli=500))
    pair.apply(events.filed(1))
    pair.apply(events.deck_renewed(1))
    assert pair.tickets(1) == {0: 1, 1: 2}

    pair.apply(events.offered(1, 1))
    pair.apply(events.declined(1, 1))
    pair.apply(events.filed(2))
    assert pair.tickets(2) == {0: 1, 1: 1}

    for _ in range(2):
        pair.apply(events.deck_renewed(2))
    assert pair.tickets(2) == {0: 2, 1: 4}


def test_a_court_adopts_its_own_policy():
    """From its adoption on a policy draws at that court and no other; a later version replaces it."""
    pair = Pair(
        roster(mediator(), mediator(), mediator(court=1), mediator(court=1), court_region=(0, 0)),
        PolicySettings(policy=Policy.RANDOM),
    )
    pair.apply(events.filed(1))
    pair.apply(events.filed(2, court_id=1))
    pair.apply(events.policy_adopted(1, policy=PolicyName.WEIGHTED_DRAW))
    assert (pair.tickets(1), pair.tickets(2)) == ({0: 1000, 1: 1000}, {2: 1, 3: 1})

    pair.apply(events.policy_adopted(2, policy=PolicyName.POWER_OF_D, sample_size=3))

    assert pair.tickets(1) == {0: 4, 1: 4}
    assert pair.compiled.policy_of(0) == (2, PolicySettings(policy=Policy.POWER_OF_D, sample_size=3))
