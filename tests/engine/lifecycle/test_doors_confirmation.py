"""Joint judicial confirmation: who may ask and when, what the court answers, and what follows."""

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, State, Track, Transition
from engine.lifecycle.dispute import Process
from tests.engine.lifecycle.at_doors import BOTH, FIRST, SECOND, Case, instant, settled, steps

T, A = Transition, ActorRole
CONFIRMATION, MEDIATION, LITIGATION = Track.CONFIRMATION, Track.COMMERCIAL_MEDIATION, Track.LITIGATION


def examined(*, by_roster: bool = False) -> Case:
    """Case 1 is a mediation settled on 4 March 2024, case 2 its confirmation, accepted on the 8th."""
    case = Case()
    if by_roster:
        mediation = Process(case_id=1, track=Track.MEDIATION, state=State.SETTLED, entered_at=instant("2024-03-04"))
        mediation.clocks[Clock.CONFIRMATION_WINDOW] = instant("2024-04-04")
        case.dispute.processes[1] = mediation
    else:
        settled(case, "2024-03-04", 1)
    case.do("2024-03-06 10:00", 2, CONFIRMATION, T.APPLY, A.PARTY, parties=BOTH)
    assert case.ends(2, Clock.ACCEPTANCE) == "2024-03-12 00:00"  # the third day, the 9th, is a Saturday
    case.do("2024-03-08 10:00", 2, CONFIRMATION, T.ACCEPT, A.COURT)
    return case


def confirmed() -> Case:
    """The same, confirmed on 15 March."""
    case = examined()
    case.do("2024-03-15 10:00", 2, CONFIRMATION, T.CONFIRM, A.COURT)
    return case


def test_both_parties_apply_within_30_days():
    """One party alone is refused; 30 days after the agreement took effect so are both."""
    case = Case()
    settled(case, "2024-03-04", 1)
    apply = (2, CONFIRMATION, T.APPLY, A.PARTY)
    assert case.refused("2024-03-05 10:00", *apply, parties=FIRST) == ("CPL 205", "all parties must agree")
    # The thirtieth day, 3 April, is a workday.
    case.wait("2024-04-03 23:59")
    assert case.do("2024-04-03 23:59", *apply, parties=BOTH)
    late = Case()
    settled(late, "2024-03-04", 1)
    late.wait("2024-04-04 00:00")
    assert late.refused("2024-04-04 00:00", *apply, parties=BOTH)[0] == "CPL 205"


def test_only_a_settled_mediation_is_confirmed():
    """Without an agreement there is nothing to confirm."""
    case = Case()
    case.do("2024-03-04 10:00", 1, MEDIATION, T.APPLY, A.PARTY, parties=BOTH, number=1)
    assert case.refused("2024-03-05 10:00", 2, CONFIRMATION, T.APPLY, A.PARTY, parties=BOTH)[0] == "CPL 205"


@pytest.mark.parametrize(
    ("by_roster", "end", "extended"),
    [(True, "2024-03-26 00:00", "2024-04-08 00:00"), (False, "2024-04-08 00:00", "2024-05-08 00:00")],
)
def test_the_decision_takes_15_days_or_30(by_roster: bool, end: str, extended: str):
    """15 days and 10 more after a mediator of the roster; 30 in the special procedure, and 30 more (assumed)."""
    case = examined(by_roster=by_roster)
    # 23 March is a Saturday, so the 25th counts; 4 to 6 April are Tomb-Sweeping, the Sunday after is worked.
    assert case.ends(2, Clock.DECISION) == end
    case.do("2024-03-20 10:00", 2, CONFIRMATION, T.EXTEND, A.COURT)
    assert case.ends(2, Clock.DECISION) == extended
    assert case.refused("2024-03-21 10:00", 2, CONFIRMATION, T.EXTEND, A.COURT)[0] == "CON 5"


@pytest.mark.parametrize(
    "ground",
    [
        Ground.OUTSIDE_COURT_BUSINESS,
        Ground.NO_JURISDICTION,
        Ground.STATUS_RELATION,
        Ground.OTHER_SPECIAL_PROCEDURE,
        Ground.TITLE_TO_RIGHTS,
    ],
)
def test_excluded_matters_are_not_accepted(ground: Ground):
    """The five grounds keep an agreement from confirmation, before acceptance and after it."""
    happened = examined().do("2024-03-11 10:00", 2, CONFIRMATION, T.REFUSE_ACCEPTANCE, A.COURT, ground=ground)
    assert steps(happened) == [(2, "refuse_acceptance", "not_accepted", "INT 355")]


def test_a_ground_of_rejection_is_no_ground_of_non_acceptance():
    """Each decision has its own list of grounds."""
    refuse = ("2024-03-11 10:00", 2, CONFIRMATION, T.REFUSE_ACCEPTANCE, A.COURT)
    assert examined().refused(*refuse, ground=Ground.UNCLEAR)[0] == "INT 355"
    reject = ("2024-03-11 10:00", 2, CONFIRMATION, T.REJECT, A.COURT)
    assert examined().refused(*reject, ground=Ground.STATUS_RELATION)[0] == "INT 358"


@pytest.mark.parametrize("way", ["mediate", "sue", "leave"])
def test_after_rejection_the_parties_change_the_agreement_or_sue(way: str):
    """Rejected, the parties mediate again or sue; if they do neither the process closes."""
    case = examined()
    case.do("2024-03-11 10:00", 2, CONFIRMATION, T.REJECT, A.COURT, ground=Ground.INVOLUNTARY)
    if way == "leave":
        assert steps(case.wait("2024-04-11 00:00"))[-1] == (2, "leave", "closed", "CPL 206")
        return
    track, transition = (MEDIATION, T.APPLY) if way == "mediate" else (LITIGATION, T.SUE)
    happened = case.do("2024-03-12 10:00", 3, track, transition, A.PARTY, parties=FIRST, number=1)
    assert steps(happened)[-1] == (2, "choose_way", "closed", "CPL 206")


def test_parties_object_within_15_days_and_others_within_six_months():
    """Confirmed on 15 March: 15 days end on 1 April, a Monday after a Saturday; six months reach to 18 September."""
    case = confirmed()
    assert case.ends(2, Clock.OBJECTION_WINDOW) == "2024-04-02 00:00"
    # 15 September 2024 is the first day of Mid-Autumn, which lasts to the 17th.
    assert case.ends(2, Clock.THIRD_PARTY_WINDOW) == "2024-09-19 00:00"
    case.wait("2024-04-02 00:00")
    object_late = ("2024-04-02 00:00", 2, CONFIRMATION, T.OBJECT, A.PARTY)
    assert case.refused(*object_late, parties=SECOND)[0] == "INT 372"
    case.do("2024-09-18 10:00", 2, CONFIRMATION, T.OBJECT_AS_THIRD_PARTY, A.COURT)
    happened = case.do("2024-09-25 10:00", 2, CONFIRMATION, T.REVOKE, A.COURT)
    assert steps(happened) == [(2, "revoke", "revoked", "INT 372")]


def test_an_objection_without_merit_leaves_the_ruling():
    """The ruling stands again, and nobody objects twice."""
    case = confirmed()
    case.do("2024-03-25 10:00", 2, CONFIRMATION, T.OBJECT, A.PARTY, parties=SECOND)
    case.do("2024-04-01 10:00", 2, CONFIRMATION, T.UPHOLD, A.COURT)
    assert case.state(2) is State.CONFIRMED
    again = ("2024-04-01 11:00", 2, CONFIRMATION, T.OBJECT, A.PARTY)
    assert case.refused(*again, parties=FIRST)[1] == "no objection_window runs"


def test_a_confirmed_agreement_is_enforced():
    """The court enforces it like a judgment, and no suit about the dispute is open beside it."""
    case = confirmed()
    assert case.refused("2024-03-18 10:00", 3, LITIGATION, T.SUE, A.PARTY, parties=FIRST)[0] == "CPL 206"
    case.do("2024-03-18 10:00", 3, LITIGATION, T.APPLY_TO_ENFORCE, A.PARTY, parties=FIRST)
    case.do("2024-03-20 10:00", 3, LITIGATION, T.ACCEPT, A.COURT)
    happened = case.do("2024-05-20 10:00", 3, LITIGATION, T.COMPLETE, A.COURT)
    assert steps(happened) == [(3, "complete", "enforced", "CPL 251"), (2, "follow_court", "performed", "CPL 206")]
