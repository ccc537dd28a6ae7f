"""The parties' choice: together, from a list, in time or not at all."""

import pytest

from engine.calendar.day import local_instant_us
from engine.core.ladder import Ladder, LadderStep
from engine.desk.errors import ChoiceError
from engine.desk.example import MONDAY
from engine.desk.party_choice import Side
from engine.desk.timers import TimerKind
from engine.events.enums import ClosingCode, ConflictGround, ConflictSource, DeclineReason, OfferBasis, Stage
from engine.events.records import Escalated, Listed, Offered, Shortlisted
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster, the

SIX = roster([0] * 6)


def test_nobody_is_drawn_while_the_parties_choose():
    """A case that the parties choose for waits two working days (ONL 10), even beside a mediator who gets room."""
    desk = desk_of(roster([0, 0]))
    events = desk.file(filing(1), MONDAY, choose=True)

    assert kinds(events) == ["Filed", "ChoiceOpened"]
    assert desk.core.case(1).stage is Stage.CHOOSING
    assert desk.next_deadline(1) == (local_instant_us(2020, 5, 14), TimerKind.CHOICE_END)
    assert kinds(desk.set_capacity(0, 5, MONDAY)) == ["CapacitySet"]


def test_whom_both_choose_is_asked():
    """A joint choice becomes an offer by right of that choice, with nothing drawn."""
    desk = desk_of(SIX)
    desk.file(filing(1), MONDAY, choose=True)
    (offered,) = desk.choose(1, 4, MONDAY + 1)

    assert isinstance(offered, Offered)
    assert (offered.mediator_id, offered.basis, offered.word, offered.ticket_total) == (4, OfferBasis.CHOSEN, 0, 0)
    assert (offered.pool_size, offered.band_size) == (6, 1)
    assert desk.next_deadline(1).kind is TimerKind.OFFER_END


def test_only_who_could_be_drawn_can_be_chosen():
    """Somebody busy, in conflict, absent or of another court is refused with the reason, and nothing changes."""
    desk = desk_of(roster([0, 0, 0, 1], court_region=(0, 0)))
    desk.file(filing(9), MONDAY)
    busy = asked(desk, 9)
    other, absent = (mediator for mediator in range(3) if mediator != busy)
    desk.file(filing(1), MONDAY, choose=True)
    desk.find_conflict(1, other, ConflictGround.INTEREST, ConflictSource.PARTY, MONDAY)

    for mediator, reason in ((busy, "room"), (other, "conflict"), (3, "outside")):
        with pytest.raises(ChoiceError, match=reason):
            desk.choose(1, mediator, MONDAY)
    assert desk.core.case(1).stage is Stage.CHOOSING
    assert kinds(desk.choose(1, absent, MONDAY)) == ["Offered"]


def test_a_choice_that_does_not_come_in_time_falls_to_the_court():
    """At the end of the second working day the court designates, and the ladder's clock starts there."""
    ladder = Ladder(steps=(LadderStep(circle=0, wait_working_days=1), LadderStep(circle=1)))
    desk = desk_of(roster([0, 1], court_region=(0, 0)), ladder=ladder)
    desk.file(filing(9), MONDAY)
    desk.file(filing(1), MONDAY, choose=True)
    end = local_instant_us(2020, 5, 14)

    assert kinds(desk.advance(end)) == ["ChoiceEnded"]
    # The wait of one working day begins at midnight and ends with that day's office hours.
    assert desk.next_deadline(1) == (local_instant_us(2020, 5, 14, 18), TimerKind.STEP_END)
    with pytest.raises(ChoiceError, match="choosing"):
        desk.choose(1, 1, end)


def test_the_parties_may_give_up_choosing():
    """If they say that they will not agree, the court designates at once."""
    desk = desk_of(SIX)
    desk.file(filing(1), MONDAY, choose=True)

    assert kinds(desk.end_choice(1, MONDAY)) == ["ChoiceEnded", "Offered"]
    with pytest.raises(ChoiceError):
        desk.end_choice(1, MONDAY)


def test_a_waiting_case_can_be_chosen_for_and_an_offered_one_not():
    """Choosing can begin while a case waits; not while it is offered, and not for a panel."""
    desk = desk_of(roster([0, 0]))
    for case_id in (1, 2, 3):
        desk.file(filing(case_id), MONDAY)

    assert kinds(desk.open_choice(3, MONDAY)) == ["ChoiceOpened"]
    with pytest.raises(ChoiceError):
        desk.open_choice(1, MONDAY)
    desk.file(filing(4, panel_size=2), MONDAY)
    with pytest.raises(ChoiceError):
        desk.open_choice(4, MONDAY)
    with pytest.raises(ChoiceError):
        desk.file(filing(5, panel_size=2), MONDAY, choose=True)


def test_steps_without_anybody_are_left_before_the_parties_choose():
    """Parties choose from the first roster that has anybody for their case."""
    desk = desk_of(roster([1], court_region=(0, 0)))
    events = desk.file(filing(1), MONDAY, choose=True)

    assert kinds(events) == ["Filed", "Escalated", "ChoiceOpened"]
    assert kinds(desk.choose(1, 0, MONDAY)) == ["Offered"]


def test_a_list_is_struck_ranked_and_offered_down():
    """What is left of the list is told with places and offered in their order, then the court designates."""
    desk = desk_of(roster([0] * 12), ladder=Ladder(steps=(LadderStep(circle=0),)))
    desk.file(filing(1), MONDAY, choose=True, list_size=10)
    listed = desk.listed(1)
    assert len(set(listed)) == 10

    wishes = [mediator for mediator in reversed(listed) if mediator not in listed[:8]]
    events = desk.strike_and_rank(
        1,
        {Side.APPLICANT: set(listed[:4]), Side.RESPONDENT: set(listed[4:8])},
        {Side.APPLICANT: wishes, Side.RESPONDENT: wishes},
        MONDAY,
    )
    assert [(event.mediator_id, event.place) for event in events if isinstance(event, Shortlisted)] == [
        (listed[9], 1),
        (listed[8], 2),
    ]
    assert asked(desk, 1) == listed[9]
    events = desk.decline(1, listed[9], 1, DeclineReason.WORKLOAD, MONDAY)
    offered = the(Offered, events)
    assert (offered.mediator_id, offered.basis) == (listed[8], OfferBasis.SHORTLISTED)
    # Then the court designates among the others, those that were struck included: nobody knows of that any more.
    events = desk.decline(1, listed[8], 2, DeclineReason.WORKLOAD, MONDAY)
    assert the(Offered, events).basis is OfferBasis.DRAWN


def test_a_list_of_which_nobody_is_left_or_free_falls_to_the_court():
    """A case whose whole list was struck, or became busy, is designated at once."""
    for strikes_all in (True, False):
        desk = desk_of(roster([0, 0]))
        desk.file(filing(1), MONDAY, choose=True, list_size=10)
        listed = desk.listed(1)
        assert sorted(listed) == [0, 1]
        if not strikes_all:
            for case_id in (2, 3):
                desk.file(filing(case_id), MONDAY)
        events = desk.strike_and_rank(1, {}, {}, MONDAY)

        expected = ["Shortlisted", "Shortlisted", *(["Offered"] if strikes_all else ["ChoiceEnded"])]
        assert kinds(events) == expected


def test_a_short_list_leaves_room_for_both_sides():
    """Of a list that the pool kept short fewer names may be struck, so that one is always left."""
    desk = desk_of(roster([0] * 3))
    desk.file(filing(1), MONDAY, choose=True, list_size=10)
    listed = desk.listed(1)

    with pytest.raises(ChoiceError, match="at most 1"):
        desk.strike_and_rank(1, {Side.APPLICANT: set(listed[:2])}, {}, MONDAY)
    strikes = {Side.APPLICANT: {listed[0]}, Side.RESPONDENT: {listed[1]}}
    assert the(Offered, desk.strike_and_rank(1, strikes, {}, MONDAY)).mediator_id == listed[2]


@pytest.mark.parametrize("size", [0, 9, 11])
def test_only_lists_that_the_rules_know_are_drawn(size):
    """A list of another size than the rules name is refused before the case is filed."""
    desk = desk_of(SIX)

    with pytest.raises(ChoiceError, match="10, 15"):
        desk.file(filing(1), MONDAY, choose=True, list_size=size)
    assert desk.core.open_cases == 0


def test_without_a_list_there_is_nothing_to_strike():
    """Striking is refused where no list was drawn, and a list without a choice is refused, too."""
    desk = desk_of(SIX)
    desk.file(filing(1), MONDAY, choose=True)

    with pytest.raises(ChoiceError, match="list"):
        desk.strike_and_rank(1, {}, {}, MONDAY)
    with pytest.raises(ChoiceError, match="left out"):
        desk.file(filing(2), MONDAY, list_size=10)


def test_no_event_tells_who_was_struck():
    """Of a mediator whom a party struck the events tell that he stood on the list, and nothing else."""
    desk = desk_of(roster([0] * 12))
    events = desk.file(filing(1), MONDAY, choose=True, list_size=10)
    listed = desk.listed(1)
    events += desk.strike_and_rank(1, {Side.APPLICANT: {listed[0], listed[1]}}, {}, MONDAY)
    told = {getattr(event, "mediator_id", None) for event in events if not isinstance(event, Listed)}

    assert not told & set(listed[:2])
    assert not any(isinstance(event, Escalated) for event in events)
    desk.accept(1, listed[2], 1, MONDAY)
    desk.close(1, ClosingCode.AGREEMENT, MONDAY)
