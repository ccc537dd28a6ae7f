"""The page of a replicated scenario: how the mean settles, where the warm-up ends, every measure, the checklist."""

from pathlib import Path

from dashboards.planner.figures import band_figure, rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.stress import stress_section
from dashboards.planner.words import interval, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.job import AnyScenario
from sim.experiments.measures import meaning, telling_measures
from sim.experiments.replicate import Replicated, running_estimates
from sim.experiments.stress import Experiment, stress_items
from sim.experiments.warm_up import WarmUpCourse

_LAST_ROWS = 8
"""Rows of the table beside the settling mean."""


def replications_page(found: Replicated, scenario: AnyScenario, warm_up: WarmUpCourse | None) -> str:
    """Make the page of a replicated scenario.

    Parameters
    ----------
    found
        What was found.
    scenario
        What was run.
    warm_up
        How the waits settle within a run; None where that is not known.

    Returns
    -------
    str
        HTML, complete in itself.
    """
    about = meaning(found.measure)
    estimate = found.estimates[found.measure]
    experiment = Experiment(
        purpose=f"To estimate {about.title.lower()} of {found.scenario}.",
        outputs=[f"{name}: {meaning(name).title}" for name in found.samples],
        aims="One scenario, run again and again.",
        scenarios="None: one scenario as it is.",
        estimation=f"{found.replications} independent replications, Student intervals of {found.confidence:.0%}. "
        + _stopping(found),
        seeds=f"Seed {found.seed}, replications 0 to {found.replications - 1}.",
    )
    facts = {
        "Seed": str(found.seed),
        "Replications": str(found.replications),
        "Confidence": f"{found.confidence:.0%}",
        "Precision asked for": "none" if found.precision is None else f"{found.precision:.3g} of the mean",
    }
    words = f"{about.title}: {value(estimate.mean)} ({interval(estimate)}). {_stopping(found)}"
    sections = [_settling(found)] if found.replications > 1 else []
    sections += [] if warm_up is None else [_warm_up(warm_up)]
    sections += [_measures(found), stress_section(stress_items(scenario, experiment))]
    return planner_page("Replications", f"{about.title}: {found.scenario}", words, facts, sections)


def write_replications(found: Replicated, scenario: AnyScenario, warm_up: WarmUpCourse | None, path: Path) -> None:
    """Write the page of a replicated scenario; see `replications_page`."""
    write_page(replications_page(found, scenario, warm_up), path)


def _stopping(found: Replicated) -> str:
    now = found.estimates[found.measure].relative_half_width
    if found.precision is None:
        return "The number of runs was fixed beforehand."
    if found.reached:
        return f"The precision asked for, {found.precision:.3g} of the mean, was reached: {now:.3g}."
    return (
        f"The precision asked for, {found.precision:.3g} of the mean, was not reached within the cap: {now:.3g}; about "
        f"{found.needed:,} runs would do."
    )


def _settling(found: Replicated) -> Section:
    about = meaning(found.measure)
    running = running_estimates(found.samples[found.measure], confidence=found.confidence)
    dots = [Dot(label=f"{each.replications} runs", value=each.mean, low=each.low, high=each.high) for each in running]
    # Two runs say so little that their band would hide all that comes after.
    shown = dots[1:] if len(dots) > 4 else dots
    places = [float(each.replications) for each in running][-len(shown) :]
    cells = [[str(each.replications), value(each.mean), interval(each)] for each in running[-_LAST_ROWS:]]
    chart = Chart(
        identity="settling",
        title="The mean settles",
        summary=f"After {found.replications} runs the mean is {value(running[-1].mean)} ({interval(running[-1])}).",
        figure=band_figure(
            places,
            shown,
            across="Replications",
            up=about.title,
            chosen=Mark(at=float(found.replications), words="stopped here"),
        ),
        table=table("The last runs", columns(["Runs", "Mean", "Interval"]), cells),
        definition="Mean of the first replications with Student's interval; each point uses all runs before it.",
    )
    return charts_section("settling-part", "How sure it is", "", [chart])


def _warm_up(course: WarmUpCourse) -> Section:
    points = [Dot(label=f"customer {place:,.0f}", value=mean, low=mean, high=mean) for place, mean in course.points]
    chart = Chart(
        identity="warm-up",
        title="Wait of the n-th customer",
        summary=course.words,
        figure=band_figure(
            [place for place, _ in course.points],
            points,
            across="Customer, in order of arrival",
            up="Mean wait over replications",
            chosen=Mark(at=float(course.cut), words="MSER-5 cut"),
        ),
        table=table("Cut", columns(["What", "Value"]), course.rows),
        definition=(
            "Wait of each customer from the start of the run, averaged over replications. MSER-5 cuts where the mean "
            "of the rest is most precise; a scenario whose warm_up is shorter than that measures some of its start."
        ),
    )
    return charts_section("warm-up-part", "Where the start ends", "", [chart])


def _measures(found: Replicated) -> Section:
    main = found.estimates[found.measure]
    own = [
        Dot(label=f"run {number}", value=sample, low=sample, high=sample)
        for number, sample in enumerate(found.samples[found.measure][:30])
    ]
    names = telling_measures(found.samples)
    cells = [[name, value(found.estimates[name].mean), interval(found.estimates[name])] for name in names]
    chart = Chart(
        identity="runs",
        title=f"{meaning(found.measure).title}, run by run",
        summary=f"The first {len(own)} runs around their mean, {value(main.mean)}.",
        figure=rows_figure(own, meaning(found.measure).title, Mark(at=main.mean, words="mean")),
        table=table("Every measure", columns(["Measure", "Mean", "Interval"]), cells, stacked=True),
        definition="Each replication has its own random numbers.",
    )
    return charts_section("measures", "Every measure", "", [chart])
