"""A small platform behind a writer, and a log that can be told to fail."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from engine.calendar.calendar import WorkCalendar
from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.events.lifecycle_words import Track
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.linked.postbox import Postbox
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.linked.words import System
from engine.log.errors import LogBrokenError, LogFullError
from engine.log.log import Sealed
from engine.log.memory import MemoryLog
from engine.proof.day_keys import SeededKeys
from engine.registry.doors import door_of
from engine.registry.example import MONDAY, filed_dispute
from engine.registry.onestop import OneStop
from engine.registry.registry import Registry
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from engine.service.answers import Answer, Group
from engine.service.entries import Entry, EntryCodec
from engine.service.keys import request_digest, scoped_key
from engine.service.snapshots import follow
from engine.service.world import Words, World
from engine.service.writer import Writer

CODEC = EntryCodec()
CALENDAR = WorkCalendar.china(2022, 2024)
RULES = Rulebook.shipped()
NOBODY_ELSE: Mapping[Track, Roster] = MappingProxyType({})


class FaultyLog(MemoryLog[Entry]):
    """A log in memory whose next batches can be told to fail."""

    def __init__(self) -> None:
        super().__init__(codec=CODEC)
        self.full_for = 0
        self.has_little_room = False
        self.breaks = False

    def keep(self, sealed: Sealed, /) -> None:
        if self.breaks:
            raise LogBrokenError("the disk says no")
        if self.full_for:
            self.full_for -= 1
            raise LogFullError("no space left")
        super().keep(sealed)

    def has_room(self) -> bool:
        return not self.full_for and not self.has_little_room


def empty_world(
    capacity: int = 3,
    roster: Roster | None = None,
    linked: Collection[System] = tuple(System),
    others: Mapping[Track, Roster] = NOBODY_ELSE,
) -> World:
    """A world of one court with two mediators, or of another roster and those of other doors, that followed nothing."""
    wanted = one_court_roster(capacity) if roster is None else roster

    def build(words: Words) -> OneStop:
        settings = shipped_settings()
        desks = {
            track: Desk(AssignmentCore(one, PolicySettings(), door_of(track).ladder), CALENDAR, words, track=track)
            for track, one in {Track.MEDIATION: wanted, **others}.items()
        }
        postbox = Postbox(settings, simulated_systems(settings, mixed_key_words(1)), mixed_words(2), at=MONDAY)
        registry = Registry(Lifecycle(RULES, CALENDAR), desks)
        return OneStop(registry, Scheduler(Diary(), CALENDAR), postbox, linked=linked)

    return World(build, SeededKeys(1))


def followed(
    log: MemoryLog[Entry],
    capacity: int = 3,
    roster: Roster | None = None,
    others: Mapping[Track, Roster] = NOBODY_ELSE,
) -> World:
    """The world that a log has led to."""
    world = empty_world(capacity, roster, others=others)
    follow(world, log, CODEC)
    return world


def writer_over(
    log: MemoryLog[Entry],
    capacity: int = 3,
    roster: Roster | None = None,
    others: Mapping[Track, Roster] = NOBODY_ELSE,
) -> Writer:
    """A writer over a log, that undoes by following it again."""
    return Writer(log, lambda: followed(log, capacity, roster, others))


def filing(dispute_id: int, key: str = "", body: bytes = b"") -> Group:
    """The requests that file a dispute, under a key if there is one."""
    return Group(
        commands=tuple(filed_dispute(dispute_id)),
        key=scoped_key("clerk", key) if key else None,
        request_digest=request_digest(body),
        name=key,
    )


def answered(outcome: object) -> Answer:
    """The answer that an outcome must be."""
    assert isinstance(outcome, Answer), outcome
    return outcome
