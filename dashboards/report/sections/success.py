"""What came of the cases: success by group, and the closing codes."""

from collections.abc import Sequence

from analytics.measures.small_cells import SMALLEST_GROUP
from analytics.records import Proportion, Success
from dashboards.catalogue import Texts
from dashboards.figures.closing_codes import SETTLED_CODES, closing_codes_figure
from dashboards.figures.success import success_figure
from dashboards.report import numbers
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.records import Report
from dashboards.report.tables import columns, table


def success(report: Report, texts: Texts) -> Section | None:
    """Success by dispute type and channel and the closing codes; None where no case has an outcome."""
    found = report.measures.success
    if found is None:
        return None
    charts = [
        _by_group("dispute_type", found.by_dispute_type, found.overall, texts),
        _by_group("channel", found.by_channel, found.overall, texts),
        _closing_codes(found, texts),
    ]
    present = [chart for chart in charts if chart is not None]
    return charts_section("success", texts("success.title"), _lead(found, texts), present)


def _lead(found: Success, texts: Texts) -> str:
    overall = found.overall
    if overall.rate is None:
        return texts("suppressed.short")
    digits = numbers.share_digits(overall.denominator)
    return texts(
        "success.lead",
        numerator=numbers.count(overall.numerator),
        denominator=numbers.count(overall.denominator),
        rate=numbers.share(overall.rate, digits),
        interval=numbers.share_range(overall.low, overall.high, digits),
        confidence=numbers.share(overall.confidence, 0),
    )


def _by_group(group: str, items: Sequence[Proportion], overall: Proportion, texts: Texts) -> Chart | None:
    """One chart of shares; None where no group is large enough to show.

    Groups stand in order of size, not of success: this is no league table.
    """
    if all(item.rate is None for item in items):
        return None
    ordered = sorted(items, key=lambda item: (item.suppressed, -item.denominator, item.label))
    return Chart(
        identity=f"success-{group.replace('_', '-')}",
        title=texts(f"success.by.{group}"),
        summary=_summary(group, ordered, texts),
        figure=success_figure(ordered, overall, group, texts),
        table=_table(group, ordered, texts),
        definition=_definition(
            texts("success.definition", confidence=numbers.share(overall.confidence, 0)), items, texts
        ),
    )


def _definition(words: str, items: Sequence[Proportion], texts: Texts) -> str:
    """Say why something is withheld, where something is."""
    if all(item.rate is not None for item in items):
        return words
    return texts("sentences", first=words, second=texts("suppressed.why"))


def _summary(group: str, items: Sequence[Proportion], texts: Texts) -> str:
    rates = [item.rate for item in items if item.rate is not None]
    words = texts(
        "success.summary",
        groups=numbers.count(len(rates)),
        low=numbers.share(min(rates)),
        high=numbers.share(max(rates)),
        largest=texts.label(group, items[0].label),
    )
    hidden = len(items) - len(rates)
    if not hidden:
        return words
    return texts("sentences", first=words, second=texts("suppressed.count", groups=numbers.count(hidden)))


def _table(group: str, items: Sequence[Proportion], texts: Texts) -> Markup:
    names = ("settled", "concluded", "rate", "interval")
    heads = columns([texts(f"success.column.{group}"), *(texts(f"success.column.{name}") for name in names)])
    return table(texts("success.table"), heads, [_row(texts.label(group, item.label), item, texts) for item in items])


def _row(label: str, item: Proportion, texts: Texts) -> list[str]:
    if item.suppressed or item.rate is None:
        size = numbers.SMALL_CELL if item.denominator < SMALLEST_GROUP else texts("suppressed.withheld")
        return [label, numbers.MISSING, size, numbers.MISSING, numbers.MISSING]
    return [
        label,
        numbers.count(item.numerator),
        numbers.count(item.denominator),
        numbers.share(item.rate),
        numbers.share_range(item.low, item.high),
    ]


def _closing_codes(found: Success, texts: Texts) -> Chart | None:
    codes = sorted(found.by_closing_code, key=lambda item: (len(item.label), item.label))
    if all(item.rate is None for item in codes):
        return None
    largest = max(codes, key=lambda item: item.rate or 0.0)
    settled = texts("closing.settled_codes", codes=texts("page.and").join(sorted(SETTLED_CODES)))
    frequent = texts(
        "closing.summary",
        label=texts.label("closing_code", largest.label),
        share=numbers.share(largest.rate),
    )
    heads = columns(texts(f"closing.column.{name}") for name in ("code", "cases", "share", "interval"))
    return Chart(
        identity="closing-codes",
        title=texts("closing.title"),
        summary=texts("sentences", first=frequent, second=settled),
        figure=closing_codes_figure(codes, texts),
        table=table(texts("closing.table"), heads, [_code_row(item, texts) for item in codes]),
        definition=_definition(texts("closing.definition"), codes, texts),
    )


def _code_row(item: Proportion, texts: Texts) -> list[str]:
    label = texts("closing.numbered", code=item.label, label=texts.label("closing_code", item.label))
    if item.numerator is None:
        return [label, texts("suppressed.withheld"), numbers.MISSING, numbers.MISSING]
    return [
        label,
        numbers.count(item.numerator),
        numbers.share(item.rate),
        numbers.share_range(item.low, item.high),
    ]
