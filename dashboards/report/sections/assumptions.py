"""What went into the run: found in sources, derived from them, or assumed."""

from collections.abc import Sequence

from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, badge, definition
from dashboards.report.markup import Markup, code, element, join
from dashboards.report.records import Assumption, Report
from dashboards.report.tables import Column, table

_COLUMNS = ("key", "value", "unit", "tag", "range", "source")
_SYMBOLS = {
    "assumed": "\N{WHITE DIAMOND}",
    "derived": "\N{WHITE DIAMOND CONTAINING BLACK SMALL DIAMOND}",
    "found": "\N{BLACK DIAMOND}",
}
"""Emptier means less certain; the least certain come first."""


def assumptions(report: Report, texts: Texts) -> Section | None:
    """One table a tag; None where none were handed over."""
    inputs = report.assumptions
    if not inputs:
        return None
    groups = {tag: [item for item in inputs if item.tag == tag] for tag in _SYMBOLS}
    tables = [_table(tag, items, texts) for tag, items in groups.items() if items]
    counts = {tag: numbers.count(len(items)) for tag, items in groups.items()}
    return Section(
        identity="assumptions",
        title=texts("assumptions.title"),
        lead=texts("assumptions.lead", **counts),
        body=join([*tables, definition(texts("assumptions.definition"))]),
    )


def _table(tag: str, items: Sequence[Assumption], texts: Texts) -> Markup:
    heads = [
        Column(heading=texts(f"assumptions.column.{name}"), numeric=name in ("value", "range")) for name in _COLUMNS
    ]
    caption = texts(f"assumptions.caption.{tag}")
    return table(caption, heads, [_row(item, texts) for item in items], stacked=True)


def _row(item: Assumption, texts: Texts) -> list[str]:
    title = texts.pick(item.title)
    return [
        join([element("span", f"{title} ") if title else None, code(item.key)]),
        numbers.quantity(item.value),
        texts.pick(item.unit) or numbers.MISSING,
        badge(item.tag, _SYMBOLS[item.tag], texts(f"assumptions.tag.{item.tag}")),
        element("span", _range(item, texts), class_="nowrap"),
        texts.pick(item.source) or numbers.MISSING,
    ]


def _range(item: Assumption, texts: Texts) -> str:
    if item.low is None and item.high is None:
        return numbers.MISSING
    if item.low == item.high:
        return numbers.quantity(item.low)
    return texts("range", low=numbers.quantity(item.low), high=numbers.quantity(item.high))
