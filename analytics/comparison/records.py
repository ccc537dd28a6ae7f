"""What changed from one period to another: one record a measure, and those of a group together."""

from math import floor, log10
from typing import Final, Literal, TypeAlias

import msgspec

from analytics.groups import Grouping
from analytics.records import Course, Period

Unit: TypeAlias = Literal["cases", "cases / workday", "share", "days"]
Verdict: TypeAlias = Literal["higher", "lower", "not told apart"]
Remark: TypeAlias = Literal["now_is_cut", "before_is_cut", "lengths_differ", "now_begins_empty", "before_begins_empty"]
"""What keeps two periods from being compared as they stand:

`now_is_cut`, `before_is_cut`
    Workdays of what was asked for were not observed.
`lengths_differ`
    One is longer than the other by more than one month is than another.
`now_begins_empty`, `before_begins_empty`
    Nothing was open at its start, unlike the other's: cases filed before it are missing, so that its stock and its
    closings are too low.
"""

_ROUNDS_TO_NOTHING: Final = 0.05


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One measure in two periods."""

    measure: str
    unit: Unit
    now: float | None
    """None, as all that follows from it, where there is nothing to measure or too few cases to show."""
    before: float | None
    now_low: float | None = None
    """Bounds of the interval, where the measure has one: a count is complete, a share and a median are estimates."""
    now_high: float | None = None
    before_low: float | None = None
    before_high: float | None = None
    difference: float | None = None
    """Now - before; None too where the periods cannot be compared by counts."""
    low: float | None = None
    high: float | None = None
    relative: float | None = None
    """Now / before - 1, of counts and of cases a workday."""
    verdict: Verdict | None = None
    """Whether the interval of the difference leaves 0 out; None where there is none."""

    @property
    def decimals(self) -> int:
        """Decimals that show the difference and its bounds, in points or days, for what they are: 1, or 2 near 0."""
        known = [abs(value) for value in (self.difference, self.low, self.high) if value is not None]
        scale = 100 if self.unit == "share" else 1
        told_by_little = self.verdict in ("higher", "lower") and scale * min(known) < _ROUNDS_TO_NOTHING
        return 2 if told_by_little or scale * max(known, default=1.0) < 1 else 1


class GroupChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in one group."""

    label: str
    """Name of the group; `all` for the whole, which comes first."""
    changes: list[Change]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two periods side by side."""

    now: Period
    before: Period
    confidence: float
    """Level of each interval in `changes`."""
    changes: list[Change]
    remarks: list[Remark]
    course_before: Course | None = None
    """Flows of the earlier period by day, week or month."""


class GroupComparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two periods side by side, group by group."""

    by: Grouping
    """What makes a group."""
    groups: list[GroupChanges]
    confidence: float
    """Level of each group's intervals, so high that those of one measure hold together; the whole's is that asked
    for."""

    @property
    def level_decimals(self) -> int:
        """Decimals of the level in per cent that tell it from 100."""
        return max(2, 1 - floor(log10(100 * (1 - self.confidence))))
