"""What is open, whether it agrees with the flow, and whether the flow keeps up."""

from analytics.records import Measures, Stock
from dashboards.catalogue import Texts
from dashboards.figures.stock import stock_figure
from dashboards.report import numbers
from dashboards.report.blocks import Chart, Section, charts_section, definition
from dashboards.report.markup import Markup, element
from dashboards.report.records import Report
from dashboards.report.tables import columns, table


def stock(report: Report, texts: Texts) -> Section | None:
    """Stock with Little's law where cases are accepted; the ratios of flow and stock in any case."""
    measures = report.measures
    accepts = measures.time_to_acceptance is not None
    charts = [_chart(measures.stock, texts)] if accepts else []
    lead = texts("stock.lead") if accepts else texts("stock.lead_open", open=numbers.count(measures.open_at_end))
    more = [_little(measures.stock, texts)] if accepts and measures.stock.little_pending is not None else []
    return charts_section("stock", texts("stock.title"), lead, charts, *more, _clearance(measures, texts))


def _chart(found: Stock, texts: Texts) -> Chart:
    heads = columns(texts(f"stock.column.{name}") for name in ("stock", "start", "mean", "end"))
    rows = [
        _row(texts("stock.pending"), found.pending_at_start, found.pending_mean, found.pending_at_end),
        _row(texts("stock.waiting"), found.waiting_at_start, found.waiting_mean, found.waiting_at_end),
    ]
    return Chart(
        identity="stock",
        title=texts("stock.chart"),
        summary=texts(
            "stock.summary",
            mean=numbers.decimal(found.pending_mean, 0),
            start=numbers.count(found.pending_at_start),
            end=numbers.count(found.pending_at_end),
        ),
        figure=stock_figure(found, texts),
        table=table(texts("stock.table"), heads, rows),
        definition=texts("stock.definition"),
    )


def _row(label: str, start: int, mean: float, end: int) -> list[str]:
    return [label, numbers.count(start), numbers.decimal(mean, 0), numbers.count(end)]


def _little(found: Stock, texts: Texts) -> Markup:
    """Little's law written out, so that it can be checked by hand."""
    terms = [
        ("stock.little_rate", numbers.rate(found.accepted_per_calendar_day), "\N{MULTIPLICATION SIGN}"),
        ("stock.little_duration", numbers.rate(found.mean_duration_days), "="),
        ("stock.little_expected", numbers.decimal(found.little_pending, 0), "\N{ALMOST EQUAL TO}"),
        ("stock.little_measured", numbers.decimal(found.pending_mean, 0), ""),
    ]
    cells = [
        element(
            "div",
            element("span", value, class_="term"),
            element("span", texts(key), class_="name"),
            element("span", sign, class_="sign") if sign else None,
        )
        for key, value, sign in terms
    ]
    outcome = texts("stock.little_outcome", error=numbers.change(found.little_relative_error))
    if found.left_out:
        left_out = texts("stock.little_left_out", cases=numbers.count(found.left_out))
        outcome = texts("sentences", first=outcome, second=left_out)
    return element(
        "div",
        element("h3", texts("stock.little_title")),
        element("div", *cells, class_="equation"),
        definition(outcome),
        class_="little",
    )


def _clearance(measures: Measures, texts: Texts) -> Markup:
    found = measures.clearance
    heads = columns(texts(f"clearance.column.{name}") for name in ("measure", "value"))
    rows = [
        [texts("clearance.incoming"), numbers.count(found.incoming)],
        [texts("clearance.resolved"), numbers.count(found.resolved)],
        [texts("clearance.unresolved"), numbers.count(found.unresolved_at_end)],
        [texts("clearance.rate"), numbers.share(found.clearance_rate)],
        [texts("clearance.disposition"), numbers.rate(found.disposition_days)],
    ]
    words = element("div", definition(texts("clearance.definition")))
    return element("div", table(texts("clearance.table"), heads, rows), words, class_="pair")
