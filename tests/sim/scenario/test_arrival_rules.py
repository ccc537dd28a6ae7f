"""Channels' profiles and yearly counts that contradict other keys are told so."""

from datetime import date

import pytest

from engine.calendar.year import china_years
from engine.events.enums import Channel
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.profile import Profiles
from tests.sim.scenario.broken import lines_for

YEARS = f"the working calendar's years {min(china_years())}-{max(china_years())}"
OWN = "channels with an [arrivals.profile] of their own file"
ALL = "every channel has a profile, and this is what they make of it"
WINDOW_AND_PHONE = {"court_window": 0.5, "mobile_court": 0.5}


def growth(year: int = 2020, **more: object) -> dict[str, object]:
    return {"year": year, "factor": 1.0} | more


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"arrivals.off_hours_share": 0.1},
            (
                f"arrivals.off_hours_share = 0.1: must be at least 0.1326: arrivals.off_day_share = 0.1 and 0.0326, "
                f"which {OWN} outside the working hours of workdays"
            ),
        ),
        (
            {"arrivals.off_day_share": 0.02},
            f"arrivals.off_day_share = 0.02: must be at least 0.0324, which {OWN} on days off",
        ),
        (
            {"arrivals.off_hours_share": 0.7},
            f"arrivals.off_hours_share = 0.7: must be at most 0.445, as {OWN} 0.555 in working hours",
        ),
        ({"cases.channel": {"court_window": 1.0}}, f"arrivals.off_hours_share = 0.2: must be 0: {ALL}"),
        (
            {"cases.channel": WINDOW_AND_PHONE, "arrivals.off_day_share": 0.05},
            f"arrivals.off_day_share = 0.05: must be 0.1: {ALL}",
        ),
        (
            {"arrivals.profile.mobile_court.off_day_share": 0.6},
            (
                "arrivals.profile.mobile_court.off_day_share = 0.6: must be at most its off_hours_share = 0.4, "
                "which includes it"
            ),
        ),
        (
            {"arrivals.profile.mobile_court.workday_hour_weights": [0] * 18 + [1] * 6},
            "arrivals.profile.mobile_court.workday_hour_weights: must hold some weight in working hours (09-12, 13-18)",
        ),
        (
            {"arrivals.profile.mobile_court.workday_hour_weights": [0] * 9 + [1] * 3 + [0] + [1] * 5 + [0] * 6},
            "arrivals.profile.mobile_court.workday_hour_weights: must hold some weight outside working hours",
        ),
        (
            {"arrivals.profile.mobile_court.off_day_hour_weights": [0] * 24},
            "arrivals.profile.mobile_court.off_day_hour_weights: must hold some weight",
        ),
        (
            {"arrivals.profile.fax": {"off_hours_share": 0.0, "off_day_share": 0.0}},
            f"arrivals.profile.fax: must be a known key ({', '.join(Channel)})",
        ),
        ({"arrivals.growth": [growth(), growth()]}, "arrivals.growth = 2020: must name each year once (found 2 times)"),
        ({"arrivals.growth": [growth(), growth(1990)]}, f"arrivals.growth = 1990: must name {YEARS}"),
        (
            {"arrivals.growth": [growth(2019)]},
            "arrivals.growth: must name 2020 too, as history and window are 2020-02-26 to 2020-08-30",
        ),
        (
            {"arrivals.growth": [growth(starts_on=date(2020, 12, 5))]},
            "arrivals.growth #1.starts_on = 2020-12-05: must lie from 2020-01-01 to 2020-12-01",
        ),
        ({"arrivals.growth": [growth(factor=0.0)]}, "arrivals.growth #1.factor = 0.0: must be above 0"),
    ],
)
def test_a_contradiction_earns_one_line(changes, line):
    """The key to change is named with the bound that the other keys set."""
    assert lines_for("national-2020", changes) == [line]


@pytest.mark.parametrize(
    "changes",
    [
        {"arrivals.off_hours_share": 0.1327},
        {"arrivals.off_day_share": 0.0325},
        {"arrivals.off_hours_share": 0.4449},
        {"cases.channel": WINDOW_AND_PHONE},
        {"cases.channel": {"online_filing": 1.0}},
        {"arrivals.profile.lawyers_site": {"off_hours_share": 1.0, "off_day_share": 1.0}},
        {"arrivals.profile.court_window.workday_hour_weights": [0] * 9 + [1] * 15},
        {"arrivals.growth": [growth(starts_on=date(2020, 2, 1)), growth(2021)]},
    ],
)
def test_what_fits_is_allowed(changes):
    """Values inside their bounds load; so do profiles of channels without cases, and hours that nobody uses."""
    assert with_changes(load_scenario("national-2020"), changes) != load_scenario("national-2020")


def test_a_wrong_profile_hides_no_other_mistake():
    """A key that is missing in a profile is told beside a mistake elsewhere, and rules about profiles wait."""
    found = lines_for(
        "national-2020", {"arrivals.profile.hotline": {"off_hours_share": 0.1}, "offers.lapse_share": 0.09}
    )

    assert [line.split(":")[0].split(" = ")[0] for line in found] == [
        "arrivals.profile.hotline.off_day_share",
        "offers.lapse_share",
    ]


def test_every_channel_may_have_a_profile():
    """The table of profiles has one key a channel, in the same order."""
    assert list(Profiles.model_fields) == [channel.value for channel in Channel]
