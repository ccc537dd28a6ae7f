"""`onestop sim staff`: how many are needed, of whom, and what sharing them is worth."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cli.planner_compare import BackendName
from cli.planner_delivery import deliver
from cli.planner_options import (
    Change,
    Confidence,
    Days,
    Folder,
    PageLanguage,
    Ray,
    Workers,
    laboratory,
    load_with,
    page_language,
)
from cli.planner_staff_options import (
    By,
    ByOption,
    Frontier,
    Looks,
    Marginal,
    ObjectiveOption,
    Outs,
    Pooling,
    PoolName,
    Shape,
    check_platform,
    check_staff_outs,
    check_whose,
)
from cli.run import DEFAULT_SCENARIO, Json, Scenario, Seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.planner_staff_options import ShapeOf
    from sim.experiments.job import AnyScenario
    from sim.experiments.objective import Objective
    from sim.experiments.runner import Runner
    from sim.experiments.staff_report import StaffReport
    from sim.scenario.scenario import Scenario as PlatformScenario


def staff(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    by: ByOption = By.NATION,
    objective: ObjectiveOption = None,
    pool: PoolName = None,
    shape: Shape = None,
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

    By court, each court keeps its cases to itself; by type, each dispute type has mediators of its own.

    \b
    Examples:
      onestop sim staff
      onestop sim staff my-queue.toml --objective "wait_probability <= 0.2" --frontier --out staff.html
      onestop sim staff calls.toml --objective "abandonment_share <= 0.05" --shape load --out calls-staffed.toml
    """
    started = time.perf_counter()
    files = check_staff_outs(outs, by)
    language = page_language(lang, files)
    plan = load_with(scenario, changes, days)
    check_whose(plan, by=by, pooling=pooling, marginal=marginal, ray=ray, frontier=frontier)
    check_platform(plan, pool=pool, shape=shape, backend=backend)
    goal = _goal(objective, plan, by_court=pooling or by is By.COURT)
    place = laboratory(f"staffing {plan.name}", plan, workers=workers, ray=ray, folder=folder, quiet=as_json)
    with place as (runner, show):
        report = _report(
            plan,
            goal,
            by,
            pool=pool,
            shape=shape,
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
        cost = {"simulations": runner.simulations, "wall_seconds": round(time.perf_counter() - started, 3)}
    _print(report, plan, files, cost, language=language, as_json=as_json)


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
    shape: "ShapeOf | None",
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
    from sim.experiments import staff_courts, staff_report

    platform = cast("PlatformScenario", plan)
    setting: dict[str, Any] = {"seed": seed, "confidence": confidence, "runner": runner, "on_progress": show}
    # A court alone has few cases; the same runs for all who share, or one court has two answers.
    runs_by_unit = 2 * replications
    if by is By.NATION:
        report = staff_report.by_nation(
            plan,
            goal,
            pool=pool,
            shape="today" if shape is None else shape.value,
            frontier=frontier,
            replications=replications,
            backend=backend,
            **setting,
        )
    elif by is By.COURT:
        report = staff_courts.by_court(platform, goal, replications=runs_by_unit, **setting)
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
    from cli.calibrate import write_scenario
    from cli.planner_staff_lines import staff_lines
    from sim.experiments.measures import unit_of
    from sim.experiments.staff_tables import staff_record, staff_tables

    def write_page(path: Path) -> None:
        from dashboards.planner.staffing import write_staffing

        write_staffing(report, plan, path, language=language)

    def write_staffed(path: Path) -> None:
        from sim.experiments.job import change_any

        assert report.staffed is not None
        write_scenario(change_any(report.staffed, {"name": f"{plan.name}-staffed"}).to_toml(), path)

    deliver(
        staff_record(report) | {"measure_unit": unit_of(report.objective.measure, plan)} | cost,
        staff_lines(report),
        tables=staff_tables(report),
        write_page=write_page,
        write_scenario=write_staffed,
        outs=files,
        as_json=as_json,
    )
