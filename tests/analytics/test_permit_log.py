"""The permit log of a municipality, imported and measured; by hand in `measures/test_timeliness.py`."""

from pathlib import Path

import analytics
from analytics.importer.importing import import_cases
from analytics.measure import measure
from analytics.records import GroupDuration
from engine.calendar.calendar import WorkCalendar

MAPPING = Path(analytics.__file__).parent / "mappings" / "permit-receipt.toml"


def shown(groups: list[GroupDuration]) -> dict[str, float]:
    """Mean days by group, to a tenth, of those that are shown."""
    return {group.label: round(group.mean_days, 1) for group in groups if group.mean_days is not None}


def test_the_printed_means_come_out(onestop_data: Path, tmp_path: Path):
    """Mean days and share past the deadline are the known ones, with the two impossible rows and without."""
    import_cases(onestop_data / "permit_receipt_2010.csv", MAPPING, tmp_path / "permit")
    found = measure(tmp_path / "permit" / "cases.parquet", calendar=WorkCalendar.china())
    both, sound = found.timeliness.with_flagged, found.timeliness.without_flagged

    assert (found.cases, found.open_at_end, found.timeliness.flagged) == (1434, 105, 2)
    assert shown(both) == {"all": 59.0, "Desk": 68.8, "Internet": 57.8, "Post": 59.4, "e-mail": 76.2}
    assert shown(sound)["Internet"] == 57.9
    assert f"{both[0].past_deadline_share:.1%} {sound[0].past_deadline_share:.1%}" == "28.2% 28.3%"
    assert found.success is None
    assert found.time_to_close is not None
    assert (found.time_to_close.starts, found.time_to_close.left_out) == ("filed", 2)
