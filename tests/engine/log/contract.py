"""What every store of events promises; the tests of a store inherit this and say how to make and damage one.

What its chain of hashes promises stands in `chain_contract`.
"""

from abc import ABC, abstractmethod
from itertools import pairwise
from threading import Thread
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.events.errors import EventError, EventFieldError
from engine.events.records import Escalated, Event
from engine.events.upcasters import UPCASTERS, Upcasters
from engine.log.chain import EMPTY, seal, verify
from engine.log.errors import BatchSizeError, ChainError, PositionError, TimeOrderError
from engine.log.log import EVENTS_PER_BATCH_MAX, Batch, Head, Log
from tests.engine.events.examples import any_event, one_of_each


def escalations(*cases: int, recorded_at: int = 1) -> list[Event]:
    """One small event for each case number."""
    first = Escalated(occurred_at=1, recorded_at=1, dispute_id=1, case_id=1, court_id=0, step=1, deadline=None)
    return [msgspec.structs.replace(first, case_id=case, recorded_at=recorded_at) for case in cases]


def cases(log: Log[Event], after_seq: int = 0, limit: int | None = None) -> list[tuple[int, int]]:
    """Position and case number of what a reader gets."""
    return [(seq, event.case_id) for seq, event in log.read(after_seq, limit)]


class LogMaker(ABC):
    """How to make a log of one kind, and how to reach behind it."""

    @abstractmethod
    def make_log(self, upcasters: Upcasters = UPCASTERS) -> Log[Event]:
        """Make an empty log."""

    @abstractmethod
    def put(self, log: Log[Event], place: int, batch: Batch | None) -> None:
        """Behind the log's back, replace the batch at `place`, from 0, or remove it; one past the end, add it."""

    def log_of_three(self) -> Log[Event]:
        """Make a log with three batches, of two, three and one events, on cases 11 to 16."""
        log = self.make_log()
        for numbers in ((11, 12), (13, 14, 15), (16,)):
            log.append(escalations(*numbers))
        return log


class LogContract(LogMaker):
    """Promises to writers and readers. A subclass whose name starts with `Test` runs them all."""

    def test_positions_are_dense_from_one(self):
        """Events are numbered 1, 2, 3 ... in the order of appending, across batches."""
        assert cases(self.log_of_three()) == [(1, 11), (2, 12), (3, 13), (4, 14), (5, 15), (6, 16)]

    def test_an_empty_log_is_a_log(self):
        """A log without events has a head, can be read and verified."""
        log = self.make_log()

        assert log.head == EMPTY == Head(0, bytes(32))
        assert list(log.read()) == []
        assert list(log.batches()) == []
        assert verify(log) == EMPTY

    def test_append_returns_the_batch_as_stored(self):
        """The answer to an append says where the events are and how the chain goes on."""
        log = self.make_log()
        first, second = log.append(escalations(11, 12)), log.append(escalations(13))

        assert list(log.batches()) == [first, second]
        assert (first.first_seq, first.count, first.last_seq, first.previous_hash) == (1, 2, 2, bytes(32))
        assert (second.first_seq, second.count, second.last_seq, second.previous_hash) == (3, 1, 3, first.hash)
        assert log.head == Head(3, second.hash)

    @settings(suppress_health_check=[HealthCheck.differing_executors], max_examples=30)  # each store runs it by itself
    @given(lengths=st.lists(st.integers(1, 5), max_size=4), data=st.data())
    def test_events_come_back_equal(self, lengths: list[int], data: st.DataObject):
        """Whatever events go in, the same come out, in order."""
        log = self.make_log()
        written: list[Event] = []
        for recorded_at, length in enumerate(lengths):
            drawn = data.draw(st.lists(any_event, min_size=length, max_size=length))
            batch = [msgspec.structs.replace(event, recorded_at=recorded_at) for event in drawn]
            log.append(batch)
            written += batch

        assert list(log.read()) == list(enumerate(written, start=1))
        assert verify(log) == log.head

    @pytest.mark.parametrize("after_seq", range(7))
    @pytest.mark.parametrize("limit", [1, 2, 3, 6, 100, None])
    def test_reading_from_the_middle(self, after_seq: int, limit: int | None):
        """A reader gets what comes after the position it names, inside a batch too, and no more than it asked for."""
        expected = [(seq, seq + 10) for seq in range(1, 7)][after_seq:]

        assert cases(self.log_of_three(), after_seq, limit) == expected[:limit]

    @pytest.mark.parametrize(("after_seq", "starts"), [(0, [1, 3, 6]), (1, [1, 3, 6]), (2, [3, 6]), (5, [6]), (6, [])])
    def test_batches_from_the_middle(self, after_seq: int, starts: list[int]):
        """A reader of batches gets each that holds something after the position it names."""
        assert [batch.first_seq for batch in self.log_of_three().batches(after_seq)] == starts

    @pytest.mark.parametrize(
        ("after_seq", "limit", "field", "value"),
        [(-1, None, "after_seq", -1), (7, None, "after_seq", 7), (0, 0, "limit", 0), (0, -5, "limit", -5)],
    )
    def test_an_impossible_position_is_refused(self, after_seq: int, limit: int | None, field: str, value: int):
        """A position beyond the head means that events were lost: no silence, but an error at the call."""
        log = self.log_of_three()
        with pytest.raises(PositionError) as caught:
            log.read(after_seq, limit)

        assert (caught.value.field, caught.value.value) == (field, value)

    def test_a_reader_of_batches_is_checked_too(self):
        """Batches after a position beyond the head are refused at the call."""
        with pytest.raises(PositionError, match="after_seq must be 0 to 6, the head of the log, not 7"):
            self.log_of_three().batches(7)

    @pytest.mark.parametrize("count", [0, EVENTS_PER_BATCH_MAX + 1])
    def test_a_batch_has_bounds(self, count: int):
        """A batch of nothing, or of more than a reader wants to decode at once, is refused and changes nothing."""
        log = self.log_of_three()
        before = log.head
        with pytest.raises(BatchSizeError, match=f"a batch holds 1 to 65536 events, not {count}"):
            log.append(escalations(1) * count)

        assert log.head == before

    @pytest.mark.parametrize("changed", [{"case_id": "x"}, {"step": None}, {"recorded_at": 0}, {"case_id": 2**64}])
    def test_a_batch_is_written_whole_or_not_at_all(self, changed: dict[str, Any]):
        """If one event of a batch is refused none is written, and the log goes on as if nothing had happened."""
        log = self.log_of_three()
        before = (log.head, list(log.read()))
        wrong = msgspec.structs.replace(escalations(18)[0], **changed)
        with pytest.raises((EventError, TimeOrderError)):
            log.append([*escalations(17), wrong, *escalations(19)])

        assert (log.head, list(log.read())) == before
        log.append(escalations(17))
        assert cases(log, 6) == [(7, 17)]
        assert verify(log) == log.head

    @pytest.mark.parametrize(("times", "seq"), [((4,), 3), ((5, 6, 5), 5), ((7, 6), 4)])
    def test_time_never_runs_backwards(self, times: tuple[int, ...], seq: int):
        """An event recorded before the one ahead of it, in its batch or the one before, is refused and named."""
        log = self.make_log()
        log.append(escalations(1, 2, recorded_at=5))
        with pytest.raises(TimeOrderError) as caught:
            log.append([event for at in times for event in escalations(1, recorded_at=at)])

        assert caught.value.seq == seq
        assert caught.value.recorded_at < caught.value.previous
        assert log.head.seq == 2

    def test_time_may_stand_still(self):
        """Any number of events may be recorded at the same instant, and they may have occurred in any order."""
        log = self.make_log()
        log.append(escalations(1, 2, recorded_at=5))
        log.append([msgspec.structs.replace(escalations(3, recorded_at=5)[0], occurred_at=-9)])

        assert log.head.seq == 3

    def test_a_reader_sees_what_was_there_when_it_asked(self):
        """Events appended later do not slip into a reading that has begun."""
        log = self.log_of_three()
        events, batches = log.read(), log.batches()
        log.append(escalations(17))

        assert [seq for seq, _ in events] == [1, 2, 3, 4, 5, 6]
        assert [batch.first_seq for batch in batches] == [1, 3, 6]

    def test_readers_beside_a_writer_see_whole_batches(self):
        """While one thread appends, others see a growing number of batches, each of them whole."""
        log = self.make_log()
        size, rounds = 5, 200

        def write() -> None:
            for number in range(1, rounds + 1):
                log.append(escalations(*[number] * size))

        writer = Thread(target=write)
        writer.start()
        seen: list[list[int]] = []
        while writer.is_alive():
            seen.append([event.case_id for _, event in log.read()])
        seen.append([event.case_id for _, event in log.read()])

        assert len(seen[-1]) == size * rounds
        assert all(len(before) <= len(after) for before, after in pairwise(seen))
        for found in seen:
            assert found == [number for number in range(1, len(found) // size + 1) for _ in range(size)]

    def test_a_sealed_batch_is_nowhere_until_it_is_kept(self):
        """The next batch may be made before the last is written; kept in order, they are as if they were appended."""
        log, twin = self.make_log(), self.make_log()
        first = log.seal(escalations(11, 12))
        second = log.seal(escalations(13), after=first)
        assert log.head == EMPTY
        for sealed in (first, second):
            log.keep(sealed)
        assert [twin.append(escalations(11, 12)), twin.append(escalations(13))] == [first.batch, second.batch]

    def test_a_sealed_batch_has_one_place(self):
        """A batch that does not follow the log's end is refused, and nothing is written."""
        log = self.make_log()
        second = log.seal(escalations(12), after=(first := log.seal(escalations(11))))
        with pytest.raises(ChainError, match="does not follow event 0"):
            log.keep(second)
        log.append(escalations(13))
        with pytest.raises(ChainError, match="does not follow event 1"):
            log.keep(first)
        assert cases(log) == [(1, 13)]

    def test_an_older_log_replays(self):
        """What an older release wrote reads as today's events, beside what this one appends."""
        log = self.make_log({("escalated", 0): lambda fields: fields | {"step": fields["step"] + 1}, **UPCASTERS})
        self.put(log, 0, seal(EMPTY, count=1, body=self.old_body()))
        log.append(escalations(12))

        assert [(seq, event) for seq, event in log.read()] == [(1, escalations(11)[0]), (2, escalations(12)[0])]
        assert verify(log) == log.head

    def test_an_unreadable_event_is_never_skipped(self):
        """A version nobody has an upcaster for stops the reader with the kind, the version and those known."""
        log = self.make_log()
        self.put(log, 0, seal(EMPTY, count=1, body=self.old_body()))
        with pytest.raises(EventFieldError, match="unknown version in event of kind 'escalated'"):
            list(log.read())

    @staticmethod
    def old_body() -> bytes:
        """One event on case 11 as version 0 had it: without a reason, its steps counted from one less."""
        fields = msgspec.to_builtins(escalations(11)[0])
        del fields["reason"]
        return msgspec.msgpack.encode([[0, fields | {"step": 0}]])

    def test_one_of_each_kind_fits_one_batch(self):
        """A batch may hold every kind of event there is."""
        log = self.make_log()
        events = one_of_each()
        log.append(events)

        assert [event for _, event in log.read()] == events
