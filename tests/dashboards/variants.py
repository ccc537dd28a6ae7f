"""Reports at the edges: a tiny court, and a hostile one."""

from datetime import date
from typing import Any

import msgspec

from analytics.groups import NOT_RECORDED, GroupMeasures
from analytics.measures.loading import CASE_COLUMNS
from analytics.records import Proportion, Success
from tests.dashboards.builders import course, proportion, rates
from tests.dashboards.compared import nation_beside_an_earlier_week, office_beside_another_log
from tests.dashboards.nation import national_report
from tests.dashboards.office import office_report

HOSTILE = "</script><script>document.title='broken'</script><!--\u2028<b onclick=x>&amp; %{x} ${title} {count}\x00"


def court(label: str, filed: int, success: Proportion) -> dict[str, Any]:
    """What a court did, of as many filings."""
    measured = GroupMeasures(
        label=label,
        filed=filed,
        accepted=filed,
        closed=filed - 1,
        open_at_end=1,
        clearance_rate=(filed - 1) / filed,
        success=success,
        median_days=None if success.suppressed else 12.3,
        late_days=None,
        with_deadline=0,
        past_deadline_share=None,
    )
    return msgspec.to_builtins(measured)


def small_report() -> dict[str, Any]:
    """Recorded cases of one court, too few to show, outside the years the calendar knows."""
    report = office_report() | office_beside_another_log()
    report["imported"] = {
        "source": "a<b>.csv",
        "mapping": "Cases of a small court",
        "rows_read": 40,
        "rows_rejected": 0,
        "rows_outside_period": 3,
    }
    report["courts"] = [
        court("all", 19, proportion("all", 14, 19)),
        court("Yiwu <i>", 12, msgspec.structs.replace(proportion("", 0, 3), denominator=12)),
        court(NOT_RECORDED, 4, proportion("", 2, 3)),
    ]
    measures = report["measures"]
    measures["unrecorded"] = [name for name in CASE_COLUMNS if name not in {"case_id", "source_id", "filed_at", "flag"}]
    measures["period"] |= {"workdays": None, "working_minutes": None}
    for flow in ("filed", "accepted", "closed"):
        measures["volume"][flow] |= {"per_workday": None, "per_working_minute": None}
    measures["volume"] |= {"off_hours_share": None, "off_day_share": None}
    measures["volume"] |= {"filed_without_time": 4, "closed_without_time": 9}
    measures["volume"]["closed_by_hour_of_week"] = [0] * 168
    for unit in measures["course"]["units"]:
        unit["workdays"] = None
    measures["time_to_close"]["quantile_days"] = {"0.25": 80.0, "0.5": None, "0.75": None, "0.9": None}
    measures["time_to_close"]["left_out"] = 1
    measures["timeliness"] |= {"flagged": 0, "without_flagged": []}
    small = [proportion(code, 0, 3) for code in ("1", "4")]
    hidden = msgspec.structs.replace(proportion("labour", 0, 3), denominator=9)  # to protect the small one
    success = Success(
        overall=proportion("all", 2, 3),
        by_dispute_type=[proportion("family", 2, 3), hidden, proportion("traffic", 7, 12)],
        by_channel=[],
        by_closing_code=small,
        pre_filing=rates(0),
        seconds_between_pre_filing=7_300.0,
    )
    measures["success"] = msgspec.to_builtins(success)
    return report


def hostile_report() -> dict[str, Any]:
    """Whatever can hold a string holds one that would break out of where it stands."""
    report = national_report() | nation_beside_an_earlier_week()
    report["run"] |= {"title": HOSTILE, "scenario": HOSTILE, "backend": HOSTILE, "content_hash": HOSTILE}
    report["published"][0] |= {"id": HOSTILE, "title": HOSTILE, "verdict": f"contradicts {HOSTILE}", "reading": HOSTILE}
    report["assumptions"][0] |= {"key": HOSTILE, "value": [HOSTILE], "source": HOSTILE}
    success = report["measures"]["success"]
    success["by_dispute_type"][0]["label"] = HOSTILE
    success["by_channel"][0]["label"] = HOSTILE
    success["by_closing_code"][0]["label"] = HOSTILE
    report["measures"]["timeliness"]["with_flagged"][1]["label"] = HOSTILE
    report["compared_groups"][0]["groups"][1]["label"] = HOSTILE
    return report


def untitled_report() -> dict[str, Any]:
    """A run that told nothing of itself, its course by weeks instead of days."""
    report = national_report() | nation_beside_an_earlier_week() | {"run": {}}
    weeks = course(
        "week",
        [date(2020, 7, day) for day in (20, 27)] + [date(2020, 8, day) for day in (3, 10, 17, 24)],
        date(2020, 8, 27),
        totals=(800_000, 790_000, 780_000),
        settled_share=0.65,
        pending=(490_000, 500_000),
    )
    report["measures"]["course"] = msgspec.to_builtins(weeks)
    report["measures"]["success"]["seconds_between_pre_filing"] = 150.0
    return report
