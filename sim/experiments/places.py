"""What every place where jobs are done has in common, and the nearest of them: this process."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeAlias

from sim.experiments.job import Job

Measures: TypeAlias = dict[str, float]
"""Value by name of the measure."""
Run: TypeAlias = Callable[[Job], Measures]
"""How one job is done; a function that other processes can import."""
OnResult: TypeAlias = Callable[[int, Measures], None]
"""Takes the number of a finished job and what it measured."""


class Place(Protocol):
    """Where jobs are done."""

    def do(self, jobs: Sequence[Job], take: OnResult) -> None:
        """Run jobs and hand over each result with its number, in any order."""
        ...

    def dismiss(self) -> None:
        """End whatever was started for it."""
        ...


class Here:
    """One job after another, in the process that asks.

    Parameters
    ----------
    run
        How one job is done.
    """

    def __init__(self, run: Run) -> None:
        self._run: Final = run

    def do(self, jobs: Sequence[Job], take: OnResult) -> None:
        """Run jobs in order."""
        for number, job in enumerate(jobs):
            take(number, self._run(job))

    def dismiss(self) -> None:
        """Nothing was started."""
