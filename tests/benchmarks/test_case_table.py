"""The case table of the analytics benchmark is one that measures make sense of."""

import pytest

from analytics.measure import measure
from benchmarks.case_table import roster_size, write_case_table, write_roster
from engine.calendar.calendar import WorkCalendar


@pytest.fixture(scope="module")
def measures(tmp_path_factory):
    """The measures of a table of ten thousand cases."""
    folder = tmp_path_factory.mktemp("table")
    write_case_table(10_000, folder / "cases.parquet", seed=1)
    write_roster(10_000, folder / "mediators.parquet")
    return measure(folder / "cases.parquet", calendar=WorkCalendar.china(), mediators=folder / "mediators.parquet")


def test_it_has_the_rows_asked_for(measures):
    """Ten thousand cases and the mediators that go with them."""
    assert measures.cases == 10_000
    assert measures.utilisation.mediators == roster_size(10_000)


def test_every_measure_has_something_to_do(measures):
    """Cases were open before, were filed, accepted and closed in the week, and are open after it."""
    assert measures.success is not None
    assert measures.time_to_acceptance is not None
    assert measures.time_to_close is not None
    assert measures.stock.pending_at_start > measures.volume.filed.count > 1_000
    assert measures.volume.closed.count > 1_000
    assert measures.stock.pending_at_end > 5_000
    assert measures.stock.little_relative_error == pytest.approx(0, abs=0.15)


def test_the_same_seed_makes_the_same_table(tmp_path):
    """Written twice, the file is the same; with another seed it is another."""
    first, second, other = (tmp_path / name for name in ("first", "second", "other"))
    for path, seed in ((first, 1), (second, 1), (other, 2)):
        write_case_table(500, path, seed=seed)

    assert first.read_bytes() == second.read_bytes() != other.read_bytes()
