"""The parts of a page on sharing mediators, and on what one more is worth."""

from collections.abc import Sequence

from dashboards.planner.bars import bars_figure
from dashboards.planner.figures import rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.words import interval, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.marginal import Worth
from sim.experiments.pooling import THEORY_SHARE, PoolingLevel

_SHARERS = {
    "court": "each court alone",
    "region": "courts of a region",
    "province": "courts of a province",
    "nation": "the whole nation",
}
_COURTS_MAX = 25


def pooling_section(levels: Sequence[PoolingLevel]) -> Section:
    """Show the staff needed when more and more courts share mediators.

    Parameters
    ----------
    levels
        As `sim.experiments.pooling.pooling_curve` gives them.
    """
    rows = [_SHARERS[level.level] for level in levels]
    simulated = [_dot(name, level.required) for name, level in zip(rows, levels, strict=True)]
    theory = [_dot(name, level.erlang_mediators) for name, level in zip(rows, levels, strict=True)]
    head = columns(["Shared within", "Units", "Required", "Ratio", "Erlang C", "Proved again", "Out of reach"])
    cells = [
        [
            name,
            f"{level.units:,}",
            f"{level.required:,}",
            f"{level.ratio:.2f}",
            f"{level.erlang_mediators:,}",
            f"{level.proved:.1%}",
            f"{level.out_of_reach:,}",
        ]
        for name, level in zip(rows, levels, strict=True)
    ]
    first, last = levels[0], levels[-1]
    summary = f"{_SHARERS[first.level]} needs {first.ratio:.2f} times what {_SHARERS[last.level]} needs."
    chart = Chart(
        identity="pooling",
        title="Mediators needed, by who shares them",
        summary=summary.capitalize(),
        figure=bars_figure(rows, [("simulated", simulated), ("Erlang C", theory)], "Mediators"),
        table=table("What sharing is worth", head, cells, stacked=True),
        definition=(
            "Courts are merged into the units that share, and each unit gets the smallest staff that keeps the "
            f"objective there. Erlang C: slots at which at most {THEORY_SHARE:.0%} of the cases wait, in mediators of "
            "mean capacity, if everybody took every type and cases came evenly; the difference is what skills, busy "
            "days and answering times cost. Proved again: units that keep the objective in new runs alone."
        ),
        wide=True,
    )
    return charts_section("sharing", "What sharing is worth", "", [chart])


def marginal_section(worths: Sequence[Worth]) -> Section:
    """Show where one more mediator saves most waiting.

    Parameters
    ----------
    worths
        As `sim.experiments.marginal.marginal_worth` gives them, the largest first.
    """
    shown = worths[:_COURTS_MAX]
    dots = [
        Dot(
            label=worth.court,
            value=worth.case_days_saved.mean,
            low=worth.case_days_saved.low,
            high=worth.case_days_saved.high,
        )
        for worth in shown
    ]
    cells = [
        [
            worth.court,
            f"{worth.mediators:,}",
            value(worth.waiting),
            value(worth.case_days_saved.mean),
            interval(worth.case_days_saved),
        ]
        for worth in shown
    ]
    head = columns(["Court", "Mediators", "Waiting now", "Case-days saved a year", "Interval"])
    chart = Chart(
        identity="marginal",
        title="Days of waiting that one more mediator saves in a year",
        summary=f"Most at {shown[0].court}: {value(shown[0].case_days_saved.mean)} case-days a year.",
        figure=rows_figure(dots, "Case-days saved a year", Mark(at=0.0, words="nothing")),
        table=table("Where one more saves most", head, cells, stacked=True),
        definition=(
            "Every court gets one more and the same cases are simulated again; courts keep their cases to themselves, "
            "so each difference is that court's own."
        ),
        wide=True,
    )
    return charts_section("one-more", "What one more is worth", "", [chart])


def _dot(label: str, number: int) -> Dot:
    return Dot(label=label, value=float(number), low=float(number), high=float(number))
