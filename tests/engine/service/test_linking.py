"""A service and systems over a network: nobody waits for them, nothing is sent too early, nothing is lost."""

from collections.abc import Callable, Iterator
from threading import Event as Signal

import pytest

from engine.linked.answers import MediationRegistered
from engine.linked.records import Answered, Asked, AttemptFailed
from engine.linked.words import FailureReason, System
from engine.log.log import Sealed
from engine.registry.example import MONDAY
from engine.service.answers import Group
from engine.service.entries import Entry
from engine.service.errors import StorageFullError
from engine.service.linked_replies import LinkedReply
from tests.engine.service.house import FaultyLog, filing, followed
from tests.engine.service.linked_house import PATIENCE, HandedTransport, LinkedHouse

SECOND = 1_000_000
SYSTEM = System.MEDIATION_PLATFORM
DONE = MediationRegistered(mediation_number=41)


class HeldLog(FaultyLog):
    """A log whose next batch waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let_go = Signal(), Signal()
        self.let_go.set()

    def keep(self, sealed: Sealed, /) -> None:
        self.reached.set()
        assert self.let_go.wait(PATIENCE)
        super().keep(sealed)


@pytest.fixture
def transport() -> Iterator[HandedTransport]:
    transport = HandedTransport()
    yield transport
    transport.end()


def heard(house: LinkedHouse, kind: type[Entry]) -> Callable[[], Entry]:
    """Waits for the next stored entry of a kind."""
    found: list[Entry] = []
    came = Signal()

    def listen(_first: int, entries: object, _at: int) -> None:
        for entry in entries:  # pyright: ignore[reportGeneralTypeIssues] - a batch
            if isinstance(entry, kind):
                found.append(entry)
                came.set()

    house.service.listen(listen)

    def wait() -> Entry:
        assert came.wait(PATIENCE)
        return found[0]

    return wait


def hurried(dispute_id: int) -> Group:
    """A filing with a reply behind it: letting that have its effect sends what the filing has asked, unstored."""
    return Group(commands=(*filing(dispute_id).commands, LinkedReply(number=99, attempt=1, content=DONE)))


def gauge(house: LinkedHouse, name: str, more: str = "") -> float:
    return house.service.gauges.beside[f'{name}{{system="{SYSTEM.value}"{more}}}']


def test_a_host_that_never_answers_delays_no_acknowledgement(transport: HandedTransport):
    """Filings are acknowledged one after another while the system says nothing and the queue before it is full."""
    house = LinkedHouse(FaultyLog(), transport, SYSTEM, waiting_max=2)
    for number in range(20):
        assert house.service.submit(filing(number)).answer(PATIENCE).last_seq > 0

    transport.wait_for(1)
    asked = [entry for _, entry in house.log.read() if isinstance(entry, Asked)]
    assert len(asked) == 20
    assert len(transport.calls) == 1
    assert house.network.pools[SYSTEM].passed_over > 0
    transport.end()
    house.stop()


def test_a_reply_is_stored_before_it_has_effect(transport: HandedTransport):
    """What a system has answered is an entry of the log, and the world that follows the log is the one that served."""
    log = FaultyLog()
    house = LinkedHouse(log, transport, SYSTEM)
    wait = heard(house, Answered)
    house.service.submit(filing(7)).answer(PATIENCE)
    (call,) = transport.wait_for(1)
    assert gauge(house, "linked_waiting") == 1
    transport.answer(DONE)

    answered = wait()
    assert answered == Answered(at=MONDAY, number=call.number, attempt=1, answer=DONE)
    house.stop()
    assert (gauge(house, "linked_waiting"), gauge(house, "linked_answers")) == (0, 1)
    assert followed(log, 500).platform.postbox.standing() == house.writer.world.platform.postbox.standing()
    assert house.failed == []


def test_nothing_is_sent_before_it_is_stored(transport: HandedTransport):
    """While the batch of a filing is on its way to the disk, no system has heard of it; then it does."""
    log = HeldLog()
    house = LinkedHouse(log, transport, SYSTEM)
    house.service.submit(filing(1)).answer(PATIENCE)
    transport.wait_for(1)
    transport.answer(DONE)
    log.reached.clear()
    log.let_go.clear()
    ticket = house.service.submit(hurried(2))
    assert log.reached.wait(PATIENCE)
    assert [call.request.dispute_id for call in transport.calls] == [1]
    log.let_go.set()
    ticket.answer(PATIENCE)

    assert [call.request.dispute_id for call in transport.wait_for(2)] == [1, 2]
    transport.end()
    house.stop()


def test_what_could_not_be_stored_is_not_sent(transport: HandedTransport):
    """A filing that the full disk undid is never sent; the next one under its numbers is, and only that."""
    log = FaultyLog()
    house = LinkedHouse(log, transport, SYSTEM)
    log.full_for = 1
    with pytest.raises(StorageFullError):
        house.service.submit(hurried(1)).answer(PATIENCE)
    house.now += 5 * SECOND
    house.service.submit(filing(2)).answer(PATIENCE)
    (call,) = transport.wait_for(1)

    assert call.request.dispute_id == 2
    assert [entry.number for _, entry in log.read() if isinstance(entry, Asked)] == [call.number] == [1]
    transport.end()
    house.stop()
    assert len(transport.calls) == 1


def test_what_was_unanswered_is_sent_again_under_its_key(transport: HandedTransport):
    """A service that ended while a call was under way makes it again in its next life, with key and attempt."""
    log = FaultyLog()
    first = LinkedHouse(log, transport, SYSTEM)
    first.service.submit(filing(7)).answer(PATIENCE)
    (before,) = transport.wait_for(1)
    transport.end()
    first.stop()

    again = HandedTransport()
    second = LinkedHouse(log, again, SYSTEM, now=MONDAY + SECOND)
    wait = heard(second, Answered)
    (after,) = again.wait_for(1)
    again.answer(DONE)
    assert isinstance(wait(), Answered)
    second.stop()

    assert (after.number, after.key, after.attempt, after.request) == (
        before.number,
        before.key,
        before.attempt,
        before.request,
    )
    assert sum(isinstance(entry, Asked) for _, entry in log.read()) == 1


def test_a_system_that_is_not_linked_any_more_keeps_nobody_from_serving(transport: HandedTransport):
    """What was asked of it waits; filings are taken meanwhile, and a life that is linked again gets the answer."""
    log = FaultyLog()
    first = LinkedHouse(log, transport, SYSTEM)
    first.service.submit(filing(7)).answer(PATIENCE)
    (before,) = transport.wait_for(1)
    transport.end()
    first.stop()

    alone = LinkedHouse(log, transport, now=MONDAY + SECOND)
    assert alone.service.submit(filing(8)).answer(PATIENCE).last_seq > 0
    alone.stop()
    assert alone.failed == []
    failed = [entry for _, entry in log.read() if isinstance(entry, AttemptFailed)]
    assert [(one.number, one.reason) for one in failed] == [(before.number, FailureReason.UNREACHABLE)]

    again = HandedTransport()
    third = LinkedHouse(log, again, SYSTEM, now=MONDAY + 60 * SECOND)
    wait = heard(third, Answered)
    (after,) = again.wait_for(1)
    again.answer(DONE)
    wait()
    third.stop()
    assert (after.number, after.key) == (before.number, before.key)


def test_failures_are_recorded_and_counted(transport: HandedTransport):
    """A failed attempt is an entry of the log with its reason, and monitoring reads it by system and reason."""
    house = LinkedHouse(FaultyLog(), transport, SYSTEM)
    wait = heard(house, AttemptFailed)
    house.service.submit(filing(7)).answer(PATIENCE)
    transport.wait_for(1)
    transport.answer(FailureReason.SYSTEM_ERROR)

    failed = wait()
    assert isinstance(failed, AttemptFailed)
    assert failed.reason is FailureReason.SYSTEM_ERROR
    house.stop()
    assert gauge(house, "linked_failures", ',reason="system_error"') == 1
    assert gauge(house, "linked_failures", ',reason="timed_out"') == 0
    assert gauge(house, "linked_waiting") == 1
    assert gauge(house, "linked_calls") == 1


def test_a_reply_that_nobody_waits_for_does_nothing(transport: HandedTransport):
    """Replies of numbers that were never asked, or that are answered, leave the log as it is."""
    house = LinkedHouse(FaultyLog(), transport, SYSTEM)
    seq = house.service.health.seq
    for number in (1, 99):
        house.service.submit(Group(commands=(LinkedReply(number=number, attempt=1, content=DONE),))).answer(PATIENCE)

    assert house.service.health.seq == seq
    house.stop()
