"""A service linked by settings alone: it says so, asks the system over HTTP, and keeps what it answers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from engine.linked.records import Answered
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.site import SimulatedSite
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import System
from engine.log.store import open_store
from engine.service.opening import CODEC
from engine.service.store import Store
from tests.cli.test_serve import PATIENCE, Served

SYSTEM = System.MEDIATION_PLATFORM


@pytest.fixture
def site() -> Iterator[SimulatedSite]:
    """Simulated systems behind HTTP that answer at once."""
    settings = shipped_settings()
    site = SimulatedSite(lambda: simulated_systems(settings, mixed_key_words(1)), lambda: 0, lambda _seconds: None)
    site.start()
    yield site
    site.stop()


@contextmanager
def serving(store: Path, **settings: str) -> Iterator[tuple[list[str], Served]]:
    """A service with settings of the environment; what it said at its start, and a clerk."""
    command = [sys.executable, "-m", "cli.main", "engine", "serve", str(store), "--scenario", "one-court", "--no-live"]
    environment = {**os.environ, "ONESTOP_DEVELOPMENT_SIMULATED_SYSTEMS": "false", **settings}
    with subprocess.Popen(
        [*command, "--port", "0", "--admin-port", "0"], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            said = [process.stdout.readline()]
            while said[-1] and said[-1].split()[:1] != ["operation"]:
                said.append(process.stdout.readline())
            addresses = {line.split()[0]: line.split()[1] for line in said if "http" in line}
            yield said, Served(addresses["service"], addresses["operation"])
        finally:
            process.send_signal(signal.SIGTERM)
            if process.stdout is not None:
                process.stdout.read()
            assert process.wait(PATIENCE) == 0


def test_a_case_that_is_filed_is_registered_over_the_network(site: SimulatedSite, tmp_path: Path):
    """Settings, a service, a system at the other end, a filing: the answer stands in the log and in the metrics."""
    name = f"ONESTOP_LINKED_{SYSTEM.value.upper()}"
    with serving(tmp_path / "store", **{f"{name}_URL": site.url(SYSTEM), f"{name}_TIMEOUT_SECONDS": "20"}) as found:
        said, served = found
        assert [line.split()[1:] for line in said if line.split()[:1] == ["linked"]] == [
            [f"{SYSTEM.value}:", site.url(SYSTEM)]
        ]
        assert served.file("k1")[0] == 201
        wanted, ends_at = f'onestop_linked_answers{{system="{SYSTEM.value}"}} 1', time.monotonic() + PATIENCE
        while wanted not in (text := served.get(served.admin + "/metrics")):
            assert time.monotonic() < ends_at, text
        assert text.count("# TYPE onestop_linked_failures counter") == 1
        assert f'onestop_linked_waiting{{system="{SYSTEM.value}"}} 0' in text

    store = Store(tmp_path / "store")
    with closing(open_store(store.log_folder, CODEC)) as log:
        (answered,) = [entry for _, entry in log.read() if isinstance(entry, Answered)]
    (work,) = site.stores[store.identity.store_id][SYSTEM].book.works.values()
    assert answered.answer == work.answer
