"""Mean days and deadlines, as many offices print them, with and without the rows that look wrong."""

from collections.abc import Sequence

from analytics.records import GroupDuration
from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, definition
from dashboards.report.markup import Markup, join
from dashboards.report.records import Report
from dashboards.report.tables import columns, table

_PLAIN_COLUMNS = ("group", "closed", "mean_days")
_DEADLINE_COLUMNS = ("with_deadline", "past_deadline", "share")
"""Left out where no case has a deadline."""


def timeliness(report: Report, texts: Texts) -> Section | None:
    """One table, or two where rows were flagged; None where nothing was closed."""
    found = report.measures.timeliness
    if not any(row.closed for row in found.with_flagged):
        return None
    words = texts("timeliness.definition")
    if _have_deadlines(found.with_flagged):
        words = texts("sentences", first=words, second=texts("timeliness.deadline_definition"))
    tables = [_table(texts("timeliness.table"), found.with_flagged, texts)]
    lead = texts("timeliness.lead")
    if found.flagged:
        lead = texts("timeliness.lead_flagged", flagged=numbers.count(found.flagged))
        tables = [
            _table(texts("timeliness.table_with"), found.with_flagged, texts),
            _table(texts("timeliness.table_without"), found.without_flagged, texts),
        ]
    return Section(
        identity="timeliness",
        title=texts("timeliness.title"),
        lead=lead,
        body=join([*tables, definition(words)]),
    )


def _have_deadlines(rows: Sequence[GroupDuration]) -> bool:
    return any(row.with_deadline for row in rows)


def _table(caption: str, rows: Sequence[GroupDuration], texts: Texts) -> Markup:
    names = _PLAIN_COLUMNS + (_DEADLINE_COLUMNS if _have_deadlines(rows) else ())
    heads = columns(texts(f"timeliness.column.{name}") for name in names)
    return table(caption, heads, [_row(row, texts)[: len(names)] for row in rows], stacked=True)


def _row(row: GroupDuration, texts: Texts) -> list[str]:
    label = texts("group.all") if row.label == "all" else texts.label("channel", row.label)
    return [
        label,
        numbers.count(row.closed),
        numbers.decimal(row.mean_days),
        numbers.count(row.with_deadline),
        numbers.SMALL_CELL if row.suppressed else numbers.count(row.past_deadline),
        numbers.share(row.past_deadline_share),
    ]
