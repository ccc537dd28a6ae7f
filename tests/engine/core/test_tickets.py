"""What a pool declares, its tickets over their sum, is the probability of being drawn."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from engine.core.assignment import NEW_DECK, AssignmentCore
from engine.core.policy import Policy, PolicySettings
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import mediator, random_settings, roster

CASE: Final = 1
"""The case that is drawn for."""
POOLS: Final = 25
"""Pools tried for each policy."""
WORDS: Final = np.random.Philox(40).random_raw(3_000).view(np.int64).tolist()
"""Fixed words: the test decides the same every time."""
ERROR: Final = 0.001
"""Chance that a sound policy fails all of its pools, by Bonferroni's bound."""
DRAWING: Final = [policy for policy in Policy if policy is not Policy.BATCH_OPTIMAL]


def random_pool(policy: Policy, random: Random) -> Pair:
    """One court of two to six mediators with something behind them, before whom a case waits."""
    rows = (
        mediator(capacity=9, share_milli=random.choice((1, 250, 400, 1000)), rank=random.randint(0, 2))
        for _ in range(6)
    )
    pair = Pair(roster(*list(rows)[: random.randint(2, 6)]), random_settings(random, policy))
    pair.apply(events.filed(CASE))
    pair.apply(events.deck_renewed(CASE))
    for case_id in range(2, 2 + random.randint(0, 12)):
        who, at = random.randrange(pair.roster.mediators), random.randint(0, 3)
        pair.apply(events.filed(case_id, weight_milli=random.choice((200, 500, 1000))))
        pair.apply(events.offered(case_id, who))
        if random.random() < 0.7:
            weight = random.choice((0, 500, 1000))
            pair.apply(events.accepted(case_id, who, at=at, weight_milli=weight))
    return pair


def p_value(core: AssignmentCore, tickets: dict[int, int]) -> float:
    """Chi-square of the draws of all words against the tickets; 0 if anybody without a ticket was drawn."""
    drawn = [core.decide_offer(CASE, word).mediator for word in WORDS]
    total = sum(tickets.values())
    holders = {who: count for who, count in tickets.items() if count > 0}
    if not set(drawn) <= set(holders):
        return 0.0
    expected = np.array([len(WORDS) * count / total for count in holders.values()])
    counted = np.array([drawn.count(who) for who in holders])
    return (
        float(chi2.sf(((counted - expected) ** 2 / expected).sum(), df=len(holders) - 1)) if len(holders) > 1 else 1.0
    )


@pytest.mark.parametrize("policy", DRAWING)
def test_draws_follow_the_declared_probabilities(policy: Policy):
    """In random pools, over 3,000 fixed words each, mediators are drawn as often as their tickets say."""
    random = Random(int(policy))
    pairs = [random_pool(policy, random) for _ in range(POOLS)]
    pools = [(pair.compiled, pair.tickets(CASE)) for pair in pairs]

    p_values = [p_value(core, tickets) for core, tickets in pools if sum(tickets.values()) > 0]

    assert len(p_values) > POOLS / 2
    assert min(p_values) > ERROR / len(p_values)


@pytest.mark.parametrize("policy", DRAWING)
def test_each_ticket_wins_its_own_words(policy: Policy):
    """Laid in a row in order of mediator, the first and the last word of each member's tickets draw that member."""
    random = Random(100 + int(policy))
    for _ in range(POOLS):
        pair = random_pool(policy, random)
        tickets = pair.tickets(CASE)
        total, first = sum(tickets.values()), 0
        for who, count in tickets.items():
            if count > 0:
                for word in edges(first, count, total):
                    decision = pair.decide_offer(CASE, word)
                    assert decision == (who, len(tickets), np.count_nonzero(list(tickets.values())), total)
            first += count


def edges(first: int, count: int, total: int) -> Iterator[int]:
    """The smallest and the largest word, as signed integers, that fall on tickets `first` to `first + count - 1`."""
    smallest = -(-(first << 64) // total)
    largest = -(-((first + count) << 64) // total) - 1
    yield from (word - (1 << 64) if word >> 63 else word for word in (smallest, largest))


@given(
    loads=st.lists(st.integers(0, 4), min_size=1, max_size=5),
    looks=st.sampled_from((2, 3)),
    by_weight=st.booleans(),
)
def test_power_of_d_is_the_least_of_d_looks(loads: list[int], looks: int, by_weight: bool):
    """Over all rows of d looks with replacement, each member's share of having the least load is his tickets."""
    settings = PolicySettings(policy=Policy.POWER_OF_D, sample_size=looks, by_weight=by_weight)
    pair = Pair(roster(*(mediator(capacity=9) for _ in loads)), settings)
    held = [(who, k) for who, load in enumerate(loads) for k in range(load)]
    for case_id, (who, k) in enumerate(held, start=2):
        pair.apply(events.filed(case_id, weight_milli=(500 if k == 0 and by_weight else 1000)))
        pair.apply(events.offered(case_id, who))
    pair.apply(events.filed(CASE))
    metric = [load if not by_weight or load == 0 else load - 0.5 for load in loads]

    wins = [Fraction(0) for _ in loads]
    for row in product(range(len(loads)), repeat=looks):
        least = min(metric[who] for who in row)
        equals = [who for who, load in enumerate(metric) if load == least]
        for who in equals:
            wins[who] += Fraction(1, len(equals))

    assert pair.tickets(CASE) == {who: int(won) for who, won in enumerate(wins)}
    assert all(won.denominator == 1 for won in wins)
    assert sum(wins) == len(loads) ** looks


@given(shares=st.lists(st.sampled_from((1, 250, 499, 500, 750, 1000)), min_size=1, max_size=5), random=st.randoms())
def test_a_deck_gives_each_exactly_his_share(shares: list[int], random: Random):
    """Dealt to the end, a deck names each mediator as often as he has cards: four for full time, at least one."""
    cards = [max(1, share * 4 // 1000) for share in shares]
    world = roster(*(mediator(capacity=50, share_milli=share) for share in shares))
    pair = Pair(world, PolicySettings(policy=Policy.DECK))
    pair.apply(events.filed(CASE))
    assert pair.decide_offer(CASE, 0) == (NEW_DECK, len(shares), 0, 0)

    for deck in range(2):
        pair.apply(events.deck_renewed(CASE))
        dealt: list[int] = []
        while (drawn := pair.decide_offer(CASE, random.getrandbits(64) - 2**63).mediator) != NEW_DECK:
            case_id = 100 * (deck + 1) + len(dealt)
            pair.apply(events.filed(case_id))
            pair.apply(events.offered(case_id, drawn))
            dealt.append(drawn)
        assert [dealt.count(who) for who in range(len(shares))] == cards


def test_a_share_is_exact():
    """A weighted draw declares each thousandth of full time as one ticket."""
    rows = (mediator(share_milli=share) for share in (1000, 1, 333))
    pair = Pair(roster(*rows), PolicySettings(policy=Policy.WEIGHTED_DRAW))
    pair.apply(events.filed(CASE))

    assert pair.tickets(CASE) == {0: 1000, 1: 1, 2: 333}


def test_batches_declare_the_pool_and_draw_nobody():
    """Where cases wait to be matched, the pool is told without tickets, and no word draws anybody."""
    pair = Pair(roster(mediator(), mediator()), PolicySettings(policy=Policy.BATCH_OPTIMAL))
    pair.apply(events.filed(CASE))

    assert pair.tickets(CASE) == {0: 0, 1: 0}
    assert pair.decide_offer(CASE, -1) == (-1, 0, 0, 0)
    assert pair.decide_pull(0) is None
