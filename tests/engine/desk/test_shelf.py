"""The shelf of the docket: packed and in use, an entry is the same and stands in its place."""

from random import Random

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from engine.core.stored_array import stored
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import DeskStandingError
from engine.desk.shelf import Shelf


def entry(case_id: int, period_ends_at: int | None = None) -> DocketEntry:
    """An entry held by a mediator of the same number."""
    return DocketEntry(
        case_id=case_id,
        weight_milli=1000,
        seats={0: Seat(mediator=case_id, organisation_id=0, attempt=1, deadline=None)},
        dispute_id=case_id,
        court_id=0,
        aged_at=case_id,
        panel_size=1,
        pre_filing=True,
        step=0,
        step_began_at=0,
        waits_until=0,
        designated_by=0,
        period_ends_at=period_ends_at,
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_shelf_is_a_dictionary(seed: int):
    """Whatever is put, laid, changed, removed and packed in whatever order, the shelf tells what a dictionary would."""
    random, shelf, plain = Random(seed), Shelf(), dict[int, DocketEntry]()
    for step in range(120):
        case_id = random.randrange(40)
        found = shelf.find(case_id)
        assert found == plain.get(case_id)
        if found is None:
            plain[case_id] = entry(case_id, random.choice((None, step)))
            shelf.put(entry(case_id, plain[case_id].period_ends_at))
        elif random.random() < 0.4:
            shelf.remove(found)
            del plain[case_id]
        else:
            found.attempt = plain[case_id].attempt = step
        if random.random() < 0.1:
            # Behind all others, or among them.
            free = sorted({*range(random.choice((0, 40)), 40 + step)} - plain.keys())
            laid = {number: entry(number) for number in free[: random.randrange(4)]}
            if laid:
                coded = [msgspec.msgpack.encode(one) for one in laid.values()]
                lengths = np.array([len(one) for one in coded], np.int64)
                shelf.lay(np.array([*laid], np.int64), lengths, b"".join(coded))
                plain |= laid
        if random.random() < 0.15:
            packed, other = shelf.pack(), Shelf()
            other.load(packed)
            assert other.pack() == packed
            assert [one.case_id for one in other] == sorted(plain)
        late = {one.case_id for one in plain.values() if one.period_ends_at is not None and one.period_ends_at <= 50}
        assert {one.case_id for one in shelf.ended_by(50)} == late
        assert len(shelf) == len(plain)
        assert {one.case_id: one for one in shelf} == plain


def test_entries_in_disorder_are_refused():
    """Cases that stand twice, or bytes that no entry owns, are no shelf."""
    shelf = Shelf()
    for case_id in (3, 5):
        shelf.put(entry(case_id))
    packed = shelf.pack()
    swapped = replace(packed, case_ids=stored(np.array([5, 3]), "<i8"))
    for wrong in (swapped, replace(packed, content=packed.content + b"\0")):
        with pytest.raises(DeskStandingError, match="docket"):
            Shelf().load(wrong)
