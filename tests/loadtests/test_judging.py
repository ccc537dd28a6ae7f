"""How a run is judged: measures of the service, notes of the client, objectives."""

from collections import Counter
from math import inf
from pathlib import Path

import msgspec
import pytest

from engine.http.metrics import RequestCounts
from engine.service.gauges import Histogram
from loadtests.checking import Check, judged
from loadtests.errors import LoadRunError, ProfileError
from loadtests.example import example_profile
from loadtests.metrics import Bins, failures, parsed
from loadtests.notes import Note, line, read_notes
from loadtests.objectives import Objective, Observed, evaluate, read_objectives
from loadtests.orders import retry_seconds
from loadtests.plan import plan
from loadtests.report import counted, durations_of, observed_of, quantile
from tests.loadtests.exposed import exposed

GOOD = Observed(
    answer_p99_seconds=0.01,
    commit_p99_seconds=0.01,
    lodge_p99_seconds=0.02,
    failures=0,
    planned=100,
    lodged=100,
    unknown=0,
    lost=0,
    doubled=0,
    disagreed=0,
    late_p99_seconds=0.01,
    client_p99_seconds=0.05,
    renewed=0,
    expired=0,
)


def _note(**changes) -> Note:
    note = Note(
        name="lodge_case", key="k-1", wanted_at=1.0, sent_at=1.25, answered_at=2.0, status=201, tries=1, case_id=4
    )
    return msgspec.structs.replace(note, **changes)


def test_quantiles_are_those_of_the_service():
    """A histogram read back from the service's text has the quantiles that the service itself would give."""
    histogram = Histogram()
    for thousandths in range(1, 200):
        histogram.add(thousandths / 1000)
    bins = parsed(exposed({"lodge_case": histogram})).bins("onestop_request_seconds", endpoint="lodge_case")
    assert bins.count == histogram.count
    for share in (0.01, 0.5, 0.9, 0.99, 1.0):
        assert bins.quantile(share) == histogram.quantile(share)


def test_only_what_came_since_counts():
    """The difference of two readings holds the durations of the time between them, whatever came before."""
    before, after = Bins(bounds=(0.1, 1.0, inf), below=(0, 0, 50)), Bins(bounds=(0.1, 1.0, inf), below=(0, 9, 60))
    assert after.quantile(0.5) == inf
    assert after.since(before).quantile(0.5) == 1.0
    assert after.since(Bins(bounds=(), below=())).count == 60
    assert parsed("").bins("onestop_wait_seconds").quantile(0.5) is None


def test_failures_are_counted_by_status():
    """Answers of the 500s between two readings are counted by status; others and older ones are not."""
    counts = RequestCounts()
    counts.note("lodge_case", 500, 0.0)
    before = parsed(exposed(counts.seconds, counts.total))
    for status in (201, 404, 500, 503, 503):
        counts.note("lodge_case", status, 0.0)
    assert failures(before, parsed(exposed(counts.seconds, counts.total))) == {500: 1, 503: 2}


def test_a_good_run_holds_every_objective():
    """A run within all bounds holds the objectives that are shipped."""
    assert all(verdict.held for verdict in evaluate(GOOD, read_objectives()))


@pytest.mark.parametrize(
    "changes",
    [
        {"answer_p99_seconds": 0.05},
        {"answer_p99_seconds": None},
        {"commit_p99_seconds": inf},
        {"lodge_p99_seconds": 0.075},
        {"lost": 1},
        {"doubled": 1},
        {"disagreed": 1},
        {"failures": 1},
        {"lodged": 99},
        {"late_p99_seconds": 0.5},
    ],
)
def test_each_objective_can_be_missed(changes):
    """Each thing that may go wrong, and a duration that was never timed, misses exactly one objective."""
    verdicts = evaluate(msgspec.structs.replace(GOOD, **changes), read_objectives())
    assert [verdict.held for verdict in verdicts].count(False) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[objective]]\nname = "x"\nmeasure = "speed"\nat_most = 1', "measure = 'speed'"),
        ('[[objective]]\nname = "x"\nmeasure = "lost"', "x: must have at_most or at_least"),
        ('[[objective]]\nname = "x"\nmeasure = "lost"\nat_most = 0\ncolour = 1', "colour"),
        ("[[objective", "objectives"),
        ("", "at least one"),
    ],
)
def test_objectives_that_mean_nothing_are_refused(text, words, tmp_path: Path):
    """A file of objectives that is no TOML, is empty or asks for what is not measured is refused with the reason."""
    file = tmp_path / "objectives.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=words):
        read_objectives(file)


def test_a_bound_has_one_side():
    """An objective with two bounds is refused, and a bound itself is within."""
    with pytest.raises(ProfileError, match="and not both"):
        Objective(name="x", measure="lost", at_most=1, at_least=0)
    assert Objective(name="x", measure="lodged_share", at_least=1).holds(1.0)


@pytest.mark.parametrize(
    ("told", "listed", "missing", "filed", "unknown", "expected"),
    [
        ([1, 2], [1, 2, 3], 0, 2, 0, Check(lost=0, doubled=0)),
        ([1, 2], [1], 1, 1, 0, Check(lost=1, doubled=0)),
        ([1, 1], [1], 0, 1, 0, Check(lost=0, doubled=1)),
        ([1, 2], [1, 2, 2], 0, 2, 0, Check(lost=0, doubled=1)),
        ([1, 2], [1, 2, 3], 0, 3, 0, Check(lost=0, doubled=1)),
        ([1, 2], [1, 2, 3], 0, 3, 1, Check(lost=0, doubled=0)),
        ([1, 2], [1, 2], 0, 1, 0, Check(lost=1, doubled=0)),
    ],
)
def test_lost_and_doubled_are_told_apart(told, listed, missing, filed, unknown, expected):
    """A case that is gone is lost; one told twice, listed twice or filed for nobody is there too often."""
    assert judged(Counter(told), Counter(listed), missing, filed, unknown) == expected


def test_notes_survive_the_file(tmp_path: Path):
    """Notes are read back as they were written; a line that is none is refused by its number."""
    notes = [_note(), _note(key="k-2", status=0, case_id=None, statuses=(503,), tries=2)]
    file = tmp_path / "notes.ndjson"
    file.write_bytes(b"".join(map(line, notes)))
    assert list(read_notes(file)) == notes
    file.write_bytes(line(notes[0]) + b"{}\n")
    with pytest.raises(LoadRunError, match="line 2"):
        list(read_notes(file))


def test_a_run_is_summed_up_from_notes():
    """Filings are counted by what became of them; lateness and answers are counted from the planned moment."""
    run = plan(example_profile(), seconds=3, seed=1)
    notes = [_note(), _note(status=504, tries=8), _note(status=422), _note(name="accept_offer", status=200)]
    seen = observed_of(run, notes, parsed(""), parsed(""), found=Check(lost=1, doubled=2), disagreed=3)
    assert (seen.planned, seen.lodged, seen.unknown) == (len(run.arrivals), 1, 1)
    assert (seen.lost, seen.doubled, seen.disagreed) == (1, 2, 3)
    assert (seen.late_p99_seconds, seen.client_p99_seconds) == (0.25, 1.0)
    filed = counted(notes)[1]
    assert (filed.name, filed.requests, filed.done, filed.refused, filed.unknown) == ("lodge_case", 3, 1, 1, 1)
    assert filed.tried_again == 1


def test_durations_are_those_of_the_service_and_the_client():
    """Each is told for 50, 95 and 99 of a hundred; what the issuer was asked is neither late nor in time."""
    waits = Histogram()
    for hundredths in (*[1] * 90, *[4] * 6, *[9] * 4):
        waits.add(hundredths / 100)
    after = parsed(exposed({"lodge_case": waits}))
    notes = [_note(sent_at=1.0 + number / 100, answered_at=2.0 + number) for number in range(1, 101)]
    notes += [_note(name="renew_token", sent_at=1.0)] * 900
    found = {one.name: one for one in durations_of(notes, parsed(""), after)}

    assert list(found) == ["answer", "commit", "lodge", "late", "client"]
    assert [found["lodge"].p50_seconds, found["lodge"].p95_seconds, found["lodge"].p99_seconds] == [0.01, 0.05, 0.1]
    assert [found["client"].p50_seconds, found["client"].p95_seconds, found["client"].p99_seconds] == [51, 96, 100]
    assert found["late"].p50_seconds == pytest.approx(0.5)
    assert (found["answer"].p50_seconds, found["commit"].p99_seconds) == (None, None)


def test_an_expired_token_is_no_refusal_of_the_service():
    """Its answers, and requests that never got another, are counted by themselves; renewals, too."""
    run = plan(example_profile(), seconds=3, seed=1)
    notes = [
        _note(statuses=(401,), tries=2, expired=1),
        _note(status=401, statuses=(401, 401), tries=3, expired=2, is_expired=True),
        _note(status=401, statuses=(401,), tries=2, expired=1),
        *[_note(name="renew_token", key="", status=200)] * 4,
        _note(name="renew_token", key="", status=500),
    ]
    seen = observed_of(run, notes, parsed(""), parsed(""), found=Check(lost=0, doubled=0), disagreed=0)
    filed, renewed = counted(notes)

    assert (filed.requests, filed.done, filed.refused, filed.expired, filed.tried_again) == (3, 1, 1, 1, 3)
    assert (renewed.name, renewed.requests, renewed.done, renewed.unknown) == ("renew_token", 5, 4, 1)
    assert (seen.renewed, seen.expired) == (4, 4)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.001, 1.0)])
def test_a_quantile_is_one_of_the_values(share, expected):
    """A quantile of a hundred numbers is the one that so many do not exceed."""
    assert quantile([float(value) for value in range(100, 0, -1)], share) == expected


def test_patience_grows_and_the_service_is_believed():
    """Waits double up to a bound, and are never shorter than the service asks for."""
    waits = [retry_seconds(tries, 0) for tries in range(1, 9)]
    assert waits == sorted(waits)
    assert waits[-1] == waits[-2] == 8.0
    assert retry_seconds(1, 30) == 30
