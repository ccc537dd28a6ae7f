"""The page of a replicated scenario: how the mean settles, where the warm-up ends, every measure, the checklist."""

from pathlib import Path

from dashboards.planner.figures import band_figure, rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.stress import stress_section
from dashboards.planner.texts import PageTexts, page_texts
from dashboards.planner.words import interval, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.job import AnyScenario
from sim.experiments.measures import telling_measures
from sim.experiments.replicate import Replicated, running_estimates
from sim.experiments.stress import Experiment
from sim.experiments.warm_up import WarmUpCourse

_LAST_ROWS = 8
"""Rows of the table beside the settling mean."""


def replications_page(
    found: Replicated, scenario: AnyScenario, warm_up: WarmUpCourse | None, *, language: str = "en"
) -> str:
    """Make the page of a replicated scenario.

    Parameters
    ----------
    found
        What was found.
    scenario
        What was run.
    warm_up
        How the waits settle within a run; None where that is not known.
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
    title = texts.title(found.measure)
    estimate = found.estimates[found.measure]
    precision = texts("planner_fact.precision_none")
    if found.precision is not None:
        precision = texts("planner_fact.precision_of_mean", precision=f"{found.precision:.3g}")
    facts = {
        texts("planner_fact.seed"): str(found.seed),
        texts("planner_fact.replications"): str(found.replications),
        texts("planner_fact.confidence"): f"{found.confidence:.0%}",
        texts("planner_fact.precision"): precision,
    }
    ends = interval(estimate, texts)
    words = texts("replications.answer", title=title, mean=value(estimate.mean), interval=ends)
    words = texts("planner.next").join([words, _stopping(found, texts)])
    axis = texts.axis(found.measure, scenario)
    sections = [_settling(found, axis, texts)] if found.replications > 1 else []
    waits = texts.axis("wait_mean", scenario, texts("replications.warm_up_up"))
    sections += [] if warm_up is None else [_warm_up(warm_up, waits, texts)]
    sections += [_measures(found, axis, texts), stress_section(scenario, _experiment(found, texts), texts)]
    question = texts("planner.named", name=title, title=found.scenario)
    return planner_page(texts("replications.kicker"), question, words, facts, sections, texts)


def write_replications(
    found: Replicated,
    scenario: AnyScenario,
    warm_up: WarmUpCourse | None,
    path: Path,
    *,
    language: str = "en",
) -> None:
    """Write the page of a replicated scenario; see `replications_page`."""
    write_page(replications_page(found, scenario, warm_up, language=language), path)


def _experiment(found: Replicated, texts: PageTexts) -> Experiment:
    runs, confidence = str(found.replications), f"{found.confidence:.0%}"
    method = texts("replications.estimation", runs=runs, confidence=confidence)
    return Experiment(
        purpose=texts("replications.purpose", title=texts.title(found.measure).lower(), scenario=found.scenario),
        outputs=[texts("stress.output", name=name, title=texts.title(name)) for name in found.samples],
        aims=texts("replications.aims"),
        scenarios=texts("replications.scenarios"),
        estimation=texts("planner.next").join([method, _stopping(found, texts)]),
        seeds=texts("planner.runs_from_to", seed=str(found.seed), last=str(found.replications - 1)),
    )


def _stopping(found: Replicated, texts: PageTexts) -> str:
    now = f"{found.estimates[found.measure].relative_half_width:.3g}"
    if found.precision is None:
        return texts("replications.fixed")
    precision = f"{found.precision:.3g}"
    if found.reached:
        return texts("replications.reached", precision=precision, now=now)
    return texts("replications.not_reached", precision=precision, now=now, needed=f"{found.needed:,}")


def _settling(found: Replicated, axis: str, texts: PageTexts) -> Section:
    running = running_estimates(found.samples[found.measure], confidence=found.confidence)
    dots = [
        Dot(
            label=texts("replications.runs", runs=str(each.replications)),
            value=each.mean,
            low=each.low,
            high=each.high,
        )
        for each in running
    ]
    # Two runs say so little that their band would hide all that comes after.
    shown = dots[1:] if len(dots) > 4 else dots
    places = [float(each.replications) for each in running][-len(shown) :]
    cells = [[str(each.replications), value(each.mean), interval(each, texts)] for each in running[-_LAST_ROWS:]]
    head = columns(texts(f"planner_column.{key}") for key in ("runs", "mean", "interval"))
    last, ends = value(running[-1].mean), interval(running[-1], texts)
    chart = Chart(
        identity="settling",
        title=texts("replications.settling"),
        summary=texts("replications.settling_summary", runs=str(found.replications), mean=last, interval=ends),
        figure=band_figure(
            places,
            shown,
            across=texts("replications.across"),
            up=axis,
            chosen=Mark(at=float(found.replications), words=texts("replications.stopped")),
        ),
        table=table(texts("replications.last_runs"), head, cells),
        definition=texts("replications.settling_definition"),
    )
    return charts_section("settling-part", texts("replications.how_sure"), "", [chart])


def _warm_up(course: WarmUpCourse, axis: str, texts: PageTexts) -> Section:
    points = [
        Dot(label=texts("replications.customer", place=f"{place:,.0f}"), value=mean, low=mean, high=mean)
        for place, mean in course.points
    ]
    head = columns(texts(f"planner_column.{key}") for key in ("what", "value"))
    chart = Chart(
        identity="warm-up",
        title=texts("replications.warm_up"),
        summary=texts.said(course.words),
        figure=band_figure(
            [place for place, _ in course.points],
            points,
            across=texts("replications.warm_up_across"),
            up=axis,
            chosen=Mark(at=float(course.cut), words=texts("replications.cut")),
        ),
        table=table(texts("replications.cut_table"), head, [[texts.said(name), *rest] for name, *rest in course.rows]),
        definition=texts("replications.warm_up_definition"),
    )
    return charts_section("warm-up-part", texts("replications.start_ends"), "", [chart])


def _measures(found: Replicated, axis: str, texts: PageTexts) -> Section:
    main, title = found.estimates[found.measure], texts.title(found.measure)
    own = [
        Dot(label=texts("replications.run", number=str(number)), value=sample, low=sample, high=sample)
        for number, sample in enumerate(found.samples[found.measure][:30])
    ]
    shown = ((name, found.estimates[name]) for name in telling_measures(found.samples))
    cells = [[texts.measured(name), value(each.mean), interval(each, texts)] for name, each in shown]
    head = columns(texts(f"planner_column.{key}") for key in ("measure", "mean", "interval"))
    chart = Chart(
        identity="runs",
        title=texts("replications.run_by_run", title=title),
        summary=texts("replications.runs_summary", count=str(len(own)), mean=value(main.mean)),
        figure=rows_figure(own, axis, Mark(at=main.mean, words=texts("replications.mean"))),
        table=table(texts("replications.every_measure"), head, cells, stacked=True),
        definition=texts("replications.runs_definition"),
    )
    return charts_section("measures", texts("replications.every_measure"), "", [chart])
