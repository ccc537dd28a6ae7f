"""An answer is a function of scenario, seed and replication: what a process ran before has no part in it."""

from datetime import date
from typing import Any

import pytest

from sim.experiments.job import AnyScenario, Job, change_any, load_any, run_job
from sim.fast import history, measures
from sim.fast.kept_days import KeptDays
from sim.fast.measures import run_measures
from sim.population.build import build_population
from sim.population.to_csv import write_population_csv
from sim.scenario.load import load_scenario, with_changes
from tests.sim.experiments.every_key import changed_by_key, keys_of
from tests.sim.queueing.scenarios import customers, scenario

_TIERS = {
    "population.courts": 3,
    "population.intermediate_courts": 1,
    "population.tier_load_share": {"high": 0.0, "intermediate": 0.4, "basic": 0.6},
}
_ROUTES = {"cases.entry_route": {"party_application": 0.5, "delegated": 0.25, "entrusted": 0.15, "judge_led": 0.1}}
_CHANNELS = {"cases.channel": {"online_filing": 0.3, "court_window": 0.7}}
_PROFILE = {"off_hours_share": 0.0, "off_day_share": 0.0}
_TOGETHER: dict[str, dict[str, Any]] = {
    "population.province": {"population.province": [{"code": "98", "zh": "另", "en": "Other", "weight": 2.0}]},
    **dict.fromkeys(
        (
            "population.intermediate_courts",
            "population.tier_load_share.intermediate",
            "population.tier_load_share.basic",
        ),
        _TIERS,
    ),
    "population.tier_load_share.high": {
        **_TIERS,
        "population.tier_load_share": {"high": 0.1, "intermediate": 0.3, "basic": 0.6},
    },
    "arrivals.growth": {"arrivals.growth": [{"year": 2020, "factor": 1.5}]},
    "arrivals.surge": {
        "arrivals.surge": [
            {"starts_on": date.fromisoformat("2020-08-25"), "ends_on": date.fromisoformat("2020-08-28"), "factor": 3.0}
        ]
    },
    **{
        f"arrivals.profile.{channel}": {
            f"arrivals.profile.{channel}": _PROFILE,
            "cases.channel": {"online_filing": 0.5, "court_window": 0.4} | {channel: 0.1},
        }
        for channel in ("mobile_court", "lawyers_site", "hotline")
    },
    "arrivals.profile.online_filing": {
        "arrivals.profile.online_filing": _PROFILE,
        "cases.channel": {"online_filing": 0.2, "court_window": 0.8},
    },
    "arrivals.profile.court_window": {"arrivals.profile.court_window": _PROFILE, **_CHANNELS},
    "cases.settled_share": {
        "cases.settled_share": 0.5,
        "closing.code_shares": [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05],
    },
    "cases.minority_language_share": {
        "cases.minority_language_share": 0.3,
        "population.minority_language_share": 0.3,
    },
    "cases.dispute_type": {
        "cases.dispute_type": [
            {"name": "family", "share": 0.5, "settled_share": 0.6504},
            {"name": "sales", "share": 0.3, "settled_share": 0.6504},
            {"name": "traffic", "share": 0.2, "settled_share": 0.6504},
        ]
    },
    **{f"cases.entry_route.{name}": _ROUTES for name in ("party_application", "delegated", "entrusted", "judge_led")},
    **{f"cases.channel.{name}": _CHANNELS for name in ("online_filing", "court_window")},
    "policy.name": {"policy.name": "random"},
    "durations.within_period_share": {
        "durations": {
            "mean_days": 12.0,
            "period_days": 30,
            "within_period_share": 0.94,
            "within_period_mean_days": 10.1,
        }
    },
    "durations.within_period_mean_days": {"durations.mean_days": 12.5, "durations.within_period_mean_days": 10.2},
    "change": {"change": [{"on": date.fromisoformat("2020-08-26"), "kind": "outage", "share": 0.5}]},
    "calendar.year": {
        "calendar.year": [
            {"year": 2020, "holidays": [date.fromisoformat("2020-08-26"), date.fromisoformat("2020-08-27")]}
        ]
    },
}
_SAYS_NOTHING_HERE = {
    "population.kind": "see the test on rosters",
    "population.provinces": "the 31 provinces, or province",
    "calendar.provisional_until": "no year without a calendar is met",
    "lifecycle": "of rehearsals",
}


def _alone(monkeypatch: pytest.MonkeyPatch, each: AnyScenario) -> str:
    with monkeypatch.context() as patched:
        patched.setattr(history, "_KEPT", {})
        patched.setattr(history, "_DAYS", KeptDays())
        patched.setattr(measures, "_KEPT", {})
        return _told(each)


def _told(each: AnyScenario) -> str:
    return repr(run_job(Job(scenario=each, seed=1, replication=0)))


def test_of_the_platform_every_key_is_met_alone_as_after_another_scenario(monkeypatch):
    """Whatever key differs, a run after one of the base comes to what it comes to by itself; new keys are asked for."""
    base = change_any(
        load_any("one-court"),
        {
            "window.days": 10,
            "window.history_days": 40,
            "population.courts": 2,
            "arrivals.cases_per_year": 2_400,
            "cases.weight_spread": 0.4,
            "offers.accept_share": 0.7,
            "offers.lapse_share": 0.1,
            "withdrawal.share": 0.4,
            "withdrawal.patience_mean_days": 3.0,
        },
    )
    others = changed_by_key(base, _TOGETHER)
    assert set(keys_of(base)) - set(others) == set(_SAYS_NOTHING_HERE)
    alone = {key: _alone(monkeypatch, each) for key, each in others.items()}
    before = _alone(monkeypatch, base)
    telling = [key for key, told in alone.items() if told != before]
    assert len(telling) > len(alone) / 2
    for key, each in others.items():
        assert _told(base) == before, f"after {key}"
        assert _told(each) == alone[key], key


def test_of_a_queue_every_number_is_met_alone_as_after_another_scenario():
    """A queue leaves nothing behind: run between others, in either order, it comes to the same."""
    base = scenario(
        run={"length": 200.0, "warm_up": 20.0, "target_wait": 0.5, "require_stable": False},
        **{"class": [
            customers(
                arrivals={"kind": "poisson", "rate": 0.9},
                service={"kind": "gamma", "mean": 1.5, "cv": 0.7},
                patience={"kind": "exponential", "mean": 4.0},
            ),
        ]},
    )  # fmt: skip
    others = [base, *changed_by_key(base, {}).values()]
    assert len(others) > 8
    assert [_told(each) for each in others] == [_told(each) for each in others[::-1]][::-1]


def test_rosters_written_anew_are_read_anew(tmp_path):
    """Where the user's files say something else under the same names, the next run has what they say."""
    base = load_scenario("one-court")
    files = tmp_path / "courts.csv", tmp_path / "mediators.csv"
    own = {"kind": "csv", "courts_file": str(files[0]), "mediators_file": str(files[1])}
    told: list[dict[str, float]] = []
    for mediators in (8, 20):
        write_population_csv(build_population(with_changes(base, {"population.mediators": mediators}), seed=1), *files)
        plan = with_changes(base, {"population": own})
        told.append(run_measures(plan, seed=1).measures)
        people = build_population(plan, seed=1)
        assert told[-1] == run_measures(plan, seed=1, population=people).measures, mediators
    assert told[0] != told[1]
