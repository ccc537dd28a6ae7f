"""Entries that compiled code writes are those that a desk would have packed."""

from random import Random

import msgspec
import numpy as np

from engine.core.outcome import NOBODY
from engine.desk.docket import DocketEntry, Seat
from engine.desk.lodged_entries import ENTRY_BYTES_MAX, ENTRY_COLUMNS, write_entries
from engine.desk.timers import TimerKind


def number(random: Random) -> int:
    """Any number, those at which its length on the wire changes more often than others."""
    edge: int = 2 ** random.choice((0, 7, 8, 15, 16, 31, 32, 53, 62)) - random.randrange(2)
    return random.choice((edge, random.randrange(2 ** random.randrange(1, 62))))


def entry(case: dict[str, int], at: int, designated_by: int, offers_end_at: int) -> DocketEntry:
    """The entry that a desk makes of a case that was filed and perhaps offered."""
    is_offered = case["mediator"] != NOBODY
    seat = Seat(mediator=case["mediator"], organisation_id=case["organisation"], attempt=1, deadline=offers_end_at)
    return DocketEntry(
        case_id=case["case_id"],
        weight_milli=case["weight_milli"],
        seats={0: seat} if is_offered else {},
        dispute_id=case["case_id"],
        court_id=case["court"],
        aged_at=at - case["boost_us"],
        panel_size=1,
        pre_filing=bool(case["pre_filing"]),
        step=case["step"],
        step_began_at=at,
        waits_until=case["waits_until"],
        designated_by=designated_by,
        attempt=int(is_offered),
        timer=None if is_offered else TimerKind.STEP_END,
    )


def test_entries_are_written_as_they_would_be_packed():
    """Whatever the numbers, the bytes are those of the record, and no entry takes more than it may."""
    random = Random(1)
    at, designated_by, offers_end_at = number(random), number(random), number(random)
    cases = [{name: number(random) for name in ENTRY_COLUMNS} for _ in range(500)]
    for case in cases:
        case["pre_filing"] %= 2
        case["mediator"] = random.choice((NOBODY, case["mediator"]))
    rows = np.array([[case[name] for name in ENTRY_COLUMNS] for case in cases], np.int64)
    content, lengths = np.empty(len(rows) * ENTRY_BYTES_MAX, np.uint8), np.empty(len(rows), np.int64)
    size = write_entries(content, lengths, rows, at, designated_by, offers_end_at)
    expected = [msgspec.msgpack.encode(entry(case, at, designated_by, offers_end_at)) for case in cases]
    assert content[:size].tobytes() == b"".join(expected)
    assert lengths.tolist() == [len(one) for one in expected]
    assert lengths.max() <= ENTRY_BYTES_MAX
