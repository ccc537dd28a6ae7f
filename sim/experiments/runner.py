"""Many simulations: in this process, in several processes, or on a cluster, always with the same results."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sim.experiments.errors import ExperimentError
from sim.experiments.job import Job, run_job
from sim.experiments.places import Here, Measures, Place, Run
from sim.experiments.store import Store

WORKERS_MAX: Final = 1_024
"""Processes on one machine: more than any has cores for, so a slip of the keyboard is refused."""


class Runner:
    """Where simulations are run; a context, because processes and connections end with it.

    A result depends on its job alone, so it is the same, bit by bit, wherever and in whatever order jobs are run.

    Parameters
    ----------
    workers
        Processes on this machine; 1 runs everything in this one. A worker that dies is replaced and its job done again.
    ray_address
        Address of a Ray cluster that does the work instead, such as `127.0.0.1:6379`.
    folder
        Where to keep each finished job; those found there are not run again.
    run
        How one job is done; a function that other processes can import.

    Raises
    ------
    ExperimentError
        If `workers` is out of bounds, the folder cannot be made or used, or the cluster cannot be reached.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> jobs = [Job(scenario=load_any("one-court"), seed=1, replication=r) for r in range(3)]
    >>> with Runner(run=lambda job: {"square": float(job.replication**2)}) as runner:
    ...     runner.run(jobs)
    [{'square': 0.0}, {'square': 1.0}, {'square': 4.0}]
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        ray_address: str | None = None,
        folder: Path | None = None,
        run: Run = run_job,
    ) -> None:
        if not 1 <= workers <= WORKERS_MAX:
            raise ExperimentError(f"workers = {workers}: must be from 1 to {WORKERS_MAX}")
        self.simulations = 0
        """Jobs run so far; those found on disk are not counted."""
        self._store: Final = None if folder is None else Store(folder)
        self._place: Final = _place(run, workers, ray_address)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._place.dismiss()
        if self._store is not None:
            self._store.dismiss()

    def run(self, jobs: Sequence[Job], on_progress: Callable[[float], None] | None = None) -> list[Measures]:
        """Run simulations and give their results in the order asked for.

        Parameters
        ----------
        jobs
            What to run.
        on_progress
            Called with the share of the jobs that are done.

        Returns
        -------
        list[dict[str, float]]
            One a job, in the order of `jobs`.

        Raises
        ------
        JobError
            If a job fails or its process keeps dying; the message names the job.
        SimError
            As a job raised it.
        """
        store = self._store
        results: list[Measures | None] = [None if store is None else store.read(job) for job in jobs]
        missing = [place for place, result in enumerate(results) if result is None]
        done = len(jobs) - len(missing)

        def take(number: int, measures: Measures) -> None:
            nonlocal done
            place = missing[number]
            results[place] = measures
            done += 1
            self.simulations += 1
            if store is not None:
                store.write(jobs[place], measures)
            if on_progress is not None:
                on_progress(done / len(jobs))

        if missing:
            self._place.do([jobs[place] for place in missing], take)
        return [result for result in results if result is not None]


def run_jobs(
    jobs: Sequence[Job],
    *,
    workers: int = 1,
    ray_address: str | None = None,
    folder: Path | None = None,
    on_progress: Callable[[float], None] | None = None,
    run: Run = run_job,
) -> list[Measures]:
    """Run simulations once, as `Runner` does.

    Parameters
    ----------
    jobs, on_progress
        As for `Runner.run`.
    workers, ray_address, folder, run
        As for `Runner`.

    Returns
    -------
    list[dict[str, float]]
        One a job, in the order of `jobs`.

    Raises
    ------
    SimError
        As `Runner` does.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> job = Job(scenario=load_any("one-court"), seed=7, replication=0)
    >>> run_jobs([job], run=lambda job: {"seed": float(job.seed)})
    [{'seed': 7.0}]
    """
    with Runner(workers=workers, ray_address=ray_address, folder=folder, run=run) as runner:
        return runner.run(jobs, on_progress)


def _place(run: Run, workers: int, ray_address: str | None) -> Place:
    if ray_address is not None:
        from sim.experiments.cluster import Cluster  # noqa: PLC0415 - Ray is an optional extra

        return Cluster(run, ray_address)
    if workers > 1:
        from sim.experiments.processes import Crew  # noqa: PLC0415 - most runs need no processes

        return Crew(run, workers)
    return Here(run)
