"""Random worlds: whatever goes wrong, requests are answered once or lie among the dead letters, and a log is enough."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.linked.ledger import Ledger
from engine.linked.records import Answered, AnyRecord, Asked, GaveUp
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.words import System
from tests.engine.linked.worlds import HOUR, KINDS, SECOND, Arrival, World, changed

END = 7 * 24 * HOUR


@st.composite
def outages(draw: st.DrawFn) -> tuple[Outage, ...]:
    """Up to three outages, apart from one another, within about two hours."""
    found: list[Outage] = []
    at = 0
    for _ in range(draw(st.integers(0, 3))):
        at += draw(st.integers(1, 1_200)) * SECOND
        ends = at + draw(st.integers(1, 1_800)) * SECOND
        found.append(Outage(from_at=at, to_at=ends, silent=draw(st.booleans())))
        at = ends
    return tuple(found)


FAULTS = st.builds(
    Faults,
    outages=outages(),
    error_milli=st.integers(0, 250),
    lost_milli=st.integers(0, 250),
    duplicate_milli=st.integers(0, 250),
    slow_milli=st.integers(0, 250),
    slow_factor=st.integers(1, 200),
)
SYSTEMS = st.dictionaries(st.sampled_from(list(System)), FAULTS)
PATIENCE = st.fixed_dictionaries(
    {
        "attempts_max": st.integers(1, 6),
        "breaker_failures": st.integers(1, 4),
        "resend_gap_us": st.sampled_from([1, SECOND // 20, 10 * SECOND]),
    }
)


@st.composite
def arrivals(draw: st.DrawFn) -> list[Arrival]:
    """Up to forty requests of any kind, some at the same instant, over an hour or less."""
    gaps = draw(st.lists(st.sampled_from([0, 1, SECOND, 90 * SECOND]), min_size=1, max_size=40))
    kinds = draw(st.lists(st.integers(0, len(KINDS) - 1), min_size=len(gaps), max_size=len(gaps)))
    found: list[Arrival] = []
    at = 0
    for dispute, (gap, kind) in enumerate(zip(gaps, kinds, strict=True)):
        at += gap
        found.append((at, KINDS[kind](dispute)))
    return found


WORLDS: dict[str, Any] = {
    "faults": SYSTEMS,
    "patience": PATIENCE,
    "arriving": arrivals(),
    "seed": st.integers(0, 2**32),
}


def run(faults: dict[System, Faults], patience: dict[str, int], arriving: list[Arrival], seed: int) -> World:
    """A world in which all that will ever happen has happened."""
    world = World(faults, settings=changed(**patience), seed=seed)
    world.run(arriving)
    world.settle(END)
    return world


def state(ledger: Ledger) -> tuple[object, ...]:
    """All that a ledger knows."""
    breakers = {system: (breaker.state, breaker.failing) for system, breaker in ledger.breakers.items()}
    memory = (ledger.last_number, ledger._asked, list(ledger._finished))
    return (ledger.entries, ledger.dead, breakers, ledger.announced, ledger.rests_until, *memory)


@given(**WORLDS)
def test_every_request_ends_answered_once_or_as_a_dead_letter(faults, patience, arriving, seed):
    """Whatever goes wrong, in the end nothing waits, nothing is lost, and no system has done anything twice."""
    world = run(faults, patience, arriving, seed)

    assert world.standing == set()
    assert world.contradictions() == []
    assert len({r.number for r in world.records if isinstance(r, Asked)}) == len(arriving)
    assert all(r.at <= END for r in world.records)


@given(**WORLDS, cut=st.floats(0, 1))
def test_the_records_are_enough_to_rebuild_the_ledger(faults, patience, arriving, seed, cut):
    """At any point of the log, the ledger made of the records so far is the one that wrote them."""
    world = World(faults, settings=changed(**patience), seed=seed)
    rebuilt = Ledger(world.settings)
    seen = 0
    stop_at = round(cut * 3 * HOUR)
    for at, request in arriving:
        if at <= stop_at:
            world.run([(at, request)])
    world.settle(max(stop_at, world.postbox._now))
    for record in world.records[seen:]:
        rebuilt.apply(record)

    assert state(rebuilt) == state(world.postbox.ledger)


@given(**WORLDS, cut=st.floats(0, 1))
def test_a_standing_and_what_came_after_it_are_enough_too(faults, patience, arriving, seed, cut):
    """From any point of the log on, the ledger restored from its standing then becomes the one that wrote the rest."""
    world = World(faults, settings=changed(**patience), seed=seed)
    world.run(arriving)
    place = round(cut * len(world.records))
    restored = Ledger(world.settings)
    restored.restore(Ledger.of(world.settings, world.records[:place]).standing())
    for record in world.records[place:]:
        restored.apply(record)

    assert state(restored)[3:] == state(world.postbox.ledger)[3:]
    assert restored.standing() == world.postbox.standing()


@given(**WORLDS, steps=st.lists(st.integers(0, 3 * HOUR), max_size=20))
def test_how_often_a_postbox_is_advanced_changes_nothing(faults, patience, arriving, seed, steps):
    """Advancing in many steps gives the records that advancing in a few gives."""
    few, many = (World(faults, settings=changed(**patience), seed=seed) for _ in range(2))
    few.run(arriving)
    many_at = sorted(steps)
    for at, request in arriving:
        while many_at and many_at[0] < at:
            many.advance(many_at.pop(0))
        many.run([(at, request)])
    few.advance(4 * HOUR)
    for at in [step for step in many_at if step >= many.postbox._now]:
        many.advance(at)
    many.advance(4 * HOUR)

    assert in_order(many.records) == in_order(few.records)


def in_order(records: list[AnyRecord]) -> list[AnyRecord]:
    """Records without those of asking, which stand where the caller put them."""
    return [record for record in records if not isinstance(record, Asked)]


@given(
    **WORLDS,
    crashes=st.lists(st.tuples(st.integers(1, 2 * HOUR), st.integers(0, 5)), min_size=1, max_size=4),
)
@example(
    faults={System.IDENTITY_AUTHENTICATION: Faults(lost_milli=1000)},
    patience={"attempts_max": 2, "breaker_failures": 1, "resend_gap_us": 1},
    arriving=[(0, KINDS[0](0))],
    seed=0,
    crashes=[(1, 0), (5 * SECOND, 1)],
)
def test_nothing_is_lost_or_done_twice_over_restarts(faults, patience, arriving, seed, crashes):
    """Restarts at any instant, even with the last records never stored, leave every request answered once or dead."""
    world = World(faults, settings=changed(**patience), seed=seed)
    waiting = list(arriving)
    for at, lost in sorted(crashes):
        while waiting and waiting[0][0] < at:
            world.run([waiting.pop(0)])
        world.settle(at)
        stored = max((place for place, r in enumerate(world.records, 1) if isinstance(r, Asked)), default=0)
        world.restart(max(at, world.postbox._now), lost=min(lost, len(world.records) - stored))
    world.run((max(at, world.postbox._now), request) for at, request in waiting)
    if all(declared.lost_milli < 1000 for declared in faults.values()):
        world.settle(END)
        assert world.standing == set()
    assert world.contradictions() == []


@pytest.mark.full
@settings(max_examples=3_000)
@given(**WORLDS)
def test_every_request_ends_in_thousands_of_worlds(faults, patience, arriving, seed):
    """The first promise of this file, in the full count."""
    world = run(faults, patience, arriving, seed)

    assert world.standing == set()
    assert world.contradictions() == []


def test_dead_letters_can_all_be_requeued_and_end_answered():
    """After a bad time all dead letters are requeued, and every request is answered once."""
    faults = dict.fromkeys(System, Faults(outages=(Outage(from_at=0, to_at=120 * SECOND),), lost_milli=300))
    world = World(faults, settings=changed(attempts_max=1, breaker_failures=1000), seed=4)
    world.run([(place * SECOND, KINDS[place % 11](place)) for place in range(110)])
    world.settle(HOUR)
    dead = world.postbox.dead_letters
    assert len(dead) > 50

    at = HOUR
    while world.postbox.dead_letters:
        world.records += [world.postbox.requeue(letter.number, at) for letter in world.postbox.dead_letters]
        at += HOUR
        world.advance(at)

    assert world.contradictions() == []
    assert sum(isinstance(r, Answered) for r in world.records) == 110
    assert {r.number for r in world.records if isinstance(r, GaveUp)} >= {letter.number for letter in dead}
