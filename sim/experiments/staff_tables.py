"""An answer about staff as plain data and as flat tables."""

from typing import Any

from sim.experiments.estimate import Estimate
from sim.experiments.staff_report import StaffReport
from sim.experiments.tables import Table


def staff_record(report: StaffReport) -> dict[str, Any]:
    """Return the answer as plain data."""
    tables = staff_tables(report)
    return {
        "scenario": report.scenario,
        "by": report.by,
        "objective": str(report.objective),
        "confidence": report.confidence,
        "seed": report.seed,
        "required": report.required,
        "available": report.available,
        "gap": report.required - report.available,
        "gap_share": (report.required - report.available) / report.available if report.available else None,
        "units_short": report.short,
        **_hours(report),
        "note": report.note,
        "units": list(tables.pop("staff")),
        **tables,
    }


def staff_tables(report: StaffReport) -> dict[str, Table]:
    """Return the answer as flat tables, by name; those that were not asked for are left out."""
    tables: dict[str, Table] = {
        "staff": [
            {
                "unit": need.unit,
                "required": need.required,
                "available": need.available,
                "gap": need.gap,
                "gap_share": need.gap_share,
                **_flat(report.objective.measure, need.value),
                "note": need.note,
            }
            for need in report.needs
        ]
    }
    measure = report.objective.measure
    for name, points in (("curve", report.curve), ("frontier", report.frontier)):
        if points:
            tables[name] = [{"staff": point.staff, **_flat(measure, point.value)} for point in points]
    if report.shifts:
        tables["shifts"] = [
            {
                "starts_hours": shift.starts_hours,
                "ends_hours": shift.ends_hours,
                "required": shift.required,
                "available": shift.available,
                "gap": shift.required - shift.available,
            }
            for shift in report.shifts
        ]
    if report.pooling:
        tables["pooling"] = [dict(vars(level)) for level in report.pooling]
    if report.marginal:
        tables["marginal"] = [
            {
                "court": worth.court,
                "mediators": worth.mediators,
                "waiting": worth.waiting,
                **_flat("case_days_saved_a_year", worth.case_days_saved),
            }
            for worth in report.marginal
        ]
    return tables


def _hours(report: StaffReport) -> dict[str, float]:
    """Return what a pool with shifts has beside a number of servers."""
    if not report.shifts:
        return {}
    return {
        "server_hours_required": report.server_hours_required,
        "server_hours_available": report.server_hours_available,
    }


def _flat(name: str, value: Estimate | None) -> dict[str, float | None]:
    if value is None:
        return {name: None, "low": None, "high": None}
    return {name: value.mean, "low": value.low, "high": value.high}
