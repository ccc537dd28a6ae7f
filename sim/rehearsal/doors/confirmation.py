"""Who may act next in a judicial confirmation (CPL 205, 206; CON 4, 5; INT 355 to 358, 372)."""

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, State, Track, Transition
from engine.lifecycle.dispute import Dispute, Process
from sim.rehearsal.doors.act import CLAIMANT, Act, court, party, stands
from sim.scenario.doors import Doors

_T = Transition
ENFORCEMENT = frozenset({State.ENFORCEMENT_FILED, State.ENFORCING, State.STAYED})
"""Where at the door of litigation something is being enforced."""
AT_ONCE_SHARE = 0.5
"""Of the parties of a rejected application, those who do not wait for the end of their time to choose (assumption)."""
_REJECTIONS = (Ground.UNCLEAR, Ground.INVOLUNTARY, Ground.OTHERS_HARMED)
_REFUSALS = (Ground.NO_JURISDICTION, Ground.TITLE_TO_RIGHTS, Ground.STATUS_RELATION)


def acts_of_confirmation(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """Return what may be done in a confirmation as it stands."""
    everybody, kind = dispute.everybody, process.case_id % 3
    withdraw = party(doors.withdrawn_share, doors.review_mean_days, _T.WITHDRAW, everybody)
    match process.state:
        case State.SUBMITTED:
            return [
                court(doors.refused_share, doors.review_mean_days, _T.REFUSE_ACCEPTANCE, ground=_REFUSALS[kind]),
                withdraw,
                court(1.0, doors.review_mean_days, _T.ACCEPT),
            ]
        case State.EXAMINING:
            return [
                court(doors.rejected_share, doors.decision_mean_days, _T.REJECT, ground=_REJECTIONS[kind]),
                withdraw,
                court(1.0, doors.decision_mean_days, _T.CONFIRM),
            ]
        case State.CONFIRMED:
            return _after(dispute, process, doors)
        case State.UNDER_OBJECTION:
            days = doors.decision_mean_days
            return [court(doors.revoked_share, days, _T.REVOKE), court(1.0, days, _T.UPHOLD)]
        case State.REJECTED:
            return [party(AT_ONCE_SHARE, doors.choice_mean_days, _T.LEAVE)]
        case _:
            return []


def _after(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """What may be done with a ruling that stands."""
    if stands(dispute, Track.LITIGATION, ENFORCEMENT):
        return []
    acts: list[Act] = []
    if Clock.OBJECTION_WINDOW in process.clocks:
        acts.append(party(doors.objected_share, doors.decision_mean_days, _T.OBJECT, 1 << (dispute.parties - 1)))
    elif Clock.THIRD_PARTY_WINDOW in process.clocks:
        acts.append(court(doors.objected_share, doors.decision_mean_days, _T.OBJECT_AS_THIRD_PARTY))
    days = doors.performance_mean_days
    acts.append(party(doors.performed_share, days, _T.PERFORM, 1 << (dispute.parties - 1)))
    acts.append(Act(1.0, days, _T.APPLY_TO_ENFORCE, ActorRole.PARTY, CLAIMANT, Track.LITIGATION))
    return acts
