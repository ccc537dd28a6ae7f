"""The fast way of the ordinary draw is the slow way: large courts, in which some are full and some are barred."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.assignment import NEW_ROUND
from engine.core.policy import PolicySettings
from engine.events.enums import Language, Origin
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import TYPES, mediator, roster
from tests.examples import examples

CASE = 1


def crowded(random: Random, mediators: int) -> Pair:
    """One court of so many: of any weight so far, some small, absent, from abroad, or not for the case."""
    rows = [
        mediator(
            capacity=random.randint(1, 3),
            types=TYPES if random.random() < 0.9 else TYPES[:1],
            languages=(random.choice((Language.MANDARIN,) * 9 + (Language.TIBETAN,)),),
            origin=random.choice((Origin.MAINLAND,) * 9 + (Origin.TAIWAN,)),
        )
        for _ in range(mediators)
    ]
    pair = Pair(roster(*rows), PolicySettings(band_width_milli=random.choice((0, 1000, 4000))))
    for who in range(mediators):
        pair.apply(events.returned(who, entry_milli=random.choice((0, 500, 1000, 3000))))
        if random.random() < 0.1:
            pair.apply(events.went_absent(who))
    return pair


@settings(max_examples=examples(60))
@given(
    mediators=st.integers(1, 40),
    barred=st.sets(st.integers(0, 39)),
    random=st.randoms(use_true_random=False),
)
def test_whoever_is_barred_is_passed_over(mediators: int, barred: set[int], random: Random):
    """Wherever the barred stand - first, last, side by side -, everybody else is found as by looking one by one."""
    pair = crowded(random, mediators)
    weight = random.choice((0, 999, 1000, 1001, 2000, 2500))
    pair.apply(events.filed(CASE, weight_milli=weight))
    attempt = 0
    for who in sorted(barred & set(range(mediators)), key=lambda _: random.random()):
        if random.random() < 0.5 or not pair.compiled.is_present(who):
            pair.apply(events.conflict_found(CASE, who))
        else:
            attempt += 1
            pair.apply(events.capacity_set(who, random.choice((3, 4))))
            pair.apply(events.offered(CASE, who, attempt=attempt))
            pair.apply(events.declined(CASE, who, attempt=attempt))

    tickets = pair.tickets(CASE)
    for word in (0, -1, random.randint(-(2**63), 2**63 - 1)):
        decision = pair.decide_offer(CASE, word)
        assert (decision.pool_size, decision.ticket_total) == (len(tickets), sum(tickets.values()))


def test_all_but_one_of_a_large_court_have_declined():
    """The last who has not declined is found; when he has, a round is due."""
    pair = Pair(roster(*(mediator() for _ in range(300))), PolicySettings())
    pair.apply(events.filed(CASE))
    for attempt, who in enumerate([*range(137), *range(138, 300)], start=1):
        pair.compiled.apply(events.offered(CASE, who, attempt=attempt))
        pair.compiled.apply(events.declined(CASE, who, attempt=attempt))
    assert pair.compiled.decide_offer(CASE, -1) == (137, 1, 1, 1)

    pair.compiled.apply(events.offered(CASE, 137, attempt=300))
    pair.compiled.apply(events.lapsed(CASE, 137, attempt=300))

    assert pair.compiled.decide_offer(CASE, -1).mediator == NEW_ROUND
