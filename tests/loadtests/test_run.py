"""A whole run: a service in a process of its own, Locust in another, and what the check finds of each fault."""

import sys
from pathlib import Path

import pytest

from loadtests.errors import LoadRunError, ProfileError
from loadtests.example import example_profile
from loadtests.objectives import read_objectives
from loadtests.plan import Plan, plan
from loadtests.report import Report
from loadtests.run import run_load
from loadtests.serving import Addresses, free_addresses, serving

PATIENT = {"late_p99_seconds", "client_p99_seconds"}
"""Measures of a machine that may be busy with other things."""


def _load(
    folder: Path, *faults: str, factor: float = 5.0, seconds: float = 1.5, token_seconds: int = 3600
) -> tuple[Plan, Report]:
    def command(addresses: Addresses) -> list[str]:
        ports = ["--port", str(addresses.port), "--admin-port", str(addresses.admin_port)]
        return [sys.executable, "-m", "tests.loadtests.fake_service", *ports, *faults]

    wanted = plan(example_profile(factor=factor), seconds=seconds, seed=3)
    objectives = read_objectives()
    report = run_load(
        wanted,
        command,
        free_addresses(),
        objectives,
        folder,
        name="run",
        users=2,
        drain_seconds=5,
        token_seconds=token_seconds,
    )
    return wanted, report


def _missed(report: Report) -> set[str]:
    return {verdict.measure for verdict in report.verdicts if not verdict.held} - PATIENT


def test_a_service_that_keeps_its_word(tmp_path: Path):
    """Every planned case is filed, answered and ended, and the service is found to have each of them once."""
    wanted, report = _load(tmp_path)
    requests = {one.name: one for one in report.requests}
    accepted = sum(arrival.replies[-1][0] == "accept" for arrival in wanted.arrivals)
    assert report.observed.lodged == len(wanted.arrivals)
    assert (requests["accept_offer"].done, requests["end_mediation"].done) == (accepted, accepted)
    assert all(one.refused == one.unknown == 0 for one in report.requests)
    assert _missed(report) == set()


def test_tokens_that_end_in_the_middle_of_a_run(tmp_path: Path):
    """Tokens are renewed ahead; those that are refused as too old are replaced, counted, and no failure of anybody."""
    wanted, report = _load(tmp_path, "--expire-every", "25", seconds=3.5, token_seconds=4)

    assert report.observed.renewed > 0
    assert report.observed.expired > 0
    assert report.observed.lodged == len(wanted.arrivals)
    assert all(one.refused == one.unknown == one.expired == 0 for one in report.requests)
    assert _missed(report) == set()


@pytest.mark.parametrize("token_seconds", [3, 3601])
def test_tokens_of_no_life_that_the_service_takes_are_refused(tmp_path: Path, token_seconds: int):
    """A life too short to be renewed in, or longer than the service takes, is refused before anything is started."""
    with pytest.raises(ProfileError, match=rf"token_seconds = {token_seconds}: must be within \[4, 3600\]"):
        _load(tmp_path, token_seconds=token_seconds)


@pytest.mark.full
@pytest.mark.parametrize(
    ("faults", "missed", "may_miss"),
    [
        (["--lose-every", "5"], {"lost"}, set()),
        (["--double-every", "5"], {"doubled"}, set()),
        (["--busy-every", "3"], set(), set()),
        (["--fail-every", "5"], {"failures"}, {"lodged_share"}),
        (["--forget", "1"], {"disagreed"}, set()),
    ],
)
def test_each_fault_is_found(faults, missed, may_miss, tmp_path: Path):
    """Losing, doubling, failing and forgetting keys are each found; a busy service is asked again and loses nothing."""
    _, report = _load(tmp_path, *faults, factor=10.0, seconds=3.0)
    assert missed <= _missed(report) <= missed | may_miss


def test_a_service_that_ends_is_reported(tmp_path: Path):
    """A service that ends before it takes commands is an error that quotes its journal."""
    command = [sys.executable, "-c", "print('no store here'); raise SystemExit(4)"]
    with (
        pytest.raises(LoadRunError, match=r"code 4: no store here"),
        serving(command, free_addresses(), tmp_path / "log"),
    ):
        pass
