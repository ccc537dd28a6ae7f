"""What courts do with awards: set aside, remit, report up, enforce, recognise."""

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, State, Track, Transition
from tests.engine.lifecycle.at_doors import FIRST, SECOND, Case, awarded, steps

T, A = Transition, ActorRole
ARBITRATION, LITIGATION = Track.ARBITRATION, Track.LITIGATION


def attacked(*, at_commercial_court: bool, is_enforcing: bool = True) -> Case:
    """An award under review: 1 the arbitration, 2 its enforcement, 3 the application to set it aside."""
    case = Case()
    awarded(case, "2024-03-04", 1)
    if is_enforcing:
        case.do("2024-03-11 10:00", 2, LITIGATION, T.APPLY_TO_ENFORCE_AWARD, A.PARTY, parties=FIRST)
        case.do("2024-03-12 10:00", 2, LITIGATION, T.ACCEPT, A.COURT)
    case.do("2024-03-18 10:00", 3, LITIGATION, T.APPLY_TO_SET_ASIDE, A.PARTY, parties=SECOND)
    accept = T.ACCEPT_AT_COMMERCIAL_COURT if at_commercial_court else T.ACCEPT
    happened = case.do("2024-03-20 10:00", 3, LITIGATION, accept, A.COURT)
    if is_enforcing:
        assert steps(happened)[-1] == (2, "stay", "stayed", "ARB 64")
    assert case.ends(3, Clock.DECISION) == "2024-05-21 00:00"
    return case


def test_enforcement_goes_on_when_the_application_is_rejected():
    """Stayed while the award is under review, enforcement resumes by itself, its time prolonged by the stay."""
    case = attacked(at_commercial_court=True)
    happened = case.do("2024-04-01 10:00", 3, LITIGATION, T.REJECT, A.COURT)
    assert steps(happened) == [(3, "reject", "rejected", "ARB 60"), (2, "resume", "enforcing", "ARB 64")]


def test_an_annulled_award_ends_its_enforcement_and_reopens_the_courts():
    """The award is gone, its enforcement ends, and the parties may sue."""
    case = attacked(at_commercial_court=True)
    happened = case.do("2024-04-01 10:00", 3, LITIGATION, T.ANNUL, A.COURT)
    assert steps(happened) == [
        (3, "annul", "set_aside", "ARB 60"),
        (1, "follow_court", "set_aside", "ARB 9"),
        (2, "end", "ended", "ARB 64"),
    ]
    assert case.do("2024-04-08 10:00", 4, LITIGATION, T.SUE, A.PARTY, parties=FIRST)


def test_a_negative_ruling_is_reported_up_first():
    """An intermediate court may not annul before the supreme court has approved."""
    case = attacked(at_commercial_court=False)
    assert case.refused("2024-04-01 10:00", 3, LITIGATION, T.ANNUL, A.COURT)[0] == "REV 2"
    case.do("2024-04-01 11:00", 3, LITIGATION, T.REPORT_UP, A.COURT)
    case.do("2024-06-03 10:00", 3, LITIGATION, T.APPROVE, A.COURT)
    happened = case.do("2024-06-05 10:00", 3, LITIGATION, T.ANNUL, A.COURT)
    assert steps(happened)[0] == (3, "annul", "set_aside", "ARB 60")


def test_a_disapproved_report_sends_the_review_back():
    """What the supreme court does not approve goes on where it was."""
    case = attacked(at_commercial_court=False, is_enforcing=False)
    case.do("2024-04-01 11:00", 3, LITIGATION, T.REPORT_UP, A.COURT)
    happened = case.do("2024-04-15 11:00", 3, LITIGATION, T.DISAPPROVE, A.COURT)
    assert steps(happened) == [(3, "disapprove", "reviewing_award", "REV 2")]


def test_a_remitted_award_is_made_anew():
    """When the tribunal rehears, review and enforcement end, and the new award has its own window."""
    case = attacked(at_commercial_court=True)
    assert case.refused("2024-03-25 10:00", 1, ARBITRATION, T.REHEAR, A.INSTITUTION)[0] == "ARB 61"
    case.do("2024-03-26 10:00", 3, LITIGATION, T.REMIT, A.COURT)
    happened = case.do("2024-04-10 10:00", 1, ARBITRATION, T.REHEAR, A.INSTITUTION)
    assert steps(happened) == [
        (1, "rehear", "rehearing", "ARB 61"),
        (2, "end", "ended", "ARB 64"),
        (3, "end", "ended", "AIN 22"),
    ]
    case.do("2024-06-11 10:00", 1, ARBITRATION, T.AWARD, A.INSTITUTION)
    assert case.ends(1, Clock.SET_ASIDE_WINDOW) == "2024-12-12 00:00"


def test_a_tribunal_that_does_not_rehear_sends_the_review_back():
    """After two months without a new arbitration the review resumes."""
    case = attacked(at_commercial_court=True)
    case.do("2024-03-26 10:00", 3, LITIGATION, T.REMIT, A.COURT)
    # 26 May 2024 is a Sunday.
    assert steps(case.wait("2024-05-28 00:00"))[-1] == (3, "resume", "reviewing_award", "ARB 61")


def test_an_award_may_be_attacked_in_its_window_only():
    """After the window the application is refused by the article that sets it, and the award stays enforceable."""
    case = Case()
    awarded(case, "2024-03-04", 1)
    apply = (2, LITIGATION, T.APPLY_TO_SET_ASIDE, A.PARTY)
    case.wait("2024-09-05 00:00")
    assert case.refused("2024-09-05 00:00", *apply, parties=SECOND)[0] == "ARB 59"
    assert case.do("2024-09-05 10:00", 2, LITIGATION, T.APPLY_TO_ENFORCE_AWARD, A.PARTY, parties=FIRST)


def test_an_award_lapses_after_two_years():
    """Nobody applies for enforcement: the award lapses when two years have passed; an application keeps it alive."""
    case = Case()
    awarded(case, "2024-03-04", 1)
    case.wait("2026-03-04 23:59")
    assert case.state(1) is State.AWARDED
    assert steps(case.wait("2026-03-05 00:00"))[-1] == (1, "lapse", "lapsed", "CPL 250")


def test_an_application_in_time_keeps_the_award_alive():
    """Two years end while the court enforces: the award stays."""
    case = Case()
    awarded(case, "2024-03-04", 1)
    case.do("2026-02-25 10:00", 2, LITIGATION, T.APPLY_TO_ENFORCE_AWARD, A.PARTY, parties=FIRST)
    case.do("2026-02-27 10:00", 2, LITIGATION, T.ACCEPT, A.COURT)
    case.wait("2026-03-20 00:00")
    assert (case.state(1), case.state(2)) == (State.AWARDED, State.ENFORCING)


@pytest.mark.parametrize("is_approved", [True, False])
def test_an_award_from_abroad_is_refused_only_with_approval(is_approved: bool):
    """Recognised by the court itself, not recognised only after the supreme court's answer."""
    case = Case()
    case.do("2024-03-04 10:00", 1, LITIGATION, T.APPLY_FOR_RECOGNITION, A.PARTY, parties=FIRST)
    assert case.ends(1, Clock.ACCEPTANCE) == "2024-03-12 00:00"
    case.do("2024-03-06 10:00", 1, LITIGATION, T.ACCEPT, A.COURT)
    if is_approved:
        assert case.refused("2024-04-01 10:00", 1, LITIGATION, T.REJECT, A.COURT)[0] == "REV 2"
        case.do("2024-04-01 10:00", 1, LITIGATION, T.REPORT_UP, A.COURT)
        case.do("2024-05-06 10:00", 1, LITIGATION, T.APPROVE, A.COURT)
        case.do("2024-05-07 10:00", 1, LITIGATION, T.REJECT, A.COURT)
        assert case.state(1) is State.NOT_RECOGNISED
    else:
        case.do("2024-04-01 10:00", 1, LITIGATION, T.RECOGNISE, A.COURT)
        case.do("2024-04-02 10:00", 2, LITIGATION, T.APPLY_TO_ENFORCE, A.PARTY, parties=FIRST)
        case.do("2024-04-03 10:00", 2, LITIGATION, T.ACCEPT, A.COURT)
        happened = case.do("2024-06-03 10:00", 2, LITIGATION, T.COMPLETE, A.COURT)
        assert steps(happened)[-1] == (1, "follow_court", "performed", "CPL 247")


def test_the_commercial_court_reports_to_nobody():
    """An award of the platform's institution in Hong Kong: the court, being the supreme one, may refuse by itself."""
    case = Case()
    case.do("2024-03-04 10:00", 1, LITIGATION, T.APPLY_FOR_RECOGNITION, A.PARTY, parties=FIRST)
    case.do("2024-03-06 10:00", 1, LITIGATION, T.ACCEPT_AT_COMMERCIAL_COURT, A.COURT)
    assert case.refused("2024-03-20 10:00", 1, LITIGATION, T.REPORT_UP, A.COURT)[0] == "REV 2"
    assert steps(case.do("2024-04-01 10:00", 1, LITIGATION, T.REJECT, A.COURT))[0][3] == "CPL 304"


def test_enforcement_of_an_award_is_refused_only_with_approval():
    """The supreme court approves, the enforcement is refused, and the award is worth nothing."""
    case = Case()
    awarded(case, "2024-03-04", 1)
    case.do("2024-03-11 10:00", 2, LITIGATION, T.APPLY_TO_ENFORCE_AWARD, A.PARTY, parties=FIRST)
    case.do("2024-03-12 10:00", 2, LITIGATION, T.ACCEPT, A.COURT)
    case.do("2024-03-25 10:00", 2, LITIGATION, T.REPORT_UP, A.COURT)
    case.do("2024-05-06 10:00", 2, LITIGATION, T.APPROVE, A.COURT)
    happened = case.do("2024-05-07 10:00", 2, LITIGATION, T.REJECT, A.COURT)
    assert steps(happened) == [(2, "reject", "not_enforced", "CPL 291"), (1, "follow_court", "not_enforced", "CPL 292")]
