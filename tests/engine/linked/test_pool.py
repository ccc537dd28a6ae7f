"""The threads and the queue of one system: nobody who hands a call in waits, and nothing grows without bound."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from engine.linked.answers import IdentityVerified
from engine.linked.ledger import Ledger
from engine.linked.network.call import Call, Content
from engine.linked.network.pool import Pool
from engine.linked.network.port import NetworkPort
from engine.linked.records import Asked
from engine.linked.requests import VerifyIdentity
from engine.linked.settings_text import shipped_settings
from engine.linked.words import FailureReason, IdentityResult
from tests.engine.linked.answering_host import PATIENCE

MATCHED = IdentityVerified(result=IdentityResult.MATCHED)


def call(number: int, *, deadline: float = 1e9) -> Call:
    """An attempt that is waited for as long as that."""
    request = VerifyIdentity(dispute_id=number, subject=1)
    return Call(number=number, request=request, key=request.key, attempt=1, deadline=deadline)


class Heard:
    """What a pool has delivered, and that it has."""

    def __init__(self, wanted: int) -> None:
        self.calls: list[int] = []
        self.errors: list[Exception] = []
        self.came = Event()
        self._wanted = wanted

    def deliver(self, one: Call, content: Content) -> None:
        """Note a reply."""
        del content
        self.calls.append(one.number)
        if len(self.calls) == self._wanted:
            self.came.set()


@contextmanager
def pool_of(
    transport: Callable[[Call], Content], heard: Heard, clock: Callable[[], float] = time.monotonic
) -> Iterator[Pool]:
    """A pool of one thread and two waiting calls, closed at the end."""
    pool = Pool("x", transport, heard.deliver, clock, connections=1, failed=heard.errors.append, waiting_max=2)
    try:
        yield pool
    finally:
        pool.close(PATIENCE)


def test_a_full_queue_takes_nothing_and_holds_nobody():
    """While the only thread is caught, two calls wait and a third is turned away; all that were taken are made."""
    let_go, caught, heard = Event(), Event(), Heard(3)

    def slow(_call: Call) -> Content:
        caught.set()
        assert let_go.wait(PATIENCE)
        return MATCHED

    with pool_of(slow, heard) as pool:
        pool.start()
        assert pool.put(call(1))
        assert caught.wait(PATIENCE)
        assert [pool.put(call(number)) for number in (2, 3, 4)] == [True, True, False]
        assert (pool.waiting, pool.passed_over) == (2, 1)
        let_go.set()
        assert heard.came.wait(PATIENCE)
    assert heard.calls == [1, 2, 3]
    assert pool.made == 3


def test_a_full_queue_is_no_secret_to_who_waits_for_storage():
    """A call that is held until its request is stored, and finds the queue full then, has failed at once."""
    failed: list[tuple[int, Content]] = []
    ledger = Ledger(shipped_settings())
    asked = [Asked(at=0, number=number, request=VerifyIdentity(dispute_id=number, subject=1)) for number in (1, 2, 3)]
    for one in asked:
        ledger.apply(one)
    with pool_of(lambda _call: MATCHED, Heard(3)) as pool:
        port = NetworkPort(
            pool, 5.0, lambda: 0.0, ledger.asked, 0, lambda one, reason: failed.append((one.number, reason))
        )
        for one in asked:
            assert port.send(one.request, one.request.key, 1, 0) == ()
        for one in asked:
            port.stored(one)
        assert pool.waiting == 2
    assert failed == [(3, FailureReason.UNREACHABLE)]


def test_a_call_whose_time_is_over_is_not_made():
    """What nobody waits for any longer when its turn comes troubles the system no more."""
    heard = Heard(1)
    with pool_of(lambda _call: MATCHED, heard, lambda: 100.0) as pool:
        pool.put(call(1, deadline=100.0))
        pool.put(call(2, deadline=100.1))
        pool.start()
        assert heard.came.wait(PATIENCE)
    assert heard.calls == [2]
    assert pool.passed_over == 1


def test_an_error_of_our_own_is_told_and_ends_no_thread():
    """A transport that fails in a way nobody foresaw is reported, and the next call is made by the same thread."""
    heard = Heard(1)

    def transport(one: Call) -> Content:
        if one.number == 1:
            raise RuntimeError("unforeseen")
        return FailureReason.UNREACHABLE

    with pool_of(transport, heard) as pool:
        pool.start()
        pool.put(call(1))
        pool.put(call(2))
        assert heard.came.wait(PATIENCE)
    assert heard.calls == [2]
    assert [str(error) for error in heard.errors] == ["unforeseen"]


def test_a_closed_pool_takes_nothing():
    """After closing no call is taken, and those that waited are not made."""
    heard = Heard(1)
    with pool_of(lambda _call: MATCHED, heard) as pool:
        pool.put(call(1))
        pool.close()
        pool.start()
        assert not pool.put(call(2))
    assert heard.calls == []
