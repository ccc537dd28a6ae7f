"""How long it takes: time to acceptance and time to close."""

from analytics.measures.median import median_interval
from analytics.records import Survival
from dashboards.catalogue import Texts
from dashboards.figures.survival import has_simultaneous_band, survival_figure
from dashboards.report import numbers
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.records import Report
from dashboards.report.tables import columns, table

_QUANTILES = ("0.25", "0.5", "0.75", "0.9")


def durations(report: Report, texts: Texts) -> Section | None:
    """The curves that the measures have; None where they have none."""
    found = (report.measures.time_to_acceptance, report.measures.time_to_close)
    charts = [_chart(survival, texts) for survival in found if survival is not None and survival.curve]
    if not charts:
        return None
    return charts_section("durations", texts("durations.title"), texts("durations.lead"), charts)


def _chart(survival: Survival, texts: Texts) -> Chart:
    ended = texts(f"durations.ended.{survival.ends}")
    return Chart(
        identity=f"time-to-{survival.ends}",
        title=texts(f"durations.from_{survival.starts}_to_{survival.ends}"),
        summary=_summary(survival, ended, texts),
        figure=survival_figure(survival, texts),
        table=_table(survival, ended, texts),
        definition=_definition(survival, ended, texts),
    )


def _definition(survival: Survival, ended: str, texts: Texts) -> str:
    words = texts("durations.definition", ended=ended, confidence=numbers.share(survival.confidence, 0))
    if not has_simultaneous_band(survival.curve):
        return words
    return texts("sentences", first=words, second=texts("durations.simultaneous"))


def _summary(survival: Survival, ended: str, texts: Texts) -> str:
    median = survival.quantile_days.get("0.5")
    if median is None:
        return texts("durations.summary_open", ended=ended)
    return texts(
        "durations.summary",
        ended=ended,
        median=numbers.rate(median),
        late=numbers.rate(survival.quantile_days.get("0.9")),
    )


def _table(survival: Survival, ended: str, texts: Texts) -> Markup:
    heads = columns([texts("durations.column.measure"), texts("durations.column.value")])
    rows = [[texts(f"durations.row.{name}"), numbers.rate(survival.quantile_days.get(name))] for name in _QUANTILES]
    interval = median_interval(survival)
    if interval is not None:
        rows.insert(2, [texts("durations.row.median_interval"), numbers.decimal_range(*interval, 2)])
    if survival.mean_days is not None:
        limit = numbers.decimal(survival.mean_limit_days, 0)
        rows.append([texts("durations.row.mean", limit=limit), numbers.rate(survival.mean_days)])
    rows += [
        [texts("durations.row.cases"), numbers.count(survival.cases)],
        [texts("durations.row.events", ended=ended), numbers.count(survival.events)],
        [texts("durations.row.censored", ended=ended), numbers.count(survival.censored)],
    ]
    if survival.left_out:
        rows.append([texts("durations.row.left_out"), numbers.count(survival.left_out)])
    return table(texts("durations.table"), heads, rows)
