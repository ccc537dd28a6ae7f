"""Who may act next in a neutral evaluation and in a commercial mediation (GUI 1; CICC 11 to 13)."""

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, State, Track, Transition
from engine.lifecycle.dispute import Dispute, Process
from sim.rehearsal.doors.act import Act, court, institution, next_unmarked, party, stands
from sim.scenario.doors import Doors

_T = Transition
_PANEL_MAX = 3
_SIGNING_DAYS = 1.0
"""Mean time until a party signs (assumption)."""
_EXTENDED_SHARE = 0.1
"""Of commercial mediations whose parties agree to a longer period (assumption)."""
_EXTENDED_US = 30 * DAY_US
_AFTER_FAILURE = (0.6, 0.2)
"""How those that fail do so: said by the mediator, refused by a party; the rest run out of time (assumption)."""
_PENDING = (Track.LITIGATION, (State.IN_MEDIATION, State.BEFORE_JUDGE, State.SIGNING))
_WITHIN = (Track.ARBITRATION, (State.SUSPENDED,))


def acts_of_evaluation(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """Return what may be done in an evaluation as it stands."""
    days = doors.review_mean_days
    withdraw = party(doors.withdrawn_share, days, _T.WITHDRAW)
    match process.state:
        case State.SUBMITTED:
            asked = next_unmarked(dispute, process.marks.get("consented", 0))
            if asked:
                return [withdraw, party(1.0, days, _T.CONSENT, asked)]
            turned_down = court(doors.refused_share, days, _T.RETURN, ground=Ground.UNSUITABLE_ONLINE)
            return [turned_down, court(1.0, days, _T.ACCEPT)]
        case State.APPOINTING:
            return [withdraw, court(1.0, days, _T.CONSTITUTE, number=1 + process.opened_at % _PANEL_MAX)]
        case State.EVALUATING:
            return [withdraw, Act(1.0, doors.evaluation_mean_days, _T.DELIVER_OPINION, ActorRole.EXPERT)]
        case _:
            return []


def acts_of_mediation(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """Return what may be done in a commercial mediation as it stands."""
    days, claim_back = doors.review_mean_days, doors.withdrawn_share
    match process.state:
        case State.SUBMITTED:
            asked = next_unmarked(dispute, process.marks.get("consented", 0))
            if asked:
                refuse = party(claim_back, days, _T.REFUSE, asked)
                return [party(claim_back, days, _T.WITHDRAW), refuse, party(1.0, days, _T.CONSENT, asked)]
            return [institution(doors.refused_share, days, _T.DECLINE), institution(1.0, days, _T.ACCEPT)]
        case State.MEDIATING:
            return _mediating(dispute, process, doors)
        case State.SIGNING:
            signer = next_unmarked(dispute, process.marks.get("signed", 0))
            refuse = party(claim_back, _SIGNING_DAYS, _T.REFUSE, signer)
            return [refuse, party(1.0, _SIGNING_DAYS, _T.SIGN, signer)]
        case State.SETTLED:
            if stands(dispute, *_PENDING) or stands(dispute, *_WITHIN) or _is_confirmed(dispute):
                return []  # a court or tribunal has the dispute before it, or the parties have asked already
            everybody, share = dispute.everybody, doors.confirmation_share
            apply = party(share, doors.confirmation_mean_days, _T.APPLY, everybody, opens=Track.CONFIRMATION)
            return [apply, party((1 - share) * doors.performed_share, doors.performance_mean_days, _T.PART)]
        case _:
            return []


def _mediating(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    days, failed = doors.mediation_mean_days, 1 - doors.settled_share
    by_mediator, by_party = _AFTER_FAILURE
    longer = process.clocks[Clock.PERIOD] + _EXTENDED_US
    return [
        party(_EXTENDED_SHARE * failed, days, _T.EXTEND, dispute.everybody, until=longer),
        institution(doors.settled_share, days, _T.DRAFT_AGREEMENT),
        institution(by_mediator * failed, days, _T.FAIL),
        party(by_party * failed, days, _T.REFUSE),
    ]


def _is_confirmed(dispute: Dispute) -> bool:
    return any(process.track is Track.CONFIRMATION for process in dispute.processes.values())
