"""Simulated systems at both ends of a wire: the network client, a local server, and what the client has delivered."""

import time
from collections.abc import Mapping
from threading import Condition
from typing import Final

from engine.linked.ledger import Ledger
from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Content, Failure
from engine.linked.network.network import Link, Network
from engine.linked.network.transport import HttpTransport
from engine.linked.records import Asked
from engine.linked.requests import AnyRequest, Key
from engine.linked.settings import LinkedSettings
from engine.linked.simulator.faults import Faults
from engine.linked.simulator.site import SimulatedSite
from engine.linked.simulator.systems import SimulatedSystem, simulated_systems
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import System
from tests.engine.linked.answering_host import PATIENCE

STORE: Final = "s1"


def unheard(call: Call, failure: Failure) -> None:
    """Take note of nothing."""
    del call, failure


class Wire:
    """A network client whose systems are simulated behind a server of this process, at an instant that tests set."""

    def __init__(self, settings: LinkedSettings, faults: Mapping[System, Faults] | None = None, seed: int = 0) -> None:
        self.settings = settings
        self.now = 0
        self.asked: Ledger = Ledger(settings)
        """Under which numbers keys were asked; a postbox's own, or one that `content` fills."""
        self.delivered: list[tuple[int, int, Content]] = []
        self.failed: list[Exception] = []
        self._count = 0
        self._changed = Condition()
        words = mixed_key_words(seed)
        self.site = SimulatedSite(
            lambda: simulated_systems(settings, words, faults), lambda: self.now, lambda _seconds: None
        )
        self.site.start()
        self.network = self._open(0)

    @property
    def systems(self) -> Mapping[System, SimulatedSystem]:
        """The simulated systems that the store has met."""
        return self.site.stores[STORE]

    def _open(self, stored_number: int) -> Network:
        links = {
            system: Link(HttpTransport(self._address(system), STORE, None, str, time.monotonic, failed=unheard), 2)
            for system in System
        }
        network = Network(links, self.settings, time.monotonic, failed=self.failed.append)
        network.open(self._asked_under, stored_number, self._deliver)
        return network

    def _asked_under(self, key: Key) -> Asked | None:
        return self.asked.asked(key)

    def _address(self, system: System) -> SystemAddress:
        return SystemAddress(url=self.site.url(system))

    def _deliver(self, number: int, attempt: int, content: Content) -> None:
        with self._changed:
            self.delivered.append((number, attempt, content))
            self._count += 1
            self._changed.notify_all()

    def arrived(self) -> list[tuple[int, int, Content]]:
        """Wait until nothing is under way, and take out what was delivered."""
        pools = self.network.pools.values()
        with self._changed:
            # Who waits first: a call that is taken up meanwhile is counted on both sides rather than on none.
            assert self._changed.wait_for(
                lambda: not any(pool.waiting for pool in pools) and sum(pool.made for pool in pools) == self._count,
                PATIENCE,
            )
            found, self.delivered = self.delivered, []
        return found

    def content(self, request: AnyRequest, attempt: int = 1, key: Key | None = None) -> list[Content]:
        """What one attempt comes to."""
        of = request.key if key is None else key
        if self.asked.asked(of) is None:
            asked = Asked(at=0, number=self.asked.last_number + 1, request=request)
            self.asked.apply(asked)
            self.network.stored(asked)
        replies = self.network.ports[request.system].send(request, of, attempt, self.now)
        return [reply.content for reply in replies] or [content for _, _, content in self.arrived()]

    def reopen(self) -> None:
        """End the client as a killed process would, and begin with a new one; the systems live on."""
        self.network.close()
        self.delivered.clear()
        self._count = 0
        self.network = self._open(self.asked.last_number)

    def close(self) -> None:
        """End both sides."""
        self.network.close()
        self.site.stop()
