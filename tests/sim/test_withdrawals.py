"""A run whose parties give up waiting is audited like any other, and measured without counting them as mediated."""

from pathlib import Path

import polars as pl
import pytest

from analytics.measure import measure
from engine.audit.roster_file import ROSTER_FILE, read_roster_file
from engine.audit.verify import verify
from engine.calendar.calendar import WorkCalendar
from engine.events.parquet import read_events
from engine.events.records import Closed, OpenedInProgress, Withdrawn
from engine.proof.key_book import KeyBook
from sim.event_file import EVENTS_FILE, KEYS_FILE
from sim.run import CASES_FILE, run_scenario
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario
from tests.engine.audit.forging import row_changed

CALENDAR = WorkCalendar.china()


@pytest.fixture(scope="module")
def court() -> Scenario:
    """Four weeks of one court in which most parties wait for a day or so."""
    changes = {"window.days": 28, "withdrawal.share": 0.8, "withdrawal.patience_mean_days": 1.0}
    return with_changes(load_scenario("one-court"), changes)


def test_a_verifiable_run_verifies(court: Scenario, tmp_path: Path):
    """The audit makes every draw again around the withdrawals; another mediator or attempt in one is found there."""
    run_scenario(court, tmp_path, seed=1, calendar=CALENDAR, verifiable=True)
    book = KeyBook.from_json((tmp_path / KEYS_FILE).read_bytes())
    roster, path = read_roster_file(tmp_path / ROSTER_FILE), tmp_path / EVENTS_FILE
    report = verify(path, roster, used_key=lambda day: book.of(day).used).report
    asked = [
        (seq, event)
        for seq, event in enumerate(read_events(path), 1)
        if isinstance(event, Withdrawn) and event.mediator_id is not None
    ]

    assert report.finding is None
    assert report.has_words
    assert len(asked) > 10
    seq, event = asked[5]
    assert event.mediator_id is not None
    for change in ({"mediator_id": event.mediator_id + 1}, {"attempt": event.attempt + 1}):
        finding = verify(row_changed(path, seq, change), roster, used_key=None).report.finding
        assert finding is not None
        assert finding.first_seq == seq


def test_matching_goes_on_around_withdrawals(court: Scenario, tmp_path: Path):
    """Under `batch_optimal` a withdrawn case is matched no more, and the audit agrees."""
    run_scenario(with_changes(court, {"policy.name": "batch_optimal"}), tmp_path, seed=1, calendar=CALENDAR)
    report = verify(tmp_path / EVENTS_FILE, read_roster_file(tmp_path / ROSTER_FILE), used_key=None).report
    waited = [
        event
        for event in read_events(tmp_path / EVENTS_FILE)
        if isinstance(event, Withdrawn) and event.mediator_id is None
    ]

    assert report.finding is None
    assert len(waited) > 10


def test_a_withdrawn_case_is_closed_but_was_not_mediated(court: Scenario, tmp_path: Path):
    """It has an end and no code: success counts the mediations alone, and the flow counts it out."""
    run_scenario(court, tmp_path, seed=1, calendar=CALENDAR)
    events = list(read_events(tmp_path / EVENTS_FILE))
    closed = sum(isinstance(event, Closed) for event in events)
    withdrawn = {event.case_id: event.occurred_at for event in events if isinstance(event, Withdrawn)}
    met = sum(isinstance(event, OpenedInProgress) for event in events)
    cases = pl.read_parquet(tmp_path / CASES_FILE)
    gone = cases.filter(pl.col("case_id").is_in(list(withdrawn)))
    measures = measure(tmp_path / CASES_FILE, calendar=CALENDAR)

    assert gone["closed_at"].dt.timestamp("us").to_list() == [withdrawn[case] for case in gone["case_id"]]
    for name in ("accepted_at", "mediator_id", "closing_code", "outcome"):
        assert gone[name].null_count() == gone.height
    assert measures.success is not None
    assert measures.success.overall.denominator == closed
    assert measures.volume.closed.count == closed + len(withdrawn)
    assert measures.open_at_end == measures.cases_filed + met - closed - len(withdrawn)
