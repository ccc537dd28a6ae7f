"""Rates: buckets count exactly, hold within bounds of memory, and leave every tenant its share."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access.errors import RateError
from engine.access.rates import Decision, Level, RateLimiter, RateSettings

SECOND = 1_000_000
TIGHT = RateSettings(
    subject_per_second=100,
    tenant_per_second=400,
    platform_per_second=500,
    tenant_share_per_second=100,
    tenants_max=4,
    burst_seconds=1,
)


@settings(max_examples=40)
@given(
    rate=st.integers(1, 50),
    steps=st.lists(st.tuples(st.integers(0, 400_000), st.integers(1, 3)), min_size=1, max_size=40),
)
def test_a_bucket_counts_exactly(rate, steps):
    """A subject's bucket allows what one of fractions, filled continuously, would allow, and says when it will."""
    limiter = RateLimiter(RateSettings(subject_per_second=rate, burst_seconds=3), at=0)
    level, at = Fraction(3 * rate), 0
    for wait, cost in steps:
        at += wait
        level = min(Fraction(3 * rate), level + Fraction(wait * rate, SECOND))
        decision = limiter.take("north", "s", at, cost)
        assert decision.allowed == (level >= cost)
        if decision.allowed:
            level -= cost
        else:
            short = level + Fraction(decision.retry_after_us * rate, SECOND)
            assert cost <= short < cost + Fraction(rate, SECOND)


def test_a_refusal_takes_nothing():
    """A request refused at one level leaves the others as they were: waiting is enough to get in."""
    limiter = RateLimiter(TIGHT, at=0)
    for _ in range(4):
        assert limiter.take("north", "a", 0, 25).allowed
    for _ in range(1000):
        assert limiter.take("north", "a", 0) == Decision(allowed=False, retry_after_us=10_000, level=Level.SUBJECT)

    assert limiter.take("north", "b", 0, 100).allowed
    assert limiter.take("north", "a", 10_000).allowed


def _served(limiter: RateLimiter, demand: dict[str, int], seconds: int, seed: int) -> dict[str, float]:
    """What each tenant gets a second if it asks so often a second, each request by another of its subjects."""
    source = random.Random(seed)
    asked = [
        (source.randrange(seconds * SECOND), tenant) for tenant, rate in demand.items() for _ in range(rate * seconds)
    ]
    counts = dict.fromkeys(demand, 0)
    for number, (at, tenant) in enumerate(sorted(asked)):
        counts[tenant] += limiter.take(tenant, f"s-{number % 997}", at).allowed
    return {tenant: count / seconds for tenant, count in counts.items()}


@pytest.mark.parametrize("loud", [1000, 3000])
def test_a_loud_tenant_cannot_take_anothers_share(loud):
    """However loud one tenant is, another within its share is never refused, and one beyond it still gets its share."""
    served = _served(RateLimiter(TIGHT, at=0), {"loud": loud, "quiet": 80, "busy": 300}, seconds=4, seed=3)

    assert served["quiet"] == 80
    assert served["busy"] >= 100
    assert served["loud"] <= 400 * 5 / 4
    assert sum(served.values()) <= 500 * 5 / 4


def test_a_tenant_alone_is_not_held_to_its_share():
    """What nobody else asks for goes to whoever does, up to a tenant's own limit."""
    served = _served(RateLimiter(TIGHT, at=0), {"alone": 2000}, seconds=4, seed=4)

    assert 200 <= served["alone"] <= (100 + 100) * 5 / 4


def test_the_platform_says_when_it_is_full():
    """When share and left-over are used up, the platform refuses and says after how long it would not."""
    limiter = RateLimiter(TIGHT, at=0)
    allowed = sum(limiter.take("north", f"s-{number}", 0).allowed for number in range(1000))
    decision = limiter.take("north", "new", 0)

    assert allowed == 200
    assert (decision.level, decision.retry_after_us) == (Level.PLATFORM, 10_000)
    assert limiter.take("north", "new", 10_000).allowed


def test_memory_is_bounded():
    """Thousands of subjects and tenants leave no more than the bounds allow, and the tenants' limits stand."""
    limiter = RateLimiter(RateSettings(subjects_max=1000, tenants_max=3), at=0)
    for number in range(5_000):
        limiter.take(f"tenant-{number}", f"s-{number}", at=number)

    assert limiter.subjects == 1000
    assert len(limiter._tenants) == 3


def test_an_idle_tenant_makes_room_for_another():
    """A tenant whose buckets are full again is forgotten when a new one comes, which then has a share."""
    limiter = RateLimiter(TIGHT, at=0)
    for name in "abcd":
        limiter.take(name, "s", at=0)
    limiter.take("e", "s", at=SECOND)

    assert set(limiter._tenants) == {"b", "c", "d", "e"}


def test_a_clock_that_goes_back_neither_gives_nor_takes():
    """Time that goes back and forth fills a bucket once, and empties none."""
    limiter = RateLimiter(RateSettings(subject_per_second=1, burst_seconds=2), at=10 * SECOND)
    taken = [limiter.take("n", "s", at * SECOND).allowed for at in (10, 5, 10, 11, 5, 11, 5, 12)]

    assert taken == [True, True, False, True, False, False, False, True]


def test_a_tenant_has_a_ceiling():
    """A tenant alone on a platform with room is refused beyond its own limit, and told when it is not."""
    wide = RateSettings(
        subject_per_second=100,
        tenant_per_second=300,
        platform_per_second=1000,
        tenant_share_per_second=100,
        tenants_max=4,
        burst_seconds=1,
    )
    limiter = RateLimiter(wide, at=0)
    allowed = sum(limiter.take("north", f"s-{number}", 0).allowed for number in range(1000))

    assert allowed == 300
    assert limiter.take("north", "new", 0) == Decision(allowed=False, retry_after_us=3334, level=Level.TENANT)
    assert limiter.take("south", "new", 0).allowed


@pytest.mark.parametrize("cost", [0, -1, 101])
def test_a_cost_that_can_never_be_paid_is_refused(cost):
    """A cost beyond what a bucket ever holds is an error at once, not a wait without end."""
    with pytest.raises(RateError, match="cost"):
        RateLimiter(TIGHT, at=0).take("north", "s", 0, cost)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject_per_second": 0},
        {"tenants_max": 25},
        {"tenant_share_per_second": 30_000},
        {"tenant_per_second": 60_000},
        {"tenant_per_second": 1000},
    ],
)
def test_rates_that_contradict_each_other_are_refused(changes: dict[str, Any]):
    """Shares that exceed the platform, and limits below a share or above the platform, are refused when made."""
    with pytest.raises(RateError):
        RateSettings(**changes)
