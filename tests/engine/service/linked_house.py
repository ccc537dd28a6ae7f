"""A service whose linked systems are reached over a network that a test has in its hands."""

from collections import deque
from collections.abc import Callable
from threading import Condition
from time import monotonic
from typing import Final

from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.events.lifecycle_words import Track
from engine.lifecycle.lifecycle import Lifecycle
from engine.linked.network.call import Call, Content
from engine.linked.network.network import Link, Network
from engine.linked.postbox import Postbox
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.words import mixed_words
from engine.linked.words import System
from engine.proof.day_keys import SeededKeys
from engine.registry.example import MONDAY
from engine.registry.onestop import OneStop
from engine.registry.registry import Registry
from engine.scheduling.diary import Diary
from engine.scheduling.scheduler import Scheduler
from engine.service.linking import Linking
from engine.service.opening import _Nobody
from engine.service.service import Service
from engine.service.settings import ServiceSettings
from engine.service.snapshots import follow
from engine.service.world import Words, World
from engine.service.writer import Writer
from tests.engine.service.house import CALENDAR, CODEC, RULES, FaultyLog

PATIENCE: Final = 20.0
SETTINGS: Final = shipped_settings()


class HandedTransport:
    """Holds every call until the test says what it comes to."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._answers: deque[Content] = deque()
        self._is_over = False
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Content:
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._answers or self._is_over, PATIENCE)
            if self._is_over:
                raise ConnectionError("the test is over")
            return self._answers.popleft()

    def answer(self, content: Content) -> None:
        """Let one call come to something."""
        with self._changed:
            self._answers.append(content)
            self._changed.notify_all()

    def wait_for(self, count: int) -> list[Call]:
        """Wait until so many calls were made."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.calls) >= count, PATIENCE), self.calls
            return list(self.calls)

    def end(self) -> None:
        """Let every call go."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()


class LinkedHouse:
    """A service over a log, linked to one system or more by one transport; the next life takes the log over."""

    def __init__(
        self,
        log: FaultyLog,
        transport: Callable[[Call], Content],
        *systems: System,
        waiting_max: int = 1_000,
        now: int = MONDAY,
    ) -> None:
        self.log, self.now = log, now
        self.failed: list[Exception] = []
        links = {system: Link(transport, 1) for system in systems}
        self.network = Network(links, SETTINGS, monotonic, failed=self.failed.append, waiting_max=waiting_max)
        self.writer = Writer(log, self._world)
        self.service = Service(
            self.writer,
            lambda: self.now,
            ServiceSettings(tick_seconds=0.01),
            end=lambda reason: self.failed.append(AssertionError(reason)),
        )
        linking = Linking(self.service, lambda: self.writer.world, systems, self.network)
        self._unlink = linking.start()
        self.service.start(release="1", roster_digest="ab")

    def _world(self) -> World:
        def build(words: Words) -> OneStop:
            desk = Desk(AssignmentCore(one_court_roster(500), PolicySettings()), CALENDAR, words)
            ports = {**dict.fromkeys(System, _Nobody()), **self.network.ports}
            postbox = Postbox(SETTINGS, ports, mixed_words(2))
            registry = Registry(Lifecycle(RULES, CALENDAR), {Track.MEDIATION: desk})
            return OneStop(registry, Scheduler(Diary(), CALENDAR), postbox, linked=frozenset(self.network.ports))

        world = World(build, SeededKeys(1))
        follow(world, self.log, CODEC)
        return world

    def stop(self) -> None:
        """End the service and its network."""
        assert self.service.stop(PATIENCE)
        self._unlink()
