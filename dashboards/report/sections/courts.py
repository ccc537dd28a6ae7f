"""What each court did, beside the whole: no league table, so by name."""

from analytics.groups import NOT_RECORDED, GroupMeasures
from analytics.measures.small_cells import SMALLEST_GROUP
from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, definition
from dashboards.report.markup import join
from dashboards.report.records import Report
from dashboards.report.tables import columns, table

_COLUMNS = ("court", "filed", "closed", "open", "clearance", "settled", "interval", "median", "late", "past_deadline")


def courts(report: Report, texts: Texts) -> Section | None:
    """One table, the whole first; None where nobody measured court by court."""
    if not report.courts:
        return None
    heads = columns(texts(f"courts.column.{name}") for name in _COLUMNS)
    rows = [_row(court, texts) for court in report.courts]
    confidence = numbers.share(report.courts[0].success.confidence, 0)
    words = texts("courts.definition", confidence=confidence)
    return Section(
        identity="courts",
        title=texts("courts.title"),
        lead=texts("courts.lead"),
        body=join([table(texts("courts.table"), heads, rows, stacked=True), definition(words)]),
    )


def _row(court: GroupMeasures, texts: Texts) -> list[str]:
    success = court.success
    withheld = numbers.SMALL_CELL if success.denominator < SMALLEST_GROUP else texts("suppressed.withheld")
    return [
        _label(court, texts),
        numbers.count(court.filed),
        numbers.count(court.closed),
        numbers.count(court.open_at_end),
        numbers.share(court.clearance_rate),
        withheld if success.suppressed else numbers.share(success.rate),
        numbers.share_range(success.low, success.high),
        numbers.decimal(court.median_days),
        numbers.decimal(court.late_days),
        numbers.share(court.past_deadline_share),
    ]


def _label(court: GroupMeasures, texts: Texts) -> str:
    if court.label == NOT_RECORDED:
        return texts("group.not_recorded")
    return texts("group.all") if court.label == "all" else court.label
