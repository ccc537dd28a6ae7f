"""The page of a comparison: differences to the first scenario, means, and the checklist."""

from collections.abc import Sequence
from pathlib import Path

from dashboards.planner.figures import rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.selection import selection_section
from dashboards.planner.stress import stress_section
from dashboards.planner.texts import PageTexts, page_texts
from dashboards.planner.words import chance, interval, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.compare import Comparison, Row
from sim.experiments.job import AnyScenario
from sim.experiments.measures import telling_measures
from sim.experiments.select import Selected
from sim.experiments.stress import Experiment


def comparison_page(
    found: Comparison, scenarios: Sequence[AnyScenario], chosen: Selected | None = None, *, language: str = "en"
) -> str:
    """Make the page of a comparison.

    Parameters
    ----------
    found
        What was found.
    scenarios
        What was compared, the baseline first.
    chosen
        Which was selected, and how often each was run for that; None if none was to be.
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
    names = found.scenarios
    facts = {
        texts("planner_fact.seed"): str(found.seed),
        texts("planner_fact.replications_each"): str(found.replications),
        texts("planner_fact.confidence"): f"{found.confidence:.0%}",
        texts("planner_fact.random_numbers"): texts("planner_fact.shared"),
    }
    title = texts("comparison.which_is_best")
    if len(names) == 2:
        title = texts("comparison.which_is_better", names=texts("planner.or").join(names))
    checklist = stress_section(scenarios[0], _experiment(found, texts), texts)
    sections = [_judged(found, scenarios[0], texts)]
    sections += [] if chosen is None else [selection_section(chosen, texts)]
    sections += [_others(found, texts), checklist]
    return planner_page(texts("comparison.kicker"), title, answer(found, texts), facts, sections, texts)


def write_comparison(
    found: Comparison,
    scenarios: Sequence[AnyScenario],
    path: Path,
    chosen: Selected | None = None,
    *,
    language: str = "en",
) -> None:
    """Write the page of a comparison; see `comparison_page`."""
    write_page(comparison_page(found, scenarios, chosen, language=language), path)


def answer(found: Comparison, texts: PageTexts) -> str:
    """Say in a sentence what the comparison shows."""
    rows = found.judged
    title = texts.title(found.measure)
    best = max(rows, key=lambda row: row.probability_best or 0.0)
    if best.probability_best is None:
        return texts("comparison.neither", title=title)
    probability = chance(best.probability_best)
    words = texts("comparison.best", title=title, scenario=best.scenario, probability=probability)
    if best.difference is None:
        unclear = any(row.verdict == "no difference shown" for row in rows[1:])
        more = texts("comparison.some_unclear") if unclear else ""
    else:
        difference, ends = value(best.difference.mean), interval(best.difference, texts)
        more = texts("comparison.differs_by", first=rows[0].scenario, difference=difference, interval=ends)
    return texts("planner.next").join([words, more]) if more else words


def _experiment(found: Comparison, texts: PageTexts) -> Experiment:
    names = found.scenarios
    return Experiment(
        purpose=texts("comparison.purpose", count=str(len(names)), measure=texts.measured(found.measure)),
        outputs=[texts("stress.output", name=name, title=texts.title(name)) for name in found.samples],
        aims=texts("comparison.aims", others=texts.listed(names[1:]), first=names[0]),
        scenarios=texts("planner.then").join(names),
        estimation=texts("comparison.estimation", runs=str(found.replications), confidence=f"{found.confidence:.0%}"),
        seeds=texts("planner.runs_from_to", seed=str(found.seed), last=str(found.replications - 1)),
    )


def _judged(found: Comparison, baseline: AnyScenario, texts: PageTexts) -> Section:
    axis = texts.axis(found.measure, baseline)
    return charts_section(
        "judged",
        texts.title(found.measure),
        texts("comparison.judged_by", measure=texts.measured(found.measure)),
        [_differences(found, axis, texts), _means(found, axis, texts)],
    )


def _differences(found: Comparison, axis: str, texts: PageTexts) -> Chart:
    rows = found.judged
    dots = [
        Dot(label=row.scenario, value=row.difference.mean, low=row.difference.low, high=row.difference.high)
        for row in rows
        if row.difference is not None
    ]
    keys = ("scenario", "difference", "interval", "best", "verdict")
    cells = [
        [row.scenario, *_difference(row, texts), chance(row.probability_best), _verdict(row, texts)] for row in rows
    ]
    head = columns(texts(f"planner_column.{key}") for key in keys)
    mark = Mark(at=0.0, words=texts("comparison.no_difference"))
    return Chart(
        identity="differences",
        title=texts("comparison.difference_to", first=rows[0].scenario),
        summary=_summary(found, texts),
        figure=rows_figure(dots, texts("comparison.difference_axis", unit=axis), mark),
        table=table(texts("comparison.differences_table"), head, cells, stacked=True),
        definition=texts("comparison.differences_definition"),
    )


def _means(found: Comparison, axis: str, texts: PageTexts) -> Chart:
    rows = found.judged
    dots = [Dot(label=row.scenario, value=row.value.mean, low=row.value.low, high=row.value.high) for row in rows]
    cells = [[row.scenario, value(row.value.mean), interval(row.value, texts)] for row in rows]
    head = columns(texts(f"planner_column.{key}") for key in ("scenario", "mean", "interval"))
    return Chart(
        identity="means",
        title=texts("comparison.means"),
        summary=texts("comparison.means_summary"),
        figure=rows_figure(dots, axis),
        table=table(texts("comparison.means"), head, cells, stacked=True),
        definition=texts("comparison.means_definition"),
    )


def _others(found: Comparison, texts: PageTexts) -> Section:
    telling = telling_measures({name: [each for own in found.samples[name] for each in own] for name in found.samples})
    rows = [row for row in found.rows if row.measure in telling and row.measure != found.measure]
    keys = ("measure", "scenario", "mean", "interval", "difference", "its_interval", "verdict")
    head = columns((texts(f"planner_column.{key}") for key in keys), text=2)
    cells = [
        [
            texts.measured(row.measure),
            row.scenario,
            value(row.value.mean),
            interval(row.value, texts),
            *_difference(row, texts),
            _verdict(row, texts),
        ]
        for row in rows
    ]
    return Section(
        identity="others",
        title=texts("comparison.others"),
        lead=texts("comparison.others_lead"),
        body=table(texts("comparison.all_measures"), head, cells, stacked=True),
    )


def _difference(row: Row, texts: PageTexts) -> list[str]:
    mean = texts("planner_verdict.baseline") if row.difference is None else value(row.difference.mean)
    return [mean, interval(row.difference, texts)]


def _verdict(row: Row, texts: PageTexts) -> str:
    return texts.label("planner_verdict", row.verdict)


def _summary(found: Comparison, texts: PageTexts) -> str:
    shown = [row.scenario for row in found.judged[1:] if row.verdict != "no difference shown"]
    if not shown:
        return texts("comparison.none_shown", title=texts.title(found.measure).lower())
    return texts("comparison.shown", names=texts.listed(shown))
