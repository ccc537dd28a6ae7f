"""The cases met in progress: the same whether they are announced as columns or as records."""

import pyarrow as pa

from engine.events.columns import event_batch
from engine.events.enums import Stage
from engine.events.records import OpenedInProgress
from sim.model.simulate import simulate
from sim.scenario.load import with_changes
from tests.sim.model.nation import Collector


class TakesRows(Collector):
    """A sink that takes columns, too."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def append_rows(self, rows):
        """Keep the rows."""
        self.rows.append(rows)


def test_columns_hold_what_records_would(crowded_week, calendar):
    """A sink that takes columns is given those that the records would have made: waiting, offered and held cases."""
    opened = [event for event in crowded_week.events if isinstance(event, OpenedInProgress)]
    day, sink = with_changes(crowded_week.scenario, {"window.days": 1}), TakesRows()
    simulate(day, crowded_week.population, calendar, sink, seed=1)

    provinces = crowded_week.population.roster.court_province
    assert {event.stage for event in opened} == {Stage.WAITING, Stage.OFFERED, Stage.ACCEPTED}
    assert pa.Table.from_batches(sink.rows).equals(
        pa.Table.from_batches([event_batch(opened, first_seq=1, replication=0, court_province=provinces)])
    )
    assert not any(isinstance(event, OpenedInProgress) for event in sink.events)
