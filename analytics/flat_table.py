"""Measures as rows of one flat table: for spreadsheets, and for whoever wants one number by its name."""

from collections.abc import Iterable, Iterator

import msgspec

from analytics.records import (
    Clearance,
    Course,
    GroupDuration,
    Measures,
    Period,
    Proportion,
    Rates,
    Stock,
    Success,
    Survival,
    Utilisation,
    Volume,
)


class FlatRow(msgspec.Struct, frozen=True, kw_only=True):
    """One number of one group."""

    measure: str
    """Measure, or its breakdown, as `success_by_channel`."""
    group: str
    """Group inside it; `all` for the whole."""
    key: str
    """What the number is."""
    value: int | float | None
    """None where there is nothing to measure or the group is too small to show."""
    low: float | None = None
    """Lower bound of its interval, if it has one."""
    high: float | None = None
    """Upper bound."""
    denominator: int | float | None = None
    """What it was divided by, if it is a ratio."""
    unit: str
    """`cases`, `days`, `share`, ...; rates name their denominator: `cases / workday`."""


def flat_rows(measures: Measures) -> list[FlatRow]:
    """Lay out every number of the measures as rows.

    Parameters
    ----------
    measures
        What was measured.

    Returns
    -------
    list of FlatRow
        In the order of the record; a measure that is None has no rows.
    """
    rows = [*_period(measures.period), *_volume(measures.volume, measures.period)]
    if measures.course is not None:
        rows += _course(measures.course)
    if measures.success is not None:
        rows += _success(measures.success, measures.period)
    if measures.time_to_acceptance is not None:
        rows += _survival("time_to_acceptance", measures.time_to_acceptance)
    if measures.time_to_close is not None:
        rows += _survival("time_to_close", measures.time_to_close)
    rows += [*_stock(measures.stock, measures.period), *_clearance(measures.clearance)]
    if measures.utilisation is not None:
        rows += _utilisation(measures.utilisation)
    rows += _durations("timeliness_with_flagged", measures.timeliness.with_flagged)
    rows += _durations("timeliness_without_flagged", measures.timeliness.without_flagged)
    return rows


def _row(
    measure: str, key: str, value: float | None, unit: str, denominator: float | None = None, group: str = "all"
) -> FlatRow:
    return FlatRow(measure=measure, group=group, key=key, value=value, denominator=denominator, unit=unit)


def _period(period: Period) -> Iterator[FlatRow]:
    yield _row("period", "calendar_days", period.calendar_days, "days")
    yield _row("period", "workdays", period.workdays, "workdays")
    yield _row("period", "working_minutes", period.working_minutes, "working minutes")


def _rates(measure: str, key: str, rates: Rates, period: Period) -> Iterator[FlatRow]:
    yield _row(measure, key, rates.count, "cases")
    yield _row(measure, key, rates.per_workday, "cases / workday", period.workdays)
    yield _row(measure, key, rates.per_working_minute, "cases / working minute", period.working_minutes)
    yield _row(measure, key, rates.per_calendar_day, "cases / calendar day", period.calendar_days)


def _volume(volume: Volume, period: Period) -> Iterator[FlatRow]:
    yield from _rates("volume", "filed", volume.filed, period)
    yield from _rates("volume", "accepted", volume.accepted, period)
    yield from _rates("volume", "closed", volume.closed, period)
    yield _row("volume", "filed_without_time", volume.filed_without_time, "cases")
    yield _row("volume", "closed_without_time", volume.closed_without_time, "cases")
    timed = volume.filed.count - volume.filed_without_time
    yield _row("volume", "off_hours_share", volume.off_hours_share, "share", timed)
    yield _row("volume", "off_day_share", volume.off_day_share, "share", volume.filed.count)
    by_hour = zip(volume.filed_by_hour_of_week, volume.closed_by_hour_of_week, strict=True)
    for hour, (filed, closed) in enumerate(by_hour):
        yield _row("volume_by_hour_of_week", "filed", filed, "cases", group=str(hour))
        yield _row("volume_by_hour_of_week", "closed", closed, "cases", group=str(hour))


def _course(course: Course) -> Iterator[FlatRow]:
    """One name a unit, and the first day of it that lies in the period as group."""
    for unit in course.units:
        measure, group = f"course_by_{course.unit}", unit.starts_on.isoformat()
        yield _row(measure, "calendar_days", unit.calendar_days, "days", group=group)
        yield _row(measure, "workdays", unit.workdays, "workdays", group=group)
        for key in ("filed", "accepted", "closed", "settled", "pending_at_end"):
            yield _row(measure, key, getattr(unit, key), "cases", group=group)
        if unit.success is not None:
            yield _proportion(measure, "success", unit.success)


def _success(success: Success, period: Period) -> Iterator[FlatRow]:
    yield _proportion("success", "settled", success.overall)
    for proportion in success.by_dispute_type:
        yield _proportion("success_by_dispute_type", "settled", proportion)
    for proportion in success.by_channel:
        yield _proportion("success_by_channel", "settled", proportion)
    for proportion in success.by_closing_code:
        yield _proportion("closing_code", "concluded_with_code", proportion)
    if success.pre_filing is None:
        return
    yield from _rates("success", "pre_filing", success.pre_filing, period)
    yield _row(
        "success",
        "seconds_between_pre_filing",
        success.seconds_between_pre_filing,
        "working seconds",
        success.pre_filing.count,
    )


def _proportion(measure: str, key: str, proportion: Proportion) -> FlatRow:
    return FlatRow(
        measure=measure,
        group=proportion.label,
        key=key,
        value=proportion.rate,
        low=proportion.low,
        high=proportion.high,
        denominator=proportion.denominator,
        unit="share",
    )


def _survival(measure: str, survival: Survival) -> Iterator[FlatRow]:
    for key in ("cases", "events", "censored", "left_out"):
        yield _row(measure, key, getattr(survival, key), "cases")
    yield _row(measure, "mean_days", survival.mean_days, "days")
    yield _row(measure, "mean_limit_days", survival.mean_limit_days, "days")
    for share, days in survival.quantile_days.items():
        yield _row(measure, f"quantile_{share}_days", days, "days")
    for point in survival.curve:
        yield FlatRow(
            measure=f"{measure}_curve",
            group=f"{point.days:.6f}",
            key="survival",
            value=point.survival,
            low=point.low,
            high=point.high,
            denominator=point.at_risk,
            unit="share",
        )


def _stock(stock: Stock, period: Period) -> Iterator[FlatRow]:
    for key in ("pending_at_start", "pending_at_end", "waiting_at_start", "waiting_at_end", "left_out"):
        yield _row("stock", key, getattr(stock, key), "cases")
    yield _row("stock", "pending_mean", stock.pending_mean, "cases", period.calendar_days)
    yield _row("stock", "waiting_mean", stock.waiting_mean, "cases", period.calendar_days)
    accepted = stock.accepted_per_calendar_day
    yield _row("stock", "accepted_per_calendar_day", accepted, "cases / calendar day", period.calendar_days)
    yield _row("stock", "mean_duration_days", stock.mean_duration_days, "days")
    yield _row("stock", "little_pending", stock.little_pending, "cases")
    yield _row("stock", "little_relative_error", stock.little_relative_error, "share", stock.little_pending)


def _clearance(clearance: Clearance) -> Iterator[FlatRow]:
    for key in ("incoming", "resolved", "unresolved_at_end"):
        yield _row("clearance", key, getattr(clearance, key), "cases")
    yield _row("clearance", "clearance_rate", clearance.clearance_rate, "share", clearance.incoming)
    yield _row("clearance", "disposition_days", clearance.disposition_days, "days", clearance.resolved)


def _utilisation(utilisation: Utilisation) -> Iterator[FlatRow]:
    yield _row("utilisation", "mediators", utilisation.mediators, "mediators")
    yield _row("utilisation", "capacity", utilisation.capacity, "cases")
    yield _row("utilisation", "pending_mean", utilisation.pending_mean, "cases")
    yield _row("utilisation", "utilisation", utilisation.utilisation, "share", utilisation.capacity)
    yield _row("utilisation", "mediators_full", utilisation.mediators_full, "mediators")
    for load, mediators in enumerate(utilisation.mediators_by_load):
        yield _row("utilisation_by_load", "mediators", mediators, "mediators", group=str(load))
    for decile, load in enumerate(utilisation.mean_load_by_decile, start=1):
        yield _row("utilisation_by_decile", "mean_load", load, "cases / mediator", group=str(decile))


def _durations(measure: str, groups: Iterable[GroupDuration]) -> Iterator[FlatRow]:
    for group in groups:
        yield _row(measure, "closed", group.closed, "cases", group=group.label)
        yield _row(measure, "mean_days", group.mean_days, "days", group.closed, group=group.label)
        yield _row(measure, "past_deadline", group.past_deadline_share, "share", group.with_deadline, group=group.label)
