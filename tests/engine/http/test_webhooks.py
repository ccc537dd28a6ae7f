"""A message is posted within its time, whatever the receiver does, and its answer is a status or none."""

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import Semaphore, Thread

import pytest

from engine.http.webhooks import post
from tests.engine.http.live import listening

PATIENCE = 5.0


@contextmanager
def receiver(
    *pieces: bytes,
    sent: Callable[[], object] = lambda: None,
    heard: list[bytes] | None = None,
    server: socket.socket | None = None,
) -> Generator[str]:
    """Somebody who notes one request, answers it with some bytes, and then closes the connection."""
    server = server or listening()
    server.settimeout(PATIENCE)
    server.listen()

    def answer() -> None:
        with suppress(OSError):  # nobody came, or has gone meanwhile
            connection, _ = server.accept()
            with connection:
                connection.settimeout(PATIENCE)
                said = connection.recv(65_536)
                while said.startswith(b"POST") and not _is_whole(said):  # else what is unread would end the connection
                    said += connection.recv(65_536)
                if heard is not None:
                    heard.append(said)
                for piece in pieces:
                    connection.sendall(piece)
                    sent()

    thread = Thread(target=answer)
    thread.start()
    try:
        host, port = server.getsockname()[:2]
        yield f"http://[{host}]:{port}/hook" if ":" in host else f"http://{host}:{port}/hook"
    finally:
        thread.join(2 * PATIENCE)
        server.close()
        assert not thread.is_alive()


def _is_whole(said: bytes) -> bool:
    head, end, body = said.partition(b"\r\n\r\n")
    return bool(end) and len(body) >= int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


@pytest.mark.parametrize("status", [200, 204, 301, 302, 307, 404, 410, 500])
def test_a_status_is_the_answer(status: int):
    """Whatever status comes is told, and where a redirect points to nobody is asked."""
    head = f"HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n"
    with receiver(head.encode()) as url:
        assert post(url, {}, b"[]") == status


@pytest.mark.parametrize(
    "said",
    [b"", b"hello\r\n\r\n", b"HTTP/1.1 abc x\r\n\r\n", b"\x00\xff" * 50, b"HTTP/1.1 200 x\r\n" + b"a: b\r\n" * 12_000],
)
def test_what_is_no_answer_is_none(said: bytes):
    """Nothing, nonsense and a head without an end are no answer, and no error."""
    with receiver(said) as url:
        assert post(url, {}, b"[]") is None


def test_a_receiver_that_sends_now_and_then_holds_nobody():
    """The deadline is of the whole answer: a good one of which a byte comes each second is none after ten."""
    now, asked = [0.0], Semaphore(0)

    def clock() -> float:
        """A second passes whenever somebody looks, and the next byte may come."""
        now[0] += 1.0
        asked.release()
        return now[0]

    said = [bytes([byte]) for byte in b"HTTP/1.1 204 x\r\n\r\n"]
    with receiver(*said, sent=lambda: asked.acquire(timeout=PATIENCE)) as url:
        status = post(url, {}, b"[]", timeout_seconds=10.0, clock=clock)
        asked.release(len(said))

    assert status is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "https://no.such.host.invalid/", "https://a..b/"])
def test_nobody_there_is_no_answer(url: str):
    """An address at which nobody listens, and a name of nobody, give none, and no error."""
    assert post(url, {}, b"[]") is None


def test_no_proxy_hears_of_a_message(monkeypatch: pytest.MonkeyPatch):
    """A proxy that the environment names gets no message: it goes to its receiver directly."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with receiver(b"HTTP/1.1 204 x\r\n\r\n") as url:
        assert post(url, {}, b"[]") == 204


def test_a_receiver_that_nobody_vouches_for_is_not_told():
    """Over HTTPS a receiver must prove its name before it gets a byte of a message."""
    heard: list[bytes] = []
    with receiver(heard=heard) as url:
        assert post(url.replace("http", "https", 1), {}, b"a message") is None

    assert len(heard) == 1
    assert b"a message" not in heard[0]


def test_the_address_of_the_sixth_version_is_reached():
    """`http://[::1]:port` is this machine, too."""
    server, heard = socket.socket(socket.AF_INET6), list[bytes]()
    try:
        server.bind(("::1", 0))
    except OSError:
        pytest.skip("no loopback of version 6 here")
    with receiver(b"HTTP/1.1 204 x\r\n\r\n", heard=heard, server=server) as url:
        assert post(f"{url}?a=b", {"x-y": "z"}, b"[]") == 204

    assert url.removeprefix("http://").removesuffix("/hook").encode() in heard[0].lower()
    assert heard[0].startswith(b"POST /hook?a=b HTTP/1.1")
