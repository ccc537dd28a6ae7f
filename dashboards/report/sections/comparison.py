"""The period beside an earlier one: what changed, and of which changes chance is an explanation."""

from analytics.comparison.records import Change, Comparison, GroupChanges, GroupComparison
from analytics.groups import NOT_RECORDED
from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, chart_block, definition
from dashboards.report.markup import Markup, element, join
from dashboards.report.records import Report
from dashboards.report.sections.compared_course import compared_course
from dashboards.report.sections.masthead import date_words
from dashboards.report.tables import columns, table

_COLUMNS = ("measure", "now", "before", "change", "interval", "verdict")
_GROUP_COLUMNS = ("filed", "before", "change", "closed", "before", "change", "settled", "before", "interval", "verdict")


def comparison(report: Report, texts: Texts) -> Section | None:
    """A table of the whole and one of each grouping; None where no earlier period was asked for."""
    found = report.comparison
    if found is None:
        return None
    groups = [_groups(one, found.confidence, texts) for one in report.compared_groups or ()]
    chart = compared_course(report.measures.course, found.course_before, texts)
    charts = [] if chart is None else [chart]
    return Section(
        identity="comparison",
        title=texts("comparison.title", period=_days(found, texts)),
        lead=_lead(found, texts),
        body=join([_whole(found, texts), *(chart_block(one) for one in charts), *groups]),
        charts=charts,
    )


def _days(found: Comparison, texts: Texts) -> str:
    first, last = date_words(found.before.starts_at, texts), date_words(found.before.ends_at - 1, texts)
    return texts("comparison.period", first=first, last=last)


def _lead(found: Comparison, texts: Texts) -> str:
    words = texts(
        "comparison.lead",
        now=numbers.decimal(found.now.calendar_days, 0),
        now_workdays=numbers.count(found.now.workdays),
        before=numbers.decimal(found.before.calendar_days, 0),
        before_workdays=numbers.count(found.before.workdays),
    )
    for remark in found.remarks:
        words = texts("sentences", first=words, second=texts(f"comparison.remark.{remark}"))
    return words


def _whole(found: Comparison, texts: Texts) -> Markup:
    heads = columns(texts(f"comparison.column.{name}") for name in _COLUMNS)
    rows = [_row(change, texts) for change in found.changes]
    words = texts("comparison.definition", confidence=numbers.share(found.confidence, 0))
    return join([table(texts("comparison.table"), heads, rows, stacked=True), definition(words)])


def _row(change: Change, texts: Texts) -> list[str]:
    return [
        texts(f"comparison.measure.{change.measure}"),
        _value(change, change.now),
        _value(change, change.before),
        _change(change, texts),
        _interval(change, texts),
        _verdict(change, texts),
    ]


def _groups(found: GroupComparison, confidence: float, texts: Texts) -> Markup:
    names = (texts(f"success.column.{found.by}" if found.by != "court" else "courts.column.court"),)
    heads = columns([*names, *(texts(f"comparison.group_column.{name}") for name in _GROUP_COLUMNS)])
    rows = [_group_row(group, found.by, texts) for group in found.groups]
    words = texts(
        "comparison.groups_definition",
        level=numbers.share(found.confidence, found.level_decimals),
        confidence=numbers.share(confidence, 0),
    )
    return join(
        [
            element("h3", texts(f"comparison.by.{found.by}")),
            table(texts("comparison.table"), heads, rows, stacked=True),
            definition(words),
        ]
    )


def _group_row(group: GroupChanges, by: str, texts: Texts) -> list[str]:
    changes = {change.measure: change for change in group.changes}
    settled = changes["success_rate"]
    cells = [_group_label(group.label, by, texts)]
    for measure in ("filed", "closed"):
        change = changes[measure]
        cells += [_value(change, change.now), _value(change, change.before), _change(change, texts)]
    shares = [_value(settled, settled.now), _value(settled, settled.before)]
    return [*cells, *shares, _interval(settled, texts), _verdict(settled, texts)]


def _group_label(label: str, by: str, texts: Texts) -> str:
    if label == NOT_RECORDED:
        return texts("group.not_recorded")
    return texts("group.all") if label == "all" else texts.label(by, label)


def _value(change: Change, value: float | None) -> str:
    if change.unit == "share":
        return numbers.share(value)
    return numbers.count(value if value is None else round(value)) if change.unit == "cases" else numbers.rate(value)


def _change(change: Change, texts: Texts) -> str:
    """Counts change by a share of themselves, shares by percentage points, times by days."""
    if change.unit in ("cases", "cases / workday"):
        return numbers.change(change.relative, 1)
    if change.difference is None:
        return numbers.MISSING
    return texts(f"comparison.gap.{change.unit}", gap=_gap(change, change.difference))


def _interval(change: Change, texts: Texts) -> str:
    if change.low is None or change.high is None:
        return numbers.MISSING
    gap = texts("comparison.range", low=_gap(change, change.low), high=_gap(change, change.high))
    return texts(f"comparison.gap.{change.unit}", gap=gap)


def _gap(change: Change, value: float) -> str:
    return numbers.signed(100 * value if change.unit == "share" else value, change.decimals)


def _verdict(change: Change, texts: Texts) -> str:
    if change.verdict is None:
        return numbers.MISSING
    return texts(f"comparison.verdict.{change.verdict.replace(' ', '_')}")
