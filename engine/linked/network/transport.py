"""One call over HTTPS: a connection of its own, no redirects, a deadline for all of it, few bytes, no proxies."""

import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final, cast
from urllib.parse import urlsplit

from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Content
from engine.linked.network.reading import AnswerTooLongError, BoundedReading
from engine.linked.network.wire import KEY_HEADER, MEDIA_TYPE, key_text, read_answer, request_body
from engine.linked.words import FailureReason, System

ANSWER_BYTES_MAX: Final = 65_536
"""Of head and body together; an answer of ours has less than a hundred."""
_PORTS: Final = {"https": 443, "http": 80}


def tls_context(system: System, address: SystemAddress) -> ssl.SSLContext | None:
    """Return how a system proves who it is; None for plain HTTP, which stays on the machine.

    Raises
    ------
    LinkSettingsError
        If the file of authorities cannot be used.
    """
    if not address.url.startswith("https://"):
        return None
    try:
        return ssl.create_default_context(cafile=address.ca_file or None)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        place = f"linked.{system.value}.ca_file = {address.ca_file}"
        raise LinkSettingsError(f"{place}: must be a readable PEM file of certificates ({error})") from error


class HttpTransport:
    """Makes calls to one system.

    A connection is made for every call: what one of them leaves behind can spoil no other, and a request that is sent
    again costs the system nothing but the looking up of its key.

    Parameters
    ----------
    address
        Where it is; checked.
    store_id
        Of the store, which stands before its keys.
    context
        See `tls_context`.
    token
        See `engine.linked.network.token.token_source`.
    clock
        Seconds, by which calls have their deadlines.
    bytes_max
        Of an answer.
    """

    def __init__(
        self,
        address: SystemAddress,
        store_id: str,
        context: ssl.SSLContext | None,
        token: Callable[[], str],
        clock: Callable[[], float],
        *,
        bytes_max: int = ANSWER_BYTES_MAX,
    ) -> None:
        parts = urlsplit(address.url)
        self._host: Final = parts.hostname or ""
        self._port: Final = parts.port or _PORTS[parts.scheme]
        self._path: Final = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._store_id: Final = store_id
        self._context: Final = context
        self._token: Final = token
        self._clock: Final = clock
        self._bytes_max: Final = bytes_max

    def __call__(self, call: Call) -> Content:
        """Make a call; see `engine.linked.network.call.Transport`."""
        try:
            headers = self._headers(call)
            connection = self._connect(call.deadline)
        except (LinkSettingsError, OSError, UnicodeError):  # no token, no such host, refused, not whom it says it is
            return FailureReason.UNREACHABLE
        with closing(connection):
            try:
                self._post(connection, call, headers)
            except OSError:
                return FailureReason.UNREACHABLE  # it has not got the whole of it
            return self._answer(connection, call)

    def _headers(self, call: Call) -> dict[str, str]:
        headers = {
            "Accept": MEDIA_TYPE,
            "Connection": "close",
            "Content-Type": MEDIA_TYPE,
            "User-Agent": "onestop",
            KEY_HEADER: key_text(self._store_id, call.key),
        }
        token = self._token()
        return {**headers, "Authorization": f"Bearer {token}"} if token else headers

    def _connect(self, deadline: float) -> socket.socket:
        connection = socket.create_connection((self._host, self._port), self._left(deadline))
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(self._left(deadline))
            if self._context is None:
                return connection
            return self._context.wrap_socket(connection, server_hostname=self._host)
        except BaseException:
            connection.close()
            raise

    def _post(self, connection: socket.socket, call: Call, headers: dict[str, str]) -> None:
        connection.settimeout(self._left(call.deadline))
        writing = HTTPConnection(self._host, self._port)
        writing.sock = connection
        writing.request("POST", self._path, request_body(call.request), headers)

    def _answer(self, connection: socket.socket, call: Call) -> Content:
        reading = BoundedReading(connection, call.deadline, self._bytes_max, self._clock)
        try:
            with HTTPResponse(cast("socket.socket", reading), method="POST") as answer:
                answer.begin()
                return read_answer(call.request, answer.status, answer.headers.get("Content-Type", ""), answer.read())
        except TimeoutError:
            return FailureReason.TIMED_OUT
        except OSError:  # it has closed the connection without a word
            return FailureReason.SYSTEM_ERROR
        except (AnswerTooLongError, HTTPException, ValueError):
            return FailureReason.MALFORMED

    def _left(self, deadline: float) -> float:
        """Return the seconds left, some even behind the deadline: 0 would mean not to wait for anything."""
        return max(0.001, deadline - self._clock())
