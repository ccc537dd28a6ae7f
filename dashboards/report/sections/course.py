"""How the period went: flows and stock by day, week or month."""

from collections.abc import Callable, Iterator
from functools import partial

from analytics.records import Course, CourseUnit, Measures, Stock
from dashboards.catalogue import Texts
from dashboards.figures.course import (
    Base,
    course_base,
    course_figure,
    flows,
    has_pending,
    unit_label,
    unit_phrase,
    unit_rate,
)
from dashboards.report import numbers
from dashboards.report.blocks import Chart
from dashboards.report.markup import Markup
from dashboards.report.tables import columns, table


def course(measures: Measures, texts: Texts) -> Chart | None:
    """The chart of the period's units; None where nothing was filed or there is no second unit to compare with."""
    found = measures.course
    if found is None or len(found.units) < 2 or not any(unit.filed for unit in found.units):
        return None
    return Chart(
        identity="course",
        title=texts(f"course.by.{found.unit}"),
        summary=_summary(found, measures.stock, texts),
        figure=course_figure(found, measures.stock, texts),
        table=_table(found, measures, texts),
        definition=_definition(found, measures, texts),
        wide=True,
    )


def _summary(found: Course, stock: Stock, texts: Texts) -> str:
    """Cut units are compared with none."""
    base = course_base(found)
    whole = [unit for unit in found.units if unit.is_whole] or found.units
    busiest = max(whole, key=lambda unit: unit_rate(unit, "filed", base) or 0.0)
    words = texts(
        f"course.summary.{base}",
        when=unit_phrase(found.unit, busiest.starts_on, texts),
        rate=_rate(busiest, flow="filed", base=base),
    )
    if not has_pending(found, stock):
        return words
    emptiest = min(found.units, key=lambda unit: unit.pending_at_end)
    fullest = max(found.units, key=lambda unit: unit.pending_at_end)
    more = texts(
        "course.summary.pending",
        stock=texts(f"course.pending.{found.unit}"),
        least=numbers.count(emptiest.pending_at_end),
        emptiest=unit_phrase(found.unit, emptiest.starts_on, texts),
        most=numbers.count(fullest.pending_at_end),
        fullest=unit_phrase(found.unit, fullest.starts_on, texts),
        start=numbers.count(stock.pending_at_start),
    )
    return texts("sentences", first=words, second=more)


def _rate(unit: CourseUnit, *, flow: str, base: Base) -> str:
    rate = unit_rate(unit, flow, base)
    return numbers.decimal(rate, 0) if base == "per_day" else numbers.rate(rate)


def _definition(found: Course, measures: Measures, texts: Texts) -> str:
    words = texts(f"course.definition.{course_base(found)}")
    more = {
        "course.definition.pending": has_pending(found, measures.stock),
        "course.definition.success": any(unit.success is not None for unit in found.units),
        "course.definition.part": not all(unit.is_whole for unit in found.units),
        "suppressed.why": measures.success is not None and any(unit.settled is None for unit in found.units),
    }
    for key, applies in more.items():
        words = texts("sentences", first=words, second=texts(key)) if applies else words
    return words


def _table(found: Course, measures: Measures, texts: Texts) -> Markup:
    """A row a unit with the base of its rates; each row a card on a telephone."""
    shown = list(_columns(found, measures, texts))
    rows = [[cell(unit) for _, cell in shown] for unit in found.units]
    return table(texts("course.table"), columns(heading for heading, _ in shown), rows, stacked=True)


def _columns(found: Course, measures: Measures, texts: Texts) -> Iterator[tuple[str, Callable[[CourseUnit], str]]]:
    """Heading and cell of each column that has something to say."""
    base, names = course_base(found), {flow: texts(f"volume.{flow}") for flow in flows(found)}
    yield texts(f"course.column.{found.unit}"), lambda unit: unit_label(found.unit, unit.starts_on, texts)
    yield texts("course.column.days"), _days
    yield texts("course.column.workdays"), lambda unit: numbers.count(unit.workdays)
    for flow, name in names.items():
        yield name, partial(_count, flow=flow)
    if measures.success is not None:
        yield texts("course.column.settled"), lambda unit: _settled(unit, texts)
        if any(unit.success is not None for unit in found.units):
            yield texts("course.column.success"), lambda unit: _success(unit, texts)
            yield texts("course.column.interval"), _interval
    if has_pending(found, measures.stock):
        yield texts("course.column.pending"), lambda unit: numbers.count(unit.pending_at_end)
    if base != "per_day":
        over = texts(f"volume.column.{base}")
        for flow, name in names.items():
            yield texts("course.column.rate", flow=name, base=over), partial(_rate, flow=flow, base=base)


def _days(unit: CourseUnit) -> str:
    return numbers.decimal(unit.calendar_days, 0 if unit.calendar_days.is_integer() else 1)


def _count(unit: CourseUnit, *, flow: str) -> str:
    return numbers.count(getattr(unit, flow))


def _settled(unit: CourseUnit, texts: Texts) -> str:
    return texts("suppressed.withheld") if unit.settled is None else numbers.count(unit.settled)


def _success(unit: CourseUnit, texts: Texts) -> str:
    found = unit.success
    if found is None:
        return numbers.MISSING
    return texts("suppressed.withheld") if found.suppressed else numbers.share(found.rate)


def _interval(unit: CourseUnit) -> str:
    found = unit.success
    return numbers.MISSING if found is None else numbers.share_range(found.low, found.high)
