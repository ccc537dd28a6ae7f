"""The ladder: one clock, skips with their reason, exhaustion and the clerk's review."""

from typing import Final

from scipy.optimize import linear_sum_assignment

from engine.calendar.day import local_instant_us
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.desk.example import MONDAY
from engine.desk.timers import TimerKind
from engine.events.enums import DeclineReason, DisputeType, EscalationReason, OfferBasis, Stage
from engine.events.records import Escalated, Exhausted, Offered
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster, the

# Court 0 in region 0, court 1 in region 1, both of province 0; court 2 in province 1.
NATION: Final = (0, 1, 2), (0, 0, 1)


def steps(events):
    """Step and reason of each escalation."""
    return [(event.step, event.reason) for event in events if isinstance(event, Escalated)]


def test_a_case_climbs_when_its_time_at_a_step_is_over():
    """A case that nobody is free for waits a working day, then finds somebody in the wider circle."""
    desk = desk_of(roster([0, 0, 1], court_region=(0, 0), capacity=1))
    for case_id in (1, 2, 3):
        desk.file(filing(case_id), MONDAY)
    assert desk.core.case(3).stage is Stage.WAITING
    assert desk.next_deadline(3) == (local_instant_us(2020, 5, 12, 10), TimerKind.STEP_END)

    escalated, offered = desk.advance(local_instant_us(2020, 5, 12, 10))
    assert steps([escalated]) == [(1, EscalationReason.TIMED_OUT)]
    assert isinstance(offered, Offered)
    assert offered.mediator_id == 2


def test_each_step_without_anybody_is_left_at_once_with_an_event():
    """Where nobody on the roster could ever take a case, every step on the way is skipped, each with its reason."""
    desk = desk_of(roster([2], court_region=NATION[0], region_province=NATION[1]))
    events = desk.file(filing(1), MONDAY)

    assert kinds(events) == ["Filed", "Escalated", "Escalated", "Escalated", "Offered"]
    assert steps(events) == [(step, EscalationReason.NOBODY_ELIGIBLE) for step in (1, 2, 3)]


def test_a_skipped_step_takes_no_time():
    """The wait at the first staffed step begins with the filing."""
    desk = desk_of(roster([1], court_region=(0, 0)))
    desk.file(filing(1), MONDAY)
    events = desk.file(filing(2), MONDAY)

    assert steps(events) == [(1, EscalationReason.NOBODY_ELIGIBLE)]
    assert desk.next_deadline(2).due_at == local_instant_us(2020, 5, 12, 10)


def test_a_step_may_be_skipped_while_nobody_is_free():
    """A step that says so is left at once when everybody is busy, and a case that comes later does the same."""
    ladder = Ladder(steps=(LadderStep(circle=0, wait_working_days=5, skip_if_nobody_free=True), LadderStep(circle=3)))
    desk = desk_of(roster([0, 1], court_region=(0, 0)), ladder=ladder)
    desk.file(filing(1), MONDAY)
    events = desk.file(filing(2), MONDAY)

    assert steps(events) == [(1, EscalationReason.NOBODY_FREE)]
    assert asked(desk, 2) == 1


def test_a_case_that_waits_for_a_matching_does_not_skip():
    """Where the policy draws nobody, a step is not skipped for want of a draw while somebody has room."""
    ladder = Ladder(steps=(LadderStep(circle=0, wait_working_days=5, skip_if_nobody_free=True), LadderStep(circle=3)))
    desk = desk_of(roster([0]), ladder=ladder, policy=Policy.BATCH_OPTIMAL)

    assert kinds(desk.file(filing(1), MONDAY)) == ["Filed"]
    (offered,) = desk.match(linear_sum_assignment, MONDAY)
    assert isinstance(offered, Offered)
    assert (offered.basis, offered.ticket_total, offered.pool_size) == (OfferBasis.MATCHED, 0, 1)


def test_a_matching_begins_the_rounds_that_are_due():
    """A case that everybody has declined is asked anew at the next matching; without one it would wait for ever."""
    desk = desk_of(roster([0, 0]), policy=Policy.BATCH_OPTIMAL)
    desk.file(filing(1), MONDAY)
    for attempt in (1, 2):
        desk.match(linear_sum_assignment, MONDAY)
        desk.decline(1, asked(desk, 1), attempt, DeclineReason.WORKLOAD, MONDAY)

    assert kinds(desk.match(linear_sum_assignment, MONDAY)) == ["RoundOpened", "Offered"]


def test_a_case_looks_where_it_is_before_it_moves_on():
    """A case whose step ran out during an offer is first offered to whoever is free where it is."""
    desk = desk_of(roster([0, 0, 1], court_region=(0, 0)))
    desk.file(filing(1), MONDAY)
    at = local_instant_us(2020, 5, 14, 10)
    first = asked(desk, 1)
    events = [*desk.advance(at), *desk.decline(1, first, 1, DeclineReason.WORKLOAD, at)]

    assert kinds(events) == ["Declined", "Offered"]
    # Everybody at the court has declined, yet a new round there comes before the region.
    second = asked(desk, 1)
    assert kinds(desk.decline(1, second, 2, DeclineReason.WORKLOAD, at)) == ["Declined", "RoundOpened", "Offered"]


def test_the_ladder_has_one_clock():
    """Steps end at the instants counted from the filing, however late the desk hears of them."""
    desk = desk_of(roster([0, 1, 2], court_region=NATION[0], region_province=NATION[1]))
    for case_id in range(3):
        desk.file(filing(case_id, case_id, dispute_type=DisputeType.PRIVATE_LENDING), MONDAY)
    desk.file(filing(3, dispute_type=DisputeType.PRIVATE_LENDING), MONDAY)
    for case_id in range(3):
        desk.accept(case_id, asked(desk, case_id), 1, MONDAY)
    events = desk.advance(local_instant_us(2020, 5, 15, 11))

    # The region has nobody but the court's own mediator, who is eligible though busy.
    assert [(event.step, event.occurred_at) for event in events if isinstance(event, Escalated)] == [
        (1, local_instant_us(2020, 5, 12, 10)),
        (2, local_instant_us(2020, 5, 13, 10)),
        (3, local_instant_us(2020, 5, 15, 10)),
    ]


def test_an_exhausted_case_goes_to_a_clerk_again_and_again():
    """At the end of the ladder a clerk has five working days, and again, until somebody has room for the case."""
    desk = desk_of(roster([0]))
    desk.file(filing(1), MONDAY)
    desk.accept(1, 0, 1, MONDAY)
    desk.file(filing(2), MONDAY)
    events = desk.advance(local_instant_us(2020, 5, 31))

    found = [(event.occurred_at, event.deadline) for event in events if isinstance(event, Exhausted)]
    assert found == [
        (local_instant_us(2020, 5, 15, 10), local_instant_us(2020, 5, 23)),
        (local_instant_us(2020, 5, 23), local_instant_us(2020, 5, 30)),
        (local_instant_us(2020, 5, 30), local_instant_us(2020, 6, 6)),
    ]
    assert desk.next_deadline(2).kind is TimerKind.REVIEW_END
    assert kinds(desk.set_capacity(0, 2, local_instant_us(2020, 5, 31))) == ["CapacitySet", "Offered"]


def test_a_last_step_without_a_wait_lasts_until_the_designation_is_due():
    """A case whose first step is the last waits three working days there (ONL 10) before it is exhausted."""
    desk = desk_of(roster([0]), ladder=Ladder(steps=(LadderStep(circle=0),)))
    desk.file(filing(1), MONDAY)
    desk.file(filing(2), MONDAY)

    assert desk.next_deadline(2) == (local_instant_us(2020, 5, 15), TimerKind.STEP_END)


def test_a_court_that_begins_to_draw_matches_who_waits():
    """When a court leaves batches for draws, its waiting cases look again, oldest first."""
    desk = desk_of(roster([0]), policy=Policy.BATCH_OPTIMAL)
    desk.file(filing(5), MONDAY)
    desk.file(filing(3), MONDAY + 1)
    events = desk.adopt_policy(0, PolicySettings(policy=Policy.RANDOM), MONDAY + 2)

    assert kinds(events) == ["PolicyAdopted", "Offered"]
    offered = the(Offered, events)
    assert (offered.case_id, offered.policy_version) == (5, 1)


def test_a_deck_is_renewed_when_nobody_has_cards():
    """Under the deck policy, offers beyond everybody's cards renew the deck first."""
    desk = desk_of(roster([0], capacity=9), policy=Policy.DECK)
    found = [kinds(desk.file(filing(case_id), MONDAY)) for case_id in range(6)]

    renewed = [number for number, events in enumerate(found) if events == ["Filed", "DeckRenewed", "Offered"]]
    assert renewed == [0, 4]
    assert found[5] == ["Filed", "Offered"]
