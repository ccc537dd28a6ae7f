"""Finding a host and connecting to it, up to a deadline: the operating system's way of looking one up has none."""

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, Final, TypeAlias

Place: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]
"""As `socket.getaddrinfo` gives it: family, kind, protocol, name and address."""
_LEFT_SECONDS_MIN: Final = 0.001
"""Some time even behind the deadline: 0 would mean not to wait for anything."""


def resolve(host: str, port: int) -> Sequence[Place]:
    """Ask the operating system where a host is; this may take as long as it likes."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class Host:
    """A host that is looked up anew for every connection, since it may move, but by one thread at a time.

    Whoever asks while a lookup is under way waits for the same answer. A resolver that is silent for a minute therefore
    holds one thread, however many calls are tried meanwhile, and no call for longer than its own time.

    Parameters
    ----------
    name, port
        Where it is.
    clock
        Seconds; never set back.
    ask
        `resolve`, or what stands for it in a test.
    """

    def __init__(
        self, name: str, port: int, clock: Callable[[], float], ask: Callable[[str, int], Sequence[Place]] = resolve
    ) -> None:
        self.name: Final = name
        self.port: Final = port
        self._clock: Final = clock
        self._ask: Final = ask
        self._turn: Final = Lock()
        self._asked: Future[Sequence[Place]] | None = None

    def left(self, deadline: float) -> float:
        """Return the seconds that are left, more than 0."""
        return max(_LEFT_SECONDS_MIN, deadline - self._clock())

    def connect(self, deadline: float) -> socket.socket:
        """Connect to the first of the host's places that answers; each gets its share of the time that is left.

        Raises
        ------
        OSError
            If there is no such host, none of its places answers, or the deadline, in seconds of the clock, has come.
        """
        places = self._places(deadline)
        failure = OSError("the host is nowhere")
        for still, (family, kind, protocol, _, place) in zip(range(len(places), 0, -1), places, strict=True):
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(self.left(deadline) / still)
                connection.connect(place)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                connection.close()
                failure = error
            else:
                return connection
        raise failure

    def _places(self, deadline: float) -> Sequence[Place]:
        with self._turn:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                Thread(target=self._look, args=(self._asked,), name=f"onestop-lookup-{self.name}", daemon=True).start()
            asked = self._asked
        return asked.result(self.left(deadline))

    def _look(self, asked: "Future[Sequence[Place]]") -> None:
        try:
            asked.set_result(self._ask(self.name, self.port))
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            asked.set_exception(error)
