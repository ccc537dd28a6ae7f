"""A Ray cluster that does the jobs: many machines, the same results."""

import os
import socket
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from sim.errors import SimError
from sim.experiments.errors import ExperimentError, JobError
from sim.experiments.job import Job
from sim.experiments.places import OnResult, Run

RETRIES: Final = 2
"""Times that the cluster begins a job again when its process or its machine died."""
_AHEAD: Final = 4
"""Jobs submitted for each processor: none waits for the next, and the cluster never holds a whole sweep."""
_CONNECT_SECONDS: Final = 5.0
"""How long the head may take to answer the first call; Ray itself would try for many minutes."""
_WAIT_SECONDS: Final = 10.0
"""How long to wait before looking whether the cluster is still there."""


class Cluster:
    """A connection to a Ray cluster, whose machines must have this version of the simulator installed.

    Parameters
    ----------
    run
        How one job is done.
    address
        Of the cluster's head, such as `127.0.0.1:6379`.

    Raises
    ------
    ExperimentError
        If Ray is not installed or the cluster cannot be reached.
    """

    def __init__(self, run: Run, address: str) -> None:
        _check_answers(address)
        self._run: Final = run
        self._ray: Final = _connected(address)

    def do(self, jobs: Sequence[Job], take: OnResult) -> None:
        """Run jobs.

        Parameters
        ----------
        jobs
            What to run.
        take
            Called with the number and the result of each job, in the order in which they finish.

        Raises
        ------
        JobError
            If a job's process died on every attempt, or failed in a way nobody foresaw.
        SimError
            As a job raised it.
        """
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=RETRIES)(_answer)
        ahead = max(1, round(_AHEAD * ray.cluster_resources().get("CPU", 1.0)))
        queue = deque(range(len(jobs)))
        pending: dict[Any, int] = {}
        while queue or pending:
            while queue and len(pending) < ahead:
                number = queue.popleft()
                pending[remote.remote(self._run, jobs[number])] = number
            finished, _ = ray.wait(list(pending), num_returns=1, timeout=_WAIT_SECONDS)
            for reference in finished:
                number = pending.pop(reference)
                take(number, _result(ray, reference, jobs[number]))

    def dismiss(self) -> None:
        """Leave the cluster; it goes on running, and what it does for us ends."""
        self._ray.shutdown()


def _check_answers(address: str) -> None:
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not (colon and port.isdecimal()):
        raise ExperimentError(f"ray = {address}: must be the address of a running cluster, as host:port")
    try:
        socket.create_connection((host, int(port)), timeout=_CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ExperimentError(f"ray = {address}: must be the address of a running cluster ({error})") from error


def _connected(address: str) -> Any:
    # Ray reports to its makers unless told not to, and it must be told before it is imported.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray  # noqa: PLC0415 - an optional extra, slow to import
    except ImportError as error:
        raise ExperimentError("ray: must be installed to use a cluster; it comes with the extra 'ray'") from error
    library: Any = ray
    try:
        library.init(address=address, log_to_driver=False, include_dashboard=None, configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ExperimentError(f"ray = {address}: must be the address of a running cluster ({reason})") from error
    return library


def _result(ray: Any, reference: Any, job: Job) -> dict[str, float]:
    try:
        answer: dict[str, float] | SimError = ray.get(reference)
    except ray.exceptions.RayError as error:
        reason = str(error).strip().splitlines()[-1:]
        raise JobError(f"{job}: {type(error).__name__}: {' '.join(reason)}") from error
    if isinstance(answer, SimError):
        raise answer
    return answer


def _answer(run: Run, job: Job) -> dict[str, float] | SimError:
    """Do a job there; an error it raises on purpose comes back as it is, not wrapped in the cluster's own."""
    try:
        return run(job)
    except SimError as error:
        return error
