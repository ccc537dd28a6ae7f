"""An answer as the bytes that are sent, in one piece: two pieces are two calls of the system, and two packets."""

from collections.abc import Iterable
from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from engine.http.call import Headers, Reply
from engine.http.headers import ALWAYS

_NAMES: Final = frozenset(name for name, _ in ALWAYS)
CLOSE: Final = (b"connection", b"close")


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join([b"%b: %b\r\n" % pair for pair in headers])


_ALWAYS: Final = _lines(ALWAYS)


def wire(reply: Reply, request_id: bytes, defaults: Headers, *, closes: bool) -> bytes:
    r"""Return an answer that is no stream, with the headers that every answer has; its own come first and win.

    Parameters
    ----------
    reply
        The answer.
    request_id
        Of the request.
    defaults
        Headers of the server.
    closes
        Whether the connection is closed after it.

    Examples
    --------
    >>> sent = wire(Reply(body=b"{}"), b"1-7", ((b"date", b"today"),), closes=True)
    >>> sent.split(b"\r\n")[:3], sent[-6:]
    ([b'HTTP/1.1 200 OK', b'date: today', b'content-type: application/json'], b'\r\n\r\n{}')
    """
    assert reply.stream is None, "a stream has no length"
    own = reply.headers if not closes or CLOSE in reply.headers else (*reply.headers, CLOSE)
    always = _ALWAYS
    if not _NAMES.isdisjoint([name for name, _ in own]):
        named = {name for name, _ in own}
        always = _lines(pair for pair in ALWAYS if pair[0] not in named)
    told = _lines(own)
    assert told.count(b"\n") == len(own), "no value of ours ends its line"
    return b"%b%bcontent-type: %b\r\nx-request-id: %b\r\n%b%bcontent-length: %d\r\n\r\n%b" % (
        STATUS_LINE[reply.status],
        _lines(defaults),
        reply.media,
        request_id,
        told,
        always,
        len(reply.body),
        reply.body,
    )
