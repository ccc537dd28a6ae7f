"""Several processes on this machine; when one is killed, another does its job again."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, TypeAlias, cast

from sim.errors import SimError
from sim.experiments.errors import JobError
from sim.experiments.job import Job
from sim.experiments.places import Measures, OnResult, Run
from sim.experiments.suiting import Demand, demand_of, suited

ATTEMPTS_MAX: Final = 3
"""Times a job is begun before it is given up: a job that kills three processes will kill a fourth."""
_END_SECONDS: Final = 5.0
"""How long a process may take to end before it is killed."""

_Answer: TypeAlias = Measures | Exception


class Crew:
    """Processes of their own that do jobs until they are dismissed.

    Each holds one job at a time, so that it is known whose job died with it. Processes are spawned, not forked: a fork
    would copy locks that threads of numerical libraries hold. They start with the first job and stay, since each spends
    seconds on loading what it needs.

    Parameters
    ----------
    run
        How one job is done.
    workers
        Most processes.
    """

    def __init__(self, run: Run, workers: int) -> None:
        self._run: Final = run
        self._workers: Final = workers
        self._crew: list[_Worker] = []

    def do(self, jobs: Sequence[Job], take: OnResult) -> None:
        """Run jobs.

        Parameters
        ----------
        jobs
            What to run.
        take
            Called in this process with the number and the result of each job, in the order in which they finish.

        Raises
        ------
        JobError
            If a job fails in a way nobody foresaw, or dies `ATTEMPTS_MAX` times.
        SimError
            As a job raised it.
        """
        while len(self._crew) < min(self._workers, len(jobs)):
            self._crew.append(_Worker(self._run))
        try:
            self._do(jobs, take)
        except BaseException:
            self.dismiss()  # some still work on what nobody wants any more
            raise

    def dismiss(self) -> None:
        """End every process."""
        for worker in self._crew:
            worker.end()
        self._crew.clear()

    def _do(self, jobs: Sequence[Job], take: OnResult) -> None:
        queue = deque(range(len(jobs)))
        attempts = [0] * len(jobs)
        for worker in self._crew:
            self._give(worker, jobs, queue, attempts)
        while busy := [worker for worker in self._crew if worker.number is not None]:
            ready = wait([worker.connection for worker in busy])
            for worker in [worker for worker in busy if worker.connection in ready]:
                number = worker.number
                assert number is not None, "only the busy are waited for"
                answer = worker.answer()
                if answer is None:
                    _check_attempts(jobs[number], attempts[number], worker)
                    queue.appendleft(number)
                    worker.replace()
                elif isinstance(answer, Exception):
                    raise answer
                else:
                    take(number, answer)
                self._give(worker, jobs, queue, attempts)

    def _give(self, worker: "_Worker", jobs: Sequence[Job], queue: deque[int], attempts: list[int]) -> None:
        """Give a worker its next job, if there is one."""
        worker.number = None
        if queue:
            number = suited(worker.demand, [other.demand for other in self._crew], jobs, queue)
            queue.remove(number)
            attempts[number] += 1
            worker.begin(number, jobs[number])


def _check_attempts(job: Job, attempts: int, worker: "_Worker") -> None:
    if attempts >= ATTEMPTS_MAX:
        raise JobError(
            f"{job}: its process died {attempts} times, the last time with exit code {worker.exit_code()}; "
            "is there memory enough for so many workers?"
        )


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, run: Run) -> None:
        self._run: Final = run
        self.number: int | None = None
        self.demand: Demand | None = None
        """Of the job begun last."""
        self._process, self.connection = self._started()

    def begin(self, number: int, job: Job) -> None:
        self.number, self.demand = number, demand_of(job)
        try:
            self.connection.send(job)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has died: waiting for its answer will tell

    def answer(self) -> _Answer | None:
        """Return what the process sent, None if it died instead."""
        try:
            return self.connection.recv()
        except (EOFError, ConnectionResetError):
            return None

    def exit_code(self) -> int | None:
        self._process.join(_END_SECONDS)
        return self._process.exitcode

    def replace(self) -> None:
        self.end()
        self.demand = None
        self._process, self.connection = self._started()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        if self._process.is_alive():
            self._process.terminate()
        self._process.join(_END_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def _started(self) -> tuple[BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._run), daemon=True)
        process.start()
        theirs.close()
        return process, cast("Connection", ours)


def _work(connection: Connection, run: Run) -> None:
    """Do jobs until the other end of the pipe is closed."""
    # Ctrl-C reaches every process of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        try:
            answer: _Answer = run(job)
        except SimError as error:
            answer = error
        except Exception as error:  # noqa: BLE001 - the edge of a process: it is reported with the job's name
            answer = JobError(f"{job}: failed with {type(error).__name__}: {error}")
        connection.send(answer)
