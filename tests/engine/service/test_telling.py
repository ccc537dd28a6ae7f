"""Receivers are told over real connections, and a restart tells nobody less."""

import json
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pytest

from engine.http.webhooks import post
from engine.registry.example import MONDAY
from engine.service.errors import SettingError, StandingError
from engine.service.receiver import Receiver
from engine.service.telling import Teller
from tests.engine.service.house import FaultyLog, filing, writer_over

PATIENCE = 20.0


class Hook:
    """A receiver on the loopback interface: refuses the first message, redirects the second, takes the rest."""

    def __init__(self) -> None:
        self.statuses = [500, 302]
        self.ids: list[int] = []
        self.all_told = Signal()
        self.last = 0
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                status = hook.statuses.pop(0) if hook.statuses else 204
                self.send_response(status)
                if status == 302:
                    self.send_header("location", "/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()
                if status == 204:
                    hook.ids += [int(event["id"]) for event in json.loads(body)]
                    if hook.ids[-1] >= hook.last:
                        hook.all_told.set()

            def log_request(self, code: object = "-", size: object = "-") -> None:
                """Keep silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def expect(self, log: FaultyLog) -> None:
        """Be all told at the last event that a log has by now."""
        self.last = max(seq for seq, entry in log.read() if hasattr(entry, "recorded_at"))


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


def teller(log: FaultyLog, hook: Hook, folder: Path) -> Teller:
    clock = iter(range(MONDAY, MONDAY + 10**12, 10**6))
    receiver = Receiver(name="archive", url=hook.url, secret=bytes(32))
    return Teller([receiver], "urn:store", log.read, post, folder, lambda: next(clock), pause_seconds=0.001)


def test_a_receiver_is_told_everything_across_a_restart(tmp_path: Path, hook: Hook):
    """A message that was refused or redirected comes again; after a restart telling goes on where it was."""
    log = FaultyLog()
    writer = writer_over(log, capacity=50)
    writer.handle([filing(1)], MONDAY)
    hook.expect(log)
    first = teller(log, hook, tmp_path)
    first.start()
    assert hook.all_told.wait(PATIENCE)
    first.stop()

    hook.all_told.clear()
    writer.handle([filing(2)], MONDAY)
    hook.expect(log)
    second = teller(log, hook, tmp_path)
    second.start()
    assert hook.all_told.wait(PATIENCE)
    second.stop()

    assert hook.ids == [seq for seq, entry in log.read() if hasattr(entry, "recorded_at")]


def test_a_position_that_cannot_be_read_is_refused(tmp_path: Path, hook: Hook):
    """A damaged position stops the start instead of telling everything again."""
    (tmp_path / "archive.json").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StandingError, match=r"archive\.json"):
        teller(FaultyLog(), hook, tmp_path)


def test_a_position_beyond_the_log_is_refused(tmp_path: Path, hook: Hook):
    """After a log was put back to an older state, the start says which receiver knows of more, and what to do."""
    (tmp_path / "archive.json").write_text('{"seq": 999}', encoding="utf-8")
    with pytest.raises(StandingError, match=r"= 999 \(.*archive\.json.*must reach to it.*take the file away"):
        teller(FaultyLog(), hook, tmp_path)


def test_two_receivers_of_one_name_are_refused(tmp_path: Path):
    """One of them would not be told, since a position has a name."""
    one = Receiver(name="archive", url="https://archive.example/", secret=bytes(24))
    with pytest.raises(SettingError, match=r"webhooks\.name = archive: must be another"):
        Teller([one, one], "urn:store", FaultyLog().read, post, tmp_path, lambda: MONDAY)


def test_a_receiver_that_keeps_silent_holds_up_nobody_else(tmp_path: Path):
    """While one receiver has not answered yet, another is told everything."""
    log, silent, told = FaultyLog(), Signal(), Signal()
    writer_over(log, capacity=50).handle([filing(1)], MONDAY)

    def send(url: str, headers: Mapping[str, str], body: bytes) -> int:
        del headers, body
        if "silent" in url:
            assert silent.wait(PATIENCE)
        else:
            told.set()
        return 204

    receivers = [Receiver(name=name, url=f"https://{name}.example/", secret=bytes(24)) for name in ("silent", "quick")]
    shown: list[tuple[str, int]] = []
    found = Teller(
        receivers, "urn:store", log.read, send, tmp_path, lambda: MONDAY,
        show=lambda name, position: shown.append((name, position.seq)), pause_seconds=0.001,
    )  # fmt: skip
    found.start()
    assert told.wait(PATIENCE / 2)
    assert found.positions["silent"].seq == 0
    silent.set()
    found.stop()

    assert shown[:2] == [("silent", 0), ("quick", 0)]
    assert {("silent", log.head.seq), ("quick", log.head.seq)} <= set(shown)


def test_telling_goes_on_after_a_disk_was_full(tmp_path: Path, hook: Hook):
    """A position that cannot be written down for a while ends nothing: it is written once there is room."""
    log = FaultyLog()
    writer = writer_over(log, capacity=50)
    writer.handle([filing(1)], MONDAY)
    hook.expect(log)
    folder = tmp_path / "webhooks"
    found = teller(log, hook, folder)
    folder.rmdir()
    found.start()
    assert hook.all_told.wait(PATIENCE)
    folder.mkdir()
    hook.all_told.clear()
    writer.handle([filing(2)], MONDAY)
    hook.expect(log)
    assert hook.all_told.wait(PATIENCE)
    found.stop()

    assert json.loads((folder / "archive.json").read_bytes())["seq"] == log.head.seq
