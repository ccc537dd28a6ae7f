"""What the planner's commands have in common: how often to run, where, and what to write."""

import os
from collections.abc import Callable, Generator, Iterable, Sequence
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
Confidence = Annotated[float, typer.Option(help="Chance that an interval holds the truth, 0.5 to 0.9999.")]
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
PageLanguage = Annotated[
    ReportLanguage | None,
    typer.Option("--lang", help="Language of the page; by default English.", show_default=False),
]
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
        If there is no such scenario, or a change is wrong or made twice.
    """
    from sim.experiments.job import change_any, is_platform, load_any

    scenario = load_any(name)
    if days is not None and not is_platform(scenario):
        raise CliError(f"days = {days}: must not be given for {scenario.name}, a queue; --set run.length=... sets it")
    return change_any(scenario, _wanted(changes, days))


def _wanted(changes: Sequence[str] | None, days: int | None) -> dict[str, object]:
    from sim.experiments.changes import merge_changes, read_changes

    window = [] if days is None else [{"window.days": days}]
    return merge_changes([*map(read_changes, changes or ()), *window])


def check_varied(keys: Iterable[str], changes: Sequence[str] | None, days: int | None) -> None:
    """Refuse a change of a key that every setting of an experiment changes again.

    Raises
    ------
    CliError
        Naming the key and the value that nothing would be simulated with.
    """
    wanted = _wanted(changes, days)
    for key in keys:
        if key in wanted:
            option = "days" if key == "window.days" and days is not None else "set"
            value = wanted[key] if option == "days" else f"{key}={wanted[key]}"
            raise CliError(f"{option} = {value}: must be left out, since --vary gives {key} in every setting")


def usual_workers(plan: "AnyScenario") -> int:
    """Return how many processes are worth their start: each takes seconds to load what it needs."""
    mediators = getattr(getattr(plan, "population", None), "mediators", 0)
    return len(os.sched_getaffinity(0)) if mediators >= _LARGE_MEDIATORS else 1


@contextmanager
def laboratory(
    label: str, plan: "AnyScenario", *, workers: int | None, ray: str | None, folder: Path | None, quiet: bool
) -> Generator[tuple["Runner", Callable[[float], None] | None]]:
    """Give the place where simulations run, and a function that shows the share done.

    Raises
    ------
    CliError
        If processes are asked for beside a cluster, which has its own.
    """
    from sim.experiments.runner import Runner

    if ray is not None and workers is not None:
        raise CliError(f"workers = {workers}: must be left out with --ray, whose cluster has processes of its own")
    with (
        Runner(workers=workers or usual_workers(plan), ray_address=ray, folder=folder) as runner,
        progress(label, quiet=quiet) as show,
    ):
        yield runner, show


def check_outs(outs: Sequence[Path] | None, suffixes: Sequence[str] = OUT_SUFFIXES) -> Sequence[Path]:
    """Refuse files that cannot be written, or that a command has nothing for, before anything runs.

    Raises
    ------
    CliError
        If the ending says no kind of file, or the folder is missing.
    """
    for path in outs or ():
        if path.suffix not in suffixes:
            raise CliError(f"out = {path}: must end in one of {', '.join(suffixes)}")
        if not path.parent.is_dir():
            raise CliError(f"out = {path}: must lie in a folder that exists")
    return outs or ()


def page_language(lang: ReportLanguage | None, files: Sequence[Path]) -> str:
    """Return the language of the page.

    Raises
    ------
    CliError
        If one is asked for and no page is written.
    """
    if lang is not None and not any(path.suffix == ".html" for path in files):
        raise CliError(f"lang = {lang}: must be asked for with a page (.html)")
    return (lang or ReportLanguage.EN).value
