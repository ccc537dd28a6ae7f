"""The parts of a page on sharing mediators, and on what one more is worth."""

from collections.abc import Sequence

from dashboards.planner.bars import bars_figure
from dashboards.planner.figures import rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.texts import PageTexts
from dashboards.planner.words import interval, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.marginal import Worth
from sim.experiments.pooling import THEORY_SHARE, PoolingLevel

_COURTS_MAX = 25


def pooling_section(levels: Sequence[PoolingLevel], texts: PageTexts) -> Section:
    """Show the staff needed when more and more courts share mediators.

    Parameters
    ----------
    levels
        As `sim.experiments.pooling.pooling_curve` gives them.
    texts
        Words of the page.
    """
    rows = [texts(f"sharing.{level.level}") for level in levels]
    simulated = [_dot(name, level.required) for name, level in zip(rows, levels, strict=True)]
    theory = [_dot(name, level.erlang_mediators) for name, level in zip(rows, levels, strict=True)]
    keys = ("shared_within", "units", "required", "ratio", "erlang", "proved", "out_of_reach")
    head = columns(texts(f"planner_column.{key}") for key in keys)
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
    summary = texts("sharing.summary", first=rows[0], ratio=f"{levels[0].ratio:.2f}", last=rows[-1])
    series = [(texts("sharing.simulated"), simulated), (texts("sharing.erlang"), theory)]
    chart = Chart(
        identity="pooling",
        title=texts("sharing.chart"),
        summary=summary[:1].upper() + summary[1:],
        figure=bars_figure(rows, series, texts("sharing.axis")),
        table=table(texts("sharing.title"), head, cells, stacked=True),
        definition=texts("sharing.definition", share=f"{THEORY_SHARE:.0%}"),
        wide=True,
    )
    return charts_section("sharing", texts("sharing.title"), "", [chart])


def marginal_section(worths: Sequence[Worth], texts: PageTexts) -> Section:
    """Show where one more mediator saves most waiting.

    Parameters
    ----------
    worths
        As `sim.experiments.marginal.marginal_worth` gives them, the largest first.
    texts
        Words of the page.
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
            interval(worth.case_days_saved, texts),
        ]
        for worth in shown
    ]
    keys = ("court", "mediators", "waiting", "saved", "interval")
    head = columns(texts(f"planner_column.{key}") for key in keys)
    most = value(shown[0].case_days_saved.mean)
    chart = Chart(
        identity="marginal",
        title=texts("sharing.marginal"),
        summary=texts("sharing.marginal_summary", court=shown[0].court, saved=most),
        figure=rows_figure(dots, texts("planner_column.saved"), Mark(at=0.0, words=texts("sharing.nothing"))),
        table=table(texts("sharing.marginal_table"), head, cells, stacked=True),
        definition=texts("sharing.marginal_definition"),
        wide=True,
    )
    return charts_section("one-more", texts("sharing.one_more"), "", [chart])


def _dot(label: str, number: int) -> Dot:
    return Dot(label=label, value=float(number), low=float(number), high=float(number))
