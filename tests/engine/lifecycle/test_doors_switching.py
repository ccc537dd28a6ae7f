"""From one door to another: what is allowed, what is refused and by which article, and what follows by itself."""

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Reach, State, Track, Transition
from engine.lifecycle.dispute import Process
from engine.lifecycle.errors import MoveError
from tests.engine.lifecycle.at_doors import BOTH, DISPUTE_FEN, FIRST, Case, awarded, instant, settled, steps, sued
from tests.engine.lifecycle.stories import Story

T, A = Transition, ActorRole
EVALUATION, MEDIATION, COURT_MEDIATION = Track.EVALUATION, Track.COMMERCIAL_MEDIATION, Track.MEDIATION
ARBITRATION, LITIGATION, CONFIRMATION = Track.ARBITRATION, Track.LITIGATION, Track.CONFIRMATION

DOORS = {
    "evaluate": (EVALUATION, T.APPLY, {"parties": BOTH}),
    "mediate": (MEDIATION, T.APPLY, {"parties": BOTH, "number": 0}),
    "mediate at court": (COURT_MEDIATION, T.OPEN_DRAFT, {"parties": FIRST}),
    "arbitrate": (ARBITRATION, T.APPLY, {"parties": FIRST, "number": 10}),
    "sue": (LITIGATION, T.SUE, {"parties": FIRST}),
}


def opened(door: str, when: str = "2024-03-04 10:00") -> Case:
    """A case that has gone to one door."""
    case = Case()
    track, transition, more = DOORS[door]
    case.do(when, 1, track, transition, A.PARTY, **more)
    return case


@pytest.mark.parametrize(
    ("first", "then", "article"),
    [
        ("evaluate", "evaluate", "assumed"),
        ("evaluate", "mediate", "GUI 1"),
        ("evaluate", "mediate at court", "GUI 1"),
        ("evaluate", "arbitrate", "GUI 1"),
        ("evaluate", "sue", "GUI 1"),
        ("mediate", "evaluate", "GUI 1"),
        ("mediate", "mediate", "assumed"),
        ("mediate", "mediate at court", "assumed"),
        ("mediate", "arbitrate", "assumed"),
        ("mediate", "sue", "assumed"),
        ("arbitrate", "evaluate", "GUI 1"),
        ("arbitrate", "mediate", "assumed"),
        ("arbitrate", "arbitrate", "assumed"),
        ("arbitrate", "sue", "ARB 5"),
        ("sue", "evaluate", "GUI 1"),
        ("sue", "mediate", "CICC 12"),
        ("sue", "arbitrate", "assumed"),
        ("sue", "sue", "INT 247"),
    ],
)
def test_a_blocked_switch_names_its_article(first: str, then: str, article: str):
    """While one door is open another is refused, by the article that stands against it."""
    case = opened(first)
    track, transition, more = DOORS[then]
    found, reason = case.refused("2024-03-04 11:00", 2, track, transition, A.PARTY, **more)
    assert found == article
    assert f"stands against it: {case.dispute.processes[1].track.value} 1" in reason


@pytest.mark.parametrize("then", ["mediate", "mediate at court", "arbitrate", "sue"])
def test_every_door_is_open_after_evaluation(then: str):
    """Once the opinion is there the parties may go anywhere, and the evaluation is over when they do."""
    case = opened("evaluate")
    case.do("2024-03-05 10:00", 1, EVALUATION, T.ACCEPT, A.COURT)
    case.do("2024-03-06 10:00", 1, EVALUATION, T.CONSTITUTE, A.COURT, number=1)
    case.do("2024-03-20 10:00", 1, EVALUATION, T.DELIVER_OPINION, A.EXPERT)
    track, transition, more = DOORS[then]
    happened = case.do("2024-03-21 10:00", 2, track, transition, A.PARTY, **more)
    assert (1, "choose_way", "completed", "CICC 11") in steps(happened)


@pytest.mark.parametrize("then", ["arbitrate", "sue", "mediate"])
def test_failed_mediation_opens_the_adjudicative_doors(then: str):
    """After a mediation without result the parties may arbitrate, sue or try again."""
    case = opened("mediate")
    case.do("2024-03-05 10:00", 1, MEDIATION, T.ACCEPT, A.EXPERT)
    case.do("2024-03-25 10:00", 1, MEDIATION, T.FAIL, A.EXPERT)
    track, transition, more = DOORS[then]
    assert case.do("2024-03-26 10:00", 2, track, transition, A.PARTY, **more)


def test_only_an_international_dispute_goes_to_the_platforms_doors():
    """A domestic dispute is refused at the doors that are there for international ones."""
    for door in ("evaluate", "mediate", "arbitrate"):
        track, transition, more = DOORS[door]
        case = Case(reach=Reach.DOMESTIC)
        assert case.refused("2024-03-04 10:00", 1, track, transition, A.PARTY, **more)[0] == "CICC 3"


def test_arbitration_waits_for_mediation_and_goes_on_where_it_was():
    """Suspended before the hearing; the time for it stands still, and goes on when mediation has failed."""
    case = opened("arbitrate")
    case.do("2024-03-05 10:00", 1, ARBITRATION, T.ACCEPT, A.INSTITUTION)
    case.do("2024-03-06 10:00", 1, ARBITRATION, T.CONSTITUTE, A.INSTITUTION, number=1)
    case.do("2024-03-11 10:00", 1, ARBITRATION, T.SUSPEND, A.PARTY, parties=BOTH)
    case.do("2024-03-12 10:00", 2, MEDIATION, T.APPLY, A.PARTY, parties=BOTH, number=2)
    case.do("2024-03-13 10:00", 2, MEDIATION, T.ACCEPT, A.INSTITUTION)
    happened = case.do("2024-03-25 10:00", 2, MEDIATION, T.FAIL, A.INSTITUTION)
    assert steps(happened)[1] == (1, "resume_after_mediation", "constituted", "ARB 51")


def test_a_settlement_while_arbitrating_becomes_an_award():
    """What the parties agree on in mediation the tribunal may award when both ask, and confirmation is closed."""
    case = opened("arbitrate")
    case.do("2024-03-05 10:00", 1, ARBITRATION, T.ACCEPT, A.INSTITUTION)
    case.do("2024-03-06 10:00", 1, ARBITRATION, T.CONSTITUTE, A.INSTITUTION, number=1)
    case.do("2024-03-11 10:00", 1, ARBITRATION, T.SUSPEND, A.PARTY, parties=BOTH)
    settled(case, "2024-03-12", 2)
    assert case.refused("2024-03-13 10:00", 3, CONFIRMATION, T.APPLY, A.PARTY, parties=BOTH)[0] == "assumed"
    happened = case.do("2024-03-14 10:00", 1, ARBITRATION, T.AWARD, A.INSTITUTION, parties=BOTH)
    assert steps(happened)[0] == (1, "award", "awarded", "ARB 51")


def test_the_commercial_court_sends_to_mediation_within_seven_days():
    """Within 7 days of acceptance and with consent the case goes to mediation; afterwards it is refused."""
    entrust = (LITIGATION, T.ENTRUST_MEDIATION, A.JUDGE)
    case = Case()
    assert steps(sued(case, "2024-03-04", 1))[-1] == (1, "allow_time", "registered", "CICC 12")
    assert case.refused("2024-03-05 10:00", 1, *entrust, parties=FIRST)[1] == "all parties must agree"
    happened = case.do("2024-03-11 23:59", 1, *entrust, parties=BOTH)
    assert steps(happened) == [(1, "entrust_mediation", "in_mediation", "CICC 12")]
    late = Case()
    sued(late, "2024-03-04", 1)
    late.wait("2024-03-12 00:00")
    assert late.refused("2024-03-12 00:00", 1, *entrust, parties=BOTH)[0] == "CICC 12"


def test_a_settlement_at_the_commercial_court_may_become_a_judgment():
    """On request the agreement is a judgment, else a mediation paper that both sign for."""
    for ask_judgment in (True, False):
        case = Case()
        sued(case, "2024-03-04", 1)
        case.do("2024-03-05 09:00", 1, LITIGATION, T.ENTRUST_MEDIATION, A.JUDGE, parties=BOTH)
        settled(case, "2024-03-06", 2)
        assert case.state(1) is State.BEFORE_JUDGE
        assert case.refused("2024-03-07 09:00", 3, CONFIRMATION, T.APPLY, A.PARTY, parties=BOTH)[0] == "CICC 13"
        if ask_judgment:
            assert case.refused("2024-03-07 10:00", 1, LITIGATION, T.JUDGE, A.JUDGE)[0] == "CICC 13"
            case.do("2024-03-07 11:00", 1, LITIGATION, T.REQUEST_JUDGMENT, A.PARTY, parties=FIRST)
            last = case.do("2024-03-08 10:00", 1, LITIGATION, T.JUDGE, A.JUDGE)
            assert steps(last) == [(1, "judge", "in_force", "CICC 13")]
        else:
            case.do("2024-03-08 10:00", 1, LITIGATION, T.ISSUE_PAPER, A.JUDGE)
            last = case.do("2024-03-11 10:00", 1, LITIGATION, T.SIGN, A.PARTY, parties=BOTH)
            assert steps(last)[-1] == (1, "come_into_force", "in_force", "CICC 15")


def test_failed_mediation_resumes_the_trial():
    """The suit goes back to where it was, and the time in mediation is not counted in the trial limit."""
    case = Case(reach=Reach.DOMESTIC)
    sued(case, "2024-03-04", 1, at_commercial_court=False)
    case.do("2024-03-05 10:00", 1, LITIGATION, T.SEND_TO_MEDIATION, A.JUDGE, parties=BOTH)
    case.do("2024-03-06 10:00", 2, COURT_MEDIATION, T.OPEN_DRAFT, A.COURT)
    happened = case.do("2024-03-07 10:00", 2, COURT_MEDIATION, T.DISCARD, A.PARTY)
    assert steps(happened)[-1] == (1, "resume_after_mediation", "registered", "ONL 21")


@pytest.mark.parametrize("is_judge_led", [True, False])
def test_a_mediation_paper_ends_the_suit(is_judge_led: bool):
    """Led by the judge in the trial or sent out of it: the paper is the end of the suit, and is enforceable."""
    case = Case(reach=Reach.DOMESTIC)
    sued(case, "2024-03-04", 1, at_commercial_court=False)
    if is_judge_led:
        case.do("2024-03-05 10:00", 1, LITIGATION, T.OPEN_HEARING, A.JUDGE)
    else:
        case.do("2024-03-05 10:00", 1, LITIGATION, T.SEND_TO_MEDIATION, A.JUDGE, parties=BOTH)
    at = instant("2024-03-20 10:00")
    mediation = Process(case_id=2, track=COURT_MEDIATION, state=State.BEFORE_JUDGE, opened_at=at, entered_at=at)
    mediation.facts["agreed_at"], mediation.clocks[Clock.JUDGE] = at, instant("2024-04-04")
    case.dispute.processes[2] = mediation
    happened = case.do("2024-03-21 10:00", 2, COURT_MEDIATION, T.ISSUE_PAPER, A.JUDGE)
    assert steps(happened)[-1] == (1, "take_result", "in_force", "ONL 20")


def test_a_clause_on_arbitration_counts_until_the_first_hearing():
    """Raised before the first hearing it ends the suit; raised later it is refused."""
    case = Case()
    sued(case, "2024-03-04", 1)
    case.do("2024-03-20 10:00", 1, LITIGATION, T.OBJECT, A.PARTY, parties=0b10)
    assert case.refused("2024-03-21 10:00", 1, LITIGATION, T.OPEN_HEARING, A.JUDGE)[0] == "INT 216"
    happened = case.do("2024-03-28 10:00", 1, LITIGATION, T.DISMISS, A.COURT)
    assert steps(happened) == [(1, "dismiss", "dismissed", "ARB 26")]
    late = Case()
    sued(late, "2024-03-04", 1)
    late.do("2024-03-20 10:00", 1, LITIGATION, T.OPEN_HEARING, A.JUDGE)
    assert late.refused("2024-03-20 11:00", 1, LITIGATION, T.OBJECT, A.PARTY, parties=0b10)[0] == "ARB 26"


def test_an_award_closes_the_courts_and_other_tribunals():
    """After an award neither a suit nor another arbitration about the same dispute is accepted."""
    case = Case()
    awarded(case, "2024-03-04", 1)
    assert case.refused("2024-04-01 10:00", 2, LITIGATION, T.SUE, A.PARTY, parties=FIRST)[0] == "ARB 9"
    assert case.refused("2024-04-01 10:00", 2, ARBITRATION, T.APPLY, A.PARTY, parties=FIRST, number=1)[0] == "ARB 9"


@pytest.mark.parametrize(("then", "article"), [("arbitrate", "ARB 5"), ("mediate", "assumed"), ("evaluate", "GUI 1")])
def test_a_registered_mediation_is_no_suit_while_another_door_is_open(then: str, article: str):
    """What the court registers after a failed mediation goes on trial, unless the parties have gone elsewhere since."""
    story = Story(at=instant("2024-03-04 10:00")).does(T.OPEN_DRAFT, A.PARTY)
    story.does(T.IDENTIFY, A.PARTY, 0b01).does(T.SUBMIT, A.PARTY, 0b01)
    story.does(T.FILE, A.COURT).does(T.REFUSE, A.PARTY, 0b10).does(T.WITHDRAW, A.PARTY, 0b01).does(T.REGISTER, A.COURT)
    story.dispute.reach, story.dispute.amount_fen = Reach.INTERNATIONAL, DISPUTE_FEN
    track, transition, more = DOORS[then]
    story.does(transition, A.PARTY, more["parties"], track=track, case_id=2, number=more.get("number"))
    with pytest.raises(MoveError) as refusal:
        story.does(T.REGISTER, A.COURT, track=LITIGATION, case_id=3)
    assert refusal.value.article.value == article
