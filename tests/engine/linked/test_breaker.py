"""The breaker and the backoff, each against an independent computation."""

from math import sqrt
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.collector import paused_collector
from engine.linked.backoff import backoff_us
from engine.linked.breaker import Breaker
from engine.linked.simulator.words import mixed_words
from engine.linked.words import BreakerState

STEPS = st.lists(st.sampled_from(["answered", "failed", "half_open"]), max_size=40)


def stepped(state: BreakerState, failing: int, step: str, failures_max: int) -> tuple[BreakerState, int]:
    """What a step makes of a breaker, written down a second time."""
    match state, step:
        case BreakerState.OPEN, "half_open":
            return BreakerState.HALF_OPEN, failing
        case BreakerState.OPEN, _:
            return state, failing
        case BreakerState.HALF_OPEN, "failed":
            return BreakerState.OPEN, failing + 1
        case _, "answered":
            return BreakerState.CLOSED, 0
        case _, "failed":
            return (BreakerState.OPEN if failing + 1 >= failures_max else state), failing + 1
        case _:
            return state, failing


@given(steps=STEPS, failures_max=st.integers(1, 4))
def test_the_breaker_moves_as_its_reference(steps, failures_max):
    """Through any steps the library's breaker is in the state of the reference, with its count of failures."""
    breaker, state, failing = Breaker(failures_max), BreakerState.CLOSED, 0
    for step in steps:
        if step == "half_open" and state is not BreakerState.OPEN:
            continue  # only an open breaker's rest can end
        getattr(breaker, step)()
        state, failing = stepped(state, failing, step, failures_max)

        assert breaker.state is state
        if state is BreakerState.CLOSED:
            assert breaker.failing == failing


def test_a_failure_keeps_nothing_alive():
    """Once it is noted, a failure keeps nothing of what was under way, so no collector is needed to free it."""

    class UnderWay:
        """Anything that the caller of the breaker knows."""

    def note() -> ref[UnderWay]:
        under_way = UnderWay()
        Breaker(failures_max=5).failed()
        return ref(under_way)

    with paused_collector():
        assert note()() is None


def test_the_breaker_stays_open_however_long_ago_the_library_thinks_it_opened():
    """No answer or failure moves an open breaker: only our clock, by `half_open`, ends its rest."""
    breaker = Breaker(failures_max=1)
    breaker.failed()
    for _ in range(3):
        breaker.answered()
        breaker.failed()

    assert breaker.state is BreakerState.OPEN


@given(
    spent=st.integers(1, 60),
    base=st.integers(1, 10**9),
    more=st.integers(0, 10**9),
    word=st.integers(-(2**63), 2**64 - 1),
)
def test_a_wait_is_below_its_ceiling(spent, base, more, word):
    """Whatever the word, a wait is at least nothing and below min(cap, base * 2**(spent - 1))."""
    ceiling = min(base + more, base * 2 ** (spent - 1))

    assert 0 <= backoff_us(spent, base, base + more, word) < ceiling


def test_a_signed_word_is_the_same_64_bits():
    """A generator that gives signed words gives the same waits as one that does not."""
    assert backoff_us(3, 1_000, 10**9, -1) == backoff_us(3, 1_000, 10**9, 2**64 - 1) == 3_999


@pytest.mark.parametrize("attempt", [1, 4])
def test_waits_are_even_between_nothing_and_the_ceiling(attempt):
    """Mean and standard deviation of 20,000 waits are those of the even law, by z-score below 5."""
    count, base = 20_000, 1_000_000
    words = mixed_words(3)
    ceiling = base * 2 ** (attempt - 1)
    waits = [backoff_us(attempt, base, 10**12, words(number, attempt)) / ceiling for number in range(count)]
    mean = sum(waits) / count
    squares = sum((wait - 0.5) ** 2 for wait in waits) / count

    assert abs(mean - 1 / 2) < 5 * sqrt(1 / 12 / count)
    assert abs(squares - 1 / 12) < 5 * sqrt(1 / 180 / count)
