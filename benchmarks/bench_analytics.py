"""All measures of a case table as large as that of a national week, from the file to the record.

There is no rival: the second computation of the measures, which the tests hold against them, walks case by case to be
independent and not to be fast.
"""

from functools import partial
from pathlib import Path

import msgspec

from analytics.measure import measure
from benchmarks.case_table import roster_size, write_case_table, write_roster
from benchmarks.label import Label, Timing, attach, digest
from benchmarks.sizes import TABLE_CASES
from engine.calendar.calendar import WorkCalendar

_SEED = 1
_ROUNDS = 5


def test_all_measures(benchmark: Timing, share: float, tmp_path: Path) -> None:
    """Volume, success, survival, stock, clearance, utilisation and timeliness, with their intervals."""
    cases, roster = tmp_path / "cases.parquet", tmp_path / "mediators.parquet"
    count = round(TABLE_CASES * share)
    write_case_table(count, cases, seed=_SEED)
    write_roster(count, roster)
    measure_all = partial(measure, cases, calendar=WorkCalendar.china(), mediators=roster)

    measures = benchmark.pedantic(measure_all, rounds=_ROUNDS, warmup_rounds=1)

    label = Label(
        name="all measures",
        subject="analytics",
        size=f"{measures.cases:,} cases, {roster_size(count):,} mediators",
        checksum=digest(msgspec.json.encode(measures)),
        items=measures.cases,
        item="cases",
    )
    attach(label, benchmark)
