"""How the period and an earlier one went, unit beside unit."""

from itertools import zip_longest

from analytics.records import Course, CourseUnit
from dashboards.catalogue import Texts
from dashboards.figures.compared_course import FLOWS, are_alike, compared_course_figure
from dashboards.figures.course import Base, course_base, unit_label, unit_rate
from dashboards.report import numbers
from dashboards.report.blocks import Chart
from dashboards.report.markup import Markup
from dashboards.report.tables import columns, table


def compared_course(now: Course | None, before: Course | None, texts: Texts) -> Chart | None:
    """The chart of both courses; None where their units do not lie beside each other."""
    if now is None or before is None or not are_alike(now, before):
        return None
    return Chart(
        identity="compared-course",
        title=texts("comparison.course"),
        summary=_summary(now, before, texts),
        figure=compared_course_figure(now, before, texts),
        table=_table(now, before, texts),
        definition=texts("comparison.course_definition"),
        wide=True,
    )


def _summary(now: Course, before: Course, texts: Texts) -> str:
    """Units that one of the periods cuts are not counted."""
    base = course_base(now)
    pairs = [
        (unit_rate(one, "filed", base) or 0.0, unit_rate(other, "filed", base) or 0.0)
        for one, other in zip(now.units, before.units, strict=False)
        if one.is_whole and other.is_whole
    ]
    more = sum(one > other for one, other in pairs)
    return texts("comparison.course_summary", more=numbers.count(more), all=numbers.count(len(pairs)))


def _table(now: Course, before: Course, texts: Texts) -> Markup:
    base = course_base(now)
    names = ["unit", *(name for flow in FLOWS for name in (flow, "before"))]
    rows = [
        [_label(now, one, texts), *(_rate(unit, flow, base) for flow in FLOWS for unit in (one, other))]
        for one, other in zip_longest(now.units, before.units)
    ]
    heads = columns(texts(f"comparison.course_column.{name}") for name in names)
    return table(texts(f"course.{base}"), heads, rows, stacked=True)


def _label(course: Course, unit: CourseUnit | None, texts: Texts) -> str:
    return numbers.MISSING if unit is None else unit_label(course.unit, unit.starts_on, texts)


def _rate(unit: CourseUnit | None, flow: str, base: Base) -> str:
    rate = None if unit is None else unit_rate(unit, flow, base)
    return numbers.rate(rate) if base != "per_day" or rate is None else numbers.count(round(rate))
