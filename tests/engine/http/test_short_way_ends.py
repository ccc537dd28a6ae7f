"""The short way of busy requests gives up no protection: who is slow, leaves or never reads is seen off."""

import contextlib
import selectors
import socket
import time

from engine.http.patience import Patience
from tests.engine.http.live import QUICK, live, received
from tests.engine.http.short_requests import GOOD, SLACK_SECONDS, answer_of, known, request_of, status_of
from tests.engine.http.surface import Surface


def test_half_a_body_is_not_waited_for():
    """Somebody known who sends half a body gets 408, and his connection is closed."""
    surface = Surface()
    with known(surface) as (_, one):
        one.sendall(request_of(surface, GOOD)[:-5])

        assert status_of(received(one)) == 408


def test_an_answer_before_the_body_leaves_no_connection_behind():
    """Who is refused before his body has come, and then sends it, is closed when nothing more comes."""
    with live(Surface()) as found, found.connect() as one:
        one.sendall(b"POST /v1/cases HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n")
        assert status_of(answer_of(one)) == 401
        one.sendall(b"12345")
        began = time.monotonic()
        assert received(one) == b""

        assert time.monotonic() - began < QUICK.idle_seconds + SLACK_SECONDS


def test_a_wish_to_close_is_kept():
    """The connection is closed after the answer if the request says so."""
    surface = Surface()
    with known(surface) as (_, one):
        one.sendall(request_of(surface, extra=(b"connection: close",)))
        answer = received(one)

    assert answer.startswith(b"HTTP/1.1 201")
    assert b"connection: close\r\n" in answer


def test_who_leaves_before_the_answer_harms_nobody():
    """A filing whose sender has gone is stored, and his key gives the answer later."""
    surface = Surface()
    with known(surface) as (found, one):
        surface.log.is_free.clear()
        one.sendall(request_of(surface, GOOD))
        with selectors.DefaultSelector() as waiting:
            while not surface.app.state.pipeline.around.exchange.in_flight:
                waiting.select(0.01)
            one.close()
            while len(found.server.connections or ()):
                waiting.select(0.01)
        surface.log.is_free.set()
        with found.connect() as other:
            answer = b"HTTP/1.1 409"
            while status_of(answer) == 409:  # until the first is stored
                other.sendall(request_of(surface, GOOD))
                answer = answer_of(other)

    assert (status_of(answer), b"idempotency-replayed: true" in answer) == (201, True)


def test_a_stop_lets_a_known_request_finish():
    """What is being carried out when the server stops is answered."""
    surface = Surface()
    with known(surface, Patience(stop_seconds=10.0)) as (found, one):
        surface.log.is_free.clear()
        one.sendall(request_of(surface))
        with selectors.DefaultSelector() as waiting:
            while not surface.app.state.pipeline.around.exchange.in_flight:
                waiting.select(0.01)
        found.server.stop()
        surface.log.is_free.set()
        answer = received(one)

    assert answer.startswith(b"HTTP/1.1 201")


def test_who_lodges_and_never_reads_is_dropped():
    """A client that files and files without reading is dropped, and little lies ready for him."""
    surface = Surface()
    with known(surface) as (found, _):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        one.settimeout(SLACK_SECONDS)
        one.connect(found.address)
        again = request_of(surface, b"{", "k") * 40
        with contextlib.suppress(OSError):  # the server stops reading, or drops him while he sends
            for _ in range(2_000):
                one.sendall(again)
        connections = found.server.connections
        until = time.monotonic() + 4 * SLACK_SECONDS
        with selectors.DefaultSelector() as waiting:
            while connections is not None and not connections.closed_late and time.monotonic() < until:
                waiting.select(0.05)
        one.close()

        assert connections is not None
        assert connections.closed_late >= 1
