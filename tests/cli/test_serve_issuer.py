"""A court's service believes its issuer's tokens, says when it cannot, and marks its store as the court's."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from cli.serve_settings import TENANT
from engine.access.issuer import DevelopmentIssuer
from engine.access.words import Role
from engine.service.issuer_mark import kept_issuer
from tests.engine.http.key_site import key_site

PATIENCE = 60


class Court(NamedTuple):
    """A service that serves."""

    said: str
    public: str
    admin: str


@contextmanager
def court(store: Path, journal: Path, **settings: str) -> Iterator[Court]:
    """Serve a small court with settings of the environment; its journal goes to a file."""
    command = [sys.executable, "-m", "cli.main", "engine", "serve", str(store), "--scenario", "one-court", "--no-live"]
    with (
        journal.open("wb") as lines,
        subprocess.Popen(
            [*command, "--port", "0", "--admin-port", "0"],
            stdout=subprocess.PIPE,
            stderr=lines,
            text=True,
            env={**os.environ, **settings},
        ) as process,
    ):
        assert process.stdout is not None
        try:
            said = ""
            while "  issuer " not in said and (line := process.stdout.readline()):
                said += line
            addresses = {line.split()[0]: line.split()[1] for line in said.splitlines() if " http://" in line}
            yield Court(said, addresses["service"], addresses["operation"])
        finally:
            process.send_signal(signal.SIGHUP)  # of a terminal that is closed: a stop like any other
            process.stdout.read()
            assert process.wait(PATIENCE) == 0


def events_of(journal: Path) -> dict[str, dict[str, Any]]:
    """The last line of each event of a journal."""
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    return {line["event"]: line for line in lines}


def test_a_court_is_served_with_its_issuers_tokens(tmp_path: Path):
    """While the issuer is away the service is not ready and says why; when it is there its tokens are believed."""
    issuer, store = DevelopmentIssuer(), tmp_path / "store"
    named = {"ONESTOP_ISSUER_ISSUER": issuer.name, "ONESTOP_ISSUER_AUDIENCE": issuer.audience}
    away = {**named, "ONESTOP_ISSUER_KEYS_URL": "https://127.0.0.1:1/keys"}
    with court(store, tmp_path / "away", **away) as found:
        assert "its keys cannot be had yet" in found.said
        unready = httpx.get(found.public + "/readyz", timeout=PATIENCE)
        metrics = httpx.get(found.admin + "/metrics", timeout=PATIENCE).text
    assert (unready.status_code, unready.json()["state"]) == (503, "keys")
    assert "\nonestop_issuer_keys_usable 0\n" in metrics
    events = events_of(tmp_path / "away")
    assert events["issuer_keys_unavailable"]["error"] == "ConnectionRefusedError"
    assert events["started"]["epoch"] == events["stopped"]["epoch"] == 1
    assert kept_issuer(store) == issuer.name

    token = issuer.issue("a-7", [Role.AUDITOR], tenant=TENANT, at=time.time_ns() // 1_000)
    with key_site(tmp_path, lambda: issuer.fetch(65_536)) as (address, ca_file):
        there = {**named, "ONESTOP_ISSUER_KEYS_URL": address + "/keys", "ONESTOP_ISSUER_CA_FILE": str(ca_file)}
        with court(store, tmp_path / "there", **there) as found:
            assert "its keys have come" in found.said
            ready = httpx.get(found.public + "/readyz", timeout=PATIENCE)
            headers = {"authorization": f"Bearer {token}"}
            cases = httpx.get(found.public + "/v1/cases", headers=headers, timeout=PATIENCE)
            metrics = httpx.get(found.admin + "/metrics", timeout=PATIENCE).text
    assert (ready.status_code, cases.status_code) == (200, 200)
    assert "\nonestop_connections 1\n" in metrics
    assert "issuer_keys_unavailable" not in events_of(tmp_path / "there")
    check_metrics(metrics)


def check_metrics(text: str) -> None:
    """Every family is described once, before its samples, and no series stands there twice."""
    lines = text.splitlines()
    described = [line.split()[2] for line in lines if line.startswith("# HELP")]
    typed = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    series = [line.rpartition(" ")[0] for line in lines if not line.startswith("#")]
    families = {name.partition("{")[0] for name in series}
    stems = {family.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for family in families}

    assert len(described) == len(set(described))
    assert len(typed) == len(set(typed))
    assert len(series) == len(set(series))
    assert stems == set(described) == set(typed)
