"""The same results from a Ray cluster; the driver is a process of its own, as a user's is."""

import json
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.runner import run_jobs
from tests.project.sources import ROOT
from tests.sim.experiments import runs
from tests.sim.experiments.ray_cluster import ray_cluster

_DRIVER = """
import json, sys
from sim.experiments.runner import run_jobs
from tests.sim.experiments import runs
results = run_jobs(runs.jobs_of({jobs}), ray_address="{address}", run=runs.{run})
print(json.dumps([{{name: value.hex() for name, value in result.items()}} for result in results]))
"""


@pytest.fixture(scope="module")
def cluster():
    """Address of a cluster; its sockets need a short path, which pytest's folders are not."""
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as folder:
        # The workers, too, inherit what the head has in its environment.
        os.environ[runs.MARKS] = folder
        try:
            with ray_cluster(Path(folder)) as address:
                yield address
        finally:
            del os.environ[runs.MARKS]


def driven(address, run, jobs=6):
    """What a driver on the cluster computes."""
    code = _DRIVER.format(address=address, run=run, jobs=jobs)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    results = json.loads(done.stdout.splitlines()[-1])  # above it, the cluster may have told of workers that died
    return [{name: float.fromhex(value) for name, value in result.items()} for result in results]


def bits(results):
    """Every number as its bytes."""
    return [{name: struct.pack("<d", value) for name, value in result.items()} for result in results]


@pytest.mark.full
def test_a_cluster_gives_the_same_bits(cluster):
    """Six jobs on a cluster of two processors give, in order, what this process gives."""
    assert bits(driven(cluster, "noise")) == bits(run_jobs(runs.jobs_of(6), run=runs.noise))


@pytest.mark.full
def test_a_killed_worker_of_the_cluster_is_replaced(cluster):
    """A worker of the cluster killed in the middle of a job costs time, not results."""
    assert bits(driven(cluster, "killed_once")) == bits(run_jobs(runs.jobs_of(6), run=runs.noise))


@pytest.mark.full
def test_a_job_that_always_kills_is_given_up(cluster):
    """After the cluster's own attempts the error names the job."""
    with pytest.raises(subprocess.CalledProcessError) as raised:
        driven(cluster, "killed_always")

    assert "JobError: one-court, seed 1, replication 1, fast" in raised.value.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", "127.0.0.1:99999"])
def test_a_cluster_that_is_not_there_is_reported(address):
    """An address where nothing listens, or that is none, is refused at once, in one line with its value."""
    with pytest.raises(ExperimentError, match=f"^ray = {address}: must be the address of a running cluster"):
        run_jobs(runs.jobs_of(1), ray_address=address, run=runs.noise)
