"""Event files and rosters, observed for one test."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from analytics.fairness.observed import ObservedOffers, observe_offers
from tests.analytics.event_rows import event, write_events
from tests.analytics.fairness.rows import Row
from tests.analytics.generated import STARTS_AT


def write_roster(courts: Sequence[int], folder: Path) -> Path:
    """Write the court of each mediator, numbered from 0."""
    path = folder / "mediators.parquet"
    columns = {"mediator_id": range(len(courts)), "court_id": courts}
    pl.DataFrame(columns, schema={"mediator_id": pl.Int32, "court_id": pl.Int32}).write_parquet(path)
    return path


@contextmanager
def observed(
    rows: list[Row], *, courts: Sequence[int] | None = None, with_opening: bool = False
) -> Generator[ObservedOffers]:
    """Observe events, with a roster if the mediators' courts are given."""
    with TemporaryDirectory() as folder:
        path = write_events(rows or [event(0, "filed", STARTS_AT)], Path(folder))
        roster = None if courts is None else write_roster(courts, Path(folder))
        with observe_offers(path, mediators=roster, with_opening=with_opening) as found:
            yield found
