"""Keys that contradict each other are told so."""

from datetime import date

import pytest

from engine.calendar.year import china_years
from sim.scenario.load import load_scenario, with_changes
from tests.sim.scenario.broken import lines_for

YEARS = f"the working calendar's years {min(china_years())}-{max(china_years())}"
LATER = "or name later ones in [calendar]"
LEAVE_INSIDE = "must leave history, window and the 18 days of deadlines after it inside"
FAMILY = {"name": "family", "share": 0.5, "settled_share": 0.6}
OWN_PROVINCES = [
    {"code": "1", "zh": "甲", "en": "A", "weight": 1.0},
    {"code": "2", "zh": "乙", "en": "B", "weight": 2.0},
]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"window.starts_on": date(2004, 2, 1)},
            f"window.starts_on = 2004-02-01: {LEAVE_INSIDE} {YEARS}, {LATER}",
        ),
        (
            {"window.starts_on": date(9999, 12, 31)},
            f"window.starts_on = 9999-12-31: {LEAVE_INSIDE} {YEARS}, {LATER}",
        ),
        (
            {"window.starts_on": date(2026, 12, 14)},
            f"window.starts_on = 2026-12-14: {LEAVE_INSIDE} {YEARS}, {LATER}",
        ),
        ({"arrivals.year": 1999}, f"arrivals.year = 1999: must be one of {YEARS}"),
        (
            {"arrivals.off_day_share": 0.3},
            "arrivals.off_day_share = 0.3: must be at most arrivals.off_hours_share = 0.2, which includes it",
        ),
        (
            {"arrivals.workday_hour_weights": [1] * 9 + [0] * 3 + [1] + [0] * 5 + [1] * 6},
            "arrivals.workday_hour_weights: must hold some weight in working hours (09-12, 13-18)",
        ),
        (
            {"arrivals.workday_hour_weights": [0] * 9 + [1] * 3 + [0] + [1] * 5 + [0] * 6},
            "arrivals.workday_hour_weights: must hold some weight outside working hours",
        ),
        ({"arrivals.off_day_hour_weights": [0] * 24}, "arrivals.off_day_hour_weights: must hold some weight"),
        (
            {"cases.dispute_type": [FAMILY, FAMILY], "population.dispute_types_mean": 1.0},
            'cases.dispute_type = "family": must name each type once (found 2 times)',
        ),
        (
            {"cases.dispute_type": [FAMILY], "population.dispute_types_mean": 1.0},
            "cases.dispute_type: must have shares that sum to 1 within 0.000001 (they sum to 0.5)",
        ),
        ({"offers.lapse_share": 0.09}, "offers.lapse_share = 0.09: must be at most 1 - offers.accept_share = 0.08"),
        (
            {"durations.within_period_mean_days": 20.5},
            (
                "durations.within_period_mean_days = 20.5: must be from 10 to 20, or the triangle's mode, "
                "3 x mean - period, leaves 0 to durations.period_days = 30"
            ),
        ),
        (
            {"durations.mean_days": 20.0},
            (
                "durations.mean_days = 20.0: must be above 20.652, or cases beyond the period would end "
                "within its 30 days on average"
            ),
        ),
        (
            {"durations.within_period_share": 1.0},
            (
                "durations.mean_days = 23.33: must equal durations.within_period_mean_days = 18.6, "
                "since every case ends within the period"
            ),
        ),
        (
            {"cases.settled_share": 0.7},
            "closing.code_shares: must give codes 1 and 2, which settle, cases.settled_share = 0.7 (gives 0.6504)",
        ),
        (
            {"population.province": OWN_PROVINCES},
            'population.provinces = "china": must be left out where [[population.province]] lists own ones',
        ),
        (
            {"population.tier_load_share.high": 0.1},
            "population.tier_load_share: must sum to 1 within 0.000001 (they sum to 1.095)",
        ),
        (
            {"population.intermediate_courts": 31},
            "population.intermediate_courts = 31: must be at least 32, one a province",
        ),
        (
            {"population.courts": 855},
            "population.courts = 855: must be at least 856: 32 high, 412 intermediate and 412 basic, one a region",
        ),
        (
            {"population.organisations": 3501},
            "population.organisations = 3501: must be at least population.courts = 3502, one a court",
        ),
        (
            {"population.mediators": 32936},
            "population.mediators = 32936: must be at least population.organisations = 32937, one an organisation",
        ),
        (
            {"population.capacities": [1, 2]},
            "population.capacity_shares: must have 2 entries, one for each of population.capacities (has 6)",
        ),
        (
            {"population.dispute_types_mean": 14.5},
            "population.dispute_types_mean = 14.5: must be at most 14, the dispute types with a share of the cases",
        ),
        (
            {"population.minority_language_share": 0.0},
            (
                "population.minority_language_share = 0.0: must give at least one speaker, since "
                "cases.minority_language_share = 0.005 of cases need one"
            ),
        ),
    ],
)
def test_a_contradiction_earns_one_line(changes, line):
    """The key to change is named with the bound that the other key sets."""
    assert lines_for("national-2020", changes) == [line]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"population.province": []},
            'population.provinces: must be "china", or [[population.province]] must list at least one',
        ),
        (
            {"population.province": [OWN_PROVINCES[0], OWN_PROVINCES[0]], "population.courts": 2},
            'population.province = "1": must use each code once (found 2 times)',
        ),
        (
            {"population.province": [OWN_PROVINCES[0] | {"languages": ["mandarin"]}]},
            'population.province = "mandarin": must list minority languages only; mandarin is spoken everywhere',
        ),
        (
            {"population.intermediate_courts": 1, "population.courts": 2},
            (
                "population.intermediate_courts = 1: must be 0, since population.tier_load_share.intermediate = 0 "
                "gives them no cases"
            ),
        ),
    ],
)
def test_a_contradiction_about_own_provinces_earns_one_line(changes, line):
    """The same for a scenario that lists its provinces itself."""
    assert lines_for("one-court", changes) == [line]


@pytest.mark.parametrize(
    "changes",
    [
        {"arrivals.off_day_share": 0.2, "cases.channel": {"online_filing": 1.0}},
        {"offers.lapse_share": 0.08},
        {"durations.within_period_mean_days": 10.0},
        {"durations.within_period_mean_days": 20.0},
        {"durations.within_period_share": 1.0, "durations.mean_days": 18.6},
        {"population.courts": 856},
        {"population.organisations": 3502, "population.mediators": 3502},
        {"population.dispute_types_mean": 14.0},
    ],
)
def test_the_bound_itself_is_allowed(changes):
    """A value exactly on its bound loads."""
    assert with_changes(load_scenario("national-2020"), changes) != load_scenario("national-2020")
