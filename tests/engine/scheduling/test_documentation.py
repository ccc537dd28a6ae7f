"""What the page on scheduling shows is what happens, and the rules it lists are the rules."""

from pathlib import Path
from typing import Final

from engine.scheduling.rules import SchedulingRules

PAGE: Final = Path(__file__).parents[3] / "docs" / "scheduling.md"


def test_the_defaults_are_those_of_the_rules():
    """The page names each default as the rules have it."""
    text, rules = PAGE.read_text(encoding="utf-8"), SchedulingRules()

    assert f"| {rules.session_minutes}, {rules.hearing_minutes} minutes |" in text
    assert f"| {rules.meeting_minutes_max} minutes |" in text
    assert f"| {rules.session_notice_days} local day, none if all agree |" in text
    assert f"| {rules.hearing_notice_days} local days, whoever agrees |" in text
    assert f"| {rules.resettings_max} times |" in text
    assert f"| {rules.horizon_days} days: three" in text
    assert f"{rules.outside_from_hour:02}:00-{rules.outside_to_hour}:00 on any day" in text
    assert not rules.outside_office_hours
