"""Finding a host and posting to it, up to a deadline: the operating system's way of looking one up has none."""

import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from http.client import HTTPConnection
from threading import Lock, Thread
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

Place: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]
"""As `socket.getaddrinfo` gives it: family, kind, protocol, name and address."""
_PORTS: Final = {"https": 443, "http": 80}
_LEFT_SECONDS_MIN: Final = 0.001
"""Some time even behind the deadline: 0 would mean not to wait for anything."""


def resolve(host: str, port: int) -> Sequence[Place]:
    """Ask the operating system where a host is; this may take as long as it likes."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class Host:
    """An address that is posted to: no redirects, no proxies, a connection for every message.

    Its host is looked up anew for every connection, since it may move, but by one thread at a time.

    Whoever asks while a lookup is under way waits for the same answer. A resolver that is silent for a minute therefore
    holds one thread, however many calls are tried meanwhile, and no call for longer than its own time.

    Parameters
    ----------
    url
        See `engine.linked.network.url`.
    context
        How both ends prove who they are; None for plain HTTP.
    clock
        Seconds; never set back.
    ask
        `resolve`, or what stands for it in a test.
    """

    def __init__(
        self,
        url: str,
        context: ssl.SSLContext | None,
        clock: Callable[[], float],
        ask: Callable[[str, int], Sequence[Place]] = resolve,
    ) -> None:
        parts = urlsplit(url)
        self._name: Final = parts.hostname or ""
        self._port: Final = parts.port or _PORTS[parts.scheme]
        self._path: Final = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._context: Final = context
        self._clock: Final = clock
        self._ask: Final = ask
        self._turn: Final = Lock()
        self._asked: Future[Sequence[Place]] | None = None

    def connect(self, deadline: float) -> socket.socket:
        """Connect to the first of the host's places that answers; each gets its share of the time that is left.

        Raises
        ------
        OSError
            If there is no such host, none of its places answers or it is not whom it says it is, or the deadline, in
            seconds of the clock, has come.
        UnicodeError
            If its name can be none.
        """
        connection = self._reached(deadline)
        if self._context is None:
            return connection
        try:
            connection.settimeout(self._left(deadline))
            return self._context.wrap_socket(connection, server_hostname=self._name)
        except BaseException:
            connection.close()
            raise

    def post(self, connection: socket.socket, headers: Mapping[str, str], body: bytes, deadline: float) -> None:
        """Send a message over a connection.

        Raises
        ------
        OSError
            If it was not sent whole before the deadline.
        """
        connection.settimeout(self._left(deadline))
        writing = HTTPConnection(self._name, self._port)
        writing.sock = connection
        writing.request("POST", self._path, body, {**headers, "Connection": "close"})

    def _left(self, deadline: float) -> float:
        return max(_LEFT_SECONDS_MIN, deadline - self._clock())

    def _reached(self, deadline: float) -> socket.socket:
        places = self._places(deadline)
        failure = OSError("the host is nowhere")
        for still, (family, kind, protocol, _, place) in zip(range(len(places), 0, -1), places, strict=True):
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(self._left(deadline) / still)
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
                Thread(target=self._look, args=(self._asked,), name=f"onestop-lookup-{self._name}", daemon=True).start()
            asked = self._asked
        return asked.result(self._left(deadline))

    def _look(self, asked: "Future[Sequence[Place]]") -> None:
        try:
            asked.set_result(self._ask(self._name, self._port))
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            asked.set_exception(error)
