"""Rows become the same columns as the events that they stand for."""

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.events.columns import event_batch
from engine.events.parquet import content_hash, read_events
from sim.event_file import EVENTS_FILE, write_events
from sim.fast.backend import simulate_fast
from sim.fast.columns import RowColumns
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.model.simulate import simulate
from sim.population.build import build_population
from tests.sim.fast.worlds import random_world


@pytest.mark.parametrize("number", [0, 3, 4])
def test_columns_of_rows_are_those_of_their_events(number: int):
    """Written row by row and record by record, each batch is equal in every column, nulls and payloads included."""
    world = random_world(number)
    people = build_population(world, seed=number)
    parts: list = []
    run_fast(world, people, WorkCalendar.china(), lambda rows: parts.append(rows.copy()), seed=number)
    provinces = people.roster.court_province
    columns = RowColumns(people.mediator_organisation, provinces, replication=2)
    records, count = RowEvents(people.mediator_organisation), 0
    for rows in filter(len, parts):
        expected = event_batch(list(records.events(rows)), first_seq=count + 1, replication=2, court_province=provinces)
        assert columns.batch(rows).equals(expected)
        count += len(rows)
    assert count > 1_000


def test_both_backends_write_the_same_file(tmp_path):
    """The content hash and every event of the file are the same, whichever backend wrote it."""
    world = random_world(1)
    people, calendar = build_population(world, seed=5), WorkCalendar.china()
    hashes = []
    for name, backend in (("fast", simulate_fast), ("simpy", simulate)):
        folder = tmp_path / name
        folder.mkdir()
        write_events(backend, world, people, calendar, folder, 5, verifiable=False, on_progress=None)
        hashes.append(content_hash(folder / EVENTS_FILE))
    assert hashes[0] == hashes[1]
    both = [list(read_events(tmp_path / name / EVENTS_FILE)) for name in ("fast", "simpy")]
    assert both[0] == both[1]
