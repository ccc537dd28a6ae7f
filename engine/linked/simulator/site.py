"""Simulated systems behind HTTP, so that the whole way to a linked system can be tried: one path a system.

What a simulated system does becomes what a real one would say: an answer is 200, an error 500, a refusal 422, an outage
503, and a lost answer is a connection that says nothing. It serves whoever is on this machine, and is no part of a
production service.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Final, cast

import msgspec

from engine.linked.answers import Answer
from engine.linked.network.wire import KEY_HEADER, MEDIA_TYPE
from engine.linked.port import Reply
from engine.linked.requests import AnyRequest
from engine.linked.simulator.systems import SimulatedSystem
from engine.linked.words import FailureReason, System

HOST: Final = "127.0.0.1"
REQUEST_BYTES_MAX: Final = 16_384
STOP_SECONDS: Final = 0.05
"""How often it looks whether it has been stopped."""
_STATUS: Final = {
    FailureReason.SYSTEM_ERROR: 500,
    FailureReason.REJECTED: 422,
    FailureReason.UNREACHABLE: 503,
}
_SECOND_US: Final = 1_000_000
_REQUESTS: Final = msgspec.json.Decoder(AnyRequest)
_ENCODER: Final = msgspec.json.Encoder()


class RefusedError(Exception):
    """A request that a system of this form would not take; never leaves this module."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status: Final = status


class SimulatedSite:
    """Serves simulated systems on the loopback interface, at `/preservation` and so on.

    Parameters
    ----------
    make
        Makes the systems of one store: disputes of two stores have the same numbers, and their own keys.
    clock
        Microseconds since the epoch.
    wait
        Called with the seconds after which a reply is due.
    port
        To listen on; 0 for any free one.
    """

    def __init__(
        self,
        make: Callable[[], Mapping[System, SimulatedSystem]],
        clock: Callable[[], int],
        wait: Callable[[float], object],
        *,
        port: int = 0,
    ) -> None:
        self._make: Final = make
        self._clock: Final = clock
        self._wait: Final = wait
        self._lock: Final = Lock()
        self._stopped: Final = Event()
        self._attempts: Final[dict[str, int]] = {}
        self.stores: Final[dict[str, Mapping[System, SimulatedSystem]]] = {}
        """The systems that each store has met."""
        self._server: Final = _Server((HOST, port), self)
        self._thread: Final = Thread(
            target=self._server.serve_forever, args=(STOP_SECONDS,), name="onestop-simulated", daemon=True
        )

    def start(self) -> None:
        """Begin to serve, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def url(self, system: System) -> str:
        """Return where a system is."""
        return f"http://{HOST}:{self._server.server_address[1]}/{system.value}"

    def take(self, path: str, key: str, body: bytes) -> Answer | FailureReason | None:
        """Let a system do what is asked, and return what it says when that is due; None if it says nothing.

        Raises
        ------
        RefusedError
            If the request is of another form.
        """
        try:
            request = _REQUESTS.decode(body)
        except msgspec.DecodeError as error:
            raise RefusedError(400, str(error)) from error
        if path != f"/{request.system.value}":
            raise RefusedError(404, f"{path}: must be /{request.system.value} for {request.purpose}")
        store, _, of_request = key.strip('"').partition(".")
        if of_request != f"{request.dispute_id}.{request.purpose}.{request.ordinal}":
            raise RefusedError(400, f"{KEY_HEADER} = {key}: must be of a store and of this request")
        with self._lock:  # the simulated systems are made for one thread
            attempt = self._attempts[key] = self._attempts.get(key, 0) + 1
            if store not in self.stores:
                self.stores[store] = self._make()
            at = self._clock()
            replies = self.stores[store][request.system].send(request, request.key, attempt, at)
        return self._due(replies, at)

    def _due(self, replies: tuple[Reply, ...], at: int) -> Answer | FailureReason | None:
        if not replies:
            self._stopped.wait()  # the asker ends it: it has a timeout
            return None
        self._wait((replies[0].at - at) / _SECOND_US)
        return replies[0].content


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], site: SimulatedSite) -> None:
        self.site: Final = site
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > REQUEST_BYTES_MAX:
            self._say(413, b"")
            return
        site = cast("_Server", self.server).site
        try:
            said = site.take(self.path, self.headers.get(KEY_HEADER, ""), self.rfile.read(int(length)))
        except RefusedError as error:
            self._say(error.status, _ENCODER.encode({"reason": str(error)}))
            return
        if isinstance(said, FailureReason):
            self._say(_STATUS[said], b"")
        elif said is not None:
            self._say(200, _ENCODER.encode(said))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""

    def _say(self, status: int, body: bytes) -> None:
        with suppress(OSError):  # the asker may have gone; it will ask again
            self.send_response(status)
            self.send_header("Content-Type", MEDIA_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
