"""What each door does with the desk that assigns its cases, from the filing until the panel is let go."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from engine.core.ladder import NATIONAL_LADDER, Ladder, LadderStep
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import State, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Process

EXPERT_COMMITTEE: Final = 0
"""Number of the International Commercial Expert Committee among those who mediate commercially; institutions follow."""
ANYWHERE: Final = "anywhere"
"""Fact of a commercial mediation whose parties have left open who mediates."""


_OWN_COURT: Final = Ladder(steps=(LadderStep(circle=0),))
"""No judge of another court hears a case."""
_ANYWHERE: Final = Ladder(steps=(LadderStep(circle=3),))
"""Institutions are asked at once, wherever they sit."""


class Door(NamedTuple):
    """A door as its desk sees it."""

    assigns: Transition | None = None
    """What the court does when a case is filed at the desk: it says how many shall sit."""
    completes: tuple[Transition, ActorRole] | None = None
    """What the process does when the last of its panel has accepted, and in whose name."""
    waits: frozenset[Transition] = frozenset()
    """What nobody may do while the desk is still looking for one of the panel."""
    done: frozenset[State] = frozenset()
    """Where the panel has nothing left to do, although the process is not over."""
    is_asked: bool = True
    """Whether who is drawn may decline; else he has the case at once."""
    ladder: Ladder = NATIONAL_LADDER
    """Where its desk looks for people."""
    is_chosen: bool = True
    """Whether the parties may choose who it is, and consent to somebody in conflict."""


DOORS: Final[Mapping[Track, Door]] = {
    Track.MEDIATION: Door(),
    Track.EVALUATION: Door(
        completes=(Transition.CONSTITUTE, ActorRole.COURT), waits=frozenset({Transition.CONSTITUTE})
    ),
    Track.ARBITRATION: Door(
        completes=(Transition.CONSTITUTE, ActorRole.INSTITUTION),
        waits=frozenset({Transition.CONSTITUTE, Transition.AWARD}),
        done=frozenset({State.AWARDED}),
    ),
    Track.COMMERCIAL_MEDIATION: Door(
        completes=(Transition.ACCEPT, ActorRole.INSTITUTION),
        waits=frozenset({Transition.ACCEPT}),
        done=frozenset({State.SETTLED}),
        ladder=_ANYWHERE,
    ),
    Track.CONFIRMATION: Door(
        assigns=Transition.ASSIGN,
        waits=frozenset({Transition.CONFIRM, Transition.REJECT, Transition.UPHOLD, Transition.REVOKE}),
        done=frozenset({State.CONFIRMED, State.REJECTED}),
        ladder=_OWN_COURT,
        is_asked=False,
        is_chosen=False,
    ),
    Track.PRESERVATION: Door(
        assigns=Transition.ASSIGN,
        waits=frozenset(
            {
                Transition.ORDER_SECURITY,
                Transition.ORDER_FULL_SECURITY,
                Transition.GRANT,
                Transition.GRANT_UNSECURED,
                Transition.REJECT,
            }
        ),
        done=frozenset({State.GRANTED, State.PRESERVED, State.REFUSED}),
        ladder=_OWN_COURT,
        is_asked=False,
        is_chosen=False,
    ),
    Track.LITIGATION: Door(
        assigns=Transition.ASSIGN,
        waits=frozenset(
            {
                Transition.OVERRULE,
                Transition.DISMISS,
                Transition.OPEN_HEARING,
                Transition.JUDGE,
                Transition.ISSUE_PAPER,
                Transition.ANNUL,
                Transition.RECOGNISE,
                Transition.REJECT,
            }
        ),
        done=frozenset({State.JUDGED, State.IN_FORCE, State.RECOGNISED}),
        ladder=_OWN_COURT,
        is_asked=False,
        is_chosen=False,
    ),
}
"""A mediation at court moves by the events of its desk; the other doors by commands."""


_PLAIN: Final = Door()


def door_of(track: Track) -> Door:
    """Return how a door works with its desk.

    Examples
    --------
    >>> door_of(Track.LITIGATION).is_asked
    False
    """
    return DOORS.get(track, _PLAIN)


def assigning(process: Process, size: int) -> Command | None:
    """Return what the court does when a process is filed at its desk, so many to sit; None where it does nothing."""
    transition = door_of(process.track).assigns
    if transition is None:
        return None
    return Command(
        case_id=process.case_id, track=process.track, transition=transition, actor=ActorRole.COURT, number=size
    )


def completing(process: Process, number: int) -> Command | None:
    """Return what a process does when its panel is complete; None where it does nothing.

    Parameters
    ----------
    process
        The process.
    number
        What that is about: which institution mediates, elsewhere how many sit.
    """
    completes = door_of(process.track).completes
    if completes is None:
        return None
    transition, actor = completes
    if process.track is Track.COMMERCIAL_MEDIATION and number == EXPERT_COMMITTEE:
        actor = ActorRole.EXPERT
    return Command(case_id=process.case_id, track=process.track, transition=transition, actor=actor, number=number)
