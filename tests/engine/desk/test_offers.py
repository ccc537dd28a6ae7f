"""Offers and their answers: compare-and-set, deadlines, penalties, both edges of the matching, closing."""

import pytest

from engine.calendar.day import local_instant_us
from engine.core.ladder import Ladder, LadderStep
from engine.desk.errors import DeskCaseError, ReasonError, StaleOfferError
from engine.desk.example import MONDAY
from engine.desk.rules import DeskRules
from engine.desk.timers import TimerKind
from engine.events.enums import ClosingCode, ConflictGround, DeclineReason, EntryRoute, OfferBasis, Stage
from engine.events.records import Accepted, ConflictFound, Declined, Lapsed, Offered
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster

TWO = roster([0, 0])
ONE = roster([0])
COURT_ONLY = Ladder(steps=(LadderStep(circle=0),))


def test_a_filed_case_is_offered_for_three_working_days():
    """A case is offered at once, and its offer lapses at the end of the third working day (ONL 12)."""
    desk = desk_of(TWO)
    events = desk.file(filing(7), MONDAY)

    assert kinds(events) == ["Filed", "Offered"]
    assert desk.next_deadline(7) == (local_instant_us(2020, 5, 15), TimerKind.OFFER_END)


def test_an_acceptance_starts_the_statutory_period():
    """After acceptance the next deadline is the end of the thirtieth day (ONL 24), here moved off a weekend."""
    desk = desk_of(TWO)
    desk.file(filing(7), MONDAY)
    (accepted,) = desk.accept(7, asked(desk, 7), 1, local_instant_us(2020, 5, 14, 9))

    assert isinstance(accepted, Accepted)
    # 13 June 2020 is a Saturday.
    assert desk.next_deadline(7) == (local_instant_us(2020, 6, 16), TimerKind.PERIOD_END)


def test_a_case_after_filing_has_the_shorter_period():
    """A mediation entrusted after filing has fifteen days."""
    desk = desk_of(TWO)
    desk.file(filing(7, entry_route=EntryRoute.ENTRUSTED), MONDAY)
    desk.accept(7, asked(desk, 7), 1, MONDAY)

    assert desk.next_deadline(7).due_at == local_instant_us(2020, 5, 27)


def test_a_second_answer_is_stale():
    """Accepting twice raises and changes nothing."""
    desk = desk_of(TWO)
    desk.file(filing(7), MONDAY)
    mediator = asked(desk, 7)
    desk.accept(7, mediator, 1, MONDAY)
    before = (desk.core.case(7), desk.next_deadline(7), desk.now)

    with pytest.raises(StaleOfferError, match="was accepted before"):
        desk.accept(7, mediator, 1, MONDAY + 1)
    with pytest.raises(StaleOfferError, match="was accepted before"):
        desk.decline(7, mediator, 1, DeclineReason.WORKLOAD, MONDAY + 1)
    assert (desk.core.case(7), desk.next_deadline(7), desk.now) == before


def test_a_late_answer_is_stale_before_and_after_the_lapse():
    """At its deadline an offer is over, whether or not the desk has been advanced; nothing changes."""
    desk = desk_of(ONE)
    desk.file(filing(7), MONDAY)
    late = desk.next_deadline(7).due_at
    with pytest.raises(StaleOfferError, match="lapsed"):
        desk.accept(7, 0, 1, late)
    assert desk.core.case(7).stage is Stage.OFFERED

    desk.advance(late)
    with pytest.raises(StaleOfferError, match="is not open"):
        desk.accept(7, 0, 1, late)


@pytest.mark.parametrize(("case_id", "mediator", "attempt"), [(8, 0, 1), (7, 1, 1), (7, 0, 2), (7, 99, 1)])
def test_only_the_asked_mediator_can_answer_the_open_attempt(case_id, mediator, attempt):
    """Another case, mediator or attempt than the open one is stale and names what was answered."""
    desk = desk_of(ONE)
    desk.file(filing(7), MONDAY)

    with pytest.raises(StaleOfferError) as refusal:
        desk.accept(case_id, mediator, attempt, MONDAY)
    assert (refusal.value.case_id, refusal.value.mediator, refusal.value.attempt) == (case_id, mediator, attempt)


def test_a_decline_needs_a_reason():
    """The value that stands for no reason is refused, and the offer stays open."""
    desk = desk_of(ONE)
    desk.file(filing(7), MONDAY)

    with pytest.raises(ReasonError, match="not_recorded"):
        desk.decline(7, 0, 1, DeclineReason.NOT_RECORDED, MONDAY)
    assert desk.core.case(7).stage is Stage.OFFERED


def test_a_declined_case_goes_to_somebody_else():
    """A decline carries its reason and penalty, and the case is offered to the other mediator at once."""
    desk = desk_of(TWO, rules=DeskRules(decline_penalty_milli=300))
    desk.file(filing(7), MONDAY)
    first = asked(desk, 7)
    declined, offered = desk.decline(7, first, 1, DeclineReason.WORKLOAD, MONDAY)

    assert isinstance(declined, Declined)
    assert (declined.reason, declined.penalty_milli) == (DeclineReason.WORKLOAD, 300)
    assert isinstance(offered, Offered)
    assert (offered.mediator_id, offered.attempt) == (1 - first, 2)


def test_a_relation_bars_beyond_the_round():
    """Who declines for a relation to a party has disclosed it (ONL 13) and is not asked again in a new round."""
    desk = desk_of(TWO, ladder=COURT_ONLY)
    desk.file(filing(7), MONDAY)
    first = asked(desk, 7)
    events = desk.decline(7, first, 1, DeclineReason.RELATION, MONDAY)
    assert [event.ground for event in events if isinstance(event, ConflictFound)] == [ConflictGround.OTHER_RELATION]

    events = desk.decline(7, 1 - first, 2, DeclineReason.WORKLOAD, MONDAY)
    assert kinds(events) == ["Declined", "RoundOpened", "Offered"]
    assert asked(desk, 7) == 1 - first


def test_silence_costs_more_than_a_no():
    """An offer that nobody answers lapses at its deadline, with its own penalty, and the case looks on."""
    desk = desk_of(TWO, rules=DeskRules(lapse_penalty_milli=900))
    desk.file(filing(7), MONDAY)
    lapsed, offered = desk.advance(local_instant_us(2020, 5, 15))

    assert isinstance(lapsed, Lapsed)
    assert (lapsed.penalty_milli, lapsed.occurred_at) == (900, local_instant_us(2020, 5, 15))
    assert isinstance(offered, Offered)
    assert offered.mediator_id != lapsed.mediator_id


def test_a_freed_mediator_takes_the_oldest_case():
    """Whoever closes a case is offered the oldest that waits, by right of having room."""
    desk = desk_of(ONE, ladder=COURT_ONLY)
    for case_id, at in ((9, MONDAY), (5, MONDAY + 1), (3, MONDAY + 2)):
        desk.file(filing(case_id), at)
    desk.accept(9, 0, 1, MONDAY + 3)
    closed, offered = desk.close(9, ClosingCode.AGREEMENT, MONDAY + 4)

    assert kinds([closed]) == ["Closed"]
    assert isinstance(offered, Offered)
    assert (offered.case_id, offered.basis, offered.word, offered.ticket_total) == (5, OfferBasis.FREED, 0, 0)


def test_a_head_start_counts_as_age():
    """A case with a boost is served before one filed earlier by less than that."""
    desk = desk_of(ONE, ladder=COURT_ONLY)
    desk.file(filing(9), MONDAY)
    desk.file(filing(5), MONDAY + 1)
    desk.file(filing(3, boost_us=10), MONDAY + 2)
    desk.accept(9, 0, 1, MONDAY + 3)

    assert desk.close(9, ClosingCode.AGREEMENT, MONDAY + 4)[1].case_id == 3


def test_only_a_held_case_can_be_closed():
    """Closing an offered, a waiting or an unknown case is refused."""
    desk = desk_of(ONE, ladder=COURT_ONLY)
    desk.file(filing(7), MONDAY)
    desk.file(filing(8), MONDAY)

    for case_id in (7, 8, 9):
        with pytest.raises(DeskCaseError, match=f"case_id = {case_id}"):
            desk.close(case_id, ClosingCode.OTHER, MONDAY)


def test_a_mediation_beyond_its_period_is_listed_until_extended_or_closed():
    """The end of the period closes nothing: the case is listed until it is extended, and again until it is closed."""
    desk = desk_of(ONE)
    desk.file(filing(7), MONDAY)
    desk.accept(7, 0, 1, MONDAY)
    end = desk.next_deadline(7).due_at

    assert desk.advance(end) == []
    assert desk.overdue == ((7, (0,), end),)
    assert desk.next_deadline(7) == (end, TimerKind.PERIOD_END)
    with pytest.raises(DeskCaseError, match="later"):
        desk.extend(7, end, end)
    desk.extend(7, end + 5, end)
    assert desk.overdue == ()
    assert desk.next_deadline(7).due_at == end + 5
    desk.advance(end + 5)
    assert [late.case_id for late in desk.overdue] == [7]
    desk.close(7, ClosingCode.PERIOD_EXPIRED, end + 6)
    assert desk.overdue == ()
    assert desk.next_due is None


def test_a_case_that_is_not_held_has_no_period():
    """An offered case cannot be extended."""
    desk = desk_of(ONE)
    desk.file(filing(7), MONDAY)

    with pytest.raises(DeskCaseError, match="held"):
        desk.extend(7, MONDAY * 2, MONDAY)
