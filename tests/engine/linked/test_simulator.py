"""Simulated systems: their latency, their faults, their book."""

from bisect import bisect_right
from math import sqrt

import pytest

from engine.linked.errors import LinkFaultsError
from engine.linked.requests import VerifyIdentity
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.faults import NO_FAULTS, Faults, Outage
from engine.linked.simulator.latency import BITS, latency_table
from engine.linked.simulator.systems import SimulatedSystem
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import FailureReason, System
from tests.engine.linked.worlds import SECOND, fixed, request_of

LINK = shipped_settings().systems[System.IDENTITY_AUTHENTICATION]
REQUEST = VerifyIdentity(dispute_id=1, subject=1)


def system(faults: Faults = NO_FAULTS, *, word: int | None = None, window_us: int | None = None) -> SimulatedSystem:
    """Identity authentication with faults, drawn by one word or by mixed ones."""
    return SimulatedSystem(LINK, mixed_key_words(5) if word is None else fixed(word), faults, window_us=window_us)


@pytest.mark.parametrize("name", System)
def test_latencies_have_the_median_and_p99_of_the_settings(name):
    """Half of the latencies lie at most at the median and 99 in 100 at most at the p99, to one place of the table."""
    link = shipped_settings().systems[name]
    table = latency_table(link.latency_median_us, link.latency_p99_us)

    assert abs(bisect_right(table, link.latency_median_us) - len(table) / 2) <= 1
    assert abs(bisect_right(table, link.latency_p99_us) - len(table) * 0.99) <= 1


def test_latency_and_fate_are_drawn_apart():
    """A system that loses a share of its answers loses that share of the fast ones and of the slow ones (z below 5)."""
    simulated, count, share = system(Faults(lost_milli=300)), 20_000, 0.3
    words = mixed_key_words(5)
    lost = {False: 0, True: 0}
    fast = 0
    for dispute in range(count):
        request = VerifyIdentity(dispute_id=dispute, subject=1)
        is_fast = words(request.key, 1) % (1 << BITS) < (1 << BITS) // 2
        fast += is_fast
        lost[is_fast] += not simulated.send(request, request.key, 1, 0)

    for is_fast, size in ((True, fast), (False, count - fast)):
        assert abs(lost[is_fast] - share * size) < 5 * sqrt(size * share * (1 - share))


def test_a_key_is_done_once_and_answered_alike():
    """However often a key is sent, the book has one work, and every answer is the first."""
    simulated = system()
    replies = [simulated.send(REQUEST, REQUEST.key, attempt, attempt * SECOND) for attempt in range(1, 6)]

    assert len({reply.content for sending in replies for reply in sending}) == 1
    assert simulated.book.works[REQUEST.key].times_done == 1
    assert simulated.book.works[REQUEST.key].times_asked == 5


def test_an_answer_is_never_before_its_work():
    """A second sending that would be answered faster than the first waits for the work to be done."""
    words = {1: (1 << BITS) - 1, 2: 0}  # the slowest latency, then the fastest
    simulated = SimulatedSystem(LINK, lambda _key, attempt: words[attempt])

    (first,) = simulated.send(REQUEST, REQUEST.key, 1, 0)
    (second,) = simulated.send(REQUEST, REQUEST.key, 2, 1)

    assert second.at == first.at


@pytest.mark.parametrize(
    ("faults", "replies", "works"),
    [
        (Faults(error_milli=1000), 1, 0),
        (Faults(lost_milli=1000), 0, 1),
        (Faults(duplicate_milli=1000), 2, 1),
        (Faults(slow_milli=1000, slow_factor=7), 1, 1),
    ],
)
def test_each_fault_does_what_it_says(faults, replies, works):
    """An error does no work, a lost answer does it in silence, a double is answered twice and done once."""
    simulated = system(faults)

    assert len(simulated.send(REQUEST, REQUEST.key, 1, 0)) == replies
    assert len(simulated.book.works) == works
    assert all(work.times_done == 1 for work in simulated.book.works.values())


def test_a_slow_answer_takes_the_factor():
    """A slow answer takes the declared multiple of its usual latency."""
    (usual,) = system(word=2000).send(REQUEST, REQUEST.key, 1, 0)
    (slow,) = system(Faults(slow_milli=1000, slow_factor=7), word=2000).send(REQUEST, REQUEST.key, 1, 0)

    assert slow.at == 7 * usual.at


def test_an_outage_refuses_or_swallows_what_comes_and_keeps_in_what_was_done():
    """Within the outage nothing is taken; work begun before it is done, and its answer does not get out."""
    refusing, silent = (
        system(Faults(outages=(Outage(from_at=10, to_at=20, silent=quiet),))) for quiet in (False, True)
    )

    assert [reply.content for reply in refusing.send(REQUEST, REQUEST.key, 1, 10)] == [FailureReason.UNREACHABLE]
    assert silent.send(REQUEST, REQUEST.key, 1, 19) == ()
    assert refusing.book.works == {}
    assert silent.book.works == {}
    assert len(refusing.send(REQUEST, REQUEST.key, 1, 20)) == 1

    long = system(Faults(outages=(Outage(from_at=10, to_at=10**12),)))
    assert long.send(REQUEST, REQUEST.key, 1, 9) == ()
    assert len(long.book.works) == 1


def test_the_book_forgets_after_its_window():
    """With a window, keys older than it leave the book; without one, none does."""
    window_us = 100 * SECOND
    short, whole = system(window_us=window_us), system()
    for dispute in range(1_000):
        request = VerifyIdentity(dispute_id=dispute, subject=1)
        short.send(request, request.key, 1, dispute * SECOND)
        whole.send(request, request.key, 1, dispute * SECOND)

    assert len(whole.book.works) == 1_000
    assert 95 < len(short.book.works) < 105
    assert short.book.done == 1_000


def test_another_request_under_a_key_is_rejected():
    """A system that finds another request under a key says that it can never be carried out."""
    simulated = system()
    simulated.send(REQUEST, REQUEST.key, 1, 0)

    (reply,) = simulated.send(VerifyIdentity(dispute_id=1, subject=2), REQUEST.key, 1, 0)

    assert reply.content is FailureReason.REJECTED
    assert simulated.book.works[REQUEST.key].request == REQUEST


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"error_milli": -1}, "error_milli = -1: must be within 0..1000"),
        ({"slow_factor": 0}, "slow_factor = 0: must be at least 1"),
        ({"outages": (Outage(from_at=5, to_at=5),)}, "outage from 5 to 5: must end after it begins"),
        ({"outages": (Outage(from_at=5, to_at=9), Outage(from_at=8, to_at=12))}, "outage from 8 to 12: must end"),
    ],
)
def test_contradictory_faults_are_refused(declared, message):
    """A share outside its bounds, a factor below one or outages out of order are refused with the value."""
    with pytest.raises(LinkFaultsError) as refused:
        Faults(**declared)

    assert message in str(refused.value)


def test_every_kind_of_request_is_answered_in_its_kind():
    """The simulated systems answer each kind of request with the answer of that kind."""
    for dispute in range(11):
        request = request_of(dispute)
        simulated = SimulatedSystem(shipped_settings().systems[request.system], mixed_key_words(1))
        (reply,) = simulated.send(request, request.key, 1, 0)

        assert type(reply.content) is request.answer_type
