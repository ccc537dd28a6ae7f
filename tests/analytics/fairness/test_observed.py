"""Files that fairness cannot be measured from are refused, and whole ones measured as a whole."""

import msgspec
import polars as pl
import pytest

from analytics.errors import EventTableError, RosterFileError
from analytics.fairness.measure import measure_fairness
from analytics.fairness.records import Fairness
from tests.analytics.event_rows import write_events
from tests.analytics.fairness.files import write_roster
from tests.analytics.fairness.rows import offer, taken


def test_all_measures_of_one_file(tmp_path):
    """With a roster everything is measured, without it what does not ask for mediators; records survive JSON."""
    events = write_events([offer(), taken(0, 0)], tmp_path)
    whole = measure_fairness(events, mediators=write_roster([0, 0], tmp_path))
    part = measure_fairness(events)

    assert whole.gini is not None
    assert (whole.gini.gini, whole.predictability.draws, whole.overrides.offers) == (0.5, 1, 1)
    assert (part.gini, part.band_spread, part.open_load) == (None, None, None)
    assert part.predictability == whole.predictability
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Fairness) == whole


def test_what_is_no_event_file_is_refused(tmp_path):
    """A missing file, one without the columns, and one of several replications are refused by name."""
    with pytest.raises(EventTableError, match="no such file"):
        measure_fairness(tmp_path / "events.parquet")
    pl.DataFrame({"seq": [1]}).write_parquet(tmp_path / "other.parquet")
    with pytest.raises(EventTableError, match="missing columns: case_id, court_id"):
        measure_fairness(tmp_path / "other.parquet")
    events = write_events([offer(), offer() | {"replication": 1}], tmp_path)
    with pytest.raises(EventTableError, match="replication: 2 of them"):
        measure_fairness(events)


@pytest.mark.parametrize("payload", ["no JSON", '{"word": "many"}'])
def test_a_payload_of_nonsense_is_refused(tmp_path, payload):
    """What an offer's payload cannot be read from is refused with the file's name."""
    events = write_events([offer() | {"payload": payload}], tmp_path)

    with pytest.raises(EventTableError, match=r"events\.parquet"):
        measure_fairness(events)


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"mediator_id": [0]}, "missing column: court_id"),
        ({"mediator_id": [0, 0], "court_id": [1, 1]}, "1 different ids in 2 rows"),
        ({"mediator_id": [0, 1], "court_id": [1, None]}, "court_id: empty in 1 of 2 rows"),
        ({"mediator_id": ["x"], "court_id": [1]}, r"roster\.parquet"),
    ],
)
def test_what_is_no_roster_is_refused(tmp_path, columns, named):
    """A roster lacks a column, repeats a mediator, or does not say where one belongs: refused."""
    roster = tmp_path / "roster.parquet"
    pl.DataFrame(columns).write_parquet(roster)

    with pytest.raises(RosterFileError, match=named):
        measure_fairness(write_events([offer()], tmp_path), mediators=roster)
