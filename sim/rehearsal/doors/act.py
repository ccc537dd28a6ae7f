"""What somebody may do next at a door, and how likely that is."""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Ground, State, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute

CLAIMANT: Final = 0b01
"""The party who applies."""


class Act(NamedTuple):
    """One of the things that may be done where a process stands."""

    weight: float
    """How likely it is; what the weights of a place lack to 1 says that nobody acts before a period ends."""
    mean_days: float
    """Mean time until it is done; unit: calendar days."""
    transition: Transition
    actor: ActorRole
    parties: int = 0
    """Which parties do it or agree to it, one bit each."""
    opens: Track | None = None
    """The door at which it opens a process; None where it moves the one that stands there."""
    ground: Ground | None = None
    number: int | None = None
    amount_fen: int | None = None
    until: int | None = None
    """The date agreed, microseconds since the epoch."""


def choose(acts: Sequence[Act], drawn: float) -> Act | None:
    """Return the act that a chance in [0, 1) falls on, None where it falls on none.

    Examples
    --------
    >>> acts = [Act(0.5, 1.0, Transition.ACCEPT, ActorRole.COURT), Act(0.2, 1.0, Transition.REJECT, ActorRole.COURT)]
    >>> [None if act is None else act.transition.value for act in (choose(acts, u) for u in (0.49, 0.5, 0.8))]
    ['accept', 'reject', None]
    """
    for act in acts:
        if drawn < act.weight:
            return act
        drawn -= act.weight
    return None


def command_of(act: Act, case_id: int, track: Track) -> Command:
    """Return what an act asks of the lifecycle, of a process at a door."""
    return Command(
        case_id=case_id,
        track=track,
        transition=act.transition,
        actor=act.actor,
        parties=act.parties,
        until=act.until,
        ground=act.ground,
        amount_fen=act.amount_fen,
        number=act.number,
    )


def party(weight: float, mean_days: float, transition: Transition, parties: int = CLAIMANT, **more: Any) -> Act:
    """Return an act of parties; `more` are its other fields."""
    return Act(weight, mean_days, transition, ActorRole.PARTY, parties, **more)


def court(weight: float, mean_days: float, transition: Transition, **more: Any) -> Act:
    """Return an act of a court; `more` are its other fields."""
    return Act(weight, mean_days, transition, ActorRole.COURT, **more)


def institution(weight: float, mean_days: float, transition: Transition, **more: Any) -> Act:
    """Return an act of an institution; `more` are its other fields."""
    return Act(weight, mean_days, transition, ActorRole.INSTITUTION, **more)


def stands(dispute: Dispute, track: Track, states: Collection[State]) -> bool:
    """Tell whether a process of a dispute stands at a door in one of some states."""
    return any(process.track is track and process.state in states for process in dispute.processes.values())


def next_unmarked(dispute: Dispute, marked: int) -> int:
    """Return the first party that has not done something yet, as a bit; 0 if all have."""
    left = dispute.everybody & ~marked
    return left & -left
