"""Between a service and its linked systems: what is stored may be sent, what comes back is taken in, all is counted."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from threading import Lock
from typing import Final

from engine.events.written_part import WrittenPart
from engine.linked.ledger import Ledger
from engine.linked.network.call import Content
from engine.linked.network.network import Network
from engine.linked.records import (
    Answered,
    Asked,
    AttemptFailed,
    BreakerClosed,
    BreakerHalfOpened,
    BreakerOpened,
    GaveUp,
    Requeued,
)
from engine.linked.requests import Key
from engine.linked.words import BreakerState, FailureReason, System
from engine.log.parts import Parts
from engine.service.answers import Group
from engine.service.entries import Entry
from engine.service.errors import NotDoneError
from engine.service.linked_replies import LinkedReply
from engine.service.service import Service
from engine.service.world import World

LOST: Final = "linked_replies_lost"
"""Gauge of replies that came while the service took no commands."""
WAITING: Final = "linked_waiting"
"""Gauge of requests without an answer, dead letters not among them."""
DEAD: Final = "linked_dead_letters"
ANSWERS: Final = "linked_answers"
FAILURES: Final = "linked_failures"
"""Gauge of attempts that brought no answer, by reason."""
BREAKER: Final = "linked_breaker_open"
_COUNTED: Final = frozenset(
    {Asked, Answered, AttemptFailed, GaveUp, Requeued, BreakerOpened, BreakerHalfOpened, BreakerClosed}
)
"""A set, because every entry is asked: an `isinstance` that denies takes ten times as long."""


class Linking:
    """Follows what a service stores of its linked systems.

    Parameters
    ----------
    service
        Not started yet.
    world
        Returns the world in use; it is another one after a batch that could not be stored.
    systems
        Those that are linked, whichever way; the others are not counted.
    network
        Of those that are linked over a network.
    """

    def __init__(
        self, service: Service, world: Callable[[], World], systems: Sequence[System], network: Network
    ) -> None:
        self._service: Final = service
        self._world: Final = world
        self._systems: Final = tuple(systems)
        self._network: Final = network
        self._gauges: Final = service.gauges.beside
        self._lock: Final = Lock()
        ledger = self._ledger
        self._system_of: Final = {number: entry.request.system for number, entry in ledger.entries.items()}
        self._dead: Final = set(ledger.dead)

    def start(self) -> Callable[[], None]:
        """Begin, before the service is started; return what ends it. Nothing is done where nothing is linked."""
        if not self._systems:
            return lambda: None
        stop = self._service.listen(self._stored)
        self._network.open(self._asked, self._ledger.last_number, self._deliver)
        self._show_all()
        self._show_calls()

        def end() -> None:
            self._network.close()
            stop()

        return end

    @property
    def _ledger(self) -> Ledger:
        return self._world().platform.postbox.ledger

    def _asked(self, key: Key) -> Asked | None:
        """Return under which number a key was asked, by the ledger in use at the time."""
        return self._ledger.asked(key)

    def _deliver(self, number: int, attempt: int, content: Content) -> None:
        """Hand a reply to the writer, from any thread; if it takes none now, the request will be sent again."""
        try:
            self._service.submit(Group(commands=(LinkedReply(number=number, attempt=attempt, content=content),)))
        except NotDoneError:
            with self._lock:  # of many threads
                self._gauges[LOST] += 1
        self._show_calls()

    def _stored(self, _first_seq: int, entries: Sequence[Entry], _at: int) -> None:
        """Follow a batch; what was written as columns holds nothing of linked systems."""
        for part in entries.parts if isinstance(entries, Parts) else (entries,):
            if not isinstance(part, WrittenPart):
                for entry in part:
                    if type(entry) in _COUNTED:
                        self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        match entry:
            case Asked():
                self._system_of[entry.number] = entry.request.system
                self._count(WAITING, entry.number, 1)
                self._network.stored(entry)
            case Answered():
                is_dead = entry.number in self._dead
                self._dead.discard(entry.number)
                self._count(DEAD if is_dead else WAITING, entry.number, -1)
                self._count(ANSWERS, entry.number, 1)
                del self._system_of[entry.number]
            case AttemptFailed():
                self._count(FAILURES, entry.number, 1, entry.reason)
            case GaveUp():
                self._dead.add(entry.number)
                self._count(WAITING, entry.number, -1)
                self._count(DEAD, entry.number, 1)
            case Requeued():
                self._dead.discard(entry.number)
                self._count(DEAD, entry.number, -1)
                self._count(WAITING, entry.number, 1)
            case BreakerOpened() | BreakerHalfOpened() | BreakerClosed():
                self._gauges[_name(BREAKER, entry.system)] = int(not isinstance(entry, BreakerClosed))
            case _:
                pass

    def _count(self, gauge: str, number: int, step: int, reason: FailureReason | None = None) -> None:
        name = _name(gauge, self._system_of[number], reason)
        self._gauges[name] = self._gauges.get(name, 0) + step

    def _show_all(self) -> None:
        """Let monitoring read how it stands at the start, so that no gauge is missing before anything happens."""
        waiting = Counter(system for number, system in self._system_of.items() if number not in self._dead)
        dead = Counter(self._system_of[number] for number in self._dead)
        self._gauges.setdefault(LOST, 0)
        for system in self._systems:
            self._gauges.update(
                {
                    _name(WAITING, system): waiting[system],
                    _name(DEAD, system): dead[system],
                    _name(ANSWERS, system): 0,
                    _name(BREAKER, system): int(self._ledger.announced[system] is not BreakerState.CLOSED),
                    **{_name(FAILURES, system, reason): 0 for reason in FailureReason},
                }
            )

    def _show_calls(self) -> None:
        for system, pool in self._network.pools.items():
            self._gauges.update(
                {
                    _name("linked_calls", system): pool.made,
                    _name("linked_calls_waiting", system): pool.waiting,
                    _name("linked_calls_passed_over", system): pool.passed_over,
                }
            )


@cache
def _name(gauge: str, system: System, reason: FailureReason | None = None) -> str:
    """Return a gauge's name with its labels, as monitoring writes them."""
    more = "" if reason is None else f',reason="{reason.value}"'
    return f'{gauge}{{system="{system.value}"{more}}}'
