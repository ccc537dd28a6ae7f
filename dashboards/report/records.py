"""What a report is made from: the plain dicts of a run's files, checked once and typed from there on.

Fields that a run may leave out have a default; fields it adds are passed over, so that an older report
builder reads a newer run.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from analytics.comparison.records import Comparison, GroupComparison
from analytics.groups import GroupMeasures
from analytics.records import Measures
from dashboards.catalogue import Localised
from dashboards.errors import ReportError


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen and keyword-only, like every record here."""


class Run(_Record, frozen=True, kw_only=True):
    """How simulated cases came about."""

    scenario: str = ""
    """Name of the preset or file."""
    title: Localised | None = None
    backend: str = ""
    """Which of the simulator's loops ran."""
    seed: int | None = None
    cases: int | None = None
    events: int | None = None
    wall_seconds: float | None = None
    version: str = ""
    """Of the program."""
    scenario_hash: str = ""
    content_hash: str | None = None
    """Of the events, in order: equal for equal seeds; None if they were not written."""
    courts: int | None = None
    organisations: int | None = None
    mediators: int | None = None


class Import(_Record, frozen=True, kw_only=True):
    """Where recorded cases came from."""

    source: str = ""
    """Name of the file that was read."""
    mapping: str = ""
    """What the data are."""
    rows_read: int | None = None
    rows_rejected: int | None = None
    """Rows with a fault."""
    rows_outside_period: int | None = None
    """Sound rows of cases that lie outside the period."""


class PublishedFigure(_Record, frozen=True, kw_only=True):
    """One figure that was published, and what the run says to it."""

    id: str
    preset: str = ""
    published: float | str | None = None
    achieved: float | str | None = None
    relative_error: float | None = None
    """Achieved / published - 1."""
    tolerance: float | str | None = None
    """Largest relative error that counts as reproduced."""
    reading: Localised | None = None
    """What the figure was taken to mean."""
    verdict: str
    """`reproduced`, `contradicts ID` or `not modelled yet`."""
    title: Localised | None = None
    unit: Localised | None = None
    at_most: bool = False
    """Published as an upper bound: reproduced by anything up to it."""
    note: Localised | None = None
    source: Localised | None = None


class Assumption(_Record, frozen=True, kw_only=True):
    """One input of the run and how well it is known."""

    key: str
    value: Any = None
    unit: Localised | None = None
    tag: Literal["found", "derived", "assumed"]
    low: Any = None
    high: Any = None
    source: Localised | None = None
    title: Localised | None = None


class Report(_Record, frozen=True, kw_only=True):
    """Everything a report shows."""

    measures: Measures
    run: Run | None = None
    """None for imported records."""
    imported: Import | None = None
    """None for simulated ones, and for a case table by itself."""
    published: list[PublishedFigure] | None = None
    assumptions: list[Assumption] | None = None
    courts: list[GroupMeasures] | None = None
    """The whole and each court; None where they were not measured."""
    comparison: Comparison | None = None
    """The period beside an earlier one, if one was asked for."""
    compared_groups: list[GroupComparison] | None = None
    """The same group by group."""
    title: Localised | None = None
    """Heading that goes before the run's own title."""


def read_report(report: Mapping[str, Any]) -> Report:
    """Check a report's data and give it its types.

    Parameters
    ----------
    report
        `measures` as in `measures.json`; `run`, `published` and `assumptions` may be absent.

    Returns
    -------
    Report
        The same, typed.

    Raises
    ------
    ReportError
        If a field is missing or of the wrong kind; the message says which.
    """
    try:
        return msgspec.convert(dict(report), Report)
    except msgspec.ValidationError as error:
        raise ReportError(f"report: {error}") from error
