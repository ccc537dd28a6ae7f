"""A system that is down for an hour while requests go on coming: nothing lost, nothing done twice, all caught up."""

import msgspec
import pytest

from engine.linked.records import (
    Answered,
    Asked,
    AttemptFailed,
    BreakerClosed,
    BreakerHalfOpened,
    BreakerOpened,
    GaveUp,
)
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import BreakerState, System
from tests.engine.linked.scripted import OK, scripted
from tests.engine.linked.worlds import HOUR, KINDS, SECOND, World, every, quick

DOWN = System.CASE_HANDLING
GAP_US = SECOND // 2
DOWN_FROM, DOWN_TO = HOUR // 2, HOUR // 2 + HOUR


def through_the_outage(silent: bool) -> World:
    """Two requests a second for two hours, one system down in the middle, all of them a little unreliable."""
    unreliable = Faults(lost_milli=20, duplicate_milli=20, error_milli=20, slow_milli=5, slow_factor=5)
    faults = dict.fromkeys(System, unreliable)
    outage = Outage(from_at=DOWN_FROM, to_at=DOWN_TO, silent=silent)
    faults[DOWN] = msgspec.structs.replace(unreliable, outages=(outage,))
    world = World(faults, seed=int(silent))
    world.run(every(GAP_US, 2 * HOUR // GAP_US))
    world.settle(24 * HOUR)
    return world


@pytest.fixture(scope="module", params=[False, True], ids=["refusing", "silent"])
def world(request: pytest.FixtureRequest) -> World:
    """One world for all that is looked at in it."""
    return through_the_outage(request.param)


def test_nothing_is_lost_and_nothing_done_twice(world: World):
    """Every request asked is answered, none is given up, and the systems' own books have each once."""
    asked = [record for record in world.records if isinstance(record, Asked)]
    answered = [record for record in world.records if isinstance(record, Answered)]

    assert len(asked) == len(answered) == 14_400
    assert not any(isinstance(record, GaveUp) for record in world.records)
    assert world.contradictions() == []
    assert sum(simulated.book.done for simulated in world.systems.values()) == 14_400
    assert any(work.times_asked > 1 for work in world.systems[DOWN].book.works.values())


def test_the_backlog_is_gone_within_the_stated_time(world: World):
    """All asked before the outage's end is answered within rest, timeouts, longest wait and one gap for each held."""
    link = world.settings.systems[DOWN]
    closed_at = next(r.at for r in world.records if isinstance(r, BreakerClosed) and r.at >= DOWN_TO)
    waiting = {r.number: r.at for r in world.records if isinstance(r, Asked) and r.request.system is DOWN}
    answered = {r.number: r.at for r in world.records if isinstance(r, Answered) and r.number in waiting}
    backlog = [number for number, at in waiting.items() if at < closed_at < answered[number]]
    stated = DOWN_TO + link.timeout_us + link.breaker_rest_us + link.backoff_cap_us
    stated += len(backlog) * link.resend_gap_us + 2 * link.timeout_us

    assert 1_500 < len(backlog) < 2_500
    assert closed_at <= DOWN_TO + link.timeout_us + link.breaker_rest_us + quick(DOWN)
    in_time = [number for number in backlog if answered[number] <= stated]
    # A request may meet the ordinary faults again on its way, so a few take further turns.
    assert len(in_time) >= 0.98 * len(backlog)
    assert max(answered.values()) < DOWN_TO + 2 * HOUR


def test_the_breaker_opens_tries_and_closes(world: World):
    """The breaker opens early in the outage, lets one request a rest through, and closes after its end."""
    link = world.settings.systems[DOWN]
    moves = [r for r in world.records if isinstance(r, BreakerOpened | BreakerHalfOpened | BreakerClosed)]
    of_outage = [r for r in moves if DOWN_FROM <= r.at <= DOWN_TO + 2 * link.breaker_rest_us]

    assert {r.system for r in of_outage} == {DOWN}
    assert isinstance(of_outage[0], BreakerOpened)
    assert of_outage[0].at < DOWN_FROM + 2 * link.timeout_us + 60 * SECOND
    assert isinstance(of_outage[-1], BreakerClosed)
    tried = [r for r in of_outage if isinstance(r, BreakerHalfOpened)]
    assert (DOWN_TO - DOWN_FROM) // (link.breaker_rest_us + link.timeout_us) - 2 <= len(tried)
    assert len(tried) <= (DOWN_TO - DOWN_FROM) // link.breaker_rest_us + 1


def test_hardly_anything_is_sent_in_vain(world: World):
    """In the hour of the outage the system is troubled with a few hundred attempts, not with thousands."""
    numbers = {r.number for r in world.records if isinstance(r, Asked) and r.request.system is DOWN}
    failed = [
        r for r in world.records if isinstance(r, AttemptFailed) and r.number in numbers and DOWN_FROM < r.at < DOWN_TO
    ]

    assert 5 <= len(failed) < 250


def test_the_other_systems_go_on(world: World):
    """No other breaker opens, and nobody else's requests wait: each is answered within a few retries."""
    others = {r.number: r.at for r in world.records if isinstance(r, Asked) and r.request.system is not DOWN}
    waits = [r.at - others[r.number] for r in world.records if isinstance(r, Answered) and r.number in others]

    assert {r.system for r in world.records if isinstance(r, BreakerOpened)} == {DOWN}
    assert max(waits) < HOUR // 6
    assert sum(wait > 60 * SECOND for wait in waits) < 0.02 * len(waits)


def test_a_lone_request_outlasts_the_outage():
    """A request that is tried alone through an hour's outage is not given up: trying the system costs it nothing."""
    world = World({DOWN: Faults(outages=(Outage(from_at=0, to_at=HOUR),))})
    world.ask(KINDS[6](1), 0)
    world.settle(3 * HOUR)

    failed = [r for r in world.records if isinstance(r, AttemptFailed)]
    assert len(failed) > 20 > world.settings.systems[DOWN].attempts_max > max(r.spent for r in failed)
    assert isinstance(world.records[-2], Answered)
    assert isinstance(world.records[-1], BreakerClosed)


def test_a_half_open_breaker_lets_one_through():
    """Of ten requests waiting at a half-open breaker one is sent, and all others only after its answer."""
    postbox, port = scripted([], [OK], [OK], [OK], [OK], [(SECOND, None)], breaker_failures=1, resend_gap_us=1)
    for dispute in range(10):
        postbox.ask(KINDS[0](dispute), dispute * SECOND)
    records = postbox.advance(HOUR)

    opened = next(r for r in records if isinstance(r, BreakerOpened))
    closed = next(r for r in records if isinstance(r, BreakerClosed))
    trial = [at for at, _, _ in port.sent if opened.until <= at < closed.at]
    assert trial == [opened.until]
    assert closed.at == opened.until + SECOND
    assert sum(isinstance(r, Answered) for r in records) == 10


def test_a_breaker_without_anybody_waiting_tries_the_next_that_comes():
    """If nobody waits when the rest ends, the next request finds out whether the system is back."""
    postbox, port = scripted([], breaker_failures=1, attempts_max=1)
    postbox.ask(KINDS[0](1), 0)
    postbox.advance(HOUR)
    assert postbox.ledger.breakers[System.IDENTITY_AUTHENTICATION].state is BreakerState.HALF_OPEN

    postbox.ask(KINDS[0](2), HOUR)
    records = postbox.advance(HOUR + 10)
    assert [type(r) for r in records] == [Answered, BreakerClosed]
    assert port.sent[-1][0] == HOUR


def test_the_books_show_a_system_that_does_not_keep_keys():
    """A system that breaks the contract is found out by the same check, so the check can fail."""
    world = World({DOWN: Faults(lost_milli=300, keeps_keys=False)})
    world.run(every(SECOND, 110))
    world.settle(24 * HOUR)

    found = world.contradictions()
    assert found
    assert all("case_handling has done it" in sentence for sentence in found)


def test_the_books_show_what_was_lost_or_made_up():
    """A request dropped from the ledger, an answer nobody gave and work nobody asked for are each named."""
    world = World()
    world.run(every(SECOND, 22))
    world.settle(24 * HOUR)
    answers = [r for r in world.records if isinstance(r, Answered)]
    whole = world.records
    assert world.contradictions() == []

    world.records = [r for r in whole if r is not answers[0]]
    assert len(world.contradictions()) == 1
    world.records = [*whole, answers[0]]
    assert world.contradictions() == [f"request {answers[0].number}: was answered twice"]
    world.records = [r for r in whole if getattr(r, "number", 0) != 1]
    assert len(world.contradictions()) == 1
    world.records = whole
    world.systems = simulated_systems(world.settings, mixed_key_words(0))
    assert len(world.contradictions()) == 22
