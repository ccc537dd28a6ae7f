"""`onestop sim replicate`: runs of one scenario until the answer is as precise as asked."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from cli.errors import CliError
from cli.output import table
from cli.planner_compare import BackendName
from cli.planner_delivery import deliver, estimate_record, interval, number
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
from cli.run import DEFAULT_SCENARIO, Json, Scenario, Seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.job import AnyScenario
    from sim.experiments.replicate import Replicated
    from sim.experiments.warm_up import WarmUpCourse
    from sim.queueing.scenario import QueueScenario

Precision = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, help="Half-width of the interval to reach, as a share of the mean.", show_default=False
    ),
]
CAP_USUAL = 200
"""Most runs where nobody says."""
Cap = Annotated[
    int | None,
    typer.Option(min=2, help=f"With --precision: most runs, by default {CAP_USUAL}.", show_default=False),
]
Antithetic = Annotated[bool, typer.Option("--antithetic", help="Pair each run with its mirror image; queues only.")]

NOT_REACHED = 1
"""Exit code where the precision was not reached."""


def replicate(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    changes: Change = None,
    days: Days = None,
    measure: Measure = None,
    replications: Replications = 10,
    precision: Precision = None,
    cap: Cap = None,
    antithetic: Antithetic = False,
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
    """Run a scenario again and again; give every measure with its interval.

    With --precision runs go on until the interval is that narrow; exit 1 if it is not after --cap runs, with the
    estimates all the same and how many runs would do.

    \b
    Examples:
      onestop sim replicate one-court --replications 20
      onestop sim replicate national-2020 --precision 0.02 --measure wait_mean_hours --workers 2
    """
    from sim.experiments.replicate import replicate as replicate_scenario

    started = time.perf_counter()
    files = check_outs(outs)
    language = page_language(lang, files)
    plan = load_with(scenario, changes, days)
    if precision is None and cap is not None:
        raise CliError(f"cap = {cap}: must be left out without --precision, or given with it; --replications sets runs")
    label = f"running {plan.name}"
    with laboratory(label, plan, workers=workers, ray=ray, folder=folder, quiet=as_json) as (runner, show):
        found = replicate_scenario(
            plan,
            seed=seed,
            replications=replications,
            precision=precision,
            cap=CAP_USUAL if cap is None else cap,
            measure=measure,
            confidence=confidence,
            backend=backend,
            antithetic=antithetic,
            runner=runner,
            on_progress=show,
        )
    _hand_over(found, plan, files, time.perf_counter() - started, language=language, as_json=as_json)
    if not found.reached:
        raise typer.Exit(NOT_REACHED)


def _hand_over(
    found: "Replicated",
    plan: "AnyScenario",
    files: "Sequence[Path]",
    wall: float,
    *,
    language: str,
    as_json: bool,
) -> None:
    def write_page(path: Path) -> None:
        from dashboards.planner.replications import write_replications

        write_replications(found, plan, _warm_up(plan, found.seed), path, language=language)

    deliver(
        replicated_record(found, plan) | {"wall_seconds": round(wall, 3)},
        replicated_lines(found),
        tables={"estimates": _estimates_table(found), "replications": _samples_table(found)},
        write_page=write_page,
        outs=files,
        as_json=as_json,
    )


def _warm_up(plan: "AnyScenario", seed: int) -> "WarmUpCourse | None":
    """Look where a queue's start ends; the platform begins in its steady state."""
    from sim.experiments.job import is_platform
    from sim.experiments.warm_up import warm_up_course

    return None if is_platform(plan) else warm_up_course(cast("QueueScenario", plan), seed=seed)


def replicated_record(found: "Replicated", plan: "AnyScenario") -> dict[str, Any]:
    """Return replications as plain data."""
    from sim.experiments.measures import unit_of

    return {
        "scenario": found.scenario,
        "measure": found.measure,
        "measure_unit": unit_of(found.measure, plan),
        "reached": found.reached,
        "precision": found.precision,
        "precision_now": found.estimates[found.measure].relative_half_width,
        "replications": found.replications,
        "replications_needed": found.needed,
        "confidence": found.confidence,
        "seed": found.seed,
        "estimates": {name: estimate_record(value) for name, value in found.estimates.items()},
    }


def replicated_lines(found: "Replicated") -> str:
    """Lay the estimates out for a person, and say whether the precision was reached."""
    from sim.experiments.measures import telling_measures

    head = ["measure", "mean", "interval", "half-width"]
    shown = ((name, found.estimates[name]) for name in telling_measures(found.samples))
    rows = [[name, number(value.mean), interval(value), _share(value.relative_half_width)] for name, value in shown]
    stamp = f"{found.scenario}: {found.replications} replications, seed {found.seed}, {found.confidence:.0%} intervals"
    return f"{stamp}\n\n{table(head, rows)}\n\n{verdict(found)}"


def verdict(found: "Replicated") -> str:
    """Say in a sentence how precise the answer is."""
    now = _share(found.estimates[found.measure].relative_half_width)
    if found.precision is None:
        return f"{found.measure} is known to {now} of its mean"
    asked = f"{found.precision:.3g} of the mean"
    if found.reached:
        return f"reached: {found.measure} is known to {now}, asked was {asked}"
    return f"not reached: {found.measure} is known to {now}, asked was {asked}; about {found.needed:,} runs would do"


def _share(value: float) -> str:
    return f"{value:.2%}" if value < 10 else "-"


def _estimates_table(found: "Replicated") -> list[dict[str, str | float | int]]:
    return [
        {"measure": name, "mean": value.mean, "low": value.low, "high": value.high, "replications": value.replications}
        for name, value in found.estimates.items()
    ]


def _samples_table(found: "Replicated") -> list[dict[str, float]]:
    return [
        {"replication": replication, **{name: values[replication] for name, values in found.samples.items()}}
        for replication in range(found.replications)
    ]
