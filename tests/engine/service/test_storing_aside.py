"""The next batch is carried out while the last is stored: nothing is told before it is stored, and all is undone."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Event as Signal

import pytest

from engine.events.records import Filed
from engine.log.errors import LogBrokenError, LogFullError
from engine.log.log import Sealed
from engine.registry.example import MONDAY
from engine.service.answers import Answer
from engine.service.batches import ASIDE_COMMANDS_MIN
from engine.service.errors import StorageFullError, UnknownOutcomeError
from engine.service.service import Service
from engine.service.settings import ServiceSettings
from tests.engine.service.house import FaultyLog, answered, filing, followed, writer_over

PATIENCE = 20.0


class ScriptedLog(FaultyLog):
    """A log whose batches are held until they are let go, and fail as a script says."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Signal()
        self.reached = Signal()
        self.failures: list[Exception | None] = []

    def keep(self, sealed: Sealed, /) -> None:
        self.reached.set()
        assert self.let_go.wait(PATIENCE)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        super().keep(sealed)


@pytest.fixture
def aside() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def test_the_next_batch_is_carried_out_while_one_is_stored(aside: Executor):
    """Two batches are begun before the first is stored, and the log holds both, in order and chained, afterwards."""
    log = ScriptedLog()
    writer = writer_over(log, capacity=500)
    told: list[int] = []
    writer.on_stored = lambda first_seq, _entries, _at: told.append(first_seq)
    first = writer.begin([filing(7, "a")], MONDAY, aside=aside)
    assert (log.head.seq, told, first.is_stored) == (0, [], False)
    log.let_go.set()
    second = writer.begin([filing(8, "b")], MONDAY, aside=aside)
    answers = [answered(writer.finish(begun)[0]) for begun in (first, second)]

    filed = [(seq, entry.dispute_id) for seq, entry in log.read() if isinstance(entry, Filed)]
    assert [dispute for _, dispute in filed] == [7, 8]
    assert told == [1, answers[0].last_seq + 1]
    assert answers[1].last_seq == log.head.seq
    assert followed(log, 500).standing() == writer.world.standing()


def test_what_follows_a_batch_that_found_no_room_is_undone_with_it(aside: Executor):
    """Neither the batch nor the one begun after it has happened; both are done when they are asked for again."""
    log = ScriptedLog()
    log.let_go.set()
    writer = writer_over(log, capacity=500)
    log.failures = [LogFullError("no space left")]
    first = writer.begin([filing(7, "a")], MONDAY, aside=aside)
    second = writer.begin([filing(8, "b")], MONDAY, aside=aside)
    outcomes = [*writer.finish(first), *writer.finish(second)]

    assert all(isinstance(outcome, StorageFullError) for outcome in outcomes)
    assert isinstance(writer.blocked, StorageFullError)
    assert (log.head.seq, writer.world.seq) == (0, 0)
    again = writer.handle([filing(7, "a"), filing(8, "b")], MONDAY)
    assert [answered(outcome).repeated for outcome in again] == [False, False]
    assert writer.blocked is None


def test_a_failure_shows_when_nothing_follows(aside: Executor):
    """The last batch's failure is found by whoever waits for it."""
    log = ScriptedLog()
    log.let_go.set()
    writer = writer_over(log, capacity=500)
    log.failures = [LogFullError("no space left")]
    (outcome,) = writer.finish(writer.begin([filing(7)], MONDAY, aside=aside))

    assert isinstance(outcome, StorageFullError)
    assert writer.world.seq == 0


def test_an_answer_without_effects_waits_for_what_it_rests_on(aside: Executor):
    """A refusal because of a batch that is not stored yet is not told, and never if that batch has not happened."""
    log = ScriptedLog()
    log.let_go.set()
    writer = writer_over(log, capacity=500)
    log.failures = [LogFullError("no space left")]
    first = writer.begin([filing(7)], MONDAY, aside=aside)
    twice = writer.begin([filing(7)], MONDAY, aside=aside)

    assert not twice.is_stored
    assert all(isinstance(writer.finish(begun)[0], StorageFullError) for begun in (first, twice))


def test_a_key_is_known_while_its_batch_is_on_its_way(aside: Executor):
    """A repetition that comes before the first is stored waits for it and gets its answer."""
    log = ScriptedLog()
    log.let_go.set()
    writer = writer_over(log, capacity=500)
    first = writer.begin([filing(7, "a")], MONDAY, aside=aside)
    repeated = writer.begin([filing(7, "a")], MONDAY, aside=aside)

    assert answered(writer.finish(repeated)[0]).repeated
    assert answered(writer.finish(first)[0]).last_seq == log.head.seq


def test_when_nobody_knows_everybody_is_told_so():
    """A disk that breaks under a batch leaves it unknown, and the one begun after it, too; the process ends."""
    log = ScriptedLog()
    log.let_go.set()
    ended: list[str] = []
    settings = ServiceSettings(tick_seconds=0.01, batch_commands_max=1)
    service = Service(writer_over(log, capacity=5_000), lambda: MONDAY, settings, end=ended.append)
    service.start(release="1", roster_digest="ab")
    log.reached.clear()
    log.let_go.clear()
    tickets = [service.submit(filing(1))]
    assert log.reached.wait(PATIENCE)
    log.failures = [None, LogBrokenError("the disk says no")]
    while sum(len(ticket.group.commands) for ticket in tickets) < 2 * ASIDE_COMMANDS_MIN:
        tickets.append(service.submit(filing(len(tickets) + 1)))
    log.let_go.set()
    service.stop(PATIENCE)

    assert isinstance(tickets[0].outcome, Answer)
    assert all(isinstance(ticket.outcome, UnknownOutcomeError) for ticket in tickets[1:3])
    assert not any(isinstance(ticket.outcome, Answer) for ticket in tickets[1:])
    assert ended
    assert {entry.dispute_id for _, entry in log.read() if isinstance(entry, Filed)} == {1}
