"""One call over HTTPS: a connection of its own, no redirects, a deadline for all of it, few bytes, no proxies."""

import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Final, TypeAlias, cast

from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Content, Failure
from engine.linked.network.host import Host
from engine.linked.network.reading import AnswerTooLongError, BoundedReading
from engine.linked.network.wire import KEY_HEADER, MEDIA_TYPE, key_text, read_answer, request_body
from engine.linked.words import FailureReason

ANSWER_BYTES_MAX: Final = 65_536
"""Of head and body together; an answer of ours has less than a hundred."""
_PIECE_BYTES: Final = 4_096
_Made: TypeAlias = tuple[Content, int | None, str]
"""What a call came to, the status of the answer if one came, and the type of the error that ended it."""


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
        See `engine.linked.network.tls.tls_context`.
    token
        See `engine.linked.network.token.token_source`.
    clock
        Seconds, by which calls have their deadlines.
    failed
        Told of every attempt that brought no answer, by the thread that made it.
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
        failed: Callable[[Call, Failure], None],
        bytes_max: int = ANSWER_BYTES_MAX,
    ) -> None:
        self._host: Final = Host(address.url, context, clock)
        self._store_id: Final = store_id
        self._token: Final = token
        self._clock: Final = clock
        self._failed: Final = failed
        self._bytes_max: Final = bytes_max

    def __call__(self, call: Call) -> Content:
        """Make a call; see `engine.linked.network.call.Transport`."""
        began = self._clock()
        content, status, error = self._made(call)
        if isinstance(content, FailureReason):
            self._failed(call, Failure(content, status, error, self._clock() - began))
        return content

    def _made(self, call: Call) -> _Made:
        try:
            headers = self._headers(call)
            connection = self._host.connect(call.deadline)
        except (LinkSettingsError, OSError, UnicodeError) as error:
            # No token, no such host, refused, not whom it says it is.
            return FailureReason.UNREACHABLE, None, type(error).__name__
        with closing(connection):
            try:
                self._host.post(connection, headers, request_body(call.request), call.deadline)
            except OSError as error:  # it has not got the whole of it
                return FailureReason.UNREACHABLE, None, type(error).__name__
            return self._answer(connection, call)

    def _headers(self, call: Call) -> dict[str, str]:
        headers = {
            "Accept": MEDIA_TYPE,
            "Content-Type": MEDIA_TYPE,
            "User-Agent": "onestop",
            KEY_HEADER: key_text(self._store_id, call.key),
        }
        token = self._token()
        return {**headers, "Authorization": f"Bearer {token}"} if token else headers

    def _answer(self, connection: socket.socket, call: Call) -> _Made:
        reading = BoundedReading(connection, call.deadline, self._bytes_max, self._clock)
        status = None
        try:
            with HTTPResponse(cast("socket.socket", reading), method="POST") as answer:
                answer.begin()
                status = answer.status
                media_type = answer.headers.get("Content-Type", "")
                return read_answer(call.request, status, media_type, self._body(answer)), status, ""
        except TimeoutError as error:
            return FailureReason.TIMED_OUT, status, type(error).__name__
        except OSError as error:  # it has closed the connection without a word
            return FailureReason.SYSTEM_ERROR, status, type(error).__name__
        except (AnswerTooLongError, HTTPException, ValueError) as error:
            return FailureReason.MALFORMED, status, type(error).__name__

    def _body(self, answer: HTTPResponse) -> bytes:
        """Read a body in pieces: the library takes memory for what is announced, before any of it has come."""
        if (answer.length or 0) > self._bytes_max:
            raise AnswerTooLongError
        pieces: list[bytes] = []
        while piece := answer.read(_PIECE_BYTES):
            pieces.append(piece)
        if answer.length:
            raise IncompleteRead(b"", answer.length)
        return b"".join(pieces)
