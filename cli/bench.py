"""`onestop bench`: how fast, as ratios of things timed in the same run."""

from enum import StrEnum
from typing import Annotated

import typer

from cli.output import print_json, say, table
from cli.progress import progress
from cli.run import Json


class Subject(StrEnum):
    """What there are benchmarks of."""

    CORE = "core"
    SIM = "sim"
    SERVICE = "service"
    ANALYTICS = "analytics"


Subjects = Annotated[
    list[Subject] | None, typer.Argument(help="What to time; by default everything.", show_default=False)
]


def bench(subjects: Subjects = None, *, as_json: Json = False) -> None:
    """Time the assignment core, a simulated day and the measures, for a few minutes.

    Where something plain does the same work, it is timed in the same run and the ratio shown, to the fastest where
    there are several: machines are noisy, ratios are less so. The core is timed in processor time, up to a nation of
    ten million mediators, for which it takes 4 GB of memory. The service is timed beside a queue in PostgreSQL where
    that is installed. Needs the extras "bench" (pytest and pytest-benchmark) and "serve".

    \b
    Examples:
      onestop bench
      onestop bench core --json
    """
    from benchmarks.figures import core_figures, service_figures
    from benchmarks.runner import run_benchmarks

    wanted = list(dict.fromkeys(subject.value for subject in subjects or list(Subject)))
    with progress("timing " + ", ".join(wanted), quiet=as_json) as show:
        results = run_benchmarks(wanted, on_progress=show)
    figures: dict[str, float | str | None] = {**core_figures(results), **service_figures(results)}
    if as_json:
        print_json({**figures, "benchmarks": [result.as_dict() for result in results]})
        return
    rows = [
        [
            result.name,
            _seconds(result.median_seconds),
            f"{result.rate_per_second:,.0f} {result.rate_of}/s",
            str(result.rounds),
            result.ratio_text or "-",
            result.rival or "-",
            result.size,
        ]
        for result in results
    ]
    say(table(["benchmark", "median", "rate", "rounds", "rival takes", "rival", "size"], rows))
    for name, value in figures.items():
        say(f"{name} = {_value(value)}")


def _value(value: float | str | None) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _seconds(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
