"""Reports whose period stands beside an earlier one, made of the measures that other fixtures have."""

from typing import Any

import msgspec
from msgspec import structs

from analytics.comparison.groups import compare_groups
from analytics.comparison.measures import compare_measures
from analytics.groups import Grouping, GroupMeasures
from analytics.records import Measures, Proportion
from tests.dashboards.builders import proportion, survival
from tests.dashboards.nation import national_measures
from tests.dashboards.office import office_measures

REMARKS = ["now_is_cut", "before_is_cut", "lengths_differ", "now_begins_empty", "before_begins_empty"]


def nation_beside_an_earlier_week() -> dict[str, Any]:
    """More was settled than in a week that is whole and comparable; acceptances took as long, closings longer."""
    now = national_measures()
    assert now.success is not None
    before = structs.replace(now, success=structs.replace(now.success, overall=proportion("all", 90_000, 150_000)))
    slower = survival("accepted", "closed", [(float(day), max(0.02, 1 - day / 60)) for day in range(1, 59)], 600_000)
    return _material(structs.replace(now, time_to_close=slower), before, [])


def office_beside_another_log() -> dict[str, Any]:
    """Times run from filing, fewer are past their deadline, groups move; and all there is to remark."""
    now = office_measures()
    whole, *channels = now.timeliness.with_flagged
    late = structs.replace(whole, past_deadline=500, past_deadline_share=500 / whole.with_deadline)
    before = structs.replace(now, timeliness=structs.replace(now.timeliness, with_flagged=[late, *channels]))
    return _material(now, before, REMARKS)


def _material(now: Measures, before: Measures, remarks: list[Any]) -> dict[str, Any]:
    comparison = structs.replace(compare_measures(now, before), remarks=remarks)
    groups = [_groups("court", "Yiwu <i>", "(not recorded)"), _groups("dispute_type", "family", "finance")]
    return {
        "comparison": msgspec.to_builtins(comparison),
        "compared_groups": [msgspec.to_builtins(compare_groups(*pair, by)) for by, pair in groups],
    }


def _groups(by: Grouping, large: str, small: str) -> tuple[Grouping, tuple[list[GroupMeasures], list[GroupMeasures]]]:
    """The whole, a group that is shown and one that is not, in two periods."""
    now = [_group("all", proportion("all", 130, 203)), _group(large, proportion("", 128, 200))]
    before = [_group("all", proportion("all", 160, 204)), _group(large, proportion("", 158, 200))]
    return by, ([*now, _group(small, proportion("", 0, 3))], [*before, _group(small, proportion("", 0, 4))])


def _group(label: str, success: Proportion) -> GroupMeasures:
    closed = success.denominator
    return GroupMeasures(
        label=label,
        filed=closed + 7,
        accepted=closed,
        closed=closed,
        open_at_end=7,
        clearance_rate=closed / (closed + 7),
        success=success,
        median_days=None if success.suppressed else 12.3,
        late_days=None,
        with_deadline=0,
        past_deadline_share=None,
    )
