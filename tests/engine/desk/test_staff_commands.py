"""Presence and room: leases, leave, suspension, the raise of whoever comes back, and who is matched then."""

import pytest

from engine.core.errors import UnknownMediatorError
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy
from engine.desk.errors import PresenceError
from engine.desk.example import MONDAY
from engine.desk.rules import DeskRules
from engine.events.enums import AbsenceCause, ClosingCode, ReleaseGround, Stage
from engine.events.records import Released, Returned, WentAbsent
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster, the

COURT_ONLY = Ladder(steps=(LadderStep(circle=0),))
HOUR = 3_600_000_000


def test_more_room_is_filled_at_once():
    """A mediator with new room is offered waiting cases, oldest first, until it is used up."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    for case_id in (4, 3, 2, 1):
        desk.file(filing(case_id), MONDAY + 4 - case_id)
    events = desk.set_capacity(0, 3, MONDAY + 5)

    assert [event.case_id for event in events[1:]] == [3, 2]


def test_less_room_takes_nothing_away():
    """Lowering a capacity below what a mediator holds leaves his cases with him."""
    desk = desk_of(roster([0], capacity=2), ladder=COURT_ONLY)
    desk.file(filing(1), MONDAY)
    desk.file(filing(2), MONDAY)

    assert kinds(desk.set_capacity(0, 1, MONDAY)) == ["CapacitySet"]
    assert [desk.core.case(case_id).stage for case_id in (1, 2)] == [Stage.OFFERED] * 2


def test_absence_keeps_what_is_held_and_return_matches():
    """Whoever is absent is offered nothing and keeps what he has; back again, he takes who waits."""
    desk = desk_of(roster([0], capacity=2), ladder=COURT_ONLY)
    desk.file(filing(1), MONDAY)
    assert kinds(desk.go_absent(0, AbsenceCause.MANUAL, MONDAY)) == ["WentAbsent"]
    assert desk.go_absent(0, AbsenceCause.MANUAL, MONDAY) == []
    assert kinds(desk.accept(1, 0, 1, MONDAY)) == ["Accepted"]
    assert kinds(desk.file(filing(2), MONDAY)) == ["Filed"]

    assert kinds(desk.return_(0, AbsenceCause.MANUAL, MONDAY)) == ["Returned", "Offered"]
    assert desk.return_(0, AbsenceCause.MANUAL, MONDAY) == []


def test_every_cause_must_end():
    """A mediator with two causes is back only when both have ended."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    desk.go_absent(0, AbsenceCause.MANUAL, MONDAY)
    desk.go_absent(0, AbsenceCause.CALENDAR, MONDAY)
    desk.file(filing(1), MONDAY)

    assert kinds(desk.return_(0, AbsenceCause.CALENDAR, MONDAY)) == ["Returned"]
    assert kinds(desk.return_(0, AbsenceCause.MANUAL, MONDAY)) == ["Returned", "Offered"]


def test_a_suspended_mediator_loses_his_offers():
    """Suspension (ONL 29) takes back open offers and, if told to, held cases; another absence takes nothing."""
    desk = desk_of(roster([0, 0], capacity=5), ladder=COURT_ONLY, policy=Policy.LEAST_LOADED)
    for case_id in range(1, 5):
        desk.file(filing(case_id), MONDAY)
    offered = [case_id for case_id in range(1, 5) if asked(desk, case_id) == 0]
    assert len(offered) == 2
    desk.accept(offered[0], 0, 1, MONDAY)
    with pytest.raises(PresenceError):
        desk.go_absent(0, AbsenceCause.MANUAL, MONDAY, release_held=True)

    events = desk.go_absent(0, AbsenceCause.SUSPENDED, MONDAY)
    assert kinds(events) == ["WentAbsent", "Released", "Offered"]
    released = the(Released, events)
    assert (released.case_id, released.ground) == (offered[1], ReleaseGround.ABSENT)
    desk.return_(0, AbsenceCause.SUSPENDED, MONDAY)
    events = desk.go_absent(0, AbsenceCause.OFF_ROSTER, MONDAY, release_held=True)
    assert kinds(events) == ["WentAbsent", "Released", "Offered"]
    assert events[1].case_id == offered[0]


def test_a_new_mediator_starts_near_his_colleagues():
    """Who enters is raised to the cap below the least charged of his court, so that he is not flooded."""
    desk = desk_of(roster([0, 0], capacity=9), rules=DeskRules(drift_cap_milli=1500))
    desk.go_absent(1, AbsenceCause.OFF_ROSTER, MONDAY)
    for case_id in range(4):
        desk.file(filing(case_id), MONDAY)
        desk.accept(case_id, 0, 1, MONDAY)
    (returned,) = desk.return_(1, AbsenceCause.OFF_ROSTER, MONDAY)

    assert isinstance(returned, Returned)
    assert returned.entry_milli == 4000 - 1500
    assert desk.core.mediators[1].tolist() == [4000, 2500]


def test_who_is_still_absent_is_not_raised():
    """Ending one cause of several raises nobody; that comes with the last."""
    desk = desk_of(roster([0, 0], capacity=9))
    for cause in (AbsenceCause.MANUAL, AbsenceCause.CALENDAR):
        desk.go_absent(1, cause, MONDAY)
    for case_id in range(4):
        desk.file(filing(case_id), MONDAY)
        desk.accept(case_id, 0, 1, MONDAY)

    assert the(Returned, desk.return_(1, AbsenceCause.MANUAL, MONDAY)).entry_milli == 0
    assert the(Returned, desk.return_(1, AbsenceCause.CALENDAR, MONDAY)).entry_milli == 3000


def test_a_lease_that_is_not_renewed_runs_out():
    """A mediator is absent from the end of his lease until he renews it; renewing in time changes nothing."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    assert kinds(desk.hold_presence(0, MONDAY + HOUR, MONDAY)) == ["LeaseHeld"]
    assert kinds(desk.hold_presence(0, MONDAY + 2 * HOUR, MONDAY + 1)) == ["LeaseHeld"]
    (absent,) = desk.advance(MONDAY + 3 * HOUR)
    assert isinstance(absent, WentAbsent)
    assert (absent.occurred_at, absent.cause) == (MONDAY + 2 * HOUR, AbsenceCause.LEASE)

    desk.file(filing(1), MONDAY + 3 * HOUR)
    assert kinds(desk.hold_presence(0, MONDAY + 4 * HOUR, MONDAY + 3 * HOUR)) == ["LeaseHeld", "Returned", "Offered"]


def test_planned_leave_begins_and_ends_by_itself():
    """Overlapping leave is one absence, from the first beginning to the last end."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    desk.plan_absence(0, MONDAY + HOUR, MONDAY + 3 * HOUR, MONDAY)
    desk.plan_absence(0, MONDAY + 2 * HOUR, MONDAY + 4 * HOUR, MONDAY)
    events = desk.advance(MONDAY + 5 * HOUR)

    assert [(type(event).__name__, event.occurred_at - MONDAY) for event in events] == [
        ("LeaveBegun", HOUR),
        ("WentAbsent", HOUR),
        ("LeaveBegun", 2 * HOUR),
        ("LeaveEnded", 3 * HOUR),
        ("LeaveEnded", 4 * HOUR),
        ("Returned", 4 * HOUR),
    ]


def test_leave_that_has_begun_begins_now_and_can_be_broken_off():
    """A leave entered late begins at once; who returns before its end is back, and its end does nothing more."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    assert kinds(desk.plan_absence(0, MONDAY - HOUR, MONDAY + HOUR, MONDAY)) == [
        "LeavePlanned",
        "LeaveBegun",
        "WentAbsent",
    ]
    assert kinds(desk.return_(0, AbsenceCause.CALENDAR, MONDAY)) == ["LeaveEnded", "Returned"]
    assert desk.advance(MONDAY + 2 * HOUR) == []


def test_who_goes_is_gone_before_the_case_is_offered():
    """A leave that begins at the instant at which another offer lapses keeps the mediator out of that draw."""
    desk = desk_of(roster([0, 0]), ladder=COURT_ONLY)
    desk.file(filing(1), MONDAY)
    first = asked(desk, 1)
    lapses_at = desk.next_deadline(1).due_at
    desk.plan_absence(1 - first, lapses_at, lapses_at + HOUR, MONDAY)

    assert kinds(desk.advance(lapses_at)) == ["LeaveBegun", "WentAbsent", "Lapsed", "Exhausted"]


@pytest.mark.parametrize(
    "command",
    [
        lambda desk: desk.hold_presence(0, MONDAY, MONDAY),
        lambda desk: desk.plan_absence(0, MONDAY + 2, MONDAY + 1, MONDAY),
        lambda desk: desk.plan_absence(0, MONDAY - 2, MONDAY, MONDAY),
    ],
)
def test_what_is_over_before_it_begins_is_refused(command):
    """A lease or leave that ends before its beginning, or has ended already, is refused."""
    with pytest.raises(PresenceError):
        command(desk_of(roster([0])))


@pytest.mark.parametrize("mediator", [-1, 1])
def test_strangers_have_no_presence(mediator):
    """A mediator outside the roster is refused by every command about mediators."""
    desk = desk_of(roster([0]))
    for command in (
        lambda: desk.set_capacity(mediator, 1, MONDAY),
        lambda: desk.go_absent(mediator, AbsenceCause.MANUAL, MONDAY),
        lambda: desk.return_(mediator, AbsenceCause.MANUAL, MONDAY),
        lambda: desk.hold_presence(mediator, MONDAY + 1, MONDAY),
        lambda: desk.plan_absence(mediator, MONDAY, MONDAY + 1, MONDAY),
    ):
        with pytest.raises(UnknownMediatorError):
            command()


def test_a_closed_case_leaves_nothing_behind():
    """After the last case is closed no deadline stands."""
    desk = desk_of(roster([0, 0]))
    desk.file(filing(1), MONDAY)
    desk.accept(1, asked(desk, 1), 1, MONDAY)
    desk.close(1, ClosingCode.SELF_SETTLED, MONDAY)

    assert desk.next_due is None


def test_released_cases_look_in_order_of_age():
    """Of several cases that a suspended mediator loses at once, the oldest finds the one who is free."""
    desk = desk_of(roster([0, 0], capacity=[2, 1]), ladder=COURT_ONLY)
    desk.go_absent(1, AbsenceCause.MANUAL, MONDAY)
    desk.file(filing(5), MONDAY)
    desk.file(filing(3), MONDAY + 1)
    desk.return_(1, AbsenceCause.MANUAL, MONDAY + 2)
    events = desk.go_absent(0, AbsenceCause.SUSPENDED, MONDAY + 3)

    assert kinds(events) == ["WentAbsent", "Released", "Released", "Offered"]
    assert events[3].case_id == 5
