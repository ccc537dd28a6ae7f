"""Applications that are followed many at a time lead where their events lead one by one."""

from random import Random
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_instant_us
from engine.calendar.in_force import CalendarInForce
from engine.calendar.year import china_years
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from engine.desk.desk import Desk
from engine.errors import EngineError
from engine.events.enums import (
    ActorRole,
    Channel,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    EntryRoute,
    Gender,
    Language,
    Origin,
)
from engine.events.lifecycle_words import Procedure, Track, Transition
from engine.events.records import Escalated, Event, Filed, Offered
from engine.events.scan import scan
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.linked.postbox import Postbox
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.linked.words import System
from engine.log.log import Batch
from engine.log.memory import MemoryLog
from engine.proof.day_keys import SeededKeys
from engine.registry.calendar_year import LoadYear
from engine.registry.following import TOGETHER_MIN, lodged_run
from engine.registry.lodged_rows import OPENED_ENTRY
from engine.registry.lodging import Lodge
from engine.registry.onestop import OneStop, PlatformRequest
from engine.registry.registry import Registry
from engine.registry.requests import AnswerOffer, Move
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from engine.service.entries import Entry, EntryCodec
from engine.service.records import Executed
from engine.service.snapshots import follow
from engine.service.world import Words, World
from tests.engine.desk.worlds import TYPES, random_ladder, random_roster, roster

CODEC = EntryCodec()
RULES = Rulebook.shipped()


def empty_world(seed: int) -> World:
    """A world of a few courts, of a random roster, ladder and policy, in which one party has a relation."""

    def build(words: Words) -> OneStop:
        random = Random(seed)
        made_of = random_roster(random) if seed % 3 else roster([0, 0, 1, 1, 1, 2], court_region=(0, 0, 0), capacity=40)
        settings = PolicySettings(policy=random.choice(list(Policy)))
        calendar = CalendarInForce(WorkCalendar.china(2022, 2024, provisional_until=2028))
        desk = Desk(AssignmentCore(made_of, settings, random_ladder(random)), calendar, words)
        desk.register.enter("a", 0, ConflictGround.EMPLOYMENT, ConflictSource.RECORD, provenance="list", since=0)
        registry = Registry(Lifecycle(RULES, calendar), {Track.MEDIATION: desk})
        linked = shipped_settings()
        postbox = Postbox(linked, simulated_systems(linked, mixed_key_words(1)), mixed_words(2))
        return OneStop(registry, Scheduler(Diary(), calendar), postbox, linked=tuple(System) if seed % 4 else ())

    return World(build, SeededKeys(1))


class Life:
    """A world in use, and its log: several things are asked for in each batch."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.world = empty_world(seed)
        self.log = MemoryLog[Entry](codec=CODEC)
        # Every other life ends in a year that nobody has announced yet.
        self.now = local_instant_us(2024, 12, 16, 9) if seed % 2 else local_instant_us(2022, 5, 9, 9)
        self.entries: list[Entry] = []

    def live(self, batches: int) -> None:
        for _ in range(batches):
            self.now += self.random.choice((HOUR_US, DAY_US, 3 * DAY_US))
            self.world.draws.begin(self.log.head.hash)
            self.entries = [*self.world.platform.advance(self.now)]
            for _ in range(self.random.randint(1, 3)):
                self.lodge(self.random.choice((2, 18, 40)))
                self._answer_some()
            if self.random.random() < 0.2:
                self._ask(LoadYear.of(china_years()[2025]))
            key = self.random.randbytes(16)
            self.entries.append(Executed(at=self.now, key=key, request_digest=bytes(16), counts=()))
            self.log.append(self.entries)
            self.world.note(self.entries, self.now)

    def lodge(self, count: int) -> None:
        platform = self.world.platform
        courts = platform.registry.desks[Track.MEDIATION].core.roster.courts
        odd_share = self.random.choice((0.0, 0.05))
        requests = [self._lodging(courts, odd_share) for _ in range(count)]
        for outcome in platform.lodge_many(requests, self.now):
            self.entries += outcome if isinstance(outcome, list) else []
        self.entries += platform.follow_up(self.now)

    def _lodging(self, courts: int, odd_share: float) -> Lodge:
        random = self.random
        fields: dict[str, Any] = {
            "court_id": random.randrange(courts),
            "dispute_type": random.choice(TYPES),
            "channel": random.choice(list(Channel)),
            "entry_route": random.choice(list(EntryRoute)),
            "amount_fen": random.randrange(2 ** random.randrange(1, 50)),
        }
        odd: dict[str, Any] = random.choice(
            (
                {"panel_size": 2},
                {"choose": True},
                {"party_keys": ("a", "b")},
                {"procedure": Procedure.SUMMARY},
                {"mediator_gender": Gender.FEMALE, "language": Language.TIBETAN, "origin": Origin.MACAO},
                {"parties": 5, "applicants": 2, "weight_milli": 500, "boost_us": HOUR_US},
            )
        )
        return Lodge(**(fields | odd if random.random() < odd_share else fields))

    def _answer_some(self) -> None:
        """Some who were asked in this very batch answer, and some parties take back what they filed in it."""
        offers = [entry for entry in self.entries if isinstance(entry, Offered)]
        for offer in self.random.sample(offers, min(len(offers), 4)):
            because = self.random.choice((None, DeclineReason.WORKLOAD))
            withdraw = Command(case_id=offer.case_id, transition=Transition.WITHDRAW, actor=ActorRole.PARTY, parties=1)
            answer = AnswerOffer(
                case_id=offer.case_id, mediator_id=offer.mediator_id, attempt=offer.attempt, declined_because=because
            )
            self._ask(Move(dispute_id=offer.dispute_id, command=withdraw) if self.random.random() < 0.2 else answer)

    def _ask(self, request: PlatformRequest) -> None:
        try:
            self.entries += self.world.platform.execute(request, self.now)
        except EngineError:
            return
        self.entries += self.world.platform.follow_up(self.now)


def replayed_one_by_one(seed: int, log: MemoryLog[Entry]) -> World:
    """The world that the log's entries lead to, each followed for itself."""
    world = empty_world(seed)
    for batch in log.batches():
        entries = CODEC.decode(batch.body)
        world.replay(batch.previous_hash, entries, CODEC.recorded_at(entries[-1]))
    return world


def followed_together(batch: Batch) -> int:
    """How many applications of a batch stand in runs that are followed at one stroke."""
    scanned = scan(batch.body)
    assert scanned is not None
    runs, end = list[int](), 0
    for place in np.flatnonzero(scanned.kinds == OPENED_ENTRY).tolist():
        if place >= end:
            run = lodged_run(scanned, place, lambda _place, _end: [])
            end = run.end if len(run.rows) else place + 1
            runs.append(len(run.rows))
    return sum(run for run in runs if run >= TOGETHER_MIN)


def hold_law(seed: int, batches: int) -> int:
    """Check that every way leads to one and the same world; return how many applications were followed together."""
    life = Life(seed)
    life.live(batches)
    middle = empty_world(seed)
    follow(middle, life.log, CODEC)
    snapshot = middle.standing()
    life.live(batches)
    restored = empty_world(seed)
    restored.restore(snapshot)
    worlds = [middle, restored, empty_world(seed)]
    for world in worlds:
        follow(world, life.log, CODEC)
    worlds += [replayed_one_by_one(seed, life.log), life.world]
    assert len({world.standing() for world in worlds}) == 1
    later = life.now + 9 * DAY_US
    worlds = worlds[2:4]  # the one that lived does not send again what it has sent
    assert len({repr(world.platform.advance(later)) for world in worlds}) == 1
    assert len({world.platform.standing() for world in worlds}) == 1
    return sum(map(followed_together, life.log.batches()))


def test_whatever_stands_between_applications_the_world_is_the_same():
    """Runs of applications among everything else: lived, followed together, one by one and restored are equal."""
    assert sum(hold_law(seed, 2) for seed in range(3)) > 100


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (Offered, {"mediator_id": 10**6}),
        (Offered, {"mediator_id": 2**40}),
        (Offered, {"seat": 3}),
        (Filed, {"court_id": 10**6}),
        (Filed, {"weight_milli": -1}),
        (Escalated, {"step": 7}),
    ],
)
def test_what_does_not_fit_is_refused_as_it_is_by_itself(kind: type[Event], changed: dict[str, int]):
    """An entry among applications that cannot have happened stops the start, with the words it has for it alone."""
    life = Life(2)
    while not any(isinstance(entry, kind) for entry in life.entries):
        life.lodge(40)
    places = [place for place, entry in enumerate(life.entries) if isinstance(entry, kind)]
    place = places[len(places) // 2]
    life.entries[place] = replace(life.entries[place], **changed)
    batch = life.log.append(life.entries)
    assert followed_together(batch) > 0
    with pytest.raises(EngineError) as refused:
        follow(empty_world(2), life.log, CODEC)
    with pytest.raises(EngineError) as expected:
        replayed_one_by_one(2, life.log)
    assert repr(refused.value) == repr(expected.value)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10, 20))
def test_the_law_holds_for_longer_histories(seed: int):
    """The same over ten longer histories."""
    assert hold_law(seed, 6) > 0
