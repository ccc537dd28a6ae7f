"""The page of a comparison: differences to the first scenario, means, and the checklist."""

from collections.abc import Sequence
from pathlib import Path

from dashboards.planner.figures import rows_figure
from dashboards.planner.marks import Dot, Mark
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.stress import stress_section
from dashboards.planner.words import interval, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.tables import columns, table
from sim.experiments.compare import Comparison, Row
from sim.experiments.job import AnyScenario
from sim.experiments.measures import Meaning, meaning, telling_measures
from sim.experiments.stress import Experiment, stress_items


def comparison_page(found: Comparison, scenarios: Sequence[AnyScenario]) -> str:
    """Make the page of a comparison.

    Parameters
    ----------
    found
        What was found.
    scenarios
        What was compared, the baseline first.

    Returns
    -------
    str
        HTML, complete in itself.
    """
    experiment = Experiment(
        purpose=f"To compare {len(found.scenarios)} scenarios by {found.measure}.",
        outputs=[f"{name}: {meaning(name).title}" for name in found.samples],
        aims=f"Differences of {', '.join(found.scenarios[1:])} to {found.scenarios[0]}.",
        scenarios="; ".join(found.scenarios),
        estimation=(
            f"{found.replications} independent replications of each scenario under common random numbers; Student "
            f"intervals of {found.confidence:.0%}, those of the differences of one measure jointly (Bonferroni)."
        ),
        seeds=f"Seed {found.seed}, replications 0 to {found.replications - 1}.",
    )
    facts = {
        "Seed": str(found.seed),
        "Replications of each": str(found.replications),
        "Confidence": f"{found.confidence:.0%}",
        "Random numbers": "shared by all scenarios",
    }
    title = f"Which is better: {' or '.join(found.scenarios)}?" if len(found.scenarios) == 2 else "Which is best?"
    sections = [_judged(found), _others(found), stress_section(stress_items(scenarios[0], experiment))]
    return planner_page("Comparison", title, answer(found), facts, sections)


def write_comparison(found: Comparison, scenarios: Sequence[AnyScenario], path: Path) -> None:
    """Write the page of a comparison; see `comparison_page`."""
    write_page(comparison_page(found, scenarios), path)


def answer(found: Comparison) -> str:
    """Say in a sentence what the comparison shows."""
    rows = found.judged
    about = meaning(found.measure)
    best = max(rows, key=lambda row: row.probability_best or 0.0)
    if best.probability_best is None:
        return f"{about.title}: differences are shown, and neither way is better."
    words = f"{about.title}: {best.scenario} is best with probability {best.probability_best:.1%}."
    if best.difference is None:
        unclear = [row for row in rows[1:] if row.verdict == "no difference shown"]
        return words + (" Some differences are not shown by so many runs." if unclear else "")
    return f"{words} It differs from {rows[0].scenario} by {value(best.difference.mean)} ({interval(best.difference)})."


def _judged(found: Comparison) -> Section:
    about = meaning(found.measure)
    unit = f"{about.title}, {about.unit}" if about.unit else about.title
    rows = found.judged
    against = [
        Dot(label=row.scenario, value=row.difference.mean, low=row.difference.low, high=row.difference.high)
        for row in rows
        if row.difference is not None
    ]
    means = [Dot(label=row.scenario, value=row.value.mean, low=row.value.low, high=row.value.high) for row in rows]
    head = columns(["Scenario", "Difference", "Interval", "P(best)", "Verdict"])
    cells = [[row.scenario, *_difference(row), _chance(row), row.verdict] for row in rows]
    mean_cells = [[row.scenario, value(row.value.mean), interval(row.value)] for row in rows]
    return charts_section(
        "judged",
        about.title,
        f"Judged by {found.measure}.",
        [
            Chart(
                identity="differences",
                title=f"Difference to {rows[0].scenario}",
                summary=_summary(found, about),
                figure=rows_figure(against, f"Difference: {unit}", Mark(at=0.0, words="no difference")),
                table=table("Differences, replication by replication", head, cells, stacked=True),
                definition=(
                    "Mean over replications of the difference between runs that share their random numbers. The "
                    "intervals hold together: the chance that any of them misses the truth is what is left of the "
                    "confidence. P(best): chance that the scenario's true mean is the best of all, given these runs."
                ),
            ),
            Chart(
                identity="means",
                title="Means",
                summary="Means with their intervals; these overlap more than the differences do.",
                figure=rows_figure(means, unit),
                table=table("Means", columns(["Scenario", "Mean", "Interval"]), mean_cells, stacked=True),
                definition="Mean over replications with Student's interval.",
            ),
        ],
    )


def _others(found: Comparison) -> Section:
    telling = telling_measures(
        {name: [value for own in found.samples[name] for value in own] for name in found.samples}
    )
    rows = [row for row in found.rows if row.measure in telling and row.measure != found.measure]
    head = columns(["Measure", "Scenario", "Mean", "Interval", "Difference", "Its interval", "Verdict"], text=2)
    cells = [
        [row.measure, row.scenario, value(row.value.mean), interval(row.value), *_difference(row), row.verdict]
        for row in rows
    ]
    return Section(
        identity="others",
        title="Every other measure",
        lead="The same runs, measured in every other way.",
        body=table("All measures", head, cells, stacked=True),
    )


def _difference(row: Row) -> list[str]:
    return [value(row.difference.mean) if row.difference is not None else "baseline", interval(row.difference)]


def _chance(row: Row) -> str:
    return "–" if row.probability_best is None else f"{row.probability_best:.1%}"


def _summary(found: Comparison, about: Meaning) -> str:
    shown = [row.scenario for row in found.judged[1:] if row.verdict != "no difference shown"]
    if not shown:
        return f"No scenario's {about.title.lower()} is shown to differ from the first's."
    return f"Shown to differ from the first: {', '.join(shown)}."
