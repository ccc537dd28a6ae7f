"""Which door a dispute goes through next, where none is open to it or where experts have said what suits it."""

from typing import Final

from engine.calendar.day import local_instant_us
from engine.events.lifecycle_words import Impact, State, Track, Transition
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.parameters import shipped_parameters
from engine.lifecycle.rulebook import Era
from sim.rehearsal.doors.act import Act, party
from sim.rehearsal.doors.arbitration import mediate
from sim.scenario.doors import Doors

_T = Transition
_SECOND_LIST_FROM: Final = local_instant_us(2022, 6, 22)
"""Since then ten institutions arbitrate, five before."""
_INSTITUTIONS: Final = (5, 10)
INSTITUTIONS_MAX: Final = 10
"""That have ever been on the list."""
_LEFT_SHARE = 0.1
"""Of evaluated disputes, those that go no further (assumption)."""
_ARBITRATED_SHARE, _SUED_SHARE = 0.6, 0.25
"""Of disputes whose mediation failed, whose arbitration ended without an award or whose suit was not taken, those that
go on by arbitration, and by a suit; the rest is given up (assumption)."""
_PROMPTLY_DAYS = 5.0
"""Mean time until a party goes on for whom property is preserved before any suit: it has thirty days (assumption)."""
_UNSETTLED: Final = {
    Track.COMMERCIAL_MEDIATION: frozenset({State.FAILED, State.DECLINED, State.WITHDRAWN}),
    Track.ARBITRATION: frozenset({State.NOT_ACCEPTED, State.DISMISSED, State.SET_ASIDE, State.NOT_ENFORCED}),
    Track.LITIGATION: frozenset({State.NOT_ACCEPTED, State.DISMISSED}),
    Track.PRESERVATION: frozenset({State.REJECTED, State.RELEASED, State.PRESERVED}),
    Track.EVALUATION: frozenset({State.RETURNED, State.WITHDRAWN}),
    Track.CONFIRMATION: frozenset({State.CLOSED, State.REVOKED}),
}
"""Where a dispute stands that nothing has settled."""


def institution_of(dispute: Dispute, at: int) -> int:
    """Return the institution that parties turn to: its place in the list of the day, from 1."""
    return 1 + (dispute.dispute_id >> 5) % _INSTITUTIONS[at >= _SECOND_LIST_FROM]


def arbitrate(dispute: Dispute, weight: float, days: float, at: int) -> Act:
    """Return the application for arbitration at one of the listed institutions."""
    return party(weight, days, _T.APPLY, opens=Track.ARBITRATION, number=institution_of(dispute, at))


def sue(weight: float, days: float) -> Act:
    """Return a suit."""
    return party(weight, days, _T.SUE, opens=Track.LITIGATION)


def first_doors(dispute: Dispute, doors: Doors, era: Era, at: int) -> list[Act]:
    """Return where a dispute that has been nowhere may go, at once."""
    share = doors.evaluation_share if _may_be_evaluated(dispute, era) else 0.0
    rest, amount_fen = 1 - share, dispute.amount_fen
    secure = party(
        rest * doors.before_suit_share, 0.0, _T.APPLY_BEFORE_SUIT, opens=Track.PRESERVATION, amount_fen=amount_fen
    )
    recognise = party(rest * doors.recognition_share, 0.0, _T.APPLY_FOR_RECOGNITION, opens=Track.LITIGATION)
    return [
        party(share, 0.0, _T.APPLY, opens=Track.EVALUATION),
        secure,
        recognise,
        mediate(dispute, 0.0)._replace(weight=rest * doors.mediation_share),
        sue(rest * doors.suit_share, 0.0),
        arbitrate(dispute, 1.0, 0.0, at),
    ]


def after_evaluation(dispute: Dispute, doors: Doors, at: int) -> list[Act]:
    """Return where an evaluated dispute may go: any door is open, none is owed."""
    days = doors.choice_mean_days
    return [
        party(_LEFT_SHARE, days, _T.LEAVE),
        mediate(dispute, days)._replace(weight=doors.mediation_share),
        sue(doors.suit_share, days),
        arbitrate(dispute, 1.0, days, at),
    ]


def next_doors(dispute: Dispute, doors: Doors, era: Era, at: int) -> list[Act]:
    """Return where a dispute may go before which no door is open, unless it is over."""
    if not dispute.processes:
        return first_doors(dispute, doors, era, at)
    for process in dispute.processes.values():
        if process.state not in _UNSETTLED.get(process.track, ()):
            return []
    last = max(dispute.processes.values(), key=_when)
    if last.track is Track.EVALUATION:
        return []
    if last.track is Track.PRESERVATION and last.state is not State.PRESERVED:
        return []
    days = _PROMPTLY_DAYS if last.track is Track.PRESERVATION else doors.choice_mean_days
    return [arbitrate(dispute, _ARBITRATED_SHARE, days, at), sue(_SUED_SHARE, days)]


def _may_be_evaluated(dispute: Dispute, era: Era) -> bool:
    if (Track.EVALUATION, _T.APPLY) not in era.moves:
        return False
    return dispute.impact is Impact.SIGNIFICANT or dispute.amount_fen > shipped_parameters().evaluation_amount_fen


def _when(process: Process) -> tuple[int, int]:
    return process.entered_at, process.case_id
