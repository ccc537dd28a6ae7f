"""The part of the page that holds a comparison: waits, abandonment by hour, arrivals, and every measure."""

from math import isfinite

from dashboards.calibration.figures import band_figure, lines_figure
from dashboards.figures.figure import Figure
from dashboards.planner.words import value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.numbers import MISSING
from dashboards.report.tables import columns, table
from sim.calibration.compare import Band, Comparison
from sim.calibration.tolerance import Verdict

_INTERVAL = "Shaded: the interval in which one more simulated run as long as the log lies."
_WORDS = {
    "absolute_hours": "Instants of events, hours",
    "circadian_hours": "Hour of the day of events, weekday by weekday, hours",
    "relative_seconds": "Seconds since the customer came",
    "cycle_seconds": "Seconds in all",
    "arrivals_hours": "Instants of coming, hours",
}


def comparison_section(identity: str, title: str, lead: str, found: Comparison) -> Section:
    """Make the section of one comparison.

    Parameters
    ----------
    identity
        Unique in the page.
    title, lead
        Words above it.
    found
        The comparison.
    """
    stamp = f"{lead} {len(found.days)} days, {found.customers:,} customers, {found.replications} simulated runs."
    charts = [_waits(identity, found), _by_hour(identity, found), _arrivals(identity, found)]
    return charts_section(identity, title, stamp, charts, _verdicts(found), _distances(found))


def _waits(identity: str, found: Comparison) -> Chart:
    places, seen, made = (found.curve[:, column].tolist() for column in range(3))
    distance = next(each for each in found.verdicts if each.measure == "wait_ks_served")
    quantiles = [each for each in found.verdicts if each.measure.startswith("wait_p")]
    rows = [[_quantile(each.measure), value(each.observed), value(each.simulated)] for each in quantiles]
    return Chart(
        identity=f"{identity}-waits",
        title="How long the served waited",
        summary=f"The two curves are {distance.simulated:.3f} apart where they differ most.",
        figure=lines_figure(
            [("observed", places, seen), ("simulated", places, made)], across="Wait, seconds", up="Waited no longer"
        ),
        table=table("Quantiles of the wait, seconds", columns(["Share", "Observed", "Simulated"]), rows),
        definition="Of all served customers, the share whose wait was no longer; all simulated runs together.",
    )


def _by_hour(identity: str, found: Comparison) -> Chart:
    band = found.by_hour
    inside, known = band.inside
    rows = [
        [f"{hour:02}", f"{int(found.came_by_hour[hour]):,}", *_cells(band, hour)]
        for hour in range(len(band.observed))
        if isfinite(band.observed[hour])
    ]
    return Chart(
        identity=f"{identity}-abandonment",
        title="Who left without service, by hour of coming",
        summary=f"Observed within the interval in {inside} of {known} hours.",
        figure=_banded(band, step=1.0, up="Left", share=True),
        table=table(
            "Share who left", columns(["Hour", "Came", "Observed", "Simulated", "Interval"]), rows, stacked=True
        ),
        definition=(
            "Of those who came to the queue in an hour, the share who left before service; hours of few customers are "
            f"left out. {_INTERVAL}"
        ),
        wide=True,
    )


def _arrivals(identity: str, found: Comparison) -> Chart:
    band = found.by_half_hour
    inside, known = band.inside
    rows = [
        [f"{half // 2:02}:{30 * (half % 2):02}", value(float(band.observed[half])), value(float(band.simulated[half]))]
        for half in range(0, len(band.observed), 2)
        if band.observed[half] > 0
    ]
    return Chart(
        identity=f"{identity}-arrivals",
        title="Who came, by half-hour",
        summary=(
            f"Observed within the interval in {inside} of {known} half-hours. Variance over mean of the hourly counts "
            f"of like days: {value(found.dispersion[0])} observed, {value(found.dispersion[1])} simulated."
        ),
        figure=_banded(band, step=0.5, up="Customers a day", share=False),
        table=table("Customers a day, first half of each hour", columns(["From", "Observed", "Simulated"]), rows),
        definition=f"Mean over all days, whatever the weekday. {_INTERVAL}",
        wide=True,
    )


def _banded(band: Band, *, step: float, up: str, share: bool) -> Figure:
    places = [step * (place + 0.5) for place in range(len(band.observed))]
    return band_figure(
        places,
        band.observed.tolist(),
        band.simulated.tolist(),
        band.low.tolist(),
        band.high.tolist(),
        across="Hour of the day",
        up=up,
        share=share,
    )


def _cells(band: Band, place: int) -> list[str]:
    low, high = float(band.low[place]), float(band.high[place])
    ends = f"{low:.1%} to {high:.1%}" if isfinite(low) else MISSING
    return [_share(float(band.observed[place])), _share(float(band.simulated[place])), ends]


def _share(number: float) -> str:
    return f"{number:.1%}" if isfinite(number) else MISSING


def _quantile(measure: str) -> str:
    return measure.removeprefix("wait_p").removesuffix("_served") + " %"


def _verdicts(found: Comparison) -> Markup:
    head = columns(["Measure", "Observed", "Simulated", "Interval", "Difference", "Spread", "Margin", "Verdict"])
    return table("Every measure; those with a margin are judged", head, map(_row, found.verdicts), stacked=True)


def _row(each: Verdict) -> list[str]:
    words = ("met" if each.met else "missed") if each.judged else MISSING
    if each.judged and each.met and not each.met_by_margin:
        words = "met with the spread"
    return [
        each.measure,
        value(each.observed),
        value(each.simulated),
        f"{value(each.low)} to {value(each.high)}",
        value(each.difference),
        value(each.spread),
        value(each.margin) if each.judged else MISSING,
        words,
    ]


def _distances(found: Comparison) -> Markup:
    rows = [[_WORDS[name], value(to_log), value(between)] for name, (to_log, between) in found.distances.items()]
    rows.append(["Service law (KS), simulated to observed", value(found.service_ks), MISSING])
    head = columns(["Distance", "To the log", "Between two runs"])
    return table("Earth mover's distances; between two runs is what chance alone makes", head, rows)
