"""Batches whose events are written before anybody makes records of them are those of the records."""

import pytest

from engine.events.records import Filed
from engine.events.written_part import WrittenPart
from engine.linked.words import System
from engine.log.errors import TimeOrderError
from engine.log.memory import MemoryLog
from engine.log.parts import Parts
from engine.registry.example import MONDAY, lodging
from engine.registry.lodging import WRITTEN_MIN
from engine.service.answers import Group
from engine.service.entries import Entry
from engine.service.records import Executed, Started
from engine.service.world import World
from engine.service.writer import Writer
from tests.engine.events.test_written import renewed, written_of
from tests.engine.service.house import CODEC, answered, empty_world, filing

COUNT = 2 * WRITTEN_MIN


def handed_in(name: str, count: int = COUNT) -> Group:
    """Complete filings under one key."""
    return Group(commands=(lodging(),) * count, key=name.encode().ljust(16), request_digest=bytes(16), name=name)


def _world(*, is_linked: bool) -> World:
    return empty_world(COUNT, linked=tuple(System) if is_linked else ())


def unlinked(log: MemoryLog[Entry]) -> Writer:
    """A writer whose platform tells no other system anything."""
    world = _world(is_linked=False)
    return Writer(log, lambda: world)


@pytest.mark.parametrize("is_linked", [False, True])
def test_the_log_is_that_of_the_records(is_linked: bool):
    """Stored bytes are the encoder's, the log leads to the world that wrote it, and a key finds its answer again."""
    log = MemoryLog[Entry](codec=CODEC)
    world = _world(is_linked=is_linked)
    writer = Writer(log, lambda: world)
    answers = [answered(writer.handle([handed_in(name)], MONDAY + at)[0]) for at, name in enumerate("ab")]
    assert all(isinstance(result, WrittenPart) is not is_linked for answer in answers for result in answer.results)
    assert [CODEC.encode(CODEC.decode(batch.body)) for batch in log.batches()] == [one.body for one in log.batches()]
    assert world.standing() == followed_alike(log, is_linked=is_linked)
    again = answered(writer.handle([handed_in("a")], MONDAY + 9)[0])
    assert again.results == answers[0].results
    assert (again.repeated, again.last_seq, answers[0].last_seq) == (True, answers[0].last_seq, _end_of_first(log))


def followed_alike(log: MemoryLog[Entry], *, is_linked: bool) -> bytes:
    """The standing that the log leads to, entry by entry."""
    world = _world(is_linked=is_linked)
    for batch in log.batches():
        entries = CODEC.decode(batch.body)
        world.replay(batch.previous_hash, entries, CODEC.recorded_at(entries[-1]))
    return world.standing()


def _end_of_first(log: MemoryLog[Entry]) -> int:
    return next(seq for seq, entry in log.read() if isinstance(entry, Executed))


def test_parts_keep_the_order_and_the_time():
    """Entries come out as they went in, whether written or not; time that runs backwards is refused with its place."""
    events = [renewed(1), renewed(2), renewed(3, recorded_at=9)]
    written, started = written_of([*events]), Started(at=9, epoch=1, release="1", roster_digest="")
    parts = Parts[Entry]([events[0]])
    parts.add_all([WrittenPart(written, 0, 1), WrittenPart(written, 1, 2), (), WrittenPart(written, 2, 3)])
    parts.add((started,))
    expected: list[Entry] = [events[0], *events, started]
    assert [len(part) for part in parts.parts] == [1, 2, 1, 1]
    assert ([*parts], len(parts), parts[-1], parts[1:3]) == (expected, 5, started, events[:2])
    log = MemoryLog[Entry](codec=CODEC)
    log.append(parts)
    assert [entry for _, entry in log.read()] == expected
    early = Parts[Entry]([started])
    early.add(WrittenPart(written, 0, 3))
    with pytest.raises(TimeOrderError):
        log.append(early)


def test_listeners_get_the_entries():
    """Who is told of a stored batch reads in it what the log has, in order."""
    log = MemoryLog[Entry](codec=CODEC)
    writer, told = unlinked(log), list[Entry]()
    writer.on_stored = lambda _first_seq, entries, _at: told.extend(entries)
    writer.handle([filing(7), handed_in("a")], MONDAY)
    assert told == [entry for _, entry in log.read()]
    assert sum(isinstance(entry, Filed) for entry in told) == COUNT + 1
