"""Waiting cases: in what order they are found, how long the order makes one wait, and that none waits for nothing."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.assignment import NOBODY
from engine.core.ladder import NATIONAL_LADDER, Ladder
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import Roster
from engine.events.enums import DisputeType, Language, Stage
from tests.engine.core import events
from tests.engine.core.driver import Driver
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import SPOKEN, mediator, random_ladder, random_roster, random_settings, roster
from tests.examples import examples

MOVES = ("file", "accept", "refuse", "release", "escalate", "close", "conflict", "absence", "return_", "capacity")
DRAWING = [policy for policy in Policy if policy is not Policy.BATCH_OPTIMAL]


def four_courts(capacity: int = 3) -> Roster:
    """Four courts of one mediator, each a step farther from the first: itself, its region, its province, the nation."""
    rows = (mediator(court, capacity, languages=SPOKEN) for court in range(4))
    return roster(*rows, court_region=(0, 0, 1, 2), region_province=(0, 0, 1))


def drive(world: Roster, policies: PolicySettings, ladder: Ladder, random: Random, moves: int) -> Driver:
    """Drive a world on both edges, checking after every move that no case waits for nothing."""
    driver = Driver(Pair(world, policies, ladder))
    for _ in range(moves):
        driver.move(random.choice(MOVES), random)
        for case_id in driver.pair.at_stage(Stage.WAITING):
            assert driver.pair.decide_offer(case_id, 0).mediator == NOBODY
    return driver


@pytest.mark.parametrize("oldest", [0, 1, 2, 3])
def test_the_oldest_of_all_circles_comes_first(oldest: int):
    """A freed mediator takes what has waited longest, whether it waits at the court or anywhere in the nation."""
    pair = Pair(four_courts(), PolicySettings())
    for step in range(4):
        pair.apply(events.filed(step, occurred_at=5 - (step == oldest), step=step))

    assert pair.decide_pull(0) == oldest


def test_the_oldest_of_a_queue_comes_first():
    """Among cases of one step, of whatever type, the first to be filed comes first; the lower number breaks a tie."""
    pair = Pair(four_courts(), PolicySettings())
    pair.apply(events.filed(9, occurred_at=5))
    pair.apply(events.filed(8, occurred_at=4, dispute_type=DisputeType.SALES))
    pair.apply(events.filed(7, occurred_at=4))

    assert pulled(pair, 0) == [7, 8, 9]


def pulled(pair: Pair, mediator_id: int) -> list[int]:
    """Cases in the order in which a mediator is given them, as long as there is room."""
    found: list[int] = []
    while (case_id := pair.decide_pull(mediator_id)) is not None:
        found.append(case_id)
        attempt = max(view.attempt for view in pair.cases[case_id]) + 1
        pair.apply(events.offered(case_id, mediator_id, attempt=attempt))
    return found


def test_a_head_start_is_so_much_age_and_no_more():
    """A case goes before those filed up to its head start earlier, and after those filed earlier still."""
    pair = Pair(four_courts(), PolicySettings())
    pair.apply(events.filed(1, occurred_at=89))
    pair.apply(events.filed(2, occurred_at=91))
    pair.apply(events.filed(3, occurred_at=100, boost_us=10))

    assert pulled(pair, 0) == [1, 3, 2]


@given(
    boosts=st.lists(st.integers(0, 20), min_size=1, max_size=30),
    gaps=st.lists(st.integers(0, 5), min_size=30, max_size=30),
)
def test_nobody_is_overtaken_beyond_the_largest_head_start(boosts: list[int], gaps: list[int]):
    """However boosted, a case filed more than the largest head start later is never served before."""
    pair = Pair(roster(mediator(capacity=100)), PolicySettings())
    filed_at: dict[int, int] = {}
    for case_id, (boost, gap) in enumerate(zip(boosts, gaps, strict=False)):
        filed_at[case_id] = filed_at.get(case_id - 1, 0) + gap
        pair.apply(events.filed(case_id, occurred_at=filed_at[case_id], boost_us=boost))

    order = pulled(pair, 0)

    assert len(order) == len(boosts)
    for place, served in enumerate(order):
        assert all(filed_at[served] - filed_at[waiting] <= max(boosts) for waiting in order[place:])


@pytest.mark.parametrize("answer", [events.declined, events.lapsed, events.released])
def test_a_case_that_comes_back_keeps_its_age(answer):
    """A case that comes back after a refusal or a release stands before everything filed after it."""
    pair = Pair(roster(mediator(), mediator()), PolicySettings())
    for case_id in (1, 2, 3):
        pair.apply(events.filed(case_id, occurred_at=case_id))
    pair.apply(events.offered(2, 0, at=9))
    pair.apply(answer(2, 0, at=10))

    pair.apply(events.offered(1, 1, at=11))

    assert pair.decide_pull(1) == 2


def test_a_mediator_is_not_pulled_towards_what_is_not_for_him():
    """Passed over are cases of other types, in other languages, declined before, and of other courts."""
    pair = Pair(roster(mediator(types=(DisputeType.FAMILY,)), mediator(court=1), court_region=(0, 0)), PolicySettings())
    pair.apply(events.filed(1, dispute_type=DisputeType.SALES))
    pair.apply(events.filed(2, language=Language.UYGHUR))
    pair.apply(events.filed(3))
    pair.apply(events.filed(4, court_id=1))
    pair.apply(events.offered(3, 0))
    pair.apply(events.declined(3, 0))

    assert pair.decide_pull(0) is None


def test_a_case_too_heavy_for_the_room_is_passed_over():
    """What fits beside the cases held is taken, even if a heavier one has waited longer."""
    pair = Pair(roster(mediator(capacity=2)), PolicySettings())
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 0))
    pair.apply(events.filed(2, occurred_at=1, weight_milli=1500))
    pair.apply(events.filed(3, occurred_at=2, weight_milli=900))

    assert pulled(pair, 0) == [3]


def test_a_full_mediator_is_not_pulled():
    """Who has no room is offered nothing, whatever waits, not even a case of no weight."""
    pair = Pair(roster(mediator(capacity=1)), PolicySettings())
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 0))
    pair.apply(events.filed(2, weight_milli=0))

    assert pair.decide_pull(0) is None


@settings(max_examples=examples(60))
@given(policy=st.sampled_from(DRAWING), random=st.randoms(use_true_random=False))
def test_no_case_waits_while_somebody_could_take_it(policy: Policy, random: Random):
    """Matched on both edges, a case waits only while nobody who is eligible, present and not barred has room."""
    drive(random_roster(random), random_settings(random, policy), _drawing_ladder(random), random, 30)


def _drawing_ladder(random: Random) -> Ladder:
    """A ladder none of whose steps waits for a matching."""
    while True:
        ladder = random_ladder(random)
        if all(step.policy is not Policy.BATCH_OPTIMAL for step in ladder.steps):
            return ladder


def test_a_long_drive_meets_every_kind_of_wait():
    """In one long fixed walk cases wait at every step and are taken from there by freed mediators."""
    driver = drive(four_courts(capacity=1), PolicySettings(), NATIONAL_LADDER, Random(1), 300)

    assert driver.pulled_at == {0, 1, 2, 3}
    assert driver.rounds > 0
