"""`onestop sim sensitivity`: which of a scenario's keys matter."""

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.errors import CliError
from cli.output import table
from cli.planner_compare import BackendName
from cli.planner_delivery import deliver, number
from cli.planner_options import (
    Change,
    Confidence,
    Days,
    Folder,
    Measure,
    Outs,
    PageLanguage,
    Ray,
    Replications,
    Workers,
    check_outs,
    check_varied,
    laboratory,
    load_with,
    page_language,
)
from cli.run import DEFAULT_SCENARIO, Json, Scenario, Seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.experiments.job import AnyScenario
    from sim.experiments.sensitivity import Sensitivity
    from sim.experiments.sensitivity_bars import Part
    from sim.experiments.tables import Cell


class Method(StrEnum):
    """How sensitivity is measured."""

    TORNADO = "tornado"
    MORRIS = "morris"
    SOBOL = "sobol"


Ranges = Annotated[list[str] | None, typer.Option("--vary", help="key=low..high; repeatable.", show_default=False)]
MethodOption = Annotated[Method, typer.Option(help="One key at a time, screening, or shares of the variance.")]
POINTS_USUAL = 16
"""Paths or base points where nobody says."""
Points = Annotated[
    int | None,
    typer.Option(
        "--points",
        min=4,
        help=f"Paths of Morris; base points of Sobol, 8, 16, ...; by default {POINTS_USUAL}.",
        show_default=False,
    ),
]


def sensitivity(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    vary: Ranges = None,
    method: MethodOption = Method.TORNADO,
    points: Points = None,
    measure: Measure = None,
    changes: Change = None,
    days: Days = None,
    replications: Replications = 5,
    confidence: Confidence = 0.95,
    seed: Seed = 1,
    backend: BackendName = "fast",
    workers: Workers = None,
    ray: Ray = None,
    folder: Folder = None,
    outs: Outs = None,
    lang: PageLanguage = None,
    as_json: Json = False,
) -> None:
    """See which keys of a scenario matter to a measure when each lies anywhere in its range.

    \b
    Examples:
      onestop sim sensitivity one-court --vary offers.accept_share=0.85..0.97 --vary population.mediators=10..14
      onestop sim sensitivity my-queue.toml --vary pool.agents.servers=10..14 --method sobol --points 64
    """
    from sim.experiments.changes import read_range
    from sim.experiments.sensitivity import sensitivity as measure_sensitivity

    started = time.perf_counter()
    files = check_outs(outs)
    language = page_language(lang, files)
    ranges = {key: (low, high) for key, low, high in map(read_range, vary or [])}
    if len(ranges) < len(vary or []):
        raise CliError("vary: must name each key once")
    plan = load_with(scenario, changes, days)
    if method is Method.TORNADO:
        if points is not None:
            raise CliError(f"points = {points}: must be left out for a tornado, or be asked of morris or sobol")
    else:
        check_varied(ranges, changes, days)
    label = f"varying {plan.name}"
    with laboratory(label, plan, workers=workers, ray=ray, folder=folder, quiet=as_json) as (runner, show):
        found = measure_sensitivity(
            plan,
            ranges,
            method=method.value,
            measure=measure,
            seed=seed,
            replications=replications,
            points=POINTS_USUAL if points is None else points,
            confidence=confidence,
            backend=backend,
            runner=runner,
            on_progress=show,
        )
        simulations = runner.simulations
    _hand_over(found, plan, files, simulations, time.perf_counter() - started, language=language, as_json=as_json)


def _hand_over(
    found: "Sensitivity",
    plan: "AnyScenario",
    files: "Sequence[Path]",
    simulations: int,
    wall: float,
    *,
    language: str,
    as_json: bool,
) -> None:
    from sim.experiments.measures import unit_of

    rows = _bar_rows(found)

    def write_page(path: Path) -> None:
        from dashboards.planner.sensitivity import write_sensitivity

        write_sensitivity(found, plan, path, language=language)

    deliver(
        {
            "scenario": found.scenario,
            "method": found.method,
            "measure": found.measure,
            "measure_unit": unit_of(found.measure, plan),
            "base": found.base,
            "seed": found.seed,
            "replications": found.replications,
            "confidence": found.confidence,
            "settings": found.settings,
            "simulations": simulations,
            "keys": rows,
            "wall_seconds": round(wall, 3),
        },
        _bar_lines(found),
        tables={"sensitivity": rows},
        write_page=write_page,
        outs=files,
        as_json=as_json,
    )


def _bar_rows(found: "Sensitivity") -> "list[Mapping[str, Cell]]":
    rows: list[Mapping[str, Cell]] = []
    for bar in found.bars:
        row: dict[str, Cell] = {"key": bar.key, "from": bar.low, "to": bar.high}
        for name, part in bar.parts.items():
            row[name] = part.value
            if part.interval is not None:
                row[f"{name}_low"], row[f"{name}_high"] = part.interval
        rows.append(row)
    return rows


def _bar_lines(found: "Sensitivity") -> str:
    parts = list(found.bars[0].parts)
    rows: list[list[str]] = []
    for bar in found.bars:
        cells = [number(part.value) + _ends(part) for part in bar.parts.values()]
        rows.append([bar.key, number(bar.low), number(bar.high), *cells])
    base = "" if found.base is None else f", {number(found.base)} as it is"
    runs = f"{found.settings:,} settings, {found.replications} replications each, seed {found.seed}"
    stamp = f"{found.scenario}: {found.method} of {found.measure}{base}; {runs}, {found.confidence:.0%} intervals"
    return f"{stamp}\n\n{table(['key', 'from', 'to', *parts], rows)}"


def _ends(part: "Part") -> str:
    return "" if part.interval is None else f" ({number(part.interval[0])} to {number(part.interval[1])})"
