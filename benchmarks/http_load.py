"""The service in a process of its own, and a client that keeps its connections busy.

The client speaks as little HTTP as it must, on asyncio, so that most of the time on the shared cores is the service's.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final, cast
from urllib.request import Request, urlopen

import numpy as np
import uvloop

from benchmarks.errors import FailedBenchmarkError
from sim.population.build import build_population
from sim.scenario.load import load_scenario

CONNECTIONS: Final = 32
BULK_CONNECTIONS: Final = 8
BULK_LINES: Final = 1_000
_SURFACES: Final = 2
NATIONAL: Final = "national-2020"
_COURTS_DRAWN: Final = 20_000
_CLIENT: Final = b"0123456789abcdef" * 2
"""Key of the party that every filing is for, so that one client may file at every court."""
_CREATED: Final = b"HTTP/1.1 201"
_OK: Final = b"HTTP/1.1 200"
_HEAD_ENDS: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "


@dataclass(frozen=True, kw_only=True)
class Trips:
    """How long each request took, from its first byte to its answer's last."""

    seconds: Sequence[float]

    def quantile(self, share: float) -> float:
        """Return what a share of all took at most."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, round(share * len(self.seconds)))]


class HttpService:
    """A service that serves.

    Parameters
    ----------
    port
        Where.
    token
        Of a client who files at every court.
    courts
        Whose numbers its filings take in turn, each as often as it has a share of the cases.
    """

    def __init__(self, port: int, token: str, courts: Sequence[int]) -> None:
        self._port: Final = port
        self._token: Final = token
        self._courts: Final = courts
        self._asked = 0

    def file_singly(self, count: int) -> Trips:
        """File so many cases, one a request."""
        requests = [self._request("/v1/cases", "application/json", self._filing()) for _ in range(count)]
        return uvloop.run(_send(self._port, requests, CONNECTIONS, _CREATED))

    def file_in_bulk(self, count: int) -> Trips:
        """Send so many requests of a thousand cases each."""
        bodies = [b"".join(self._filing() + b"\n" for _ in range(BULK_LINES)) for _ in range(count)]
        requests = [self._request("/v1/cases:bulk", "application/x-ndjson", body) for body in bodies]
        return uvloop.run(_send(self._port, requests, BULK_CONNECTIONS, _OK))

    def _filing(self) -> bytes:
        self._asked += 1
        return (
            b'{"court_id":%d,"dispute_type":"family","channel":"online_filing",'
            b'"entry_route":"party_application","amount_fen":%d,"party_keys":["%s","%032x"]}'
            % (self._courts[self._asked % len(self._courts)], self._asked, _CLIENT, self._asked)
        )

    def _request(self, path: str, kind: str, body: bytes) -> bytes:
        self._asked += 1
        head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
            f'authorization: Bearer {self._token}\r\nidempotency-key: "b{self._asked}"\r\n\r\n'
        )
        return head.encode() + body


@contextmanager
def http_service(*, is_national: bool = True) -> Generator[HttpService]:
    """Start a service on a scratch store, as long as the block lasts.

    Parameters
    ----------
    is_national
        Whether it is the nation's; else it has one court.

    Raises
    ------
    FailedBenchmarkError
        If it does not serve in time.
    """
    with TemporaryDirectory(prefix="onestop-bench-") as name:
        settings = Path(name, "settings.toml")
        rates = "subject_per_second = 1000000\ntenant_per_second = 1000000\nplatform_per_second = 1000000"
        # As in production, which is linked to no system yet, and as in `benchmarks.served_nation`.
        unlinked = "simulated_systems = false"
        settings.write_text(f"[rates]\n{rates}\n[development]\n{unlinked}\n", encoding="utf-8")
        command = [sys.executable, "-m", "cli.main", "engine", "serve", str(Path(name, "store"))]
        scenario, courts = (NATIONAL, _courts()) if is_national else ("one-court", [0])
        options = ["--scenario", scenario, "--port", "0", "--admin-port", "0", "--settings", str(settings), "--no-live"]
        process = subprocess.Popen(  # noqa: S603 - this program, with arguments made here
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        with process:
            try:
                public, admin = _ports(process)
                yield HttpService(public, _token(admin), courts)
            finally:
                process.terminate()


def _courts() -> list[int]:
    """Return courts of the nation, each as often as it has a share of the cases."""
    share = build_population(load_scenario(NATIONAL), seed=1).court_share
    return np.random.Generator(np.random.Philox(key=1)).choice(len(share), _COURTS_DRAWN, p=share).tolist()


def _ports(process: "subprocess.Popen[str]") -> tuple[int, int]:
    """Return the ports of the service and of its administration, which it prints when it serves."""
    assert process.stdout is not None, "it is piped"
    found: list[int] = []
    for line in process.stdout:
        if line.split()[:1] in (["service"], ["operation"]):
            found.append(int(line.split("http://127.0.0.1:")[1].split()[0]))
        if len(found) == _SURFACES:
            return found[0], found[1]
    raise FailedBenchmarkError("service: ended before it served")


def _token(port: int) -> str:
    claims = {"party_keys": [_CLIENT.decode()]}
    wish = json.dumps({"subject": "bench", "roles": ["party"], "claims": claims}).encode()
    with urlopen(Request(f"http://127.0.0.1:{port}/v1/development/tokens", wish), timeout=10) as answer:
        return json.load(answer)["access_token"]


async def _send(port: int, requests: Sequence[bytes], connections: int, expected: bytes) -> Trips:
    """Send every request, each connection the next one when its last is answered."""
    loop, waiting, seconds = asyncio.get_running_loop(), iter(requests), list[float]()
    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(partial(_Conversation, waiting, seconds, expected, end), "127.0.0.1", port)
    await asyncio.gather(*ends)
    return Trips(seconds=seconds)


class _Conversation(asyncio.Protocol):
    """One connection, one request at a time: the next is sent when the last byte of an answer has come.

    Parameters
    ----------
    waiting
        Requests that no connection has sent yet.
    seconds
        Where it is noted how long each took.
    expected
        How a good answer begins.
    end
        Done when nothing waits any more; or why not all of it was answered.
    """

    def __init__(
        self, waiting: Iterator[bytes], seconds: list[float], expected: bytes, end: asyncio.Future[None]
    ) -> None:
        self._waiting: Final = waiting
        self._seconds: Final = seconds
        self._expected: Final = expected
        self._end: Final = end
        self._came = b""
        self._began = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = stream = cast("asyncio.Transport", transport)
        self._ask(stream)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if not self._end.done():
            self._end.set_exception(FailedBenchmarkError(f"service: closed the connection ({exc})"))

    def data_received(self, data: bytes) -> None:
        """Take in a piece of an answer; ask again when it is whole."""
        self._came = data if not self._came else self._came + data
        head, separator, body = self._came.partition(_HEAD_ENDS)
        if not separator or len(body) < _length_of(head):
            return
        self._seconds.append(perf_counter() - self._began)
        self._came = b""
        assert self._transport is not None, "it is connected"
        if head.startswith(self._expected):
            self._ask(self._transport)
        else:
            self._end.set_exception(FailedBenchmarkError(f"service: answered {head[:15]!r} {body[:200]!r}"))
            self._transport.close()

    def _ask(self, transport: asyncio.Transport) -> None:
        request = next(self._waiting, None)
        if request is None:
            self._end.set_result(None)
            transport.close()
            return
        self._began = perf_counter()
        transport.write(request)


def _length_of(head: bytes) -> int:
    """Return how long a body is, as the headers before it say."""
    _, found, rest = head.partition(_LENGTH)
    if not found:
        raise FailedBenchmarkError(f"service: answered {head[:15]!r} without a length")
    return int(rest.partition(b"\r\n")[0])
