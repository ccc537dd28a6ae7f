"""Preservation of property: the three ways in, security, rulings in hours and days, lapse and reconsideration."""

from typing import Any

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, State, Track, Transition
from tests.engine.lifecycle.at_doors import DISPUTE_FEN, FIRST, SECOND, Case, awarded, steps, sued

T, A = Transition, ActorRole
PRESERVATION, ARBITRATION, LITIGATION = Track.PRESERVATION, Track.ARBITRATION, Track.LITIGATION
REQUESTED_FEN = 10_000_000_000
FULL: dict[str, Any] = {"parties": FIRST, "amount_fen": REQUESTED_FEN}


def arbitrating() -> Case:
    """Case 1 is an arbitration that has been accepted."""
    case = Case()
    case.do("2024-03-04 09:00", 1, ARBITRATION, T.APPLY, A.PARTY, parties=FIRST, number=1)
    case.do("2024-03-05 09:00", 1, ARBITRATION, T.ACCEPT, A.INSTITUTION)
    return case


def examined(case: Case, *, is_urgent: bool = False) -> Case:
    """Case 2 is a preservation that came through the institution and is being examined since 7 March, 10:00."""
    case.do("2024-03-05 10:00", 2, PRESERVATION, T.APPLY, A.PARTY, **FULL)
    case.do("2024-03-06 10:00", 2, PRESERVATION, T.TRANSMIT, A.INSTITUTION)
    if is_urgent:
        case.do("2024-03-07 09:00", 2, PRESERVATION, T.FIND_URGENT, A.COURT)
    happened = case.do("2024-03-07 10:00", 2, PRESERVATION, T.OPEN_CASE, A.COURT)
    assert steps(happened)[0] == (2, "open_case", "examining", "CICC 14")
    return case


def preserved_before_suit() -> Case:
    """Case 1 is a preservation carried out before any suit, on 6 March at 10:00."""
    case = Case()
    case.do("2024-03-04 10:00", 1, PRESERVATION, T.APPLY_BEFORE_SUIT, A.PARTY, **FULL)
    assert case.ends(1, Clock.OPENING) == "2024-03-05 11:00"
    case.do("2024-03-04 11:20", 1, PRESERVATION, T.OPEN_CASE, A.COURT)
    assert case.ends(1, Clock.RULING) == "2024-03-06 12:00"
    case.do("2024-03-04 15:00", 1, PRESERVATION, T.ORDER_FULL_SECURITY, A.COURT, amount_fen=REQUESTED_FEN)
    case.do("2024-03-05 10:00", 1, PRESERVATION, T.GIVE_SECURITY, A.PARTY, **FULL)
    case.do("2024-03-06 09:00", 1, PRESERVATION, T.GRANT, A.COURT)
    case.do("2024-03-06 10:00", 1, PRESERVATION, T.CARRY_OUT, A.COURT)
    return case


@pytest.mark.parametrize(("is_urgent", "end"), [(False, "2024-03-13 00:00"), (True, "2024-03-09 11:00")])
def test_a_court_rules_in_five_days_or_48_hours(is_urgent: bool, end: str):
    """Five days from the day after, or 48 hours from the next full hour, holidays or not (9 March is a Saturday)."""
    assert examined(arbitrating(), is_urgent=is_urgent).ends(2, Clock.RULING) == end


def test_five_days_reach_beyond_spring_festival():
    """A case opened on 7 February 2024 is to be ruled on by the 18th, the first workday after the holidays."""
    case = Case()
    sued(case, "2024-02-05", 1)
    case.do("2024-02-06 10:00", 2, PRESERVATION, T.APPLY_IN_SUIT, A.PARTY, **FULL)
    case.do("2024-02-07 10:00", 2, PRESERVATION, T.OPEN_CASE, A.COURT)
    assert case.ends(2, Clock.RULING) == "2024-02-19 00:00"


@pytest.mark.parametrize(("percent", "is_allowed"), [(0, False), (1, True), (30, True), (31, False)])
def test_security_while_arbitrating_is_at_most_30_percent(percent: int, is_allowed: bool):
    """The court may order up to 30 percent of what is to be preserved."""
    case = examined(arbitrating())
    order = ("2024-03-07 11:00", 2, PRESERVATION, T.ORDER_SECURITY, A.COURT)
    amount_fen = REQUESTED_FEN * percent // 100
    if is_allowed:
        case.do(*order, amount_fen=amount_fen)
        give = ("2024-03-08 10:00", 2, PRESERVATION, T.GIVE_SECURITY, A.PARTY)
        assert case.refused(*give, parties=FIRST, amount_fen=amount_fen - 1)[0] == "PRE 4"
        case.do(*give, parties=FIRST, amount_fen=amount_fen)
        assert case.ends(2, Clock.RULING) == "2024-03-14 00:00"
    else:
        assert case.refused(*order, amount_fen=amount_fen)[0] == "PRE 5"


def test_security_before_suit_equals_the_amount():
    """Neither 30 percent nor one fen less than the whole will do before a suit."""
    case = Case()
    case.do("2024-03-04 10:00", 1, PRESERVATION, T.APPLY_BEFORE_SUIT, A.PARTY, **FULL)
    case.do("2024-03-04 11:00", 1, PRESERVATION, T.OPEN_CASE, A.COURT)
    order = ("2024-03-04 12:00", 1, PRESERVATION)
    assert case.refused(*order, T.ORDER_SECURITY, A.COURT, amount_fen=REQUESTED_FEN * 3 // 10)[0] == "INT 152"
    full = (*order, T.ORDER_FULL_SECURITY, A.COURT)
    assert case.refused(*full, amount_fen=REQUESTED_FEN - 1)[0] == "INT 152"
    assert case.refused("2024-03-04 12:00", 1, PRESERVATION, T.GRANT_UNSECURED, A.COURT)[0] == "CPL 104"
    assert case.do(*full, amount_fen=REQUESTED_FEN)


def test_no_more_is_preserved_than_is_in_dispute():
    """A request above the amount in dispute is refused."""
    too_much = {"parties": FIRST, "amount_fen": DISPUTE_FEN + 1}
    assert arbitrating().refused("2024-03-05 10:00", 2, PRESERVATION, T.APPLY, A.PARTY, **too_much)[0] == "CPL 105"


def test_security_is_owed_while_arbitrating_and_optional_in_a_suit():
    """Without security the court grants a measure in a suit only."""
    case = examined(arbitrating())
    assert case.refused("2024-03-07 11:00", 2, PRESERVATION, T.GRANT, A.COURT)[0] == "INT 540"
    assert case.refused("2024-03-07 11:00", 2, PRESERVATION, T.GRANT_UNSECURED, A.COURT)[0] == "INT 540"
    suit = Case()
    sued(suit, "2024-03-04", 1)
    suit.do("2024-03-05 10:00", 2, PRESERVATION, T.APPLY_IN_SUIT, A.PARTY, **FULL)
    suit.do("2024-03-05 11:00", 2, PRESERVATION, T.OPEN_CASE, A.COURT)
    assert suit.do("2024-03-06 11:00", 2, PRESERVATION, T.GRANT_UNSECURED, A.COURT)


def test_security_not_given_ends_the_application():
    """Five days after the order the application is rejected, and for good when nobody asks to reconsider."""
    case = examined(arbitrating())
    case.do("2024-03-07 11:00", 2, PRESERVATION, T.ORDER_SECURITY, A.COURT, amount_fen=REQUESTED_FEN // 10)
    assert steps(case.wait("2024-03-13 00:00")) == [(2, "reject", "refused", "CPL 103")]
    assert steps(case.wait("2024-03-19 00:00")) == [(2, "close_window", "rejected", "PRE 25")]


def test_a_measure_before_suit_lapses_after_30_days():
    """Carried out on 6 March; 5 April is a holiday, so it lapses with the end of Sunday the 7th, which is worked."""
    case = preserved_before_suit()
    assert case.ends(1, Clock.SUIT_WINDOW) == "2024-04-08 00:00"
    assert steps(case.wait("2024-04-08 00:00")) == [(1, "lapse", "lapsed", "CPL 104")]


@pytest.mark.parametrize("door", [ARBITRATION, LITIGATION])
def test_a_suit_or_arbitration_in_time_keeps_the_measure(door: Track):
    """Applied for within the 30 days, the measure turns into one of that procedure by itself."""
    case = preserved_before_suit()
    transition = T.APPLY if door is ARBITRATION else T.SUE
    happened = case.do("2024-04-03 10:00", 2, door, transition, A.PARTY, parties=FIRST, number=1)
    assert steps(happened)[-1] == (1, "convert", "preserved", "PRE 17")
    case.wait("2024-04-08 00:00")
    assert case.state(1) is State.PRESERVED


def test_one_reconsideration_without_stay():
    """Asked for within 5 days of service, once, decided in 10 days; the measure stands meanwhile."""
    case = preserved_before_suit()
    case.do("2024-03-06 11:00", 1, PRESERVATION, T.SERVE, A.COURT)
    assert case.ends(1, Clock.RECONSIDERATION_WINDOW) == "2024-03-12 00:00"
    case.do("2024-03-11 10:00", 1, PRESERVATION, T.ASK_RECONSIDERATION, A.PARTY, parties=SECOND)
    assert case.state(1) is State.PRESERVED
    assert case.ends(1, Clock.RECONSIDERATION) == "2024-03-22 00:00"
    again = ("2024-03-12 10:00", 1, PRESERVATION, T.ASK_RECONSIDERATION, A.PARTY)
    assert case.refused(*again, parties=SECOND)[0] == "CPL 111"
    assert steps(case.do("2024-03-20 10:00", 1, PRESERVATION, T.UPHOLD, A.COURT))[0][2] == "preserved"


def test_a_refusal_may_be_reversed():
    """On reconsideration the court may order what it had refused."""
    case = examined(arbitrating())
    case.do("2024-03-08 10:00", 2, PRESERVATION, T.REJECT, A.COURT)
    case.do("2024-03-11 10:00", 2, PRESERVATION, T.ASK_RECONSIDERATION, A.PARTY, parties=FIRST)
    happened = case.do("2024-03-15 10:00", 2, PRESERVATION, T.REVOKE, A.COURT)
    assert steps(happened) == [(2, "revoke", "granted", "PRE 25")]


def test_a_measure_is_released_on_grounds():
    """Counter-security releases the property; without a ground it stays."""
    case = preserved_before_suit()
    assert case.refused("2024-03-07 10:00", 1, PRESERVATION, T.RELEASE, A.COURT)[0] == "INT 166"
    case.do("2024-03-07 10:00", 1, PRESERVATION, T.RELEASE, A.COURT, ground=Ground.COUNTER_SECURITY)
    assert case.state(1) is State.RELEASED


def test_the_institution_is_the_way_while_arbitrating():
    """Straight to the court is refused while an arbitration runs, and through the institution when none does."""
    straight = (PRESERVATION, T.APPLY_BEFORE_SUIT, A.PARTY)
    assert arbitrating().refused("2024-03-05 10:00", 2, *straight, **FULL)[0] == "PRE 3"
    case = Case()
    assert case.refused("2024-03-05 10:00", 1, PRESERVATION, T.APPLY, A.PARTY, **FULL)[0] == "PRE 3"
    awarded(case, "2024-03-06", 1)
    assert case.refused("2024-03-07 10:00", 2, PRESERVATION, T.APPLY, A.PARTY, **FULL)[0] == "PRE 3"
