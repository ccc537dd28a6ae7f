"""Who is drawn: bands, charges, penalties and rounds, in examples written out."""

import numpy as np
import pytest
from scipy.stats import chi2

from engine.core.assignment import NEW_ROUND, NOBODY, OfferDecision
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import Roster
from engine.events.enums import DisputeType, Language, Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import Row, mediator, roster

FIRST, LAST = 0, -1
"""Words of no bit and of every bit: they draw the first and the last of any band."""


def pair_of(*rows: Row, policy: Policy = Policy.BAND_DRAW, width: int = 1000) -> Pair:
    return pair_in(roster(*rows), policy=policy, width=width)


def pair_in(world: Roster, *, policy: Policy = Policy.BAND_DRAW, width: int = 1000) -> Pair:
    return Pair(world, PolicySettings(policy=policy, band_width_milli=width))


def take(pair: Pair, case_id: int, mediator_id: int, *, weight_milli: int = 1000, at: int = 0) -> None:
    """Let a mediator accept a case of a weight."""
    pair.apply(events.filed(case_id, occurred_at=at))
    pair.apply(events.offered(case_id, mediator_id, at=at))
    pair.apply(events.accepted(case_id, mediator_id, at=at, weight_milli=weight_milli))


@pytest.mark.parametrize(("word", "drawn"), [(0, 0), (2**63 - 1, 0), (-(2**63), 1), (-1, 1), (2**62, 0), (-(2**62), 1)])
def test_the_high_bits_of_the_word_choose_within_the_band(word: int, drawn: int):
    """The band holds whoever is at most the width above the minimum, and the word's high bits choose among them."""
    pair = pair_of(mediator(), mediator(), mediator())
    take(pair, 1, 1, weight_milli=1000)
    take(pair, 2, 2, weight_milli=1001)
    pair.apply(events.filed(3))

    assert pair.decide_offer(3, word) == OfferDecision(mediator=drawn, pool_size=3, band_size=2, ticket_total=2)


@pytest.mark.parametrize("policy", [policy for policy in Policy if policy is not Policy.BATCH_OPTIMAL])
def test_equals_are_drawn_alike(policy: Policy):
    """Among 5 mediators who differ in nothing, 10,000 fixed words fall evenly: chi-square below its 99.9 % quantile."""
    core = pair_of(*(mediator() for _ in range(5)), policy=policy).compiled
    core.apply(events.filed(1))
    core.apply(events.deck_renewed(1))
    words = np.random.Philox(21).random_raw(10_000).view(np.int64).tolist()

    counts = np.bincount([core.decide_offer(1, word).mediator for word in words], minlength=5)

    assert ((counts - 2_000) ** 2 / 2_000).sum() < chi2.ppf(0.999, df=4)


def test_weight_is_charged_at_acceptance_for_good():
    """An offer charges nothing, acceptance the weight, and closing gives nothing back."""
    pair = pair_of(mediator())
    weights: list[int] = []
    for event in (events.filed(1), events.offered(1, 0), events.accepted(1, 0, weight_milli=700), events.closed(1, 0)):
        pair.apply(event)
        weights.append(int(pair.compiled.mediators[1][0]))

    assert weights == [0, 0, 700, 700]


def test_an_open_offer_uses_capacity():
    """Who is asked and has not answered has no room for more than one who holds a case."""
    pair = pair_of(mediator(capacity=1), mediator(capacity=1))
    pair.apply(events.filed(1))
    pair.apply(events.filed(2))
    pair.apply(events.offered(1, 0))

    assert pair.decide_offer(2, FIRST) == OfferDecision(mediator=1, pool_size=1, band_size=1, ticket_total=1)


@pytest.mark.parametrize(("answer", "penalty"), [(events.declined, 500), (events.lapsed, 1000)])
def test_a_refusal_costs_the_first_place_in_line(answer, penalty: int):
    """A decline or lapse charges its penalty, so that who refuses everything is not asked first for ever."""
    pair = pair_of(mediator(), mediator(), width=0)
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 0))
    pair.apply(answer(1, 0, penalty_milli=penalty))
    pair.apply(events.filed(2))

    assert pair.compiled.mediators[1].tolist() == [penalty, 0]
    assert pair.decide_offer(2, FIRST) == OfferDecision(mediator=1, pool_size=2, band_size=1, ticket_total=1)


def test_who_declined_is_asked_again_only_after_all_have():
    """A case passes over its decliners until everybody eligible has declined, busy or not; then a round opens."""
    pair = pair_of(mediator(), mediator(capacity=1), mediator(types=(DisputeType.SALES,)))
    take(pair, 1, 1)
    pair.apply(events.filed(2))
    pair.apply(events.offered(2, 0))
    pair.apply(events.declined(2, 0))
    assert pair.decide_offer(2, FIRST).mediator == NOBODY

    pair.apply(events.closed(1, 1))
    assert pair.decide_offer(2, FIRST) == OfferDecision(mediator=1, pool_size=1, band_size=1, ticket_total=1)
    pair.apply(events.offered(2, 1, attempt=2))
    pair.apply(events.declined(2, 1, attempt=2))
    assert pair.decide_offer(2, FIRST) == OfferDecision(mediator=NEW_ROUND, pool_size=0, band_size=0, ticket_total=0)

    pair.apply(events.round_opened(2))
    assert pair.decide_offer(2, LAST) == OfferDecision(mediator=1, pool_size=2, band_size=2, ticket_total=2)


def test_a_wider_step_brings_in_those_who_were_not_asked():
    """Decliners of the court stay passed over in the region, whose others are asked."""
    world = roster(mediator(), mediator(court=1), court_region=(0, 0))
    pair = pair_in(world)
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 0))
    pair.apply(events.declined(1, 0))
    assert pair.decide_offer(1, FIRST).mediator == NEW_ROUND

    pair.apply(events.escalated(1, 1))

    assert pair.decide_offer(1, FIRST) == OfferDecision(mediator=1, pool_size=1, band_size=1, ticket_total=1)


def test_least_loaded_counts_open_offers_and_cases():
    """The fewest cases held or offered come first, whatever they weigh and whatever was before."""
    pair = pair_of(mediator(), mediator(), mediator(), policy=Policy.LEAST_LOADED)
    take(pair, 1, 0, weight_milli=9000)
    pair.apply(events.closed(1, 0))
    take(pair, 2, 1)
    pair.apply(events.filed(3))
    pair.apply(events.offered(3, 2))
    pair.apply(events.filed(4))

    assert pair.decide_offer(4, LAST) == OfferDecision(mediator=0, pool_size=3, band_size=1, ticket_total=1)


@pytest.mark.parametrize("answer", [events.accepted, events.declined, events.lapsed])
def test_any_answer_restarts_the_idle_clock(answer):
    """Who answered an offer last, in whatever way, is the last to be asked again."""
    pair = pair_of(mediator(), mediator(), policy=Policy.LONGEST_IDLE)
    take(pair, 1, 1, at=5)
    pair.apply(events.filed(2))
    pair.apply(events.offered(2, 0, at=6))
    assert pair.compiled.mediators[2].tolist() == [0, 5]
    pair.apply(answer(2, 0, at=7))
    pair.apply(events.filed(3))

    assert pair.compiled.mediators[2].tolist() == [7, 5]
    assert pair.decide_offer(3, FIRST) == OfferDecision(mediator=1, pool_size=2, band_size=1, ticket_total=1)


def test_the_idle_clock_never_goes_back():
    """Of two cases met in progress, the later acceptance counts, in whichever order they were filed."""
    pair = pair_of(mediator())
    pair.apply(events.in_progress(1, Stage.ACCEPTED, occurred_at=1, accepted_at=9))
    pair.apply(events.in_progress(2, Stage.ACCEPTED, occurred_at=2, accepted_at=4))

    assert pair.compiled.mediators[2].tolist() == [9]


def test_a_minority_language_finds_its_speakers():
    """A case in Kazakh goes to those who speak it and take its type, and to nobody else."""
    speaks = (Language.MANDARIN, Language.KAZAKH)
    pair = pair_of(mediator(), mediator(languages=speaks, types=(DisputeType.SALES,)), mediator(languages=speaks))
    pair.apply(events.filed(1, language=Language.KAZAKH))

    assert pair.decide_offer(1, FIRST) == OfferDecision(mediator=2, pool_size=1, band_size=1, ticket_total=1)
