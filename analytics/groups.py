"""Measures group by group: what a court president asks of each court, organisation, dispute type or channel.

Flow and stock as `analytics.measures.clearance` counts them, success as `analytics.measures.success`, time to close
as `analytics.measures.survival` estimates it, always from filing, and deadlines as `analytics.measures.timeliness`.
Groups come in order of their names, never of a rate: this is no ranking. Cases whose group nobody recorded are a
group of their own, so that the groups add up to the whole.

What it is not
    No comparison of courts like with like: their cases differ in type and weight, and small groups differ by chance.
    The intervals say how much.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import msgspec
import numpy as np

from analytics.errors import CaseTableError
from analytics.measures.observed import ObservedCases, observe
from analytics.measures.small_cells import SMALLEST_GROUP, hidden_groups
from analytics.measures.success import proportion
from analytics.measures.survival import spells
from analytics.measures.units import in_days
from analytics.parquet import require_columns
from analytics.records import Proportion
from analytics.session import file_name, session
from analytics.statistics.kaplan_meier import kaplan_meier

Grouping: TypeAlias = Literal["court", "organisation", "dispute_type", "channel", "entry_route"]
COLUMNS: Final[Mapping[Grouping, str]] = {
    "court": "court_id",
    "organisation": "organisation_id",
    "dispute_type": "dispute_type",
    "channel": "channel",
    "entry_route": "entry_route",
}
"""Column of the case table that each grouping goes by."""
NOT_RECORDED: Final = "(not recorded)"

_NUMBER = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT {column} AS name, row_number() OVER (ORDER BY {column} NULLS LAST) - 1 AS number FROM cases GROUP BY {column}
"""
_GROUPED = """
CREATE OR REPLACE TEMP VIEW grouped AS
SELECT number, cases.* FROM cases JOIN numbered ON {column} IS NOT DISTINCT FROM name
"""
_SPELLS = """
CREATE OR REPLACE TEMP VIEW spells AS
SELECT filed_us AS start_us, closed_us AS end_us, observed_us, closed_us, number FROM grouped
"""
_COUNTS = """
SELECT
    coalesce(number, -1) AS place,
    count(*) FILTER (in_period(filed_us)),
    count(*) FILTER (in_period(accepted_us)),
    count(*) FILTER (in_period(closed_us)),
    count(*) FILTER (open_just_before(filed_us, closed_us, period_ends())),
    count(outcome) FILTER (in_period(closed_us)),
    count(*) FILTER (in_period(closed_us) AND outcome = 'settled'),
    count(deadline_us) FILTER (in_period(closed_us)),
    count(*) FILTER (in_period(closed_us) AND closed_us > deadline_us)
FROM grouped GROUP BY GROUPING SETS ((), (number)) ORDER BY place
"""


class GroupMeasures(msgspec.Struct, frozen=True, kw_only=True):
    """What one group did in the period."""

    label: str
    """Name of the group; `all` for the whole, which comes first."""
    filed: int
    accepted: int
    closed: int
    open_at_end: int
    """Filed and not closed."""
    clearance_rate: float | None
    """Closed / filed; None where nothing was filed."""
    success: Proportion
    """Settled / concluded."""
    median_days: float | None
    """Calendar days from filing within which half of the cases are closed, open cases counted too; None where fewer
    than half were seen to close, or where fewer than 5 cases were closed."""
    late_days: float | None
    """The same for nine cases in ten."""
    with_deadline: int
    """Closed cases that have a deadline."""
    past_deadline_share: float | None
    """Closed after it / closed with one; None where fewer than 5 were closed, or none has one."""


def measure_groups(
    cases: Path,
    by: Grouping,
    *,
    names: Mapping[int, str] | None = None,
    confidence: float = 0.95,
    period: tuple[int, int] | None = None,
) -> list[GroupMeasures]:
    """Measure each group of a case table, and the whole.

    Parameters
    ----------
    cases
        Case table, a Parquet file with one row a case.
    by
        What makes a group.
    names
        Of courts or organisations by their number; a number without a name stands for itself.
    confidence
        Level of the intervals of success, between 0 and 1.
    period
        As for `analytics.measure.measure`.

    Returns
    -------
    list of GroupMeasures
        The whole first, then the groups in order of their names, then what nobody recorded.

    Raises
    ------
    CaseTableError, PeriodError, StatisticsError
        As `analytics.measure.measure` raises them.
    """
    with observe(cases, period=period) as observed:
        for statement in (_NUMBER, _GROUPED, _SPELLS):
            observed.connection.execute(statement.format(column=COLUMNS[by]))
        found = observed.rows("SELECT number, name FROM numbered ORDER BY number")
        labels = {number: _label(name, names or {}) for number, name in found}
        whole, *groups = observed.rows(_COUNTS)
        hidden = hidden_groups([row[5] for row in groups])
        quantiles = _quantiles(observed)
        first = _group("all", whole, quantiles.get(-1), confidence, hidden=False)
        rest = [
            _group(labels[row[0]], row, quantiles.get(row[0]), confidence, hidden=is_hidden)
            for row, is_hidden in zip(groups, hidden, strict=True)
        ]
    return [first, *sorted(rest, key=lambda group: group_order(group.label))]


def groups_in(cases: Path, by: Grouping) -> int:
    """Count the groups that a case table names.

    Raises
    ------
    CaseTableError
        If the file is missing or unreadable, or lacks the column.
    """
    column = COLUMNS[by]
    query = f"SELECT count(DISTINCT {column}) FROM read_parquet($file)"  # noqa: S608 - a name of this file
    with session(cases) as connection:
        require_columns(connection, cases, (column,), CaseTableError)
        ((count,),) = connection.execute(query, {"file": file_name(cases)}).fetchall()
    return int(count)


def _label(name: str | int | None, names: Mapping[int, str]) -> str:
    if name is None:
        return NOT_RECORDED
    return names.get(name, str(name)) if isinstance(name, int) else name


def group_order(label: str) -> tuple[bool, int, str]:
    """Give the place of a group among others: numbers by size, names by their letters, what nobody recorded last.

    Examples
    --------
    >>> sorted(["Yiwu", "(not recorded)", "11", "2"], key=group_order)
    ['2', '11', 'Yiwu', '(not recorded)']
    """
    number, name = (int(label), "") if label.isdecimal() else (2**63, label)
    return label == NOT_RECORDED, number, name


def _quantiles(observed: ObservedCases) -> dict[int, tuple[float | None, float | None]]:
    """Median and 90th percentile of the days from filing to close, by number of the group; -1 for the whole."""
    columns = spells(observed, group="number")
    if columns["place"].size == 0:
        return {}
    order = np.argsort(columns["place"], kind="stable")
    places, starts = np.unique(columns["place"][order], return_index=True)
    parts = {-1: order} | dict(zip(places.tolist(), np.split(order, starts[1:]), strict=True))
    found: dict[int, tuple[float | None, float | None]] = {}
    for place, rows in parts.items():
        curve = kaplan_meier(columns["exits"][rows], columns["ended"][rows], entries=columns["entries"][rows])
        found[place] = in_days(curve.quantile(0.5)), in_days(curve.quantile(0.9))
    return found


def _group(
    label: str,
    row: Sequence[Any],
    quantiles: tuple[float | None, float | None] | None,
    confidence: float,
    *,
    hidden: bool,
) -> GroupMeasures:
    _, filed, accepted, closed, still_open, concluded, settled, with_deadline, past = row
    small = label != "all" and closed < SMALLEST_GROUP
    median, late = (None, None) if small or quantiles is None else quantiles
    return GroupMeasures(
        label=label,
        filed=filed,
        accepted=accepted,
        closed=closed,
        open_at_end=still_open,
        clearance_rate=closed / filed if filed else None,
        success=proportion(label, settled, concluded, confidence, hidden=hidden or not concluded),
        median_days=median,
        late_days=late,
        with_deadline=with_deadline,
        past_deadline_share=past / with_deadline if with_deadline and not small else None,
    )
