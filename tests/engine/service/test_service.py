"""The service answers what it has stored, refuses what it cannot take, and ends rather than guess."""

from collections.abc import Iterator
from threading import Event as Signal

import pytest

from engine.events.records import Filed
from engine.log.log import Sealed
from engine.registry.example import MONDAY
from engine.service.answers import Answer
from engine.service.errors import QueueFullError, StoppingError, StorageFullError, UnknownOutcomeError
from engine.service.service import Service
from engine.service.settings import ServiceSettings
from engine.service.state import State
from engine.service.tickets import Ticket
from engine.service.writer import RETRY_FULL_SECONDS
from tests.engine.service.house import FaultyLog, filing, writer_over

PATIENCE = 20.0
SECOND = 1_000_000


class HeldLog(FaultyLog):
    """A log whose appends wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let_go = Signal(), Signal()
        self.let_go.set()

    def keep(self, sealed: Sealed, /) -> None:
        self.reached.set()
        assert self.let_go.wait(PATIENCE)
        super().keep(sealed)


class Desktop:
    """A service over a held log, with a clock that stands until it is moved."""

    def __init__(self, **settings: int) -> None:
        self.log = HeldLog()
        self.now = MONDAY
        self.ended: list[str] = []
        self.answered: list[int] = []
        self.entered: list[State] = []
        self.service = Service(
            writer_over(self.log, capacity=500),
            lambda: self.now,
            ServiceSettings(tick_seconds=0.01, **settings),
            answered=lambda tickets: self.answered.append(len(tickets)),
            changed=self.entered.append,
            end=self.ended.append,
        )
        self.service.start(release="1", roster_digest="ab")
        self.log.reached.clear()

    def hold(self) -> Ticket:
        """Let the writer be caught while it stores a filing."""
        self.log.let_go.clear()
        ticket = self.service.submit(filing(1_000))
        assert self.log.reached.wait(PATIENCE)
        return ticket


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop(queue_commands_max=12)
    yield desktop
    desktop.log.let_go.set()
    desktop.service.stop(PATIENCE)


def test_an_answer_comes_after_the_entries_are_stored(desktop: Desktop):
    """A ticket has no outcome while the log still writes, and the answer of what is stored afterwards."""
    ticket = desktop.hold()
    assert ticket.outcome is None
    desktop.log.let_go.set()

    assert isinstance(ticket.answer(PATIENCE), Answer)
    assert any(isinstance(entry, Filed) for _, entry in desktop.log.read())


def test_a_full_queue_refuses_before_anything_is_done(desktop: Desktop):
    """Beyond the bound a group is turned away with the time to come again, and those that wait are all answered."""
    held = desktop.hold()
    taken = [desktop.service.submit(filing(number)) for number in (1, 2)]
    with pytest.raises(QueueFullError) as refused:
        desktop.service.submit(filing(3))
    desktop.log.let_go.set()

    assert refused.value.retry_after_seconds is not None
    assert all(isinstance(ticket.answer(PATIENCE), Answer) for ticket in [held, *taken])
    assert {entry.dispute_id for _, entry in desktop.log.read() if isinstance(entry, Filed)} == {1_000, 1, 2}


def test_what_waited_is_stored_together(desktop: Desktop):
    """The batch is all that arrived while the last one was being stored."""
    held = desktop.hold()
    waiting = [desktop.service.submit(filing(number)) for number in (1, 2)]
    desktop.log.let_go.set()
    for ticket in [held, *waiting]:
        ticket.answer(PATIENCE)

    assert desktop.answered == [1, 2]


def test_a_question_sees_what_is_stored_and_nothing_else(desktop: Desktop):
    """Reads come between batches: what is being stored is not there yet, what was answered is."""
    held = desktop.hold()
    seen: list[object] = []
    done = Signal()

    def reply(answer: object) -> None:
        seen.append(answer)
        done.set()

    desktop.service.ask(lambda world: (len(world.platform.registry.numbers), world.seq), reply)
    assert seen == []
    desktop.log.let_go.set()
    held.answer(PATIENCE)
    assert done.wait(PATIENCE)

    assert seen == [(1, desktop.log.head.seq)]


def test_a_failing_question_harms_nobody(desktop: Desktop):
    """The error of a question goes to its asker, and the service goes on."""
    seen: list[object] = []
    desktop.service.ask(lambda _world: 1 // 0, seen.append)
    desktop.service.submit(filing(1)).answer(PATIENCE)

    assert [type(error) for error in seen] == [ZeroDivisionError]


def test_a_full_disk_refuses_and_takes_up_again_by_itself(desktop: Desktop):
    """While the disk is full commands are refused at once; when it is time and there is space, they are done."""
    desktop.log.full_for = 1
    with pytest.raises(StorageFullError):
        desktop.service.submit(filing(1)).answer(PATIENCE)
    assert desktop.service.health.state is State.FULL
    with pytest.raises(StorageFullError) as refused:
        desktop.service.submit(filing(1))
    desktop.now += (refused.value.retry_after_seconds or 0) * SECOND

    assert desktop.service.submit(filing(1)).answer(PATIENCE).last_seq > 0
    assert desktop.service.health.is_ready


def test_a_disk_with_room_again_is_found_though_nobody_writes(desktop: Desktop):
    """Whoever waits for the service to be ready sends nothing: when it is time, it looks by itself."""
    desktop.log.full_for = 1
    with pytest.raises(StorageFullError):
        desktop.service.submit(filing(1)).answer(PATIENCE)
    desktop.log.full_for = 1
    for is_ready in (False, True):
        desktop.now += RETRY_FULL_SECONDS * SECOND
        _wait_a_turn(desktop)
        assert desktop.service.health.is_ready is is_ready
        desktop.log.full_for = 0

    assert desktop.entered == [State.SERVING, State.FULL, State.SERVING]


def test_a_disk_with_little_room_is_tried_by_whoever_comes(desktop: Desktop):
    """A look that finds too little for any batch keeps nobody from trying: his own may be small enough."""
    desktop.log.full_for = 1
    with pytest.raises(StorageFullError):
        desktop.service.submit(filing(1)).answer(PATIENCE)
    desktop.log.has_little_room = True
    desktop.now += RETRY_FULL_SECONDS * SECOND
    _wait_a_turn(desktop)
    assert desktop.service.health.state is State.FULL

    assert desktop.service.submit(filing(1)).answer(PATIENCE).last_seq > 0
    assert desktop.service.health.is_ready


def _wait_a_turn(desktop: Desktop) -> None:
    answered = Signal()
    desktop.service.ask(lambda _world: None, lambda _answer: answered.set())
    assert answered.wait(PATIENCE)


def test_a_broken_disk_ends_the_service(desktop: Desktop):
    """When nobody knows what was stored, the sender is told so, the waiting are turned away, and the process ends."""
    held = desktop.hold()
    waiting = desktop.service.submit(filing(1))
    desktop.log.breaks = True
    desktop.log.let_go.set()
    with pytest.raises(UnknownOutcomeError):
        held.answer(PATIENCE)
    with pytest.raises(StoppingError):
        waiting.answer(PATIENCE)
    with pytest.raises(StoppingError):
        desktop.service.submit(filing(2))

    assert desktop.service.stop(PATIENCE)
    assert desktop.ended == ["the disk says no"]


def test_stopping_finishes_what_was_taken_in(desktop: Desktop):
    """A service that is stopped answers everything it has taken in, and takes in nothing more."""
    held = desktop.hold()
    waiting = desktop.service.submit(filing(1))
    desktop.log.let_go.set()

    assert desktop.service.stop(PATIENCE)
    assert isinstance(held.answer(0), Answer)
    assert isinstance(waiting.answer(0), Answer)
    with pytest.raises(StoppingError):
        desktop.service.submit(filing(2))


def test_listeners_are_told_every_stored_batch_in_order(desktop: Desktop):
    """Who listens hears of each entry once, with its position, until he stops."""
    heard: list[int] = []
    stop = desktop.service.listen(lambda first, entries, _at: heard.extend(range(first, first + len(entries))))
    for number in (1, 2, 3):
        desktop.service.submit(filing(number)).answer(PATIENCE)
    stop()
    desktop.service.submit(filing(4)).answer(PATIENCE)

    assert heard == list(range(2, heard[-1] + 1))
    assert heard[-1] < desktop.log.head.seq


def test_time_goes_on_while_nobody_asks(desktop: Desktop):
    """Offers lapse when they are due although no command comes."""
    desktop.service.submit(filing(1)).answer(PATIENCE)
    lapsed = Signal()
    desktop.service.listen(
        lambda _first, entries, _at: lapsed.set() if any(type(one).__name__ == "Lapsed" for one in entries) else None
    )
    desktop.now += 30 * 24 * 3_600 * SECOND

    assert lapsed.wait(PATIENCE)
