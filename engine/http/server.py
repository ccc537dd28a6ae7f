"""Serving the surfaces: uvicorn with the guarded protocol, one event loop, a stop that lets requests finish."""

import asyncio
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from socket import socket
from typing import Final, NamedTuple

import uvicorn
import uvloop
from fastapi import FastAPI

from engine.http.connections import Connections
from engine.http.patience import Patience
from engine.http.protocol import guarded

SWITCH_SECONDS: Final = 0.000_5
"""How long the writer's thread may keep the interpreter while the event loop wants it: at Python's 5 ms an answer waits
so long behind a batch before it is sent, which halves what a busy machine answers."""
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Served(NamedTuple):
    """An app and where it is served."""

    app: FastAPI
    listening: socket
    """Bound by the caller: a port, or a socket in the file system."""


class _Server(uvicorn.Server):
    """One that leaves the process's signals alone, and tells when it takes requests."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started: Final = on_started

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_started()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Take no signals: whoever runs the servers does."""
        yield


class WebServer:
    """Every surface of a service, in one event loop.

    Parameters
    ----------
    surfaces
        The app from `create_app` first; its lifespan is run.
    patience
        Bounds of connections.
    started
        Called once all of them take requests.
    stopping
        Called when they begin to stop, to end what would go on for ever.

    Examples
    --------
    A public surface on one port and the separate one on another::

        server = WebServer([Served(app, public), Served(create_admin_app(app), private)], Patience())
        run(server)
    """

    def __init__(
        self,
        surfaces: Sequence[Served],
        patience: Patience,
        *,
        started: Callable[[], None] = lambda: None,
        stopping: Callable[[], None] = lambda: None,
    ) -> None:
        self._surfaces: Final = tuple(surfaces)
        self._patience: Final = patience
        self._started: Final = started
        self._stopping: Final = stopping
        self._servers: Final[list[_Server]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.connections: Connections | None = None
        """Of all surfaces; None before `serve`."""

    async def serve(self) -> None:
        """Serve until `stop`."""
        self._loop = loop = asyncio.get_running_loop()
        self.connections = connections = Connections(self._patience, loop.time)
        for place, one in enumerate(self._surfaces):
            protocol = guarded(self._patience, connections, one.app.state.short_ways)
            config = _config(one.app, protocol, self._patience, is_first=place == 0)
            self._servers.append(_Server(config, self._count_started))
        watch = asyncio.create_task(self._watch(connections))
        try:
            pairs = zip(self._servers, self._surfaces, strict=True)
            await asyncio.gather(*(server.serve(sockets=[one.listening]) for server, one in pairs))
        finally:
            watch.cancel()

    def stop(self) -> None:
        """Take no more connections, finish what is under way, and end; from any thread, and more than once."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stop)

    def measures(self) -> dict[str, float]:
        """Return what monitoring reads of its connections."""
        found = self.connections
        if found is None:
            return {}
        return {
            "connections": len(found),
            "connections_closed_late": found.closed_late,
            "connections_closed_crowded": found.closed_crowded,
        }

    def _stop(self) -> None:
        self._stopping()
        for one in self._surfaces:
            one.app.state.pipeline.around.streams.stop()
        if self.connections is not None:
            self.connections.stop()
        for server in self._servers:
            server.should_exit = True

    def _count_started(self) -> None:
        if all(server.started for server in self._servers):
            self._started()

    async def _watch(self, connections: Connections) -> None:
        """Close who is late, for as long as the server runs."""
        while True:
            connections.look()
            await asyncio.sleep(self._patience.look_seconds)


def heeded() -> list[signal.Signals]:
    """Return the signals that stop a service; not one of a terminal's end that it was started to outlive (`nohup`)."""
    return [one for one in _SIGNALS if one is not signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN]


def run(server: WebServer) -> None:
    """Serve in an event loop of uvloop until a signal that is heeded; for a process of its own."""
    sys.setswitchinterval(SWITCH_SECONDS)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for one in heeded():
            loop.add_signal_handler(one, server.stop)
        await server.serve()

    uvloop.run(main())


def _config(app: FastAPI, protocol: type[asyncio.Protocol], patience: Patience, *, is_first: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        loop="none",
        lifespan="on" if is_first else "off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=max(1, round(patience.idle_seconds)),
        timeout_graceful_shutdown=max(1, round(patience.stop_seconds)),
    )
