"""Who is in a pool and who is not, filter by filter, and what the core says of it."""

import pytest

from engine.core.assignment import NEW_ROUND, NOBODY
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.core.views import Funnel, Verdict
from engine.events.enums import DisputeType, Gender, Language, Origin
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import Row, mediator, roster

CASE = 1
"""The case that a mediator is looked for."""


def pair_of(*rows: Row, ladder: Ladder | None = None) -> Pair:
    """One court, or two of one region, drawing at random."""
    courts = max(row.court for row in rows) + 1
    world = roster(*rows, court_region=(0,) * courts)
    settings = PolicySettings(policy=Policy.RANDOM)
    return Pair(world, settings) if ladder is None else Pair(world, settings, ladder)


def members(pair: Pair) -> set[int]:
    """Who is in the case's pool."""
    return set(pair.tickets(CASE))


def test_each_filter_has_its_verdict_and_its_count():
    """A mediator who fails several filters is told the first; the funnel counts who is left after each."""
    pair = pair_of(
        mediator(types=(DisputeType.SALES,)),
        mediator(languages=(Language.TIBETAN,)),
        mediator(origin=Origin.FOREIGN),
        mediator(gender=Gender.MALE),
        mediator(gender=Gender.FEMALE),
        *(mediator(gender=Gender.FEMALE, names=("professional",)) for _ in range(5)),
        mediator(court=1),
        ladder=Ladder(steps=(LadderStep(circle=0, expression="professional"),)),
    )
    pair.apply(events.went_absent(5))
    pair.apply(events.filed(CASE, mediator_gender=Gender.FEMALE))
    pair.apply(events.conflict_found(CASE, 6))
    pair.apply(events.offered(CASE, 7))
    pair.apply(events.declined(CASE, 7))
    pair.apply(events.capacity_set(8, 0))

    assert [pair.why_not(CASE, who) for who in range(11)] == [
        Verdict.DISPUTE_TYPE,
        Verdict.LANGUAGE,
        Verdict.ORIGIN,
        Verdict.GENDER,
        Verdict.EXPRESSION,
        Verdict.ABSENT,
        Verdict.CONFLICT,
        Verdict.DECLINED,
        Verdict.ROOM,
        Verdict.IN_POOL,
        Verdict.OUTSIDE,
    ]
    assert pair.compiled.funnel(CASE) == Funnel(10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
    assert members(pair) == {9}


def test_the_first_verdict_is_told_of_many():
    """Whoever is in conflict, has declined and is full is told of the conflict; once it is lifted, of the refusal."""
    pair = pair_of(mediator(capacity=1), mediator())
    pair.apply(events.filed(CASE))
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.declined(CASE, 0))
    pair.apply(events.conflict_found(CASE, 0))
    pair.apply(events.capacity_set(0, 0))
    assert pair.why_not(CASE, 0) is Verdict.CONFLICT

    pair.apply(events.conflict_lifted(CASE, 0))
    assert pair.why_not(CASE, 0) is Verdict.DECLINED

    pair.apply(events.round_opened(CASE))
    assert pair.why_not(CASE, 0) is Verdict.ROOM


@pytest.mark.parametrize("origin", list(Origin))
def test_mediators_from_abroad_join_only_disputes_with_such_a_party(origin: Origin):
    """A dispute within the mainland is for mainland mediators; any other is for all, from wherever (ONL 6)."""
    pair = pair_of(*(mediator(origin=of) for of in Origin))
    pair.apply(events.filed(CASE, origin=origin))

    assert members(pair) == ({0} if origin is Origin.MAINLAND else set(range(len(Origin))))


@pytest.mark.parametrize(
    ("asked", "found"), [(None, {0, 1, 2}), (Gender.FEMALE, {1}), (Gender.MALE, {2})], ids=["any", "female", "male"]
)
def test_a_gender_that_is_asked_for_must_be_known(asked: Gender | None, found: set[int]):
    """Whoever's gender the roster does not say is asked only where none is asked for (ONL 17)."""
    pair = pair_of(mediator(), mediator(gender=Gender.FEMALE), mediator(gender=Gender.MALE))
    pair.apply(events.filed(CASE, mediator_gender=asked))

    assert members(pair) == found


def test_a_step_asks_those_whom_its_expression_means():
    """The professional roster comes first, then everybody; each step draws by its own policy if it has one."""
    steps = (
        LadderStep(circle=1, expression="professional and not takes_sales", wait_working_days=1),
        LadderStep(circle=0, policy=Policy.RANKED_LIST),
    )
    specialist = mediator(court=1, types=(DisputeType.FAMILY,), names=("professional",))
    pair = pair_of(mediator(rank=2), mediator(rank=1, names=("professional",)), specialist, ladder=Ladder(steps=steps))
    pair.apply(events.filed(CASE))
    assert pair.tickets(CASE) == {2: 1}

    pair.apply(events.escalated(CASE, 1))

    assert pair.tickets(CASE) == {0: 0, 1: 1}


def test_a_step_that_means_nobody_is_not_staffed():
    """Steps are looked over until somebody could ever take the case, though absent, full or in conflict now."""
    steps = (
        LadderStep(circle=0, expression="female", wait_working_days=1),
        LadderStep(circle=0, expression="not true", wait_working_days=1),
        LadderStep(circle=1, expression="male", wait_working_days=1),
        LadderStep(circle=0),
    )
    pair = pair_of(mediator(), mediator(court=1, gender=Gender.MALE), ladder=Ladder(steps=steps))
    pair.apply(events.filed(CASE))
    pair.apply(events.went_absent(1))
    pair.apply(events.conflict_found(CASE, 1))

    assert [pair.staffed_step(CASE, step) for step in range(4)] == [2, 2, 2, 3]


def test_room_is_counted_in_weight():
    """A case fits beside what is held as long as the sum of weights stays within the capacity in standard cases."""
    pair = pair_of(mediator(capacity=2))
    pair.apply(events.filed(2, weight_milli=1400))
    pair.apply(events.offered(2, 0))

    for case_id, weight, fits in ((CASE, 600, True), (4, 601, False)):
        pair.apply(events.filed(case_id, weight_milli=weight))
        assert (pair.why_not(case_id, 0) is Verdict.IN_POOL) == fits


def test_weights_of_no_standard_case_hold_room_as_they_are():
    """Room is held by the weight at filing, whatever acceptance charges, and given back whole."""
    pair = pair_of(mediator(capacity=1))
    pair.apply(events.filed(2, weight_milli=300))
    pair.apply(events.offered(2, 0))
    pair.apply(events.accepted(2, 0, weight_milli=5000))
    assert pair.compiled.mediators[0].tolist() == [300]

    pair.apply(events.closed(2, 0))

    assert pair.compiled.mediators[0].tolist() == [0]


def test_a_round_opens_though_others_are_in_conflict():
    """Once everybody whom no conflict bars has declined, a round is due; if conflicts bar all, none is."""
    pair = pair_of(mediator(), mediator())
    pair.apply(events.filed(CASE))
    pair.apply(events.conflict_found(CASE, 1))
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.declined(CASE, 0))
    assert pair.decide_offer(CASE, 0).mediator == NEW_ROUND

    pair.apply(events.conflict_found(CASE, 0))

    assert pair.decide_offer(CASE, 0).mediator == NOBODY


def test_a_conflict_outlasts_rounds_and_a_replacement_consent():
    """A new round asks decliners again and not those in conflict; consent lifts a conflict, never a replacement."""
    pair = pair_of(mediator(), mediator(), mediator())
    pair.apply(events.filed(CASE))
    pair.apply(events.conflict_found(CASE, 0))
    pair.apply(events.conflict_found(CASE, 0))
    pair.apply(events.offered(CASE, 1))
    pair.apply(events.lapsed(CASE, 1))
    pair.apply(events.round_opened(CASE))
    assert members(pair) == {1, 2}

    pair.apply(events.conflict_lifted(CASE, 0))

    assert members(pair) == {0, 1, 2}
