"""Mediators who come, go, and hold more or less than before (ONL 27)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.policy import Policy, PolicySettings
from engine.core.views import Verdict
from engine.events.enums import AbsenceCause, Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import mediator, roster

CASE = 1


def pair_of(mediators: int, policy: Policy = Policy.BAND_DRAW) -> Pair:
    return Pair(roster(*(mediator() for _ in range(mediators))), PolicySettings(policy=policy))


def charge(pair: Pair, who: int, milli: int) -> None:
    """Raise a mediator's cumulative weight."""
    pair.apply(events.returned(who, entry_milli=milli))


def test_a_mediator_is_present_once_no_cause_is_left():
    """Causes add up: each is set once however often it is named, and the last to end brings him back."""
    pair = pair_of(1)
    pair.apply(events.filed(CASE))
    for cause in AbsenceCause:
        pair.apply(events.went_absent(0, cause))
        pair.apply(events.went_absent(0, cause))
    for cause in AbsenceCause:
        assert pair.why_not(CASE, 0) is Verdict.ABSENT
        assert not pair.compiled.is_present(0)
        pair.apply(events.returned(0, cause))
        pair.apply(events.returned(0, cause))

    assert pair.compiled.is_present(0)
    assert pair.why_not(CASE, 0) is Verdict.IN_POOL


def test_who_is_absent_keeps_what_he_holds():
    """Neither drawn nor pulled, he answers and closes as before, and what he holds still takes his room."""
    pair = pair_of(2)
    pair.apply(events.filed(CASE))
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.went_absent(0))
    pair.apply(events.filed(2))
    assert set(pair.tickets(2)) == {1}
    assert pair.decide_pull(0) is None

    pair.apply(events.accepted(CASE, 0))
    assert pair.compiled.mediators[0].tolist() == [1000, 0]
    pair.apply(events.closed(CASE, 0))

    assert pair.compiled.mediators[0].tolist() == [0, 0]
    assert not pair.compiled.is_present(0)


def test_a_capacity_below_the_load_takes_nothing_away():
    """Set below what is held, a capacity only keeps new cases off until enough are closed."""
    pair = pair_of(1)
    for case_id in (1, 2):
        pair.apply(events.filed(case_id))
        pair.apply(events.offered(case_id, 0))
        pair.apply(events.accepted(case_id, 0))
    pair.apply(events.capacity_set(0, 1))
    pair.apply(events.filed(3))
    assert pair.case(2).stage is Stage.ACCEPTED

    left: list[Verdict] = []
    for case_id in (1, 2):
        left.append(pair.why_not(3, 0))
        pair.apply(events.closed(case_id, 0))

    assert left == [Verdict.ROOM, Verdict.ROOM]
    assert pair.why_not(3, 0) is Verdict.IN_POOL


def test_a_capacity_of_zero_admits_nothing():
    """Not even a case of no weight; a larger capacity opens the door again."""
    pair = pair_of(1)
    pair.apply(events.filed(CASE, weight_milli=0))
    pair.apply(events.capacity_set(0, 0))
    assert pair.why_not(CASE, 0) is Verdict.ROOM

    pair.apply(events.capacity_set(0, 1))

    assert pair.decide_pull(0) == CASE


def test_a_change_of_capacity_while_absent_counts_on_return():
    """What is set meanwhile holds when the mediator is back."""
    pair = pair_of(1)
    pair.apply(events.filed(CASE, weight_milli=4000))
    pair.apply(events.went_absent(0))
    pair.apply(events.capacity_set(0, 5))
    pair.check()

    pair.apply(events.returned(0))

    assert pair.why_not(CASE, 0) is Verdict.IN_POOL


@pytest.mark.parametrize(("cap", "raised"), [(0, 4000), (1500, 2500), (4000, 0), (9000, 0)])
def test_an_entrant_starts_at_most_the_cap_below_the_others(cap: int, raised: int):
    """The smallest weight of the court's others who are present, less the cap and what he has, is what he lacks."""
    world = roster(*(mediator() for _ in range(4)), mediator(court=1), court_region=(0, 0))
    pair = Pair(world, PolicySettings())
    for who, milli in ((0, 1000), (1, 5000), (2, 8000), (3, 3000)):
        charge(pair, who, milli)
    pair.apply(events.went_absent(3))

    assert pair.entry_raise(0, cap) == raised
    assert pair.entry_raise(4, cap) == 0


def test_nobody_is_raised_above_his_own_weight_or_without_others():
    """Who is above the others already is not raised, nor who is alone at the court."""
    pair = pair_of(2)
    charge(pair, 0, 3000)
    assert pair.entry_raise(0, 0) == 0

    pair.apply(events.went_absent(1))

    assert pair.entry_raise(0, 0) == 0


@given(lead=st.integers(0, 50_000), cap=st.integers(0, 3000))
def test_a_raised_entrant_is_not_flooded(lead: int, cap: int):
    """Raised, who returns is drawn alone at most as often as the cap and the width are worth, whatever he missed."""
    pair = Pair(roster(mediator(capacity=99), mediator(capacity=99)), PolicySettings(band_width_milli=0))
    pair.apply(events.went_absent(1))
    charge(pair, 0, lead)

    pair.apply(events.returned(1, entry_milli=pair.entry_raise(1, cap)))
    alone = 0
    for case_id in range(10):
        pair.apply(events.filed(case_id))
        drawn = pair.decide_offer(case_id, 0)
        if drawn.mediator == 0:
            break
        alone += 1
        pair.apply(events.offered(case_id, 1))
        pair.apply(events.accepted(case_id, 1))

    assert alone <= cap // 1000 + 1
