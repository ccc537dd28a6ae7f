"""Over real sockets: slow and broken clients are closed in time, honest ones are served, and a stop is graceful."""

import contextlib
import selectors
import socket
import time

import httpx
import pytest

from engine.http.patience import Patience
from engine.http.settings import HttpSettings
from tests.engine.http.live import QUICK, Live, live, received
from tests.engine.http.surface import NEW_CASE, TENANT, Surface

SLACK_SECONDS = 5.0
"""What a busy machine may be late."""


def request_of(surface: Surface, body: bytes, *, length: int | None = None) -> bytes:
    """The bytes of a request that lodges a case."""
    lines = [
        b"POST /v1/cases HTTP/1.1",
        b"host: x",
        b"authorization: Bearer " + surface.token("clerk").encode(),
        b"idempotency-key: slow",
        b"content-type: application/json",
        b"content-length: %d" % (len(body) if length is None else length),
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def closed_within(sockets: list[socket.socket], seconds: float) -> int:
    """How many of some connections the server has closed before so many seconds are over."""
    closed, until = 0, time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for one in sockets:
            one.setblocking(False)
            selector.register(one, selectors.EVENT_READ)
        while closed < len(sockets) and time.monotonic() < until:
            for key, _ in selector.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                with contextlib.suppress(ConnectionResetError):
                    if key.fileobj.recv(65_536):
                        continue
                selector.unregister(key.fileobj)
                closed += 1
    return closed


def slow_clients(found: Live, count: int) -> list[socket.socket]:
    """Connections that send nothing, half a header, or half a body."""
    half_body = request_of(found.surface, b"{", length=100)
    starts = (b"", b"GET /v1/cases HTTP/1.1\r\nhost: ", half_body)
    sockets = [found.connect() for _ in range(count)]
    for place, one in enumerate(sockets):
        one.sendall(starts[place % len(starts)])
    return sockets


def check_slow_clients(count: int) -> None:
    """All of so many slow connections are closed, while an honest client is served."""
    with live(Surface()) as found, httpx.Client(base_url="http://{}:{}".format(*found.address)) as honest:
        sockets = slow_clients(found, count)
        headers = found.surface.headers("clerk", "honest")
        assert honest.post("/v1/cases", json=NEW_CASE, headers=headers).status_code == 201
        assert closed_within(sockets, QUICK.body_seconds + SLACK_SECONDS) == count
        assert honest.get("/livez").status_code == 200
        for one in sockets:
            one.close()


def test_slow_clients_are_closed_and_honest_ones_served():
    """A few connections that send nothing, half a header or half a body are closed in time."""
    check_slow_clients(24)


@pytest.mark.full
def test_four_hundred_slow_clients_are_closed():
    """Four hundred slow connections are closed in time, and an honest client is served meanwhile."""
    check_slow_clients(400)


def test_every_way_of_being_broken_or_slow_ends():
    """Half requests get 408, what is no HTTP 400, huge headers 431, two lengths 400; then the connection is closed."""
    with live(Surface()) as found:
        halves = {
            b"POST /v1/cases HTTP/1.1\r\nhost: x\r\nx": b"408",
            request_of(found.surface, b"{", length=100): b"408",
            b"GET / HTTP/1.1\r\nhost: x\r\nfoo\x00: x\r\n\r\n": b"400",
            b"\x16\x03\x01\x00\xa5\x01\x00": b"400",
            b"GET /livez HTTP/1.1\r\nhost: x\r\n" + b"x: " + b"y" * 40_000: b"431",
            b"GET /livez HTTP/1.1\r\nhost: x\r\n" + b"x: " + b"y" * 40_000 + b"\r\n\r\n": b"431",
            b"GET /livez?" + b"y" * 33_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n": b"431",
            b"POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n": b"400",
            b"POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd": b"400",
            b"GET /livez HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n": b"400",
            b"GET /livez HTTP/1.1\r\n folded: x\r\n\r\n": b"400",
        }
        statuses = {}
        for sent, wanted in halves.items():
            with found.connect(10.0) as one:
                one.sendall(sent)
                answer = received(one)
            statuses[sent] = (answer[9:12], wanted)
            assert b"application/problem+json" in answer
            assert b"x-content-type-options: nosniff" in answer

    assert [got for got, _ in statuses.values()] == [wanted for _, wanted in statuses.values()]


def test_what_comes_behind_the_headers_is_no_header():
    """A body, or a second request, that comes in one piece with headers does not count as headers."""
    with live(Surface()) as found, found.connect() as one:
        one.sendall(request_of(found.surface, b" " * 60_000 + b"{}"))
        assert one.recv(65_536).startswith(b"HTTP/1.1 422")
        one.sendall(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n" * 1_500)
        answer = one.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 200")
        assert b" 431 " not in answer


def test_an_idle_connection_is_closed_after_its_answer():
    """A connection that asks nothing more is closed; until then it may be used again."""
    with live(Surface()) as found, found.connect() as one:
        for _ in range(2):
            one.sendall(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
            assert one.recv(65_536).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        assert received(one) == b""

        assert time.monotonic() - began < QUICK.idle_seconds + SLACK_SECONDS


def test_a_reader_who_takes_nothing_is_dropped():
    """A client that asks and never reads is dropped once what lies ready for him has lain too long."""
    with live(Surface()) as found:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        one.settimeout(SLACK_SECONDS)
        one.connect(found.address)
        with contextlib.suppress(OSError):  # the server stops reading, or drops him while he sends
            for _ in range(2_000):
                one.sendall(b"GET /docs HTTP/1.1\r\nhost: x\r\n\r\n" * 10)
        connections = found.server.connections
        until = time.monotonic() + SLACK_SECONDS
        with selectors.DefaultSelector() as waiting:
            while connections is not None and not connections.closed_late and time.monotonic() < until:
                waiting.select(0.05)
        one.close()

        assert connections is not None
        assert connections.closed_late == 1


def test_the_slowest_makes_room_for_the_next():
    """Beyond the most connections the one that has kept the server waiting longest goes, not the one that comes."""
    patience = Patience(header_seconds=30.0, idle_seconds=30.0, connections_max=8, stop_seconds=1.0)
    with live(Surface(), patience) as found:
        idle = [found.connect() for _ in range(8)]
        with httpx.Client(base_url="http://{}:{}".format(*found.address)) as honest:
            assert honest.get("/livez").status_code == 200
        assert received(idle[0]) == b""
        assert found.server.connections is not None
        assert found.server.connections.closed_crowded == 1
        for one in idle:
            one.close()


def test_a_stream_is_sent_as_it_comes():
    """Events reach a reader over the wire; once he has gone the server notices, and keeps nothing for him."""
    surface = Surface(settings=HttpSettings(tenant=TENANT, heartbeat_seconds=0.05))
    with live(surface, Patience()) as found, httpx.Client(base_url="http://{}:{}".format(*found.address)) as client:
        with client.stream("GET", "/v1/events/stream", headers=surface.headers("auditor")) as answer:
            lodged = httpx.post(f"{client.base_url}/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))
            lines = answer.iter_lines()
            first = next(line for line in lines if line.startswith("data: "))
        streams = surface.app.state.pipeline.around.streams
        until = time.monotonic() + SLACK_SECONDS
        with selectors.DefaultSelector() as waiting:
            while len(streams) and time.monotonic() < until:
                waiting.select(0.02)

        assert (answer.status_code, lodged.status_code) == (200, 201)
        assert answer.headers["content-type"] == "text/event-stream"
        assert '"dispute_opened"' in first
        assert len(streams) == 0


def test_a_head_has_no_body():
    """HEAD is answered as GET, without its body."""
    with live(Surface()) as found, found.connect() as one:
        one.sendall(b"HEAD /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        answer = received(one)

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n")
    assert b"content-length: 13" in answer


def test_administration_is_served_elsewhere():
    """Metrics are Prometheus text on the separate port, and not to be had on the public one."""
    with live(Surface()) as found:
        public = "http://{}:{}".format(*found.address)
        httpx.post(f"{public}/v1/cases", json=NEW_CASE, headers=found.surface.headers("clerk", "k"))
        metrics = httpx.get("http://{}:{}/metrics".format(*found.admin_address))
        hidden = httpx.get(f"{public}/metrics")
        denials = httpx.post(f"{public}/v1/denials", json={}, headers=found.surface.headers("administrator"))

    assert 'onestop_requests_total{endpoint="lodge_case",status="201"} 1' in metrics.text
    assert "\nonestop_commands_total 1\n" in metrics.text
    assert (hidden.status_code, denials.status_code) == (404, 404)


def test_a_stop_lets_a_request_finish():
    """What was being carried out when the server stops is answered; new connections are not taken."""
    surface = Surface()
    with live(surface, Patience(stop_seconds=10.0)) as found:
        surface.log.is_free.clear()
        with found.connect() as one:
            one.sendall(request_of(surface, b'{"court_id":0,"dispute_type":"family","amount_fen":1}'))
            with selectors.DefaultSelector() as waiting:
                while not surface.app.state.pipeline.around.exchange.in_flight:
                    waiting.select(0.01)
            found.server.stop()
            surface.log.is_free.set()
            answer = received(one)

    assert answer.startswith(b"HTTP/1.1 201")
