"""The live page behind a real web server in a thread, with numbers that the test hands out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from dashboards.live.example import example_view
from dashboards.live.mount import LivePage, mount
from dashboards.live.view import LiveView

READY_SECONDS_MAX = 30.0
INTERVAL_SECONDS = 0.4


class Script:
    """A source whose turns the test moves on; it fails while `broken`."""

    def __init__(self) -> None:
        self.turn = 0
        self.asked = 0
        self.broken = False

    async def __call__(self) -> LiveView:
        self.asked += 1
        if self.broken:
            raise OSError("no numbers today")
        return example_view(self.turn)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A page that can be opened."""

    address: str
    page: LivePage
    script: Script


class _Server(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def served() -> Iterator[Served]:
    """Serve the page at a free port until the block ends; then the server must stop by itself."""
    app, script = FastAPI(), Script()
    page = mount(app, script, interval_seconds=INTERVAL_SECONDS)
    server = _Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.ready.wait(READY_SECONDS_MAX)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(address=f"http://127.0.0.1:{port}", page=page, script=script)
    finally:
        page.close()
        server.should_exit = True
        thread.join(READY_SECONDS_MAX)
        assert not thread.is_alive()
