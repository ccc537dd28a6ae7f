"""What waits is matched from the core's state: by its pools, its ages and its rounds."""

from random import Random
from typing import Final

import pytest
from scipy.optimize import linear_sum_assignment

from engine.core import matching
from engine.core.assignment import AssignmentCore
from engine.core.ladder import NATIONAL_LADDER, Ladder, LadderStep
from engine.core.matching import Match, match_waiting
from engine.core.policies.batch_optimal import lightest
from engine.core.policy import Policy, PolicySettings
from engine.core.views import Verdict
from engine.events.enums import OfferBasis, PolicyName, Stage
from tests.engine.core import events
from tests.engine.core.invariants import check_invariants
from tests.engine.core.worlds import Row, mediator, random_roster, roster

BATCHES: Final = PolicySettings(policy=Policy.BATCH_OPTIMAL)


def core_of(*mediators: Row, ladder: Ladder = NATIONAL_LADDER) -> AssignmentCore:
    """One court whose cases wait to be matched."""
    return AssignmentCore(roster(*mediators), BATCHES, ladder)


def matched(core: AssignmentCore) -> list[Match]:
    """End a window: record every round and every offer that the core finds, until it finds none, and list these."""
    offers: list[Match] = []
    while (found := match_waiting(core, linear_sum_assignment)) != ((), ()):
        assert not (found.rounds and found.matches)
        for case_id in found.rounds:
            core.apply(events.round_opened(case_id))
        for match in found.matches:
            offer(core, match)
        offers += found.matches
    return offers


def offer(core: AssignmentCore, match: Match) -> None:
    """Record a match as an offer, for which it must be a member of the pool."""
    seats = core.seats(match.case_id)
    seat = [view.stage for view in seats].index(Stage.WAITING)
    assert core.why_not(match.case_id, match.mediator) is Verdict.IN_POOL
    attempt = max(view.attempt for view in seats) + 1
    core.apply(events.offered(match.case_id, match.mediator, attempt=attempt, seat=seat, basis=OfferBasis.MATCHED))


def asked(core: AssignmentCore) -> dict[int, int]:
    """Whom each case is matched with."""
    return {match.case_id: match.mediator for match in matched(core)}


def random_court_day(random: Random) -> tuple[AssignmentCore, dict[int, int]]:
    """Absences, conflicts, panels and one court that draws; and the court of every case that waits to be matched."""
    world = random_roster(random)
    core = AssignmentCore(world, BATCHES)
    drawing = random.randrange(2 * world.courts)
    if drawing < world.courts:
        core.apply(events.policy_adopted(1, court=drawing))
    for who in range(world.mediators):
        if random.random() < 0.2:
            core.apply(events.went_absent(who))
    courts = {case_id: random.randrange(world.courts) for case_id in range(40)}
    for case_id, court in courts.items():
        weight_milli, panel_size = random.choice((0, 400, 1000, 1700)), random.choice((1, 1, 1, 3))
        core.apply(events.filed(case_id, court_id=court, weight_milli=weight_milli, panel_size=panel_size))
        core.apply(events.escalated(case_id, random.randint(1, 3)))
        core.apply(events.conflict_found(case_id, random.randrange(world.mediators)))
    return core, {case_id: court for case_id, court in courts.items() if court != drawing}


def test_after_a_window_nobody_waits_whom_somebody_could_take(monkeypatch: pytest.MonkeyPatch):
    """In random worlds, matches lie in pools and leave nobody in the pool of a case; drawn cases are left alone."""
    monkeypatch.setattr(matching, "LINKS_MAX", 12)  # far fewer than the pools have, so that one look is not enough
    made = 0
    for seed in range(25):
        core, to_match = random_court_day(Random(seed))

        offers = matched(core)

        made += len(offers)
        check_invariants(core)
        assert {case_id for case_id, _, _ in offers} <= set(to_match)
        assert [case_id for case_id in to_match if core.pool(case_id).members.tolist()] == []
    assert made > 100


def test_the_pool_is_counted():
    """A match tells of how many mediators one was asked."""
    core = core_of(mediator(), mediator(), mediator())
    core.apply(events.went_absent(2))
    core.apply(events.filed(1))

    assert match_waiting(core, linear_sum_assignment).matches == (Match(case_id=1, mediator=0, pool_size=2),)


def test_who_was_just_asked_counts_as_having_the_case():
    """Two windows one after the other, neither answered, ask one mediator each and not the same twice."""
    core = core_of(mediator(), mediator())
    core.apply(events.filed(1))
    core.apply(events.filed(2, weight_milli=500))
    assert asked(core) == {1: 0, 2: 1}
    core.apply(events.filed(3))

    assert asked(core) == {3: 1}


def test_the_head_start_counts_as_age():
    """One place for two cases goes to the one filed later if its head start makes it the older."""
    core = core_of(mediator(capacity=1))
    core.apply(events.filed(1, occurred_at=1_000))
    core.apply(events.filed(2, occurred_at=1_500, boost_us=600))

    assert asked(core) == {2: 0}


def test_a_case_declined_by_all_gets_a_new_round_first():
    """Where everybody eligible has declined, a round is due before anything is matched; then all may be asked."""
    core = core_of(mediator(), mediator())
    core.apply(events.filed(1))
    core.apply(events.filed(2))
    for who in (0, 1):
        core.apply(events.offered(1, who, attempt=who + 1))
        core.apply(events.declined(1, who, attempt=who + 1))

    assert match_waiting(core, linear_sum_assignment) == ((1,), ())
    assert sorted(asked(core)) == [1, 2]


def test_a_decliner_is_not_asked_again_in_the_round():
    """Who has declined is passed over while another may be asked, however light he is."""
    core = core_of(mediator(), mediator())
    core.apply(events.filed(1))
    core.apply(events.offered(1, 0))
    core.apply(events.declined(1, 0, penalty_milli=0))
    core.apply(events.returned(1, entry_milli=90_000))

    assert asked(core) == {1: 1}


def test_a_panel_is_filled_with_different_mediators():
    """The seats of a panel are matched one after the other, to three who then sit on it."""
    core = core_of(*(mediator(capacity=9) for _ in range(4)))
    core.apply(events.filed(1, panel_size=3))

    offers = matched(core)

    assert [case_id for case_id, _, _ in offers] == [1, 1, 1]
    assert len({who for _, who, _ in offers}) == 3


def test_a_step_may_be_matched_where_the_court_draws():
    """A ladder step with this policy is matched in any court, and a step with another is left alone."""
    ladder = Ladder(
        steps=(
            LadderStep(circle=0, policy=Policy.RANDOM, wait_working_days=1),
            LadderStep(circle=3, policy=Policy.BATCH_OPTIMAL, wait_working_days=None),
        )
    )
    core = AssignmentCore(roster(mediator()), PolicySettings(), ladder)
    core.apply(events.filed(1))
    core.apply(events.filed(2))
    core.apply(events.escalated(2, 1))

    assert asked(core) == {2: 0}


def test_a_court_that_changes_its_policy_is_matched_from_then_on():
    """What waits where a court adopts this policy is matched at the next end of a window."""
    core = AssignmentCore(roster(mediator()), PolicySettings())
    core.apply(events.filed(1))
    assert asked(core) == {}

    core.apply(events.policy_adopted(1, policy=PolicyName.BATCH_OPTIMAL))

    assert asked(core) == {1: 0}


@pytest.mark.parametrize("seed", range(20))
def test_a_case_alone_is_matched_with_the_lightest(seed: int):
    """What a window of one case gives is what the compiled short cut for it says."""
    random = Random(seed)
    world = random_roster(random)
    core = AssignmentCore(world, BATCHES)
    for who in range(world.mediators):
        core.apply(events.returned(who, entry_milli=random.choice((0, 0, 500, 700))))
    core.apply(events.filed(1))
    core.apply(events.escalated(1, 3))

    found = match_waiting(core, linear_sum_assignment).matches

    expected = lightest(core.state, 0)
    assert [match.mediator for match in found] == ([] if expected == -1 else [expected])
