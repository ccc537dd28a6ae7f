"""Requests that may go the short way, and reading their answers from a socket."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from engine.http.patience import Patience
from tests.engine.http.live import QUICK, Live, live
from tests.engine.http.surface import KEYS, Surface

SLACK_SECONDS = 5.0
GOOD = b'{"court_id":0,"dispute_type":"family","amount_fen":1}'
PARTIES = b'{"court_id":0,"dispute_type":"family","amount_fen":1,"party_keys":["%s","%s"]}' % tuple(
    key.encode() for key in KEYS
)


def request_of(
    surface: Surface, body: bytes = GOOD, key: str = "k", who: str = "clerk", extra: tuple[bytes, ...] = ()
) -> bytes:
    """The bytes of a request that may go the short way."""
    lines = [
        b"POST /v1/cases HTTP/1.1",
        b"host: x",
        b"authorization: Bearer " + surface.token(who).encode(),
        b"content-type: application/json",
        b"content-length: %d" % len(body),
        *([b'idempotency-key: "%s"' % key.encode()] if key else []),
        *extra,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def the_long_way(request: bytes) -> bytes:
    """The same request with its body in a chunk, which the short way does not take."""
    head, _, body = request.partition(b"\r\n\r\n")
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    return re.sub(rb"content-length: \d+", b"transfer-encoding: chunked", head) + b"\r\n\r\n" + chunks


def answer_of(connection: socket.socket) -> bytes:
    """The next answer, which says how long it is."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = connection.recv(65_536)
        assert piece, found
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    assert length is not None, head
    while len(body) < int(length[1]):
        body += connection.recv(65_536)
    assert len(body) == int(length[1]), "nothing comes that was not asked for"
    return head + b"\r\n\r\n" + body


def status_of(answer: bytes) -> int:
    return int(answer[9:12])


@contextmanager
def known(surface: Surface, patience: Patience = QUICK, *people: str) -> Iterator[tuple[Live, socket.socket]]:
    """A connection to a surface that has seen the tokens of some people."""
    with live(surface, patience) as found, found.connect() as one:
        for who in people or ("clerk",):
            bearer = b"authorization: Bearer " + surface.token(who).encode()
            one.sendall(b"GET /v1/cases?limit=1 HTTP/1.1\r\nhost: x\r\n" + bearer + b"\r\n\r\n")
            assert status_of(answer_of(one)) == 200
        yield found, one
