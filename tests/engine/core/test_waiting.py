"""Waiting cases: in what order they are found, and that none waits for nothing."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.assignment import NOBODY
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import Roster
from engine.events.enums import DisputeType, Language, Stage
from tests.engine.core import events
from tests.engine.core.driver import Driver
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import SPOKEN, mediator, random_roster, roster

MOVES = ("file", "accept", "refuse", "escalate", "close")


def ladder(capacity: int = 3) -> Roster:
    """Four courts of one mediator, each a step farther from the first: itself, its region, its province, the nation."""
    rows = (mediator(court, capacity, languages=SPOKEN) for court in range(4))
    return roster(*rows, court_region=(0, 0, 1, 2), region_province=(0, 0, 1))


def drive(world: Roster, policy: Policy, random: Random, moves: int) -> Driver:
    """Drive a world on both edges, checking after every move that no case waits for nothing."""
    driver = Driver(Pair(world, PolicySettings(policy=policy)))
    for _ in range(moves):
        driver.move(random.choice(MOVES), random)
        for case_id in driver.pair.at_stage(Stage.WAITING):
            assert driver.pair.decide_offer(case_id, 0).mediator == NOBODY
    return driver


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_the_nearest_queue_comes_first(step: int):
    """A freed mediator takes from court, region, province and nation in this order, even if farther cases are older."""
    pair = Pair(ladder(), PolicySettings())
    for wider in range(step, 4):
        pair.apply(events.filed(wider, occurred_at=10 - wider, step=wider))

    assert pair.decide_pull(0) == step


def test_the_oldest_of_a_queue_comes_first():
    """Among cases of one step, of whatever type, the first to be filed comes first; the lower number breaks a tie."""
    pair = Pair(ladder(), PolicySettings())
    pair.apply(events.filed(9, occurred_at=5))
    pair.apply(events.filed(8, occurred_at=4, dispute_type=DisputeType.SALES))
    pair.apply(events.filed(7, occurred_at=4))

    pulled: list[int | None] = []
    while (case_id := pair.decide_pull(0)) is not None:
        pulled.append(case_id)
        pair.apply(events.offered(case_id, 0))

    assert pulled == [7, 8, 9]


@pytest.mark.parametrize("answer", [events.declined, events.lapsed])
def test_a_refused_case_keeps_its_age(answer):
    """A case that comes back after a refusal stands before everything filed after it."""
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


def test_a_full_mediator_is_not_pulled():
    """Who has no room is offered nothing, whatever waits."""
    pair = Pair(roster(mediator(capacity=1)), PolicySettings())
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 0))
    pair.apply(events.filed(2))

    assert pair.decide_pull(0) is None


@settings(max_examples=40)
@given(policy=st.sampled_from(Policy), random=st.randoms(use_true_random=False))
def test_no_case_waits_while_somebody_could_take_it(policy: Policy, random: Random):
    """Matched on both edges, a case waits only while nobody who is eligible and has not declined is free."""
    drive(random_roster(random), policy, random, 30)


def test_a_long_drive_meets_every_kind_of_wait():
    """In one long fixed walk cases wait at every step and are taken from there by freed mediators."""
    driver = drive(ladder(capacity=1), Policy.BAND_DRAW, Random(1), 200)

    assert driver.pulled_at == {0, 1, 2, 3}
    assert driver.rounds > 0
