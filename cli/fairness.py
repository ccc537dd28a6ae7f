"""`onestop sim fairness`: which policy shares work fairly and still cannot be foreseen."""

from dataclasses import fields
from math import exp
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import CliError
from cli.output import print_json, say, table
from cli.progress import progress
from cli.run import DEFAULT_SCENARIO, Json, Scenario, Seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.fairness import PolicyFairness

Share = Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of the scenario to simulate, every count scaled.")]
Window = Annotated[int, typer.Option("--days", min=1, help="Days to simulate.")]
Spread = Annotated[
    float, typer.Option(min=0.0, max=2.0, help="Spread of the weight of cases on the log scale; 0 makes all equal.")
]
Width = Annotated[
    int | None,
    typer.Option(
        "--band-width",
        min=0,
        help="Width of the band in thousandths of a case; by default the scenario's times exp(spread squared).",
        show_default=False,
    ),
]
Policies = Annotated[
    str | None, typer.Option(help="Policies to compare, with commas between; by default all.", show_default=False)
]


def fairness(
    scenario: Scenario = DEFAULT_SCENARIO,
    *,
    share: Share = 0.1,
    days: Window = 90,
    seed: Seed = 1,
    weight_spread: Spread = 0.6,
    band_width: Width = None,
    policies: Policies = None,
    as_json: Json = False,
) -> None:
    """Compare policies on the same cases: how evenly work falls, and how well an insider foresees a draw.

    Gini: inequality of the weight accepted in the window among mediators of one court. Entropy and predictable share
    are of draws among two or more. A tenth of the nation for 90 days takes about a minute a policy.

    \b
    Examples:
      onestop sim fairness --share 0.02
      onestop sim fairness --policies band_draw,longest_idle --json
    """
    from sim.experiments.fairness import BANDED, POLICIES, compare_policies
    from sim.scenario.fraction import fraction_of
    from sim.scenario.load import load_scenario
    from sim.scenario.years import working_calendar

    chosen = _chosen(policies, POLICIES)
    if band_width is not None and BANDED not in chosen:
        raise CliError(f"band-width = {band_width}: must be left out where {BANDED} is not among the policies")
    whole = load_scenario(scenario)
    # The mean weight of a case is 1, but that of the case which a unit of work belongs to is exp(spread squared).
    width = round(whole.policy.band_width_milli * exp(weight_spread**2)) if band_width is None else band_width
    changes = {"cases.weight_spread": weight_spread, "window.days": days, "policy.band_width_milli": width}
    plan = fraction_of(whole, share, changes)
    with progress(f"comparing {len(chosen)} policies", quiet=as_json) as show:
        compared = compare_policies(plan, chosen, seed=seed, calendar=working_calendar(plan.calendar), on_progress=show)
    if as_json:
        setting = {"scenario": plan.name, "share": share, "days": days, "seed": seed, "weight_spread": weight_spread}
        print_json(setting | {"band_width_milli": width, "policies": [_record(row) for row in compared]})
        return
    weights = f"weight spread {weight_spread:g}, band width {width / 1000:g}"
    say(f"{plan.name}: {share:.1%} of it, {days} days, seed {seed}, {weights}\n")
    say(comparison_table(compared))


def comparison_table(compared: "Sequence[PolicyFairness]") -> str:
    """Lay out policies beside each other; weights in ordinary cases."""
    head = ["policy", "max open", "p99 open weight", "Gini", "entropy bits", "predictable", "pool of one"]
    rows = [
        [
            row.policy,
            str(row.cases_max),
            f"{row.p99_open_weight_milli / 1000:.1f}",
            _number(row.gini, ".3f"),
            _number(row.entropy_bits, ".2f"),
            _number(row.predictable_share, ".1%"),
            _number(row.pool_one_share, ".1%"),
        ]
        for row in compared
    ]
    return table(head, rows)


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _chosen(names: str | None, known: "Sequence[str]") -> "Sequence[str]":
    """Split the list; every name known, none twice."""
    if names is None:
        return known
    chosen = [name.strip() for name in names.split(",")]
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise CliError(f"policies = {unknown[0]}: must be of {', '.join(known)}")
    if len(set(chosen)) < len(chosen):
        raise CliError(f"policies = {names}: must name each policy once")
    return chosen


def _record(row: "PolicyFairness") -> dict[str, Any]:
    """Return a policy's numbers; those by court and mediator would be megabytes."""
    return {field.name: getattr(row, field.name) for field in fields(row) if field.name != "fairness"}
