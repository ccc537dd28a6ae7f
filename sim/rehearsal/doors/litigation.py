"""Who may act next before a court: in a suit, about an award, in an enforcement; as the rules say and cite."""

from collections.abc import Callable
from typing import Final

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, Impact, State, Track, Transition
from engine.lifecycle.dispute import Dispute, Process
from sim.rehearsal.doors.act import CLAIMANT, Act, court, next_unmarked, party, stands
from sim.rehearsal.doors.arbitration import mediate, preserve
from sim.rehearsal.doors.confirmation import ENFORCEMENT
from sim.scenario.doors import Doors

_T = Transition
_Acts = Callable[[Dispute, Process, Doors], list[Act]]
_RESPONDENT = 0b10
_COMMERCIAL_COURT_FEN = 300_000_000 * 100
"""From this amount on a suit is the commercial court's (CICC 2)."""
_LISTED_SHARE = 0.8
"""Of awards to be set aside, those of listed institutions, which come before the commercial court (assumption)."""
_APPEALED_SHARE = 0.2
"""Of judgments open to appeal (assumption)."""
_DISMISSED_SHARE = 0.5
"""Of objections that raise an arbitration clause, those that end the suit (assumption)."""
_PAPER_SHARE = 0.6
"""Of settlements before the commercial court, those put on paper; else a judgment is asked for (assumption)."""
_REMITTED_SHARE = 0.1
"""Of awards under review that go back to their tribunal (assumption)."""
_KEPT_SHARE = 0.3
"""Of remittals that the court itself ends before the tribunal has begun anew (assumption)."""
_APPROVED_SHARE = 0.7
"""Of negative rulings reported up, those that are approved (assumption)."""
_SIGNING_DAYS = 2.0
"""Mean time until a party signs for a paper (assumption)."""


def acts_of_litigation(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """Return what may be done in a process before a court as it stands."""
    acts = _BY_STATE.get(process.state)
    return [] if acts is None else acts(dispute, process, doors)


def _filed(dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    days = doors.review_mean_days
    large = dispute.amount_fen >= _COMMERCIAL_COURT_FEN or dispute.impact is Impact.SIGNIFICANT
    refuse = court(doors.refused_share, days, _T.REFUSE_ACCEPTANCE, ground=Ground.NO_JURISDICTION)
    accept = _T.ACCEPT_AT_COMMERCIAL_COURT if large else _T.REGISTER
    return [refuse, _withdraw(doors), court(1.0, days, accept)]


def _registered(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    days = doors.review_mean_days
    if "objected" in process.facts:
        return [court(_DISMISSED_SHARE, days, _T.DISMISS), court(1.0, days, _T.OVERRULE)]
    acts = preserve(dispute, doors, _T.APPLY_IN_SUIT)
    acts.append(party(doors.refused_share, days, _T.OBJECT, _RESPONDENT))
    if Clock.TRIAL in process.clocks and not _was_mediated(dispute):
        send = _T.ENTRUST_MEDIATION if "commercial_court" in process.facts else _T.SEND_TO_MEDIATION
        if send is _T.SEND_TO_MEDIATION or Clock.MEDIATION_WINDOW in process.clocks:
            acts.append(Act(doors.suspended_share, days, send, ActorRole.COURT, dispute.everybody))
    return [*acts, court(1.0, doors.hearing_mean_days, _T.OPEN_HEARING)]


def _on_trial(_dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    return [_withdraw(doors), Act(1.0, doors.award_mean_days, _T.JUDGE, ActorRole.JUDGE)]


def _in_mediation(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    for other in dispute.processes.values():
        if other.track is Track.COMMERCIAL_MEDIATION and other.opened_at >= process.entered_at:
            return []
    return [mediate(dispute, doors.review_mean_days)]


def _before_judge(_dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    days = doors.review_mean_days
    if "judgment_requested" in process.facts:
        return [Act(1.0, days, _T.JUDGE, ActorRole.JUDGE)]
    paper = Act(_PAPER_SHARE, days, _T.ISSUE_PAPER, ActorRole.JUDGE)
    return [paper, party(1.0, days, _T.REQUEST_JUDGMENT)]


def _signing(dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    signer = next_unmarked(dispute, process.marks.get("signed", 0))
    return [
        party(doors.withdrawn_share, _SIGNING_DAYS, _T.RESUME, signer),
        party(1.0, _SIGNING_DAYS, _T.SIGN, signer),
    ]


def _judged(_dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    return [party(_APPEALED_SHARE, doors.choice_mean_days, _T.APPEAL, _RESPONDENT)]


def _in_force(dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    if stands(dispute, Track.LITIGATION, ENFORCEMENT):
        return []
    days = doors.performance_mean_days
    enforce = party(1.0, days, _T.APPLY_TO_ENFORCE, CLAIMANT, opens=Track.LITIGATION)
    return [party(doors.performed_share, days, _T.PERFORM, _RESPONDENT), enforce]


def _award_filed(_dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    days = doors.review_mean_days
    share = _LISTED_SHARE if process.state is State.SET_ASIDE_FILED else 1 - _LISTED_SHARE
    return [_withdraw(doors), court(share, days, _T.ACCEPT_AT_COMMERCIAL_COURT), court(1.0, days, _T.ACCEPT)]


def _reviewing(_dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    """An award under review: what speaks against it a lower court reports up first (REV 2)."""
    days, negative = doors.award_review_mean_days, _T.REPORT_UP
    about_recognition = process.state is State.REVIEWING_RECOGNITION
    if "commercial_court" in process.facts:
        negative = _T.REJECT if about_recognition else _T.ANNUL
    acts = [_withdraw(doors), court(doors.annulled_share, days, negative)]
    if about_recognition:
        return [*acts, court(1.0, days, _T.RECOGNISE)]
    return [*acts, court(_REMITTED_SHARE, days, _T.REMIT), court(1.0, days, _T.REJECT)]


def _remitted(_dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    return [court(_KEPT_SHARE, doors.choice_mean_days, _T.RESUME)]


def _reported(_dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    days = doors.award_review_mean_days
    return [court(_APPROVED_SHARE, days, _T.APPROVE), court(1.0, days, _T.DISAPPROVE)]


def _approved(_dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    ruling = _T.ANNUL if "for_setting_aside" in process.facts else _T.REJECT
    return [court(1.0, doors.review_mean_days, ruling)]


def _enforcement_filed(_dispute: Dispute, _process: Process, doors: Doors) -> list[Act]:
    return [_withdraw(doors), court(1.0, doors.review_mean_days, _T.ACCEPT)]


def _enforcing(_dispute: Dispute, process: Process, doors: Doors) -> list[Act]:
    if Clock.NOTICE in process.clocks:
        return [court(1.0, doors.review_mean_days, _T.GIVE_NOTICE)]
    acts = [_withdraw(doors)]
    if "for_award" in process.facts:
        acts.append(court(doors.annulled_share, doors.award_review_mean_days, _T.REPORT_UP))
    return [*acts, court(1.0, doors.enforcement_mean_days, _T.COMPLETE)]


def _withdraw(doors: Doors) -> Act:
    return party(doors.withdrawn_share, doors.review_mean_days, _T.WITHDRAW)


def _was_mediated(dispute: Dispute) -> bool:
    return any(process.track is Track.COMMERCIAL_MEDIATION for process in dispute.processes.values())


_BY_STATE: Final[dict[State, _Acts]] = {
    State.FILED: _filed,
    State.REGISTERED: _registered,
    State.ON_TRIAL: _on_trial,
    State.IN_MEDIATION: _in_mediation,
    State.BEFORE_JUDGE: _before_judge,
    State.SIGNING: _signing,
    State.JUDGED: _judged,
    State.IN_FORCE: _in_force,
    State.RECOGNISED: _in_force,
    State.SET_ASIDE_FILED: _award_filed,
    State.RECOGNITION_FILED: _award_filed,
    State.REVIEWING_AWARD: _reviewing,
    State.REVIEWING_RECOGNITION: _reviewing,
    State.REMITTED: _remitted,
    State.REPORTED_UP: _reported,
    State.APPROVED: _approved,
    State.ENFORCEMENT_FILED: _enforcement_filed,
    State.ENFORCING: _enforcing,
}
