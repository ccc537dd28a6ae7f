"""`onestop load`, as a user runs it, and the profile that it takes from the nation."""

from pathlib import Path

import pytest

from cli.load import _report, national_profile
from loadtests.objectives import Objective, Observed, evaluate
from loadtests.report import Duration, Report, RequestCount
from sim.population.build import build_population
from sim.scenario.load import load_scenario
from tests.cli.command import onestop_process


def test_the_national_profile_is_the_scenario_s():
    """Courts, mix and answers are those of the scenario; twenty working minutes are 1,320 filings."""
    scenario = load_scenario("national-2020")
    population = build_population(scenario, seed=1)
    profile = national_profile(scenario, population, factor=20)
    assert profile.filings_per_minute == pytest.approx(1_320)
    assert [court.share for court in profile.mix.courts] == population.court_share.tolist()
    assert profile.mix.dispute_types["finance"] == 0.14
    assert profile.mix.channels["court_window"] == 0.45
    assert (profile.course.accept_share, profile.course.lapse_share) == (0.92, 0.03)
    assert {language for court in profile.mix.courts for language in court.languages} > {"tibetan", "uyghur"}


def test_an_unknown_profile_is_refused(tmp_path: Path):
    """A profile that there is none of is refused in one line, and nothing is left behind."""
    done = onestop_process("load", "run", "galactic", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "onestop: profile = 'galactic': must be national\n"
    assert list(tmp_path.iterdir()) == []


def test_a_report_tells_durations_with_their_unit():
    """50, 95 and 99 % and the bounds are in milliseconds; counts have none; renewals and expired tokens are told."""
    observed = Observed(
        answer_p99_seconds=0.0075,
        commit_p99_seconds=None,
        lodge_p99_seconds=0.05,
        failures=0,
        planned=1200,
        lodged=1200,
        unknown=0,
        lost=1,
        doubled=0,
        disagreed=0,
        late_p99_seconds=0.0123,
        client_p99_seconds=1.5,
        renewed=72,
        expired=3,
    )
    asked = [
        Objective(name="answers", measure="answer_p99_seconds", at_most=0.005),
        Objective(name="storing", measure="commit_p99_seconds", at_most=0.025),
        Objective(name="kept", measure="lost", at_most=0),
        Objective(name="taken in", measure="lodged_share", at_least=1.0),
    ]
    names, p99 = ("answer", "commit", "lodge", "late", "client"), (0.0075, None, 0.05, 0.0123, 1.5)
    lines = _report(
        Report(
            profile="nation",
            seed=1,
            seconds=60.0,
            filings_per_minute=1200.0,
            observed=observed,
            durations=tuple(
                Duration(name=name, p50_seconds=0.001, p95_seconds=0.005, p99_seconds=each)
                for name, each in zip(names, p99, strict=True)
            ),
            requests=(
                RequestCount(
                    name="lodge_case", requests=1207, done=1200, refused=1, unknown=2, tried_again=5, expired=4
                ),
            ),
            verdicts=tuple(evaluate(observed, asked)),
        )
    ).splitlines()
    rows = [" ".join(line.split()) for line in lines]

    assert "request sent done refused unknown expired tried again" in rows
    assert "lodge_case 1,207 1,200 1 2 4 5" in rows
    assert "tokens: 72 renewed before they expired; 3 answers that one had expired" in rows
    assert "ms, at most 50 % 95 % 99 %" in rows
    assert "answers of the service 1 5 7.5" in rows
    assert "batches stored by it 1 5 -" in rows
    assert "filings, from the moment planned 1 5 1,500" in rows
    assert "answers 7.5 ms at most 5 ms MISSED" in rows
    assert "storing - at most 25 ms MISSED" in rows
    assert "kept 1 at most 0 MISSED" in rows
    assert "taken in 1 at least 1 held" in rows
