"""`onestop sim staff`: how many are needed, of whom, and what sharing them is worth."""

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from cli.errors import CliError
from cli.planner_compare import BackendName
from cli.planner_delivery import deliver
from cli.planner_options import (
    Change,
    Confidence,
    Days,
    Folder,
    Outs,
    PageLanguage,
    Ray,
    Workers,
    check_outs,
    laboratory,
    load_with,
    page_language,
)
from cli.run import DEFAULT_SCENARIO, Json, Scenario, Seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiments.job import AnyScenario
    from sim.experiments.objective import Objective
    from sim.experiments.runner import Runner
    from sim.experiments.staff_report import StaffReport
    from sim.scenario.scenario import Scenario as PlatformScenario


class By(StrEnum):
    """Whose staff is searched."""

    NATION = "nation"
    COURT = "court"
    TYPE = "type"


ByOption = Annotated[By, typer.Option("--by", help="Whose staff: the whole nation's, each court's, each type's.")]
ObjectiveOption = Annotated[
    str | None,
    typer.Option(
        "--objective",
        help="What shall hold: a measure, >= or <=, a number; by default at most an hour until a mediator has room.",
        show_default=False,
    ),
]
PoolName = Annotated[str | None, typer.Option("--pool", help="Of a queue: whose servers.", show_default=False)]
Frontier = Annotated[bool, typer.Option("--frontier", help="Also simulate staffs around the answer.")]
Pooling = Annotated[bool, typer.Option("--pooling", help="Also staff courts, regions, provinces and nation sharing.")]
Marginal = Annotated[bool, typer.Option("--marginal", help="Also rank courts by what one more mediator saves.")]
Looks = Annotated[int, typer.Option("--replications", min=2, help="Runs of each staff on the way.")]


def staff(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    by: ByOption = By.NATION,
    objective: ObjectiveOption = None,
    pool: PoolName = None,
    frontier: Frontier = False,
    pooling: Pooling = False,
    marginal: Marginal = False,
    changes: Change = None,
    days: Days = None,
    replications: Looks = 3,
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
    """Find the smallest staff that keeps an objective, with 95 % confidence, and hold it against the staff there is.

    By court, every court keeps its cases to itself; by type, every dispute type has mediators of its own.

    \b
    Examples:
      onestop sim staff
      onestop sim staff my-queue.toml --objective "wait_probability <= 0.2" --frontier --out staff.html
      onestop sim staff one-court --by court --json
    """
    started = time.perf_counter()
    files = check_outs(outs)
    language = page_language(lang, files)
    plan = load_with(scenario, changes, days)
    _check_platform(plan, by=by, pooling=pooling, marginal=marginal, ray=ray, frontier=frontier)
    _check_mediators(plan, pool=pool, backend=backend)
    goal = _goal(objective, plan, by_court=pooling or by is By.COURT)
    label = f"staffing {plan.name}"
    with laboratory(label, plan, workers=workers, ray=ray, folder=folder, quiet=as_json) as (runner, show):
        report = _report(
            plan,
            goal,
            by,
            pool=pool,
            seed=seed,
            replications=replications,
            confidence=confidence,
            frontier=frontier,
            pooling=pooling,
            marginal=marginal,
            backend=backend,
            runner=runner,
            show=show,
        )
        simulations = runner.simulations
    cost = {"simulations": simulations, "wall_seconds": round(time.perf_counter() - started, 3)}
    _print(report, plan, files, cost, language=language, as_json=as_json)


def _check_platform(
    plan: "AnyScenario", *, by: By, pooling: bool, marginal: bool, ray: str | None, frontier: bool
) -> None:
    """Refuse what makes no sense together before anything runs."""
    from sim.experiments.job import is_platform

    asked = [f"by = {by}"] if by is not By.NATION else []
    asked += [name for name, wanted in (("pooling", pooling), ("marginal", marginal)) if wanted]
    if asked and not is_platform(plan):
        raise CliError(f"{asked[0]}: must be asked of courts and mediators, and {plan.name} is a queue")
    if frontier and by is not By.NATION:
        raise CliError(f"frontier: must be asked by nation, not by {by}")
    shared = [name for name in asked if name != "by = type"]
    if ray is not None and shared:
        raise CliError(f"{shared[0]}: must run on this machine, which hands rosters over as files; use --workers")


def _check_mediators(plan: "AnyScenario", *, pool: str | None, backend: str) -> None:
    """Refuse of the platform what only a queue has, by court and by type too, where nothing would look at it."""
    from sim.experiments.job import is_platform

    if not is_platform(plan):
        return
    if pool is not None:
        raise CliError(f"pool = {pool}: must not be given for {plan.name}, which has mediators")
    if backend != "fast":
        raise CliError(f"backend = {backend}: must be fast to staff {plan.name}")


def _goal(objective: str | None, plan: "AnyScenario", *, by_court: bool) -> "Objective":
    """Return what shall hold; what no staff could be searched by is refused before the folder of results is made."""
    from sim.experiments.objective import check_objective, default_objective, read_objective
    from sim.experiments.staff_units import check_by_court

    goal = default_objective(plan) if objective is None else read_objective(objective)
    if by_court:
        check_by_court(goal, cast("PlatformScenario", plan))
    else:
        check_objective(goal, plan)
    return goal


def _report(
    plan: "AnyScenario",
    goal: "Objective",
    by: By,
    *,
    pool: str | None,
    seed: int,
    replications: int,
    confidence: float,
    frontier: bool,
    pooling: bool,
    marginal: bool,
    backend: str,
    runner: "Runner",
    show: "Callable[[float], None] | None",
) -> "StaffReport":
    from sim.experiments import staff_report

    platform = cast("PlatformScenario", plan)
    setting: dict[str, Any] = {"seed": seed, "confidence": confidence, "runner": runner, "on_progress": show}
    runs_by_unit = (
        2 * replications
    )  # a court alone has few cases; the same for all who share, or one court has two answers
    if by is By.NATION:
        report = staff_report.by_nation(
            plan, goal, pool=pool, frontier=frontier, replications=replications, backend=backend, **setting
        )
    elif by is By.COURT:
        report = staff_report.by_court(platform, goal, replications=runs_by_unit, **setting)
    else:
        report = staff_report.by_type(platform, goal, replications=replications, **setting)
    if pooling:
        report = staff_report.with_pooling(report, platform, goal, replications=runs_by_unit, **setting)
    if marginal:
        report = staff_report.with_marginal(report, platform, seed=seed, confidence=confidence, runner=runner)
    return report


def _print(
    report: "StaffReport",
    plan: "AnyScenario",
    files: "Any",
    cost: dict[str, float],
    *,
    language: str,
    as_json: bool,
) -> None:
    from cli.planner_staff_lines import staff_lines
    from sim.experiments.measures import unit_of
    from sim.experiments.staff_tables import staff_record, staff_tables

    def write_page(path: Path) -> None:
        from dashboards.planner.staffing import write_staffing

        write_staffing(report, plan, path, language=language)

    deliver(
        staff_record(report) | {"measure_unit": unit_of(report.objective.measure, plan)} | cost,
        staff_lines(report),
        tables=staff_tables(report),
        write_page=write_page,
        outs=files,
        as_json=as_json,
    )
