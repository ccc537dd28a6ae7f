"""Who may act next in an arbitration at one of the listed institutions (ARB 20 to 62 of 2017, or their like)."""

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, State, Track, Transition
from engine.lifecycle.dispute import Dispute, Process
from sim.rehearsal.doors.act import CLAIMANT, Act, institution, party, stands
from sim.rehearsal.doors.confirmation import ENFORCEMENT
from sim.scenario.doors import Doors

_T = Transition
_UNDER_REVIEW = (State.SET_ASIDE_FILED, State.REVIEWING_AWARD, State.REMITTED)
_IN_COURT = (*ENFORCEMENT, State.REPORTED_UP, State.APPROVED)
_ENFORCED_MEANWHILE_SHARE = 0.2
"""Of awards under review, those whose winner has them enforced meanwhile, which is stayed (ARB 64; assumption)."""
_MEDIATING = (State.SUBMITTED, State.MEDIATING, State.SIGNING)
_AGREED = (State.SETTLED, State.CLOSED)
_TRIBUNAL = (1, 3)
"""A sole arbitrator, or three."""
_INSTITUTIONS = 2
"""That mediate."""
_RESPONDENT = 0b10
_PRESERVED_PERCENT = 50
"""Of the amount in dispute, what is to be preserved (assumption)."""


def acts_of_arbitration(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """Return what may be done in an arbitration as it stands."""
    days = doors.review_mean_days
    match process.state:
        case State.SUBMITTED:
            none = institution(doors.refused_share, days, _T.REFUSE_ACCEPTANCE, ground=Ground.NO_ARBITRATION_AGREEMENT)
            return [none, _withdraw(doors, days), institution(1.0, days, _T.ACCEPT)]
        case State.ACCEPTED:
            formed = _TRIBUNAL[process.opened_at % len(_TRIBUNAL)]
            dismiss = institution(doors.refused_share, days, _T.DISMISS, ground=Ground.NO_JURISDICTION)
            constitute = institution(1.0, doors.constitution_mean_days, _T.CONSTITUTE, number=formed)
            return [*preserve(dispute, doors, _T.APPLY), dismiss, *_pause(dispute, doors), constitute]
        case State.CONSTITUTED:
            return [*_pause(dispute, doors), institution(1.0, doors.hearing_mean_days, _T.OPEN_HEARING)]
        case State.HEARING:
            return [_withdraw(doors, days), *_pause(dispute, doors), _award(doors)]
        case State.REHEARING:
            return [_award(doors)]
        case State.SUSPENDED:
            return _suspended(dispute, process, doors)
        case State.AWARDED:
            return _awarded(dispute, process, doors)
        case _:
            return []


def preserve(dispute: Dispute, doors: Doors, transition: Transition) -> list[Act]:
    """Return the application to preserve property while arbitrating or in a suit: one of a dispute."""
    if any(process.track is Track.PRESERVATION for process in dispute.processes.values()):
        return []
    wanted = max(1, dispute.amount_fen * _PRESERVED_PERCENT // 100)
    days, share = doors.review_mean_days, doors.preservation_share
    return [party(share, days, transition, opens=Track.PRESERVATION, amount_fen=wanted)]


def mediate(dispute: Dispute, days: float) -> Act:
    """Return the application for a commercial mediation: by the expert committee (0) or an institution."""
    return party(
        1.0,
        days,
        _T.APPLY,
        opens=Track.COMMERCIAL_MEDIATION,
        number=(dispute.dispute_id >> 5) % (1 + _INSTITUTIONS),
    )


def _withdraw(doors: Doors, days: float) -> Act:
    return party(doors.withdrawn_share, days, _T.WITHDRAW)


def _pause(dispute: Dispute, doors: Doors) -> list[Act]:
    return [party(doors.suspended_share, doors.choice_mean_days, _T.SUSPEND, dispute.everybody)]


def _award(doors: Doors) -> Act:
    return institution(1.0, doors.award_mean_days, _T.AWARD)


def _suspended(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    since = [
        other.state
        for other in dispute.processes.values()
        if other.track is Track.COMMERCIAL_MEDIATION and other.opened_at >= process.entered_at
    ]
    if not since:
        return [mediate(dispute, doors.review_mean_days)]
    if any(state in _MEDIATING for state in since):
        return []
    if any(state in _AGREED for state in since):
        if "constituted" in process.facts:
            return [Act(1.0, doors.choice_mean_days, _T.AWARD, ActorRole.INSTITUTION, dispute.everybody)]
        return [party(1.0, doors.choice_mean_days, _T.WITHDRAW)]
    return [institution(1.0, doors.review_mean_days, _T.RESUME)]


def _awarded(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    if stands(dispute, Track.LITIGATION, (State.REMITTED,)):
        return [institution(1.0, doors.choice_mean_days, _T.REHEAR)]
    if stands(dispute, Track.LITIGATION, _IN_COURT):
        return []
    days, acts = doors.performance_mean_days, list[Act]()
    enforce = party(1.0, days, _T.APPLY_TO_ENFORCE_AWARD, CLAIMANT, opens=Track.LITIGATION)
    if stands(dispute, Track.LITIGATION, _UNDER_REVIEW):
        return [enforce._replace(weight=_ENFORCED_MEANWHILE_SHARE)]
    if Clock.SET_ASIDE_WINDOW in process.clocks:
        challenge = party(doors.challenged_share, days, _T.APPLY_TO_SET_ASIDE, _RESPONDENT, opens=Track.LITIGATION)
        acts.append(challenge)
    return [*acts, party(doors.performed_share, days, _T.PERFORM, _RESPONDENT), enforce]
