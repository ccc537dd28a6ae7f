"""The page of a sensitivity analysis: a tornado, Morris's screening or Sobol's shares, and the checklist."""

from pathlib import Path

from dashboards.figures.figure import Figure
from dashboards.planner.bars import bars_figure, tornado_figure
from dashboards.planner.marks import Dot
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.stress import stress_section
from dashboards.planner.words import value
from dashboards.report.blocks import Chart, charts_section
from dashboards.report.markup import Markup
from dashboards.report.tables import columns, table
from sim.experiments.job import AnyScenario
from sim.experiments.measures import meaning
from sim.experiments.sensitivity import Sensitivity
from sim.experiments.sensitivity_bars import Bar
from sim.experiments.stress import Experiment, stress_items

_KINDS = {"tornado": "Tornado", "morris": "Morris screening", "sobol": "Sobol indices"}
_DEFINITIONS = {
    "tornado": (
        "Change of the measure from the scenario as it is when one key goes to an end of its range and all others "
        "stay; Student intervals of the paired differences. Keys that act only together are not seen."
    ),
    "morris": (
        "Mean absolute effect of moving a key over its range from many starting points, with a bootstrap interval. A "
        "deviation of the same size says that the effect depends on other keys or bends."
    ),
    "sobol": (
        "Share of the variance of the measure, when all keys vary over their ranges, in which a key has a hand (total) "
        "and which it explains alone (first), with bootstrap intervals; small negative estimates mean nothing."
    ),
}
_PARTS = {
    "swing": "Swing",
    "at_low": "At its least",
    "at_high": "At its largest",
    "strength": "Mean absolute effect",
    "mean": "Mean effect",
    "deviation": "Deviation",
    "total": "Total",
    "first": "Alone",
}


def sensitivity_page(found: Sensitivity, scenario: AnyScenario) -> str:
    """Make the page of a sensitivity analysis.

    Parameters
    ----------
    found
        What was found.
    scenario
        What was varied.

    Returns
    -------
    str
        HTML, complete in itself.
    """
    about = meaning(found.measure)
    ranges = ", ".join(f"{bar.key} from {bar.low:g} to {bar.high:g}" for bar in found.bars)
    experiment = Experiment(
        purpose=f"To see which keys of {found.scenario} matter to {found.measure}.",
        outputs=[f"{found.measure}: {about.title}"],
        aims=f"{_KINDS[found.method]} over {ranges}.",
        scenarios=f"{found.settings:,} settings of these keys.",
        estimation=(
            f"{found.replications} replications of each setting under common random numbers; intervals of "
            f"{found.confidence:.0%}."
        ),
        seeds=f"Seed {found.seed}, for the settings too.",
    )
    facts = {
        "Method": _KINDS[found.method],
        "Settings": f"{found.settings:,}",
        "Replications of each": str(found.replications),
        "Seed": str(found.seed),
    }
    strongest = found.bars[0]
    words = f"{about.title} answers most to {strongest.key}."
    if found.base is not None:
        words += f" In the scenario as it is, it is {value(found.base)}."
    chart = Chart(
        identity="effects",
        title=_KINDS[found.method],
        summary=f"{strongest.key} has the longest bar.",
        figure=_figure(found),
        table=_table(found),
        definition=_DEFINITIONS[found.method],
        wide=True,
    )
    sections = [
        charts_section("what-matters", "What matters", "", [chart]),
        stress_section(stress_items(scenario, experiment)),
    ]
    return planner_page("Sensitivity", f"What matters to {about.title.lower()}?", words, facts, sections)


def write_sensitivity(found: Sensitivity, scenario: AnyScenario, path: Path) -> None:
    """Write the page of a sensitivity analysis; see `sensitivity_page`."""
    write_page(sensitivity_page(found, scenario), path)


def _figure(found: Sensitivity) -> Figure:
    rows = [bar.key for bar in found.bars]
    about = meaning(found.measure)
    if found.method == "tornado":
        return tornado_figure(rows, _dots(found, "at_low"), _dots(found, "at_high"), f"Change of {about.title.lower()}")
    if found.method == "morris":
        return bars_figure(rows, [("mean absolute effect", _dots(found, "strength"))], about.title)
    series = [("with interactions", _dots(found, "total")), ("alone", _dots(found, "first"))]
    return bars_figure(rows, series, "Share of the variance")


def _dots(found: Sensitivity, part: str) -> list[Dot]:
    return [_dot(bar, part) for bar in found.bars]


def _dot(bar: Bar, part: str) -> Dot:
    each = bar.parts[part]
    return Dot(label=bar.key, value=each.value, low=each.low, high=each.high)


def _table(found: Sensitivity) -> Markup:
    parts = list(found.bars[0].parts)
    head = columns(["Key", "From", "To", *(_PARTS[part] for part in parts)])
    cells = [
        [bar.key, value(bar.low), value(bar.high), *(value(bar.parts[part].value) for part in parts)]
        for bar in found.bars
    ]
    return table("Effects, the strongest first", head, cells, stacked=True)
