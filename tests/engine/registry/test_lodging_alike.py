"""Applications handed in together, alone, replayed from a log and restored: one and the same platform."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from engine.desk.desk import Desk
from engine.desk.example import words
from engine.errors import EngineError
from engine.events.enums import (
    ActorRole,
    Channel,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    EntryRoute,
)
from engine.events.lifecycle_words import Procedure, Track, Transition
from engine.events.records import Event, Offered
from engine.lifecycle.command import Command
from engine.lifecycle.invariants import broken
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.registry.example import MONDAY
from engine.registry.lodging import Lodge
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, Move
from tests.engine.desk.worlds import TYPES, random_ladder, random_roster

CALENDAR = WorkCalendar.china(2022, 2024)


def random_registry(seed: int) -> Registry:
    """A registry over a random roster, ladder and policy, some of whose parties have relations to mediators."""
    random = Random(seed)
    core = AssignmentCore(
        random_roster(random), PolicySettings(policy=random.choice(list(Policy))), random_ladder(random)
    )
    desk = Desk(core, CALENDAR, words)
    if random.random() < 0.5:
        desk.register.enter("a", 0, ConflictGround.EMPLOYMENT, ConflictSource.RECORD, provenance="list", since=0)
    return Registry(Lifecycle(Rulebook.shipped(), CALENDAR), {Track.MEDIATION: desk})


def random_lodging(random: Random, courts: int) -> Lodge:
    """Mostly ordinary; now and then something that the rules, the desk or the core minds."""
    fields: dict[str, Any] = {
        "court_id": random.randrange(courts),
        "dispute_type": random.choice(TYPES),
        "channel": random.choice(list(Channel)),
        "entry_route": random.choice(list(EntryRoute)),
        "procedure": random.choice(list(Procedure)),
        "amount_fen": random.randrange(10**9),
        "parties": random.choice((2, 2, 3)),
        "party_keys": tuple(random.sample("abcd", 2)),
    }
    odd: tuple[dict[str, Any], ...] = (
        {"panel_size": 2},
        {"court_id": courts},
        {"parties": 99},
        {"applicants": 2},
        {"choose": True},
    )
    return Lodge(**(fields | random.choice(odd) if random.random() < 0.15 else fields))


def one_by_one(registry: Registry, requests: Sequence[Lodge], at: int) -> list[list[Event] | EngineError]:
    """What `execute` makes of them."""
    outcomes: list[list[Event] | EngineError] = []
    for request in requests:
        try:
            outcomes.append(registry.execute(request, at))
        except EngineError as error:
            outcomes.append(error)
    return outcomes


def answer_some(registry: Registry, random: Random, offers: list[Offered], at: int) -> list[Event]:
    """Let some who were asked answer, and some parties do something."""
    events: list[Event] = []
    for offer in offers:
        chance = random.random()
        because = None if random.random() < 0.6 else DeclineReason.WORKLOAD
        command = Command(case_id=offer.case_id, transition=Transition.WITHDRAW, actor=ActorRole.PARTY, parties=1)
        request = (
            Move(dispute_id=offer.dispute_id, command=command)
            if chance < 0.2
            else AnswerOffer(
                case_id=offer.case_id, mediator_id=offer.mediator_id, attempt=offer.attempt, declined_because=because
            )
        )
        if chance < 0.7:
            try:
                events += registry.execute(request, at)
            except EngineError:
                continue
    return events


@pytest.mark.parametrize("seed", range(8))
def test_many_alone_replayed_and_restored_are_the_same(seed: int):
    """Batches, requests one by one, a replayed log and a restored standing agree byte by byte, and go on alike."""
    together, alone, random = random_registry(seed), random_registry(seed), Random(seed)
    courts, at, log = together.desks[Track.MEDIATION].core.roster.courts, MONDAY, list[Event]()
    middle: tuple[bytes, int] | None = None
    for turn in range(5):
        requests = [random_lodging(random, courts) for _ in range(random.randint(1, 10))]
        found, expected = together.lodge_many(requests, at), one_by_one(alone, requests, at)
        assert list(map(repr, found)) == list(map(repr, expected))
        new = [event for outcome in found if isinstance(outcome, list) for event in outcome]
        at += random.choice((HOUR_US, DAY_US, 4 * DAY_US))
        new += together.advance(at)
        offers, seed_of_answers = [event for event in new if isinstance(event, Offered)], random.random()
        alone.advance(at)
        answer_some(alone, Random(seed_of_answers), offers, at)
        log += new + answer_some(together, Random(seed_of_answers), offers, at)
        if turn == 2:
            middle = together.standing(), len(log)
        assert together.standing() == alone.standing()

    assert middle is not None
    replayed, restored = random_registry(seed), random_registry(seed)
    replayed.replay(log)
    restored.restore(middle[0])
    restored.replay(log[middle[1] :])
    assert replayed.standing() == restored.standing() == together.standing()
    later = at + 90 * DAY_US
    assert replayed.advance(later) == restored.advance(later) == together.advance(later)
    for number in together.numbers:
        assert broken([event for event in log if event.dispute_id == number]) == []
