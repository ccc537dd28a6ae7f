"""Who may act next in a preservation of property (CPL 103 to 105, 111; PRE 3 to 5, 25; CICC 6)."""

from engine.events.lifecycle_words import Clock, Ground, State, Transition
from engine.lifecycle.dispute import Dispute, Process
from sim.rehearsal.doors.act import Act, court, institution, party
from sim.scenario.doors import Doors

_T = Transition
_SECURITY_PERCENT = 30
"""Of what is to be preserved, the most that may be ordered (PRE 5); before any suit all of it."""
_URGENT_DAYS = 0.2
"""Mean time until the court finds that it is, and rules then (assumption)."""
_UNSECURED_SHARE = 0.2
"""Of preservations in a suit ordered without security (assumption)."""
_ELSEWHERE_SHARE = 0.3
"""Of measures that another court is named to carry out (assumption)."""
_RELEASED_SHARE = 0.3
"""Of measures lifted before their term, because their applicant asks for it (assumption)."""
_RELEASE_DAYS = 90.0
"""Mean time until they are (assumption)."""
_RESPONDENT = 0b10


def acts_of_preservation(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """Return what may be done in a preservation as it stands."""
    review = doors.review_mean_days
    match process.state:
        case State.SUBMITTED:
            incomplete = institution(doors.refused_share, review, _T.RETURN, ground=Ground.INCOMPLETE)
            return [
                incomplete,
                _withdraw(doors),
                institution(1.0, review, _T.TRANSMIT, number=1 + (dispute.dispute_id >> 5) % 5),
            ]
        case State.TRANSMITTED | State.RECEIVED:
            if "urgent" in process.facts:
                return [court(1.0, _URGENT_DAYS, _T.OPEN_CASE)]
            return [court(doors.urgent_share, _URGENT_DAYS, _T.FIND_URGENT), court(1.0, review, _T.OPEN_CASE)]
        case State.EXAMINING:
            return _examining(process, doors)
        case State.AWAITING_SECURITY:
            amount_fen = process.amounts["security"]
            return [party(doors.secured_share, doors.ruling_mean_days, _T.GIVE_SECURITY, amount_fen=amount_fen)]
        case State.GRANTED:
            named = court(_ELSEWHERE_SHARE, _days(process, doors) / 2, _T.NAME_EXECUTING_COURT)
            return [named, court(1.0, _days(process, doors), _T.CARRY_OUT)]
        case State.PRESERVED:
            if "served" not in process.facts:
                return [court(1.0, doors.ruling_mean_days, _T.SERVE)]
            return _reconsideration(process, doors) or [_release()]
        case State.REFUSED:
            return _reconsideration(process, doors)
        case _:
            return []


def _withdraw(doors: Doors) -> Act:
    return party(doors.withdrawn_share, doors.review_mean_days, _T.WITHDRAW)


def _days(process: Process, doors: Doors) -> float:
    return _URGENT_DAYS if {"urgent", "before_suit"} & process.facts.keys() else doors.ruling_mean_days


def _examining(process: Process, doors: Doors) -> list[Act]:
    days, wanted = _days(process, doors), process.amounts["requested"]
    if "secured" in process.facts:
        return [court(doors.rejected_share, days, _T.REJECT), court(1.0, days, _T.GRANT)]
    if "before_suit" in process.facts:
        return [_withdraw(doors), court(1.0, days, _T.ORDER_FULL_SECURITY, amount_fen=wanted)]
    unsecured = [court(_UNSECURED_SHARE, days, _T.GRANT_UNSECURED)] if "in_suit" in process.facts else []
    ordered = max(1, wanted * _SECURITY_PERCENT // 100)
    return [_withdraw(doors), *unsecured, court(1.0, days, _T.ORDER_SECURITY, amount_fen=ordered)]


def _reconsideration(process: Process, doors: Doors) -> list[Act]:
    """What may be done about a ruling that a party wants changed: once, in five days."""
    days = doors.ruling_mean_days
    if Clock.RECONSIDERATION in process.clocks:
        return [court(doors.revoked_share, days, _T.REVOKE), court(1.0, days, _T.UPHOLD)]
    if "reconsidered" not in process.facts and Clock.RECONSIDERATION_WINDOW in process.clocks:
        return [party(doors.reconsidered_share, days, _T.ASK_RECONSIDERATION, _RESPONDENT)]
    return []


def _release() -> Act:
    return court(_RELEASED_SHARE, _RELEASE_DAYS, _T.RELEASE, ground=Ground.APPLICANT_ASKS)
