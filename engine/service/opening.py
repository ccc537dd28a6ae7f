"""From a store on disk to a writer over it: calendar, rules, desks, log and snapshots put together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.calendar.calendar import WorkCalendar
from engine.calendar.in_force import CalendarInForce
from engine.core.assignment import AssignmentCore
from engine.desk.desk import Desk
from engine.events.lifecycle_words import Track
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.linked.port import Port, Reply
from engine.linked.postbox import Postbox
from engine.linked.postbox import Words as JitterWords
from engine.linked.requests import Key, Request
from engine.linked.settings import LinkedSettings
from engine.linked.words import FailureReason, System
from engine.log.log import Log
from engine.registry.doors import door_of
from engine.registry.onestop import OneStop
from engine.registry.registry import Registry
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from engine.service.answers import Group
from engine.service.caseload.names import source_ids_of
from engine.service.entries import Entry, EntryCodec
from engine.service.snapshots import Recovered, Snapshots
from engine.service.store import Store
from engine.service.world import Words, World
from engine.service.writer import Writer

CODEC: Final = EntryCodec()


@dataclass(frozen=True, kw_only=True)
class LinkedSystems:
    """The systems that a platform is linked to."""

    settings: LinkedSettings
    ports: Mapping[System, Port]
    """Those that exist; the others are asked nothing."""
    words: JitterWords
    """For the jitter of repeated attempts."""


class _Nobody:
    """The port of a system that is not linked; it is asked only what was asked while it was."""

    def send(self, request: Request, key: Key, attempt: int, at: int) -> tuple[Reply, ...]:
        """Fail, so that the request waits until the system is linked again."""
        del request, key, attempt
        return (Reply(at, FailureReason.UNREACHABLE),)


class PlatformFactory:
    """Makes empty platforms of one store: the rules are read once.

    Parameters
    ----------
    store
        Its rosters, each of which gets a desk, and what its log was begun with.
    linked
        The linked systems.
    """

    def __init__(self, store: Store, linked: LinkedSystems) -> None:
        identity = store.identity
        self._store: Final = store
        self._linked: Final = linked
        self._rules: Final = Rulebook.shipped()
        self._ids: Final = {track: _own_ids(store, track) for track in store.doors}
        self._years: Final = (identity.first_year, identity.announced_until, identity.provisional_until)

    def __call__(self, words: Words) -> OneStop:
        """Make an empty platform whose draws get their words from `words`."""
        first, announced, provisional = self._years
        # One holder for all: a year that is announced later is known to desk, lifecycle and diary at once.
        calendar = CalendarInForce(WorkCalendar.china(first, announced, provisional_until=provisional))
        settings = self._store.identity.settings
        desks = {
            track: Desk(
                AssignmentCore(door.roster, settings, door_of(track).ladder),
                calendar,
                words,
                organisations=door.organisations,
                external_ids=self._ids[track],
                track=track,
            )
            for track, door in self._store.doors.items()
        }
        registry = Registry(Lifecycle(self._rules, calendar), desks)
        linked = self._linked
        ports = {system: linked.ports.get(system, _Nobody()) for system in System}
        # Its time begins with the first record, not now: what fell due while nobody served is asked at its own instant.
        postbox = Postbox(linked.settings, ports, linked.words)
        return OneStop(registry, Scheduler(Diary(), calendar), postbox, linked=frozenset(linked.ports))


def _own_ids(store: Store, track: Track) -> frozenset[str] | None:
    """Return what the court calls the people of a roster; None if numbers are their names."""
    own = source_ids_of(store, track)
    return None if own is None else frozenset(own[1])


def open_writer(
    store: Store,
    log: Log[Entry],
    build: PlatformFactory,
    *,
    recovered: Callable[[Recovered], None] = lambda _recovered: None,
    on_poison: Callable[[Group, Exception], None] = lambda _group, _error: None,
) -> Writer:
    """Return a writer that has followed a store's log.

    Parameters
    ----------
    store
        The store.
    log
        Its log, open for writing.
    build
        Makes its empty platform.
    recovered
        Told from which snapshot each recovery began, and which could not be used.
    on_poison
        Told of commands that fail unforeseen.

    Raises
    ------
    engine.errors.EngineError
        If the log holds what this release cannot follow.
    """
    snapshots = Snapshots(store.snapshot_folder, store.identity.roster_digest)

    def recover() -> World:
        found = snapshots.recover(log, lambda: World(build, store.keys), CODEC)
        recovered(found)
        return found.world

    return Writer(log, recover, on_poison=on_poison)
