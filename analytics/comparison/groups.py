"""Two periods compared group by group: each court beside itself, never beside another.

Of many groups some differ by chance alone. The intervals of one measure are therefore so wide that all of them hold
together at the level that is named (C. E. Bonferroni, 1936): where nothing changed in any of 60 courts, one of twenty
such tables at most calls one of them higher or lower.
"""

from collections.abc import Mapping, Sequence

from analytics.comparison.change import counted, estimated, share
from analytics.comparison.records import Change, GroupChanges, GroupComparison
from analytics.groups import Grouping, GroupMeasures, group_order

WHOLE = "all"


def groups_confidence(groups: int, confidence: float) -> float:
    """Give the level of each interval at which those of all groups hold together.

    Examples
    --------
    >>> groups_confidence(50, 0.95)
    0.999
    """
    return 1 - (1 - confidence) / max(1, groups)


def compare_groups(
    now: Sequence[GroupMeasures],
    before: Sequence[GroupMeasures],
    by: Grouping,
    *,
    is_comparable: bool = True,
    confidence: float = 0.95,
) -> GroupComparison:
    """Compare each group of a period with itself in an earlier one.

    Parameters
    ----------
    now, before
        The groups, the whole among them, as `analytics.groups.measure_groups` gives them.
    by
        What makes a group.
    is_comparable
        Whether counts of the two periods may be held against each other.
    confidence
        Level at which the intervals of one measure hold together, those of the whole each for itself.

    Returns
    -------
    GroupComparison
        The whole first, then the groups in order of their names. A group that one of the periods does not have is told
        with the other's values alone.

    Raises
    ------
    StatisticsError
        If `confidence` is not inside (0, 1).
    """
    first, second = ({group.label: group for group in groups} for groups in (now, before))
    labels = sorted((first.keys() | second.keys()) - {WHOLE}, key=group_order)
    level = groups_confidence(len(labels), confidence)
    groups = [
        _group(label, first, second, confidence if label == WHOLE else level, is_comparable=is_comparable)
        for label in (WHOLE, *labels)
    ]
    return GroupComparison(by=by, groups=groups, confidence=level)


def _group(
    label: str,
    now: Mapping[str, GroupMeasures],
    before: Mapping[str, GroupMeasures],
    confidence: float,
    *,
    is_comparable: bool,
) -> GroupChanges:
    one, other = now.get(label), before.get(label)

    def counts(measure: str) -> tuple[int | None, int | None]:
        return (None if one is None else getattr(one, measure)), (None if other is None else getattr(other, measure))

    changes = [
        *(counted(flow, *counts(flow), unit="cases", is_comparable=is_comparable) for flow in ("filed", "closed")),
        counted("open_at_end", *counts("open_at_end"), unit="cases"),
        counted("clearance_rate", *counts("clearance_rate"), unit="share"),
        _success(one, other, confidence),
        counted("median_days_filed_to_closed", *counts("median_days"), unit="days"),
        _past_deadline(one, other, confidence),
    ]
    return GroupChanges(label=label, changes=changes)


def _success(one: GroupMeasures | None, other: GroupMeasures | None, confidence: float) -> Change:
    found = [
        None if group is None else share(group.success.numerator, group.success.denominator, confidence)
        for group in (one, other)
    ]
    return estimated("success_rate", *found, unit="share")


def _past_deadline(one: GroupMeasures | None, other: GroupMeasures | None, confidence: float) -> Change:
    found = [
        None
        if group is None or group.past_deadline_share is None
        else share(round(group.past_deadline_share * group.with_deadline), group.with_deadline, confidence)
        for group in (one, other)
    ]
    return estimated("past_deadline_share", *found, unit="share")
