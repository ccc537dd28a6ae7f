"""The part of the page that holds a comparison: waits, abandonment by hour, arrivals, and every measure."""

from math import isfinite
from typing import Final

from dashboards.calibration.figures import band_figure, lines_figure
from dashboards.figures.figure import Figure
from dashboards.planner.texts import PageTexts
from dashboards.planner.words import between, value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.numbers import MISSING
from dashboards.report.tables import Column, columns, table
from sim.calibration.compare import Band, Comparison
from sim.calibration.tolerance import Verdict

_HOURS_BETWEEN_TICKS: Final = 3
"""A day is divided by it; tens of hours are not how a clock is read."""


def comparison_section(identity: str, title: str, lead: str, found: Comparison, texts: PageTexts) -> Section:
    """Make the section of one comparison.

    Parameters
    ----------
    identity
        Unique in the page.
    title, lead
        Words above it.
    found
        The comparison.
    texts
        Words of the page.
    """
    counts = {
        "days": str(len(found.days)),
        "customers": f"{found.customers:,}",
        "runs": str(found.replications),
    }
    stamp = texts("planner.next").join([lead, texts("difference.stamp", **counts)])
    charts = [_waits(identity, found, texts), _by_hour(identity, found, texts), _arrivals(identity, found, texts)]
    return charts_section(identity, title, stamp, charts, _verdicts(found, texts), _distances(found, texts))


def _heads(texts: PageTexts, *keys: str) -> list[Column]:
    return columns(texts(f"difference_column.{key}") for key in keys)


def _names(texts: PageTexts) -> tuple[str, str]:
    return texts("difference.observed"), texts("difference.simulated")


def _waits(identity: str, found: Comparison, texts: PageTexts) -> Chart:
    places, seen, made = (found.curve[:, column].tolist() for column in range(3))
    distance = next(each for each in found.verdicts if each.measure == "wait_ks_served")
    quantiles = [each for each in found.verdicts if each.measure.startswith("wait_p")]
    rows = [[_quantile(each.measure), value(each.observed), value(each.simulated)] for each in quantiles]
    lines = [(name, places, shares) for name, shares in zip(_names(texts), (seen, made), strict=True)]
    return Chart(
        identity=f"{identity}-waits",
        title=texts("difference.waits"),
        summary=texts("difference.waits_summary", distance=f"{distance.simulated:.3f}"),
        figure=lines_figure(lines, across=texts("difference.waits_across"), up=texts("difference.waits_up")),
        table=table(texts("difference.waits_table"), _heads(texts, "share", "observed", "simulated"), rows),
        definition=texts("difference.waits_definition"),
    )


def _by_hour(identity: str, found: Comparison, texts: PageTexts) -> Chart:
    band = found.by_hour
    inside, known = band.inside
    rows = [
        [f"{hour:02}", f"{int(found.came_by_hour[hour]):,}", *_cells(band, hour, texts)]
        for hour in range(len(band.observed))
        if isfinite(band.observed[hour])
    ]
    head = _heads(texts, "hour", "came", "observed", "simulated", "interval")
    return Chart(
        identity=f"{identity}-abandonment",
        title=texts("difference.abandonment"),
        summary=texts("difference.abandonment_summary", inside=str(inside), known=str(known)),
        figure=_banded(band, step=1.0, up="left", share=True, texts=texts),
        table=table(texts("difference.abandonment_table"), head, rows, stacked=True),
        definition=_shaded("difference.abandonment_definition", texts),
        wide=True,
    )


def _arrivals(identity: str, found: Comparison, texts: PageTexts) -> Chart:
    band = found.by_half_hour
    inside, known = band.inside
    rows = [
        [f"{half // 2:02}:{30 * (half % 2):02}", value(float(band.observed[half])), value(float(band.simulated[half]))]
        for half in range(0, len(band.observed), 2)
        if band.observed[half] > 0
    ]
    return Chart(
        identity=f"{identity}-arrivals",
        title=texts("difference.arrivals"),
        summary=texts(
            "difference.arrivals_summary",
            inside=str(inside),
            known=str(known),
            observed=value(found.dispersion[0]),
            simulated=value(found.dispersion[1]),
        ),
        figure=_banded(band, step=0.5, up="customers_a_day", share=False, texts=texts),
        table=table(texts("difference.arrivals_table"), _heads(texts, "from", "observed", "simulated"), rows),
        definition=_shaded("difference.arrivals_definition", texts),
        wide=True,
    )


def _shaded(key: str, texts: PageTexts) -> str:
    return texts("planner.next").join([texts(key), texts("difference.interval")])


def _banded(band: Band, *, step: float, up: str, share: bool, texts: PageTexts) -> Figure:
    places = [step * (place + 0.5) for place in range(len(band.observed))]
    figure = band_figure(
        places,
        band.observed.tolist(),
        band.simulated.tolist(),
        band.low.tolist(),
        band.high.tolist(),
        across=texts("difference.across"),
        up=texts(f"difference.{up}"),
        names=_names(texts),
        share=share,
    )
    figure["layout"]["xaxis"] |= {"tick0": 0, "dtick": _HOURS_BETWEEN_TICKS}
    return figure


def _cells(band: Band, place: int, texts: PageTexts) -> list[str]:
    low, high = float(band.low[place]), float(band.high[place])
    ends = between(f"{low:.1%}", f"{high:.1%}", texts) if isfinite(low) else MISSING
    return [_share(float(band.observed[place])), _share(float(band.simulated[place])), ends]


def _share(number: float) -> str:
    return f"{number:.1%}" if isfinite(number) else MISSING


def _quantile(measure: str) -> str:
    return measure.removeprefix("wait_p").removesuffix("_served") + " %"


def _verdicts(found: Comparison, texts: PageTexts) -> Markup:
    keys = ("measure", "observed", "simulated", "interval", "difference", "spread", "margin", "verdict")
    rows = [_row(each, texts) for each in found.verdicts]
    return table(texts("difference.verdicts"), _heads(texts, *keys), rows, stacked=True)


def _row(each: Verdict, texts: PageTexts) -> list[str]:
    key = "met" if each.met else "missed"
    if each.met and not each.met_by_margin:
        key = "met_with_spread"
    return [
        texts.measured(each.measure),
        value(each.observed),
        value(each.simulated),
        between(value(each.low), value(each.high), texts),
        value(each.difference),
        value(each.spread),
        value(each.margin) if each.judged else MISSING,
        texts(f"difference.{key}") if each.judged else MISSING,
    ]


def _distances(found: Comparison, texts: PageTexts) -> Markup:
    rows = [
        [texts(f"distance.{name}"), value(to_log), value(between_runs)]
        for name, (to_log, between_runs) in found.distances.items()
    ]
    rows.append([texts("difference.service_ks"), value(found.service_ks), MISSING])
    return table(texts("difference.distances"), _heads(texts, "distance", "to_log", "between"), rows)
