"""The page of a sensitivity analysis: a tornado, Morris's screening or Sobol's shares, and the checklist."""

from pathlib import Path

from dashboards.figures.figure import Figure
from dashboards.planner.bars import bars_figure, tornado_figure
from dashboards.planner.marks import Dot
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.stress import stress_section
from dashboards.planner.texts import PageTexts, page_texts
from dashboards.planner.words import value
from dashboards.report.blocks import Chart, charts_section
from dashboards.report.markup import Markup
from dashboards.report.tables import columns, table
from sim.experiments.job import AnyScenario
from sim.experiments.sensitivity import Sensitivity
from sim.experiments.sensitivity_bars import Bar
from sim.experiments.stress import Experiment


def sensitivity_page(found: Sensitivity, scenario: AnyScenario, *, language: str = "en") -> str:
    """Make the page of a sensitivity analysis.

    Parameters
    ----------
    found
        What was found.
    scenario
        What was varied.
    language
        `en` or `zh`.

    Returns
    -------
    str
        HTML, complete in itself.

    Raises
    ------
    CatalogueError
        If there is no such language.
    """
    texts = page_texts(language)
    kind, title = texts(f"sensitivity_kind.{found.method}"), texts.title(found.measure)
    facts = {
        texts("planner_fact.method"): kind,
        texts("planner_fact.settings"): f"{found.settings:,}",
        texts("planner_fact.replications_each"): str(found.replications),
        texts("planner_fact.confidence"): f"{found.confidence:.0%}",
        texts("planner_fact.seed"): str(found.seed),
    }
    strongest = found.bars[0]
    words = texts("sensitivity.answer", title=title, name=strongest.key)
    if found.base is not None:
        words = texts("planner.next").join([words, texts("sensitivity.base", value=value(found.base))])
    chart = Chart(
        identity="effects",
        title=kind,
        summary=texts("sensitivity.summary", name=strongest.key),
        figure=_figure(found, scenario, texts),
        table=_table(found, texts),
        definition=texts(f"sensitivity_definition.{found.method}"),
        wide=True,
    )
    sections = [
        charts_section("what-matters", texts("sensitivity.what_matters"), "", [chart]),
        stress_section(scenario, _experiment(found, texts), texts),
    ]
    question = texts("sensitivity.title", title=title.lower())
    return planner_page(texts("sensitivity.kicker"), question, words, facts, sections, texts)


def write_sensitivity(found: Sensitivity, scenario: AnyScenario, path: Path, *, language: str = "en") -> None:
    """Write the page of a sensitivity analysis; see `sensitivity_page`."""
    write_page(sensitivity_page(found, scenario, language=language), path)


def _experiment(found: Sensitivity, texts: PageTexts) -> Experiment:
    ranges = texts.listed(
        [
            texts("sensitivity.range", name=bar.key, low=f"{bar.low:g}", high=f"{bar.high:g}")
            for bar in found.bars
        ]
    )  # fmt: skip
    measure, title = texts.measured(found.measure), texts.title(found.measure)
    return Experiment(
        purpose=texts("sensitivity.purpose", scenario=found.scenario, measure=measure),
        outputs=[texts("stress.output", name=found.measure, title=title)],
        aims=texts("sensitivity.aims", kind=texts(f"sensitivity_kind.{found.method}"), ranges=ranges),
        scenarios=texts("sensitivity.scenarios", count=f"{found.settings:,}"),
        estimation=texts("sensitivity.estimation", runs=str(found.replications), confidence=f"{found.confidence:.0%}"),
        seeds=texts("sensitivity.seeds", seed=str(found.seed)),
    )


def _figure(found: Sensitivity, scenario: AnyScenario, texts: PageTexts) -> Figure:
    rows, title = [bar.key for bar in found.bars], texts.title(found.measure)
    if found.method == "tornado":
        ends = [
            (texts("sensitivity.at_least"), _dots(found, "at_low")),
            (texts("sensitivity.at_largest"), _dots(found, "at_high")),
        ]
        change = texts("sensitivity.change_axis", title=title.lower())
        return tornado_figure(rows, ends, texts.axis(found.measure, scenario, change))
    if found.method == "morris":
        return bars_figure(
            rows,
            [(texts("sensitivity.strength_series"), _dots(found, "strength"))],
            texts.axis(found.measure, scenario),
        )
    series = [
        (texts("sensitivity.total_series"), _dots(found, "total")),
        (texts("sensitivity.first_series"), _dots(found, "first")),
    ]
    return bars_figure(rows, series, texts("sensitivity.variance_axis"))


def _dots(found: Sensitivity, part: str) -> list[Dot]:
    return [_dot(bar, part) for bar in found.bars]


def _dot(bar: Bar, part: str) -> Dot:
    each = bar.parts[part]
    low, high = each.interval or (each.value, each.value)
    return Dot(label=bar.key, value=each.value, low=low, high=high)


def _table(found: Sensitivity, texts: PageTexts) -> Markup:
    parts = list(found.bars[0].parts)
    fixed = (texts(f"planner_column.{key}") for key in ("key", "from", "up_to"))
    head = columns([*fixed, *(texts(f"sensitivity_part.{part}") for part in parts)])
    cells = [
        [bar.key, value(bar.low), value(bar.high), *(value(bar.parts[part].value) for part in parts)]
        for bar in found.bars
    ]
    return table(texts("sensitivity.table"), head, cells, stacked=True)
