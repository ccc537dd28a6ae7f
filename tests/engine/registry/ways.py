"""What brings a process on at its door, for those who otherwise try anything at random."""

from collections.abc import Mapping
from typing import Final

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Procedure, Reach, State, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process
from engine.registry.doors import ANYWHERE

_T, _A = Transition, ActorRole
BOTH: Final = 0b11
SEEKING: Final = {
    (Track.MEDIATION, State.SUBMITTED),
    (Track.EVALUATION, State.APPOINTING),
    (Track.ARBITRATION, State.ACCEPTED),
    (Track.LITIGATION, State.REGISTERED),
    (Track.LITIGATION, State.REVIEWING_AWARD),
    (Track.CONFIRMATION, State.EXAMINING),
}
"""Where a desk is asked for somebody."""
_ONWARD: Final[Mapping[tuple[Track, State], tuple[Transition, ActorRole, int]]] = {
    (Track.MEDIATION, State.SUBMITTED): (_T.ACCEPT, _A.PARTY, 0b01),
    (Track.EVALUATION, State.SUBMITTED): (_T.ACCEPT, _A.COURT, 0),
    (Track.EVALUATION, State.EVALUATING): (_T.DELIVER_OPINION, _A.EXPERT, 0),
    (Track.ARBITRATION, State.SUBMITTED): (_T.ACCEPT, _A.INSTITUTION, 0),
    (Track.ARBITRATION, State.CONSTITUTED): (_T.OPEN_HEARING, _A.INSTITUTION, 0),
    (Track.ARBITRATION, State.HEARING): (_T.AWARD, _A.INSTITUTION, 0),
    (Track.LITIGATION, State.FILED): (_T.REGISTER, _A.COURT, 0),
    (Track.LITIGATION, State.REGISTERED): (_T.OPEN_HEARING, _A.COURT, 0),
    (Track.LITIGATION, State.ON_TRIAL): (_T.JUDGE, _A.JUDGE, 0),
    (Track.COMMERCIAL_MEDIATION, State.SUBMITTED): (_T.CONSENT, _A.PARTY, BOTH),
    (Track.COMMERCIAL_MEDIATION, State.MEDIATING): (_T.DRAFT_AGREEMENT, _A.INSTITUTION, 0),
    (Track.COMMERCIAL_MEDIATION, State.SIGNING): (_T.SIGN, _A.PARTY, BOTH),
    (Track.CONFIRMATION, State.SUBMITTED): (_T.ACCEPT, _A.COURT, 0),
    (Track.CONFIRMATION, State.EXAMINING): (_T.CONFIRM, _A.COURT, 0),
}
_OPENED: Final[Mapping[Track, tuple[Transition, int]]] = {
    Track.EVALUATION: (_T.APPLY, BOTH),
    Track.ARBITRATION: (_T.APPLY, 0b01),
    Track.LITIGATION: (_T.SUE, 0b01),
    Track.COMMERCIAL_MEDIATION: (_T.APPLY_ANYWHERE, BOTH),
    Track.CONFIRMATION: (_T.APPLY, BOTH),
}
_DOMESTIC: Final = (Track.LITIGATION,)
_INTERNATIONAL: Final = (
    Track.COMMERCIAL_MEDIATION,
    Track.EVALUATION,
    Track.COMMERCIAL_MEDIATION,
    Track.ARBITRATION,
    Track.COMMERCIAL_MEDIATION,
    Track.LITIGATION,
)


def is_seeking(dispute: Dispute, process: Process) -> bool:
    """Whether a process waits for people of its door's desk."""
    if process.track is Track.COMMERCIAL_MEDIATION:
        return process.state is State.SUBMITTED and process.marks.get("consented") == dispute.everybody
    return (process.track, process.state) in SEEKING


def onward(process: Process) -> Command | None:
    """What most brings a process on, None where nothing much does."""
    if process.track is Track.MEDIATION and process.state is State.DRAFT:
        step = _T.SUBMIT if process.marks.get("identified") else _T.IDENTIFY
        return Command(case_id=process.case_id, transition=step, actor=_A.PARTY, parties=0b01)
    way = _ONWARD.get((process.track, process.state))
    if way is None:
        return None
    step, actor, parties = way
    return Command(case_id=process.case_id, track=process.track, transition=step, actor=actor, parties=parties)


def opening_of(dispute: Dispute, number: int, picked: int) -> Command:
    """What opens a door other than mediation at court: of an agreement confirmation, else one by chance."""
    settled = any(one.state is State.SETTLED for one in dispute.processes.values())
    doors = _INTERNATIONAL if dispute.reach is Reach.INTERNATIONAL else _DOMESTIC
    track = Track.CONFIRMATION if settled else doors[picked % len(doors)]
    step, parties = _OPENED[track]
    named = 1 if track in (Track.ARBITRATION, Track.EVALUATION) else None
    if step is _T.APPLY_ANYWHERE and picked % 3 == 0:
        step, named = _T.APPLY, picked % 2
    return Command(case_id=number, track=track, transition=step, actor=_A.PARTY, parties=parties, number=named)


def panel_of(dispute: Dispute, process: Process) -> tuple[int, bool]:
    """How many are asked for at a door other than mediation at court, and whether the parties have named one."""
    if process.track is Track.COMMERCIAL_MEDIATION:
        return 1, ANYWHERE not in process.facts
    alone = process.track is Track.CONFIRMATION or (
        process.track is Track.LITIGATION
        and process.state is State.REGISTERED
        and dispute.procedure is Procedure.SUMMARY
    )
    return 1 if alone else 3, False
