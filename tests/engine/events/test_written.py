"""Events that are written as columns are those that an encoder of records writes."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events.errors import EventBodyError
from engine.events.records import DeckRenewed, Escalated, Event
from engine.events.scan import SCANNED, WIDTH, column_of, row_of
from engine.events.shapes import SHAPE_OF
from engine.events.written import Written
from engine.events.written_part import WrittenPart
from tests.engine.events.examples import events_of

_SOME = st.lists(st.one_of([events_of(SHAPE_OF[kind]) for kind in SCANNED]), min_size=1, max_size=6)


def written_of(events: list[Event]) -> Written:
    """Events by their columns."""
    kinds = np.array([SCANNED.index(type(event)) for event in events], np.int64)
    return Written(kinds, np.array([row_of(event) for event in events], np.int64))


def renewed(step: int, recorded_at: int = 5, case_id: int = 7) -> DeckRenewed:
    """An event of few fields."""
    return DeckRenewed(
        occurred_at=5, recorded_at=recorded_at, dispute_id=case_id, case_id=case_id, court_id=0, step=step
    )


@settings(max_examples=25)
@given(_SOME, st.data())
def test_the_bytes_are_those_of_the_records(events: list[Event], data: st.DataObject):
    """Of any events, and of any part of them, each byte is the encoder's, and what is decoded is what was put in."""
    written = written_of(events)
    first = data.draw(st.integers(0, len(events)))
    end = data.draw(st.integers(first, len(events)))
    coded = b"".join(msgspec.msgpack.encode((event.version, event)) for event in events[first:end])
    part = WrittenPart(written, first, end)
    assert bytes(part.body) == coded
    assert part == events[first:end]
    assert (len(part), [*part]) == (end - first, events[first:end])
    written.check()


def test_parts_are_sequences():
    """A part answers as a tuple of its events does, however often and in whatever order it is asked."""
    events: list[Event] = [renewed(step) for step in range(9)]
    written = written_of(events)
    parts = [WrittenPart(written, place, place + 2) for place in range(8)]
    for place in (7, 0, 3, 1, 6, 2, 5, 4):
        assert parts[place] == tuple(events[place : place + 2])
        assert parts[place][-1] == events[place + 1]
        assert parts[place][1:] == [events[place + 1]]
    assert parts[0] != parts[1]
    assert repr(parts[0]) == repr(events[:2])
    assert hash(parts[0]) == hash(tuple(events[:2]))


def test_counts_cases_and_times_without_records():
    """How many there are of a kind, of which cases, and when, is told as the events say it."""
    step = Escalated(occurred_at=5, recorded_at=6, dispute_id=8, case_id=8, court_id=0, step=1, deadline=None)
    part = WrittenPart(written_of([renewed(1), step, renewed(2, 9, case_id=3)]), 0, 3)
    assert part.counts == {DeckRenewed: 2, Escalated: 1}
    assert part.cases_of(DeckRenewed) == [7, 3]
    assert part.recorded_at.tolist() == [5, 6, 9]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [(len(SCANNED), "step", 0), (-1, "step", 0), (SCANNED.index(Escalated), "reason", 99)],
)
def test_what_no_reader_could_read_is_not_written(kind: int, field: str, value: int):
    """A kind or a word that nobody knows is refused; so is null where a field must hold a word."""
    values = np.zeros((1, WIDTH), np.int64)
    values[0, column_of(Escalated, field)] = value
    with pytest.raises(EventBodyError, match="cannot be written"):
        Written(np.array([kind]), values)
    values[0, column_of(Escalated, "reason")] = -1
    with pytest.raises(EventBodyError, match="cannot be written"):
        Written(np.array([SCANNED.index(Escalated)]), values)


def test_what_was_spoilt_after_writing_is_noticed():
    """Bytes that are no longer those of the columns are not passed on to a log."""
    written = written_of([renewed(1)])
    body = np.frombuffer(written.body(0, 1), np.uint8)
    body.flags.writeable = True
    body[2] = 0
    with pytest.raises(EventBodyError, match="read back"):
        written.check()
