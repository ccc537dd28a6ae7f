"""All systems that are linked over a network: their ports, their threads, their numbers."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.linked.network.call import Call, Content, Transport
from engine.linked.network.pool import CLOSE_SECONDS, WAITING_MAX, Pool
from engine.linked.network.port import NetworkPort, Numbers
from engine.linked.port import Reply
from engine.linked.records import Asked
from engine.linked.requests import Key, Request
from engine.linked.settings import SECOND_US, LinkedSettings
from engine.linked.words import System

Deliver = Callable[[int, int, Content], None]
"""Takes the number of a request, its attempt and what that came to, in any thread."""


class Link:
    """One system, and how it is spoken to."""

    def __init__(self, transport: Transport, connections: int) -> None:
        self.transport: Final = transport
        self.connections: Final = connections


class Network:
    """The linked systems of a service that are reached over a network.

    A platform is made before the service that will take replies, so the ports are there first and `open` follows.

    Parameters
    ----------
    links
        Each of them.
    settings
        Timeouts.
    clock
        Seconds; never set back.
    failed
        Told of errors that nobody foresaw.
    waiting_max
        Calls that may wait for each system.
    """

    def __init__(
        self,
        links: Mapping[System, Link],
        settings: LinkedSettings,
        clock: Callable[[], float],
        *,
        failed: Callable[[Exception], None],
        waiting_max: int = WAITING_MAX,
    ) -> None:
        self._links: Final = dict(links)
        self._settings: Final = settings
        self._clock: Final = clock
        self._failed: Final = failed
        self._waiting_max: Final = waiting_max
        self._opened: Final[dict[System, NetworkPort]] = {}
        self.pools: Final[dict[System, Pool]] = {}
        """Of each system, once it is open."""
        self.ports: Final = {system: _Port(self._opened, system) for system in links}
        """One for each system."""

    def open(self, numbers: Numbers, stored_number: int, deliver: Deliver) -> None:
        """Begin to make calls.

        Parameters
        ----------
        numbers
            Of the ledger in use, whichever that is.
        stored_number
            Number of the last request in the log.
        deliver
            Where replies go.
        """

        def answered(call: Call, content: Content) -> None:
            deliver(call.number, call.attempt, content)

        for system, link in self._links.items():
            pool = Pool(
                system.value,
                link.transport,
                answered,
                self._clock,
                connections=link.connections,
                failed=self._failed,
                waiting_max=self._waiting_max,
            )
            timeout_seconds = self._settings.systems[system].timeout_us / SECOND_US
            self.pools[system] = pool
            self._opened[system] = NetworkPort(pool, timeout_seconds, self._clock, numbers, stored_number, answered)
            pool.start()

    def stored(self, asked: Asked) -> None:
        """Take note that a request is on disk, in the thread that sends."""
        for port in self._opened.values():
            port.stored(asked)

    def close(self) -> None:
        """Make no more calls; what is unanswered is sent again after the next start."""
        ends_at = self._clock() + CLOSE_SECONDS
        for pool in self.pools.values():
            pool.close(max(0.0, ends_at - self._clock()))


class _Port:
    """The port of a system, before and after the network is open."""

    def __init__(self, opened: Mapping[System, NetworkPort], system: System) -> None:
        self._opened: Final = opened
        self._system: Final = system

    def send(self, request: Request, key: Key, attempt: int, at: int) -> tuple[Reply, ...]:
        """Hand in one attempt."""
        return self._opened[self._system].send(request, key, attempt, at)
