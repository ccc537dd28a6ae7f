"""`onestop sim compare`: scenarios beside each other, under common random numbers."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import CliError
from cli.planner_compare_lines import comparison_lines, comparison_row, selection_lines, selection_tables
from cli.planner_delivery import deliver, estimate_record
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
    laboratory,
    load_with,
    page_language,
)
from cli.run import Json, Seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.job import AnyScenario
    from sim.experiments.runner import Runner
    from sim.experiments.select import Selected

Scenarios = Annotated[list[str], typer.Argument(help="Presets or TOML files; the first is the baseline.")]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        help="One more scenario: the first with changes, key=value, several with commas; repeatable.",
        show_default=False,
    ),
]
Select = Annotated[
    str | None,
    typer.Option(
        "--select", help="Also select the best: kn (promised probability) or ocba (budget).", show_default=False
    ),
]
Indifference = Annotated[
    float | None,
    typer.Option(
        help="With --select kn: smallest difference worth finding, in the measure's unit.", show_default=False
    ),
]
Budget = Annotated[
    int | None, typer.Option(min=1, help="With --select ocba: runs of all scenarios together.", show_default=False)
]
BackendName = Annotated[str, typer.Option("--backend", help="fast, or simpy for queues.")]


def compare(
    scenarios: Scenarios,
    *,
    what_if: WhatIf = None,
    changes: Change = None,
    days: Days = None,
    measure: Measure = None,
    replications: Replications = 10,
    select: Select = None,
    indifference: Indifference = None,
    budget: Budget = None,
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
    """Compare scenarios: the difference of each to the first, how sure it is, and which is probably best.

    All scenarios get the same random numbers, so the differences are far surer than the means. The intervals of the
    differences of one measure hold together.

    \b
    Examples:
      onestop sim compare national-2020 my-plan.toml --workers 2
      onestop sim compare one-court --what-if population.mediators=14 --out answer.html --lang zh
    """
    from sim.experiments.compare import compare as compare_scenarios

    started = time.perf_counter()
    files = check_outs(outs)
    language = page_language(lang, files)
    plans, names = _plans(scenarios, what_if or [], changes, days)
    _check_selection(select, len(plans), measure, indifference, budget)
    label = f"comparing {len(plans)} scenarios"
    with laboratory(label, plans[0], workers=workers, ray=ray, folder=folder, quiet=as_json) as (runner, show):
        found = compare_scenarios(
            plans,
            names=names,
            seed=seed,
            replications=replications,
            measure=measure,
            confidence=confidence,
            backend=backend,
            runner=runner,
            on_progress=show,
        )
        chosen = _selected(found, plans, select, indifference, budget, backend, runner)
    _hand_over(found, chosen, plans, files, time.perf_counter() - started, language=language, as_json=as_json)


def _hand_over(
    found: "Comparison",
    chosen: "Selected | None",
    plans: "Sequence[AnyScenario]",
    files: "Sequence[Path]",
    wall: float,
    *,
    language: str,
    as_json: bool,
) -> None:
    def write_page(path: Path) -> None:
        from dashboards.planner.comparison import write_comparison

        write_comparison(found, plans, path, chosen, language=language)

    deliver(
        comparison_record(found, plans[0]) | _selection_record(chosen) | {"wall_seconds": round(wall, 3)},
        comparison_lines(found) + selection_lines(chosen),
        tables={"comparison": [comparison_row(row) for row in found.rows], **selection_tables(chosen)},
        write_page=write_page,
        outs=files,
        as_json=as_json,
    )


def _plans(
    scenarios: "Sequence[str]", what_ifs: "Sequence[str]", changes: "Sequence[str] | None", days: int | None
) -> "tuple[list[AnyScenario], list[str]]":
    """Read the scenarios and make those that differ from the first by changes."""
    from sim.experiments.changes import change_label, read_changes
    from sim.experiments.job import change_any

    plans = [load_with(name, changes, days) for name in scenarios]
    made = [read_changes(text) for text in what_ifs]
    short = [change_label(each) for each in made]
    labels = [
        label if short.count(label) == 1 else ", ".join(f"{key}={value}" for key, value in each.items())
        for label, each in zip(short, made, strict=True)
    ]
    names = [*(plan.name for plan in plans), *labels]
    plans += [change_any(plans[0], each) for each in made]
    if len(plans) < 2:
        raise CliError("scenarios = 1: must be at least 2 to compare, or one and --what-if key=value")
    return plans, names


def _check_selection(
    select: str | None, systems: int, measure: str | None, indifference: float | None, budget: int | None
) -> None:
    """Refuse before anything is compared what nothing could be selected by."""
    from sim.experiments.select import check_selection

    if select not in {None, "kn", "ocba"}:
        raise CliError(f"select = {select}: must be kn or ocba")
    if select is None:
        for name, value in (("indifference", indifference), ("budget", budget)):
            if value is not None:
                raise CliError(f"{name} = {value}: must be left out without --select")
        return
    method = "kn" if select == "kn" else "ocba"
    check_selection(method, systems, measure=measure, indifference=indifference, budget=budget)


def _selected(
    found: "Comparison",
    plans: "Sequence[AnyScenario]",
    select: str | None,
    indifference: float | None,
    budget: int | None,
    backend: str,
    runner: "Runner",
) -> "Selected | None":
    if select is None:
        return None
    from sim.experiments.select import select_best

    return select_best(
        plans,
        found.scenarios,
        method="kn" if select == "kn" else "ocba",
        measure=found.measure,
        seed=found.seed,
        indifference=indifference,
        budget=budget,
        confidence=found.confidence,
        backend=backend,
        runner=runner,
    )


def _selection_record(chosen: "Selected | None") -> dict[str, Any]:
    return {} if chosen is None else {"selection": dict(vars(chosen))}


def comparison_record(found: "Comparison", baseline: "AnyScenario") -> dict[str, Any]:
    """Return a comparison as plain data."""
    from sim.experiments.measures import unit_of

    best = max(found.judged, key=lambda row: row.probability_best or 0.0)
    return {
        "scenarios": list(found.scenarios),
        "measure": found.measure,
        "measure_unit": unit_of(found.measure, baseline),
        "best": best.scenario if best.probability_best is not None else None,
        "probability_best": best.probability_best,
        "replications": found.replications,
        "confidence": found.confidence,
        "seed": found.seed,
        "rows": [
            {
                "scenario": row.scenario,
                "measure": row.measure,
                "estimate": estimate_record(row.value),
                "difference": estimate_record(row.difference),
                "pairing_worth": row.pairing_worth,
                "probability_best": row.probability_best,
                "verdict": row.verdict,
            }
            for row in found.rows
        ],
    }
