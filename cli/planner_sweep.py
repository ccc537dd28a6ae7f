"""`onestop sim sweep`: many settings of a scenario's keys."""

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
    Outs,
    Ray,
    Replications,
    Workers,
    check_outs,
    check_varied,
    laboratory,
    load_with,
)
from cli.run import DEFAULT_SCENARIO, Json, Scenario, Seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.experiments.job import AnyScenario
    from sim.experiments.sweep import Sweep
    from sim.experiments.tables import Cell


class Design(StrEnum):
    """Which settings a sweep runs."""

    FACTORIAL = "factorial"
    LHS = "lhs"
    ONE_AT_A_TIME = "one-at-a-time"


Levels = Annotated[
    list[str] | None,
    typer.Option("--vary", help="key=a,b,c; with --design lhs key=low..high; repeatable.", show_default=False),
]
DesignOption = Annotated[Design, typer.Option(help="Every combination, a Latin hypercube, or one key at a time.")]
POINTS_USUAL = 20
"""Settings of a Latin hypercube where nobody says."""
Points = Annotated[
    int | None,
    typer.Option(
        "--points", min=2, help=f"With --design lhs: settings, by default {POINTS_USUAL}.", show_default=False
    ),
]
Shown = Annotated[
    str | None,
    typer.Option(
        "--measure", help="Measure of the printed table; files and --json hold every one.", show_default=False
    ),
]

_SHOWN = ("accepted_in_time_share", "wait_mean_hours", "service_level_offered", "wait_mean", "utilisation")
"""Measures of the table for a person where none is named; files and JSON hold all."""


def sweep(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    vary: Levels = None,
    design: DesignOption = Design.FACTORIAL,
    points: Points = None,
    measure: Shown = None,
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
    as_json: Json = False,
) -> None:
    """Simulate many settings of a scenario's keys and tabulate every measure.

    With --folder each finished run is kept there, and the same command goes on where it was interrupted.

    \b
    Examples:
      onestop sim sweep one-court --vary population.mediators=10,12,14 --vary policy.name=deck,random
      onestop sim sweep q.toml --vary pool.a.servers=8..16 --vary class.c.service.mean=1..2 --design lhs --out s.csv
    """
    from sim.experiments.measures import check_named
    from sim.experiments.sweep import sweep as sweep_scenario

    started = time.perf_counter()
    files = _without_page(check_outs(outs))
    settings = _settings(vary or [], design, points, seed)
    plan = load_with(scenario, changes, days)
    check_named(measure, plan)
    if design is not Design.ONE_AT_A_TIME:
        check_varied(settings[0], changes, days)
    label = f"{len(settings)} settings of {plan.name}"
    with laboratory(label, plan, workers=workers, ray=ray, folder=folder, quiet=as_json) as (runner, show):
        found = sweep_scenario(
            plan,
            settings,
            design=design.value,
            seed=seed,
            replications=replications,
            confidence=confidence,
            backend=backend,
            runner=runner,
            on_progress=show,
        )
        simulations = runner.simulations
    _hand_over(found, plan, measure, files, simulations, time.perf_counter() - started, as_json=as_json)


def _hand_over(
    found: "Sweep",
    plan: "AnyScenario",
    measure: str | None,
    files: "Sequence[Path]",
    simulations: int,
    wall: float,
    *,
    as_json: bool,
) -> None:
    from sim.experiments.measures import time_unit

    rows = _sweep_rows(found)
    deliver(
        {
            "scenario": found.scenario,
            "design": found.design,
            "seed": found.seed,
            "replications": found.replications,
            "confidence": found.confidence,
            "time_unit": time_unit(plan),
            "simulations": simulations,
            "settings": rows,
            "wall_seconds": round(wall, 3),
        },
        _sweep_lines(found, measure),
        tables={"sweep": rows},
        write_page=_no_page,
        outs=files,
        as_json=as_json,
    )


def _settings(vary: "Sequence[str]", design: Design, points: int | None, seed: int) -> "list[dict[str, object]]":
    from sim.experiments import sweep as designs
    from sim.experiments.changes import read_levels, read_range

    if not vary:
        raise CliError("vary: must be given at least once, as key=a,b,c")
    if design is Design.LHS:
        ranges = {key: (low, high) for key, low, high in map(read_range, vary)}
        _check_once(vary, len(ranges))
        return designs.hypercube(ranges, points=POINTS_USUAL if points is None else points, seed=seed)
    if points is not None:
        raise CliError(f"points = {points}: must be left out for a {design} design, or be asked with --design lhs")
    levels = dict(map(read_levels, vary))
    _check_once(vary, len(levels))
    return designs.factorial(levels) if design is Design.FACTORIAL else designs.one_at_a_time(levels)


def _check_once(vary: "Sequence[str]", keys: int) -> None:
    if keys < len(vary):
        raise CliError("vary: must name each key once")


def _without_page(files: "Sequence[Path]") -> "Sequence[Path]":
    pages = [path for path in files if path.suffix == ".html"]
    if pages:
        raise CliError(f"out = {pages[0]}: must end in one of .csv, .xlsx, .json: a sweep is a table")
    return files


def _no_page(path: Path) -> None:
    raise AssertionError(path)


def _sweep_rows(found: "Sweep") -> "list[Mapping[str, Cell]]":
    keys = list(dict.fromkeys(key for setting in found.settings for key in setting.changes))
    # A setting may change what there is to measure, and every row of a table has the same columns.
    names = list(dict.fromkeys(name for setting in found.settings for name in setting.estimates))
    rows: list[Mapping[str, Cell]] = []
    for setting in found.settings:
        row: dict[str, Cell] = {key: _cell(setting.changes.get(key)) for key in keys}
        for name in names:
            value = setting.estimates.get(name)
            row[name] = None if value is None else value.mean
            row[f"{name}_low"] = None if value is None else value.low
            row[f"{name}_high"] = None if value is None else value.high
        rows.append(row)
    return rows


def _cell(value: object) -> "Cell":
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _shown(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _sweep_lines(found: "Sweep", measure: str | None) -> str:
    measured = found.settings[0].estimates
    chosen = [measure] if measure is not None else [name for name in _SHOWN if name in measured]
    keys = list(dict.fromkeys(key for setting in found.settings for key in setting.changes))
    rows: list[list[str]] = []
    for setting in found.settings:
        cells = [_shown(setting.changes.get(key, "as it is")) for key in keys]
        means = {name: number(estimate.mean) for name, estimate in setting.estimates.items()}
        rows.append([*cells, *(means.get(name, "-") for name in chosen)])
    stamp = f"{found.scenario}: {len(rows)} settings, {found.replications} replications each, seed {found.seed}"
    return f"{stamp}\n\n{table([*keys, *chosen], rows)}"
