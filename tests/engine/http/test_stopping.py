"""A server that stops answers everybody whom it can, and says what it knows of what they asked."""

import selectors
import signal
import socket

import httpx
import pytest

from engine.http.patience import Patience
from engine.http.server import heeded
from tests.engine.http.live import Live, live, received
from tests.engine.http.surface import NEW_CASE, Surface

FILING = b'{"court_id":0,"dispute_type":"family","amount_fen":1}'
PATIENT = Patience(body_seconds=600.0, header_seconds=600.0, idle_seconds=600.0, stop_seconds=2.0)


def begun(found: Live, path: bytes, body: bytes, *, length: int) -> socket.socket:
    """A connection on which a clerk has sent so much of a request."""
    lines = [
        b"POST %s HTTP/1.1" % path,
        b"host: x",
        b"authorization: Bearer " + found.surface.token("clerk").encode(),
        b"idempotency-key: half",
        b"content-type: application/json",
        b"content-length: %d" % length,
    ]
    one = found.connect(30.0)
    one.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
    return one


def waited_for(found: Live, count: int) -> None:
    """Return when so many requests are under way."""
    with selectors.DefaultSelector() as waiting:
        while found.surface.app.state.pipeline.counts._taken < count:
            waiting.select(0.01)


@pytest.mark.parametrize("is_known", [False, True], ids=["the long way", "the short way"])
def test_half_a_request_is_told_that_nothing_was_done(is_known: bool):
    """Who has sent half a body when the server stops is told 503, whether or not his token was verified before."""
    with live(Surface(), PATIENT) as found:
        if is_known:
            httpx.post(
                "http://{}:{}/v1/cases".format(*found.address),
                json=NEW_CASE,
                headers=found.surface.headers("clerk", "whole"),
            )
        with begun(found, b"/v1/cases", FILING[:9], length=len(FILING)) as one:
            waited_for(found, 1 + is_known)
            found.server.stop()
            answer = received(one)

    assert answer.startswith(b"HTTP/1.1 503")
    assert b"application/problem+json" in answer
    assert b"urn:onestop:problem:stopping" in answer
    assert b"retry-after:" in answer.lower()


def test_a_command_that_the_writer_still_has_is_told_that_nobody_knows():
    """A filing that is not stored when the server's patience ends may be stored yet: 504, ask again with the key."""
    surface = Surface()
    with live(surface, PATIENT) as found:
        surface.log.is_free.clear()
        with begun(found, b"/v1/cases", FILING, length=len(FILING)) as one:
            with selectors.DefaultSelector() as waiting:
                while not surface.app.state.pipeline.around.exchange.in_flight:
                    waiting.select(0.01)
            found.server.stop()
            answer = received(one)
            surface.log.is_free.set()

    assert answer.startswith(b"HTTP/1.1 504")
    assert b"urn:onestop:problem:outcome-unknown" in answer


def test_a_service_that_shall_outlive_its_terminal_does():
    """SIGHUP stops a service as SIGTERM does, but for one that was started with it ignored, as `nohup` does."""
    before = signal.getsignal(signal.SIGHUP)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        assert set(heeded()) == {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert set(heeded()) == {signal.SIGTERM, signal.SIGINT}
    finally:
        signal.signal(signal.SIGHUP, before)
