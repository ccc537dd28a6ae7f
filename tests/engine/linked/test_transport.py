"""One call over a network: what is posted, and what becomes of every way in which a system can fail."""

import socket
import ssl
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Thread

import pytest

from engine.linked.answers import CaseRegistered
from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Content, Failure
from engine.linked.network.transport import ANSWER_BYTES_MAX, HttpTransport
from engine.linked.requests import RegisterCase
from engine.linked.words import FailureReason
from tests.engine.linked.answering_host import PATIENCE, AnsweringHost, Say, http, says
from tests.engine.linked.over_network import unheard

ASKED = RegisterCase(dispute_id=7, court_id=3)
DONE = b'{"answer":"case_registered","case_number":9}'
FULL = http("200 OK", DONE)


def chunked(size: bytes) -> bytes:
    """An answer in one chunk that says it is of that size."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + size + b"\r\n" + DONE + b"\r\n0\r\n\r\n"


@contextmanager
def hosted(*script: Say) -> Iterator[AnsweringHost]:
    """A host that does what a script says, closed at the end."""
    with closing(AnsweringHost(script)) as host:
        yield host


def made(url: str, *, token: Callable[[], str] = str, seconds: float = PATIENCE) -> Content:
    """What one call to an address comes to; if it fails, that is told once, with the same reason."""
    told: list[Failure] = []
    transport = HttpTransport(
        SystemAddress(url=url), "s1", None, token, time.monotonic, failed=lambda _, failure: told.append(failure)
    )
    deadline = time.monotonic() + seconds
    content = transport(Call(number=1, request=ASKED, key=ASKED.key, attempt=1, deadline=deadline))
    assert [failure.reason for failure in told] == ([content] if isinstance(content, FailureReason) else [])
    assert all(failure.status or failure.error for failure in told)
    return content


def test_a_request_is_posted_with_its_key_and_token():
    """The system gets one POST: to the path of its address, with key, token and the request as JSON."""
    with hosted(says(FULL)) as host:
        assert made(host.url, token=lambda: "abc") == CaseRegistered(case_number=9)

    head, _, body = host.requests[0].partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    assert first == b"POST /court?box=1 HTTP/1.1"
    assert {b'Idempotency-Key: "s1.7.register_case.1"', b"Authorization: Bearer abc"} <= set(lines)
    assert b"Content-Type: application/json" in lines
    assert body == b'{"purpose":"register_case","dispute_id":7,"ordinal":1,"court_id":3}'


def test_without_a_token_none_is_sent():
    """A system that needs no token gets no header for one."""
    with hosted(says(FULL)) as host:
        made(host.url)

    assert b"Authorization" not in host.requests[0]


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        (http("201 Created", DONE), CaseRegistered(case_number=9)),
        (http("200 OK", DONE, "application/json; charset=utf-8"), CaseRegistered(case_number=9)),
        (http("409 Conflict", DONE), CaseRegistered(case_number=9)),
        (http("409 Conflict"), FailureReason.SYSTEM_ERROR),
        (http("422 Unprocessable Content"), FailureReason.REJECTED),
        (http("400 Bad Request"), FailureReason.REJECTED),
        (http("401 Unauthorized"), FailureReason.UNREACHABLE),
        (http("404 Not Found"), FailureReason.UNREACHABLE),
        (http("429 Too Many Requests"), FailureReason.UNREACHABLE),
        (http("503 Service Unavailable"), FailureReason.UNREACHABLE),
        (http("500 Internal Server Error", DONE), FailureReason.SYSTEM_ERROR),
        (http("502 Bad Gateway"), FailureReason.SYSTEM_ERROR),
        (http("202 Accepted", DONE), FailureReason.MALFORMED),
        (http("204 No Content"), FailureReason.MALFORMED),
        (http("200 OK", DONE, "text/html"), FailureReason.MALFORMED),
        (http("200 OK", DONE, length=len(DONE) + 1), FailureReason.MALFORMED),
        (FULL[:20], FailureReason.MALFORMED),
        (b"", FailureReason.SYSTEM_ERROR),
        (b"SSH-2.0-OpenSSH\r\n", FailureReason.MALFORMED),
        (http("200 OK", b'{"answer":"case_registered","case_number":"9"}'), FailureReason.MALFORMED),
        (http("200 OK", b'{"answer":"case_registered"}'), FailureReason.MALFORMED),
        (http("200 OK", b'{"case_number":9}'), FailureReason.MALFORMED),
        (http("200 OK", DONE[:-1] + b',"draft":true}'), FailureReason.MALFORMED),
        (http("200 OK", b'{"answer":"case_filed","filing_number":9}'), FailureReason.MALFORMED),
        (http("200 OK", DONE.replace(b"9", b"9" * 40)), FailureReason.MALFORMED),
        (http("200 OK", DONE.replace(b"9", b"9223372036854775808")), FailureReason.MALFORMED),
        (http("200 OK", DONE.replace(b"9", b"-1")), FailureReason.MALFORMED),
        (http("200 OK", b"[" * 20_000), FailureReason.MALFORMED),
        (http("200 OK", DONE[:-1] + b',"case_number":9}'), FailureReason.MALFORMED),
        (http("200 OK", DONE, length=10**9), FailureReason.MALFORMED),
        (http("200 OK", DONE, length=10**18), FailureReason.MALFORMED),
        (http("200 OK", DONE, length=10**30), FailureReason.MALFORMED),
        (chunked(b"%x" % len(DONE)), CaseRegistered(case_number=9)),
        (chunked(b"3b9aca00"), FailureReason.MALFORMED),
        (chunked(b"4000000000000"), FailureReason.MALFORMED),
        (chunked(b"100000000000000000000"), FailureReason.MALFORMED),
        (chunked(b"-5"), FailureReason.MALFORMED),
        (http("200 OK", DONE + b" " * ANSWER_BYTES_MAX), FailureReason.MALFORMED),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000, FailureReason.MALFORMED),
    ],
)
def test_everything_that_can_come_is_an_answer_or_a_reason(answer: bytes, content: Content):
    """A whole answer of the request's kind counts, and nothing else does: each other thing has its reason."""
    with hosted(says(answer)) as host:
        assert made(host.url) == content


def test_a_redirect_is_refused():
    """Nobody is asked whom the settings do not name, wherever an answer points."""
    with hosted(says(FULL)) as other:
        moved = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {other.url}\r\nContent-Length: 0\r\n\r\n".encode()
        with hosted(says(moved)) as host:
            assert made(host.url) is FailureReason.MALFORMED
    assert other.requests == []


def test_a_host_that_refuses_is_unreachable():
    """A closed port, a name that does not exist and a token that cannot be read: the system has taken nothing."""
    with hosted() as host:
        pass
    assert made(host.url) is FailureReason.UNREACHABLE
    assert made("http://[::1]:1/") is FailureReason.UNREACHABLE

    def spoilt() -> str:
        raise LinkSettingsError("token_file: must be a readable file")

    with hosted(says(FULL)) as host:
        assert made(host.url, token=spoilt) is FailureReason.UNREACHABLE
    assert host.requests == []


def drips(pieces: Sequence[bytes]) -> Say:
    """Send an answer piece by piece, each as soon as the one before is on its way, and then hold the connection."""

    def say(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
        connection.recv(1)  # until the client has had enough

    return say


@pytest.mark.parametrize("sent", [b"", FULL[:20], FULL[:-3]], ids=["silent", "half a head", "half a body"])
def test_an_answer_that_is_not_whole_in_time_has_timed_out(sent: bytes):
    """The deadline holds for the whole answer: silence, half a head and half a body end with it."""
    with hosted(drips([sent])) as host:
        assert made(host.url, seconds=0.2) is FailureReason.TIMED_OUT


def test_a_system_that_never_stops_sending_is_cut_off():
    """An answer without end is left when it is longer than any answer may be, long before the deadline."""
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"

    def say(connection: socket.socket) -> None:
        connection.sendall(endless)
        while True:
            connection.sendall(b" " * 4_096)

    with hosted(say) as host:
        assert made(host.url) is FailureReason.MALFORMED


def test_nothing_is_sent_in_the_clear_where_tls_was_named():
    """A system that does not speak TLS is unreachable, and has seen neither token nor request."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                seen.append(connection.recv(65_536))

        thread = Thread(target=serve, daemon=True)
        thread.start()
        address = SystemAddress(url=f"https://127.0.0.1:{listening.getsockname()[1]}/")
        transport = HttpTransport(
            address, "s1", ssl.create_default_context(), lambda: "abc", time.monotonic, failed=unheard
        )
        call = Call(number=1, request=ASKED, key=ASKED.key, attempt=1, deadline=time.monotonic() + PATIENCE)
        assert transport(call) is FailureReason.UNREACHABLE
        thread.join(PATIENCE)

    assert b"abc" not in seen[0]
    assert b"POST" not in seen[0]


@pytest.mark.parametrize("said", [http("200 OK", DONE, length=10**9), chunked(b"3b9aca00")])
def test_memory_follows_what_comes_and_not_what_is_announced(said: bytes):
    """A gigabyte that is announced and does not come takes no more memory than what came."""
    with hosted(says(said)) as host:
        tracemalloc.start()
        try:
            assert made(host.url) is FailureReason.MALFORMED
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()
