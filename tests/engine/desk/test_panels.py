"""Panels: one offer a seat, a lead, one closing, and everything else seat by seat (ONL 11)."""

import pytest

from engine.core.ladder import Ladder, LadderStep
from engine.desk.errors import DeskCaseError
from engine.desk.example import MONDAY
from engine.desk.timers import TimerKind
from engine.events.enums import ClosingCode, ConflictGround, ConflictSource, DeclineReason, Stage
from engine.events.records import Closed, LeadNamed, Offered
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster, the

COURT_ONLY = Ladder(steps=(LadderStep(circle=0),))


def panel(desk, size=2):
    """File a case for a panel and return who was members, by seat."""
    events = desk.file(filing(1, panel_size=size), MONDAY)
    return [event.mediator_id for event in events if isinstance(event, Offered)]


def accept_all(desk, members):
    """Let everybody members accept, in order; return all events."""
    return [event for place, mediator in enumerate(members, 1) for event in desk.accept(1, mediator, place, MONDAY)]


def test_each_seat_is_offered_to_somebody_else():
    """A panel of three makes three offers, to three mediators, with seats and attempts in order."""
    desk = desk_of(roster([0] * 4, capacity=5))
    events = desk.file(filing(1, panel_size=3), MONDAY)
    offers = [event for event in events if isinstance(event, Offered)]

    assert [(event.seat, event.attempt) for event in offers] == [(0, 1), (1, 2), (2, 3)]
    assert len({event.mediator_id for event in offers}) == 3


def test_the_court_names_a_lead_where_the_parties_do_not():
    """When the last seat is accepted the first seat's mediator leads; one named before stays."""
    desk = desk_of(roster([0, 0]))
    members = panel(desk)
    assert kinds(accept_all(desk, members)) == ["Accepted", "Accepted", "LeadNamed"]
    assert desk.entry(1).lead == members[0]

    desk = desk_of(roster([0, 0]))
    members = panel(desk)
    (named,) = desk.name_lead(1, members[1], MONDAY)
    assert isinstance(named, LeadNamed)
    assert kinds(accept_all(desk, members)) == ["Accepted", "Accepted"]
    assert desk.entry(1).lead == members[1]


def test_a_lead_must_sit_on_a_panel():
    """Somebody else, or the only mediator of a case, cannot be named lead."""
    desk = desk_of(roster([0, 0, 0], capacity=3))
    members = panel(desk)
    with pytest.raises(DeskCaseError):
        desk.name_lead(1, next(m for m in range(3) if m not in members), MONDAY)
    desk.file(filing(2), MONDAY)
    with pytest.raises(DeskCaseError):
        desk.name_lead(2, asked(desk, 2), MONDAY)


def test_the_period_starts_with_the_last_acceptance():
    """While a seat is open a panel's case cannot be closed; then its period runs and one closing frees everybody."""
    desk = desk_of(roster([0, 0]), ladder=COURT_ONLY)
    members = panel(desk)
    desk.accept(1, members[0], 1, MONDAY)
    assert desk.next_deadline(1).kind is TimerKind.OFFER_END
    with pytest.raises(DeskCaseError, match="accepted by 2"):
        desk.close(1, ClosingCode.AGREEMENT, MONDAY)
    desk.accept(1, members[1], 2, MONDAY)
    assert desk.next_deadline(1).kind is TimerKind.PERIOD_END

    desk.file(filing(2), MONDAY)
    desk.file(filing(3), MONDAY)
    events = desk.close(1, ClosingCode.AGREEMENT, MONDAY)
    assert [(type(event).__name__, event.case_id) for event in events] == [
        ("Closed", 1),
        ("Offered", 2),
        ("Offered", 3),
    ]
    assert the(Closed, events).mediator_id == members[0]


def test_a_seat_that_finds_nobody_waits_alone():
    """A panel larger than the free mediators waits with its open seat, which whoever gets room next fills."""
    desk = desk_of(roster([0, 0]), ladder=COURT_ONLY)
    desk.file(filing(9), MONDAY)
    busy = asked(desk, 9)
    desk.accept(9, busy, 1, MONDAY)
    assert panel(desk) == [1 - busy]
    assert [view.stage for view in desk.core.seats(1)] == [Stage.OFFERED, Stage.WAITING]
    assert desk.entry(1).waits

    events = desk.close(9, ClosingCode.AGREEMENT, MONDAY)
    offered = the(Offered, events)
    assert (offered.case_id, offered.seat, offered.mediator_id) == (1, 1, busy)


def test_one_member_can_be_replaced_or_found_in_conflict():
    """Losing one member leaves the others; the lead who is lost is named anew when the panel is complete."""
    desk = desk_of(roster([0] * 4))
    members = panel(desk)
    accept_all(desk, members)
    with pytest.raises(DeskCaseError, match="must name one"):
        desk.replace(1, MONDAY)
    events = desk.replace(1, MONDAY, mediator=members[0])
    assert kinds(events) == ["Released", "ConflictFound", "Offered"]
    assert the(Offered, events).seat == 0
    third = the(Offered, events).mediator_id
    assert kinds(desk.accept(1, third, 3, MONDAY)) == ["Accepted", "LeadNamed"]
    assert desk.entry(1).lead == third

    events = desk.find_conflict(1, members[1], ConflictGround.INTEREST, ConflictSource.COURT, MONDAY)
    assert (the(Offered, events).seat, desk.entry(1).lead) == (1, third)


def test_a_panel_member_who_declines_is_not_asked_for_another_seat():
    """A decline for one seat counts for the whole case in its round."""
    desk = desk_of(roster([0, 0, 0], capacity=2), ladder=COURT_ONLY)
    members = panel(desk)
    events = desk.decline(1, members[0], 1, DeclineReason.EXPERTISE, MONDAY)

    assert the(Offered, events).mediator_id not in members
    assert the(Offered, events).seat == 0
