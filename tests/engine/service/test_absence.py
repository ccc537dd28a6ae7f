"""A service that comes back finds in the log what it would have done, each at its own instant."""

from pathlib import Path

import msgspec

from engine.linked.records import Asked
from engine.registry.example import MONDAY
from engine.service.entries import EntryCodec
from loadtests.faults.child import group_of, town_writer
from loadtests.faults.town import BEGINS_AT
from loadtests.faults.workload import Workload
from tests.engine.service.house import FaultyLog, answered, filing, followed, writer_over

HOUR = 3_600_000_000
MONTH = 30 * 24 * HOUR
CODEC = EntryCodec()


def test_what_fell_due_while_nobody_served_comes_before_the_start():
    """A service that was away for a month serves: what fell due meanwhile stands before its start, in order of time."""
    log = FaultyLog()
    first = writer_over(log)
    first.start(release="1", roster_digest="ab", now=MONDAY)
    first.handle([filing(7)], MONDAY)
    before = log.head.seq
    second = writer_over(log)
    started = second.start(release="1", roster_digest="ab", now=MONDAY + MONTH)
    (outcome,) = second.handle([filing(8)], MONDAY + MONTH)

    entries = [entry for _, entry in log.read(before)]
    times = [CODEC.recorded_at(entry) for entry in entries]
    assert MONDAY < times[0] < started.at
    assert entries.index(started) > 0
    assert times == sorted(times)
    assert answered(outcome).at == started.at
    assert followed(log).standing() == second.world.standing()


def test_a_start_with_nothing_due_is_the_first_entry():
    """The log of a new store begins with its first start."""
    log = FaultyLog()
    started = writer_over(log).start(release="1", roster_digest="ab", now=MONDAY)

    assert [entry for _, entry in log.read()] == [started]


def test_letters_that_fell_due_while_nobody_served_are_asked_at_their_instants(tmp_path: Path):
    """A linked service that was away for two months starts: what became due meanwhile is asked of the systems."""
    workload = Workload(1)
    writer = town_writer(tmp_path)
    writer.start(release="1", roster_digest="ab", now=BEGINS_AT)
    for number in range(60):
        commands = msgspec.msgpack.encode(workload.next_group())
        (outcome,) = writer.handle([group_of(str(number), commands)], BEGINS_AT + number)
        workload.learn(getattr(outcome, "results", ()))
    before = writer.log.head.seq
    writer.log.close()

    again = town_writer(tmp_path)
    started = again.start(release="1", roster_digest="ab", now=BEGINS_AT + 2 * MONTH)
    asked = [entry.at for _, entry in again.log.read(before) if isinstance(entry, Asked)]
    again.log.close()

    assert asked
    assert all(at < started.at for at in asked)
