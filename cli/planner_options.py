"""What the planner's commands have in common: how often to run, where, and what to write."""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.errors import CliError
from cli.progress import progress
from cli.run import ReportLanguage

if TYPE_CHECKING:
    from sim.experiments.job import AnyScenario
    from sim.experiments.runner import Runner

Replications = Annotated[int, typer.Option(min=1, help="Runs of each scenario, each with its own random numbers.")]
Measure = Annotated[str | None, typer.Option(help="Measure to judge by; by default the mean wait.", show_default=False)]
Confidence = Annotated[float, typer.Option(min=0.5, max=0.9999, help="Chance that an interval holds the truth.")]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Processes on this machine; by default one, for a large platform one a processor.",
        show_default=False,
    ),
]
Ray = Annotated[
    str | None,
    typer.Option("--ray", help="Address of a Ray cluster that runs the simulations, host:port.", show_default=False),
]
Folder = Annotated[
    Path | None,
    typer.Option(help="Keep finished runs there, and do not run them again.", show_default=False),
]
Days = Annotated[
    int | None, typer.Option(min=1, help="Days to simulate, instead of the scenario's.", show_default=False)
]
Change = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change every scenario: key=value, several with commas.", show_default=False),
]
Outs = Annotated[
    list[Path] | None,
    typer.Option(
        "--out", help="Also write a page (.html) or tables (.csv, .xlsx, .json); repeatable.", show_default=False
    ),
]
PageLanguage = Annotated[ReportLanguage, typer.Option("--lang", help="Language of the page.")]
_LARGE_MEDIATORS = 20_000
"""From here on one run takes longer than a process takes to start."""
OUT_SUFFIXES = (".html", ".csv", ".xlsx", ".json")


def load_with(name: str, changes: Sequence[str] | None, days: int | None) -> "AnyScenario":
    """Read a scenario and make the changes asked for on the command line.

    Raises
    ------
    CliError
        If days are asked of a queue.
    SimError
        If there is no such scenario, or a change is wrong.
    """
    from sim.experiments.changes import read_changes
    from sim.experiments.job import change_any, is_platform, load_any

    scenario = load_any(name)
    wanted = {key: value for text in changes or () for key, value in read_changes(text).items()}
    if days is not None:
        if not is_platform(scenario):
            raise CliError(
                f"days = {days}: must not be given for {scenario.name}, a queue; --set run.length=... sets it"
            )
        wanted["window.days"] = days
    return change_any(scenario, wanted)


def usual_workers(plan: "AnyScenario") -> int:
    """Return how many processes are worth their start: each takes seconds to load what it needs."""
    mediators = getattr(getattr(plan, "population", None), "mediators", 0)
    return len(os.sched_getaffinity(0)) if mediators >= _LARGE_MEDIATORS else 1


@contextmanager
def laboratory(
    label: str, *, workers: int, ray: str | None, folder: Path | None, quiet: bool
) -> Generator[tuple["Runner", Callable[[float], None] | None]]:
    """Give the place where simulations run, and a function that shows the share done."""
    from sim.experiments.runner import Runner

    with (
        Runner(workers=workers, ray_address=ray, folder=folder) as runner,
        progress(label, quiet=quiet) as show,
    ):
        yield runner, show


def check_outs(outs: Sequence[Path] | None) -> Sequence[Path]:
    """Refuse files that cannot be written before anything runs.

    Raises
    ------
    CliError
        If the ending says no kind of file, or the folder is missing.
    """
    for path in outs or ():
        if path.suffix not in OUT_SUFFIXES:
            raise CliError(f"out = {path}: must end in one of {', '.join(OUT_SUFFIXES)}")
        if not path.parent.is_dir():
            raise CliError(f"out = {path}: must lie in a folder that exists")
    return outs or ()
