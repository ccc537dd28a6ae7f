"""The steps of a course: rows of whole numbers for compiled functions, and the commands they stand for."""

from typing import Final, NamedTuple

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Ground, Medium, Transition
from engine.lifecycle.command import Command

CONSENT: Final = 0
REFUSE: Final = 1
IDENTIFY: Final = 2
START_SESSION: Final = 3
HOLD_SESSION: Final = 4
EXTEND: Final = 5
SHORTEN: Final = 6
COMMISSION: Final = 7
RECEIVE: Final = 8
DRAFT_AGREEMENT: Final = 9
DRAFT_PARTIAL: Final = 10
SIGN: Final = 11
SEAL: Final = 12
OPEN_DRAFT: Final = 13
SUBMIT: Final = 14
RETURN: Final = 15
PART: Final = 16
REGISTER: Final = 17
FILE_ONLINE: Final = 18
ISSUE_PAPER: Final = 19
PERMIT_WITHDRAWAL: Final = 20
ASK_IDENTITY: Final = 21
"""No transition: the parties' identities are asked for, so that they are known when a session begins."""

RETURN_GROUNDS: Final = (Ground.OUTSIDE_COURT_BUSINESS, Ground.NO_JURISDICTION, Ground.UNSUITABLE_ONLINE)
"""Why a court returns an application (ONL 9)."""

STEP_FIELDS: Final = 5
STEPS_MAX: Final = 64
"""Rows a course has room for: eight sessions with a no-show each need fewer than 45."""

_MOVES: Final = {
    CONSENT: (Transition.CONSENT, ActorRole.PARTY),
    REFUSE: (Transition.REFUSE, ActorRole.PARTY),
    IDENTIFY: (Transition.IDENTIFY, ActorRole.PARTY),
    START_SESSION: (Transition.START_SESSION, ActorRole.MEDIATOR),
    HOLD_SESSION: (Transition.HOLD_SESSION, ActorRole.MEDIATOR),
    EXTEND: (Transition.EXTEND, ActorRole.PARTY),
    SHORTEN: (Transition.SHORTEN, ActorRole.PARTY),
    COMMISSION: (Transition.COMMISSION_APPRAISAL, ActorRole.MEDIATOR),
    RECEIVE: (Transition.RECEIVE_APPRAISAL, ActorRole.MEDIATOR),
    DRAFT_AGREEMENT: (Transition.DRAFT_AGREEMENT, ActorRole.MEDIATOR),
    DRAFT_PARTIAL: (Transition.DRAFT_PARTIAL_AGREEMENT, ActorRole.MEDIATOR),
    SIGN: (Transition.SIGN, ActorRole.PARTY),
    SEAL: (Transition.SEAL, ActorRole.ORGANISATION),
    OPEN_DRAFT: (Transition.OPEN_DRAFT, ActorRole.PARTY),
    SUBMIT: (Transition.SUBMIT, ActorRole.PARTY),
    RETURN: (Transition.RETURN, ActorRole.COURT),
    PART: (Transition.PART, ActorRole.PARTY),
    REGISTER: (Transition.REGISTER, ActorRole.COURT),
    FILE_ONLINE: (Transition.FILE_ONLINE, ActorRole.PARTY),
    ISSUE_PAPER: (Transition.ISSUE_PAPER, ActorRole.JUDGE),
    PERMIT_WITHDRAWAL: (Transition.PERMIT_WITHDRAWAL, ActorRole.JUDGE),
}


_SESSIONS: Final = (START_SESSION, HOLD_SESSION)


class Step(NamedTuple):
    """One row of a course."""

    at: int
    """When, microseconds since the epoch."""
    what: int
    parties: int
    """Who, one bit each."""
    until: int
    """The date agreed, microseconds since the epoch; 0 if none is."""
    number: int
    """Ordinal of the session, from 1; of a return, the place of its ground in `RETURN_GROUNDS`; 0 otherwise."""


def command_of(step: Step, case_id: int, medium: Medium) -> Command:
    """Return what a step asks of the lifecycle.

    Parameters
    ----------
    step
        Any but `ASK_IDENTITY`.
    case_id
        The case.
    medium
        How its parties meet.

    Examples
    --------
    >>> command_of(Step(0, SIGN, 0b10, 0, 0), 7, Medium.VIDEO).transition.value
    'sign'
    """
    transition, actor = _MOVES[step.what]
    return Command(
        case_id=case_id,
        transition=transition,
        actor=actor,
        parties=step.parties,
        until=step.until or None,
        ground=RETURN_GROUNDS[step.number] if step.what == RETURN else None,
        medium=medium if step.what in _SESSIONS else None,
        number=step.number if step.what in _SESSIONS else None,
    )
