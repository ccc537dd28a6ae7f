"""A comparison as rows of a table and as lines for a person."""

from typing import TYPE_CHECKING

from cli.output import table
from cli.planner_delivery import interval, number

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison, Row
    from sim.experiments.select import Selected
    from sim.experiments.tables import Table


def comparison_row(row: "Row") -> dict[str, str | float | None]:
    """Return a row of a comparison as a row of a flat table."""
    difference = row.difference
    return {
        "measure": row.measure,
        "scenario": row.scenario,
        "mean": row.value.mean,
        "low": row.value.low,
        "high": row.value.high,
        "difference": None if difference is None else difference.mean,
        "difference_low": None if difference is None else difference.low,
        "difference_high": None if difference is None else difference.high,
        "pairing_worth": row.pairing_worth,
        "probability_best": row.probability_best,
        "verdict": row.verdict,
    }


def comparison_lines(found: "Comparison") -> str:
    """Lay a comparison out for a person: the measure judged by first, then the others."""
    from sim.experiments.measures import telling_measures

    telling = telling_measures(
        {name: [value for own in found.samples[name] for value in own] for name in found.samples}
    )
    rows = [*found.judged, *(row for row in found.rows if row.measure in telling and row.measure != found.measure)]
    head = ["measure", "scenario", "mean", "interval", "difference", "its interval", "P(best)", "verdict"]
    cells = [
        [
            row.measure,
            row.scenario,
            number(row.value.mean),
            interval(row.value),
            "-" if row.difference is None else number(row.difference.mean),
            interval(row.difference),
            "-" if row.probability_best is None else f"{row.probability_best:.3f}",
            row.verdict,
        ]
        for row in rows
    ]
    stamp = f"{found.replications} replications each, seed {found.seed}, {found.confidence:.0%} intervals"
    return f"{stamp}; judged by {found.measure}\n\n{table(head, cells)}"


def selection_lines(chosen: "Selected | None") -> str:
    """Say which scenario was selected, with what promise and at what cost; empty if none was to be."""
    if chosen is None:
        return ""
    from sim.experiments.select import promised

    runs = ", ".join(f"{name} {count:,}" for name, count in chosen.runs.items())
    if not chosen.reached:
        return f"\n\nselected by {chosen.method}: {chosen.best} so far, without a promise; runs: {runs}"
    sure = f"with probability at least {promised(chosen.promise):.3f}" if chosen.promise is not None else ""
    if chosen.indifference is not None:
        sure += f" if it is better by {number(chosen.indifference)}"
    return f"\n\nselected by {chosen.method}: {chosen.best}, {sure}; runs: {runs}"


def selection_tables(chosen: "Selected | None") -> "dict[str, Table]":
    """Return a selection as a flat table, one row a scenario; empty if none was to be."""
    if chosen is None:
        return {}
    promised = {"reached": chosen.reached, "promise": chosen.promise, "indifference": chosen.indifference}
    rows = [
        {"scenario": name, "mean": mean, "runs": chosen.runs[name], "selected": name == chosen.best}
        for name, mean in chosen.means.items()
    ]
    return {"selection": [row | {"method": chosen.method} | promised for row in rows]}
