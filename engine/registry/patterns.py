"""Disputes that were lodged alike: what the rules make of the first is what they make of all.

A dispute that was just lodged has one process, filed and offered at one instant, or filed and waiting. What becomes of
it by the rules hangs on the instant, on how it came in and on its parties, and not on its number, its court or whom it
was offered to; so the rules are asked once, and the others are that dispute with other numbers.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec
from msgspec.structs import replace

from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened
from engine.events.records import (
    Accepted,
    Closed,
    Declined,
    Event,
    Filed,
    Lapsed,
    Offered,
    Released,
    Withdrawn,
)
from engine.lifecycle.apply import opened
from engine.lifecycle.conditions import bare
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.registry.rest import Matter, Resting, packed, resting, unpacked
from engine.registry.said import Said

FOLLOWED: Final = (Filed, Offered, Accepted, Declined, Lapsed, Released, Closed, Withdrawn)
"""Kinds of the assignment that move a process; the rest moves seats, lists and ladders only."""
FOREVER: Final = 2**62
"""Later than any clock ends."""
_WITH_OFFER: Final = 2
"""Events of a case that was filed and offered."""
_OF_SUMS: Final = "amount"
"""What the names of conditions about money begin with."""


class Pattern:
    """What the rules make of disputes lodged alike.

    Parameters
    ----------
    lifecycle
        The rules.
    opening, filed, offered
        The events of one of them; `offered` is None if it waits.

    Raises
    ------
    MoveError
        If the rules do not know such a filing.
    """

    def __init__(self, lifecycle: Lifecycle, opening: DisputeOpened, filed: Filed, offered: Offered | None) -> None:
        dispute = opened(opening)
        for event in (filed,) if offered is None else (filed, offered):
            lifecycle.replay(dispute, event)
        self._set_off: Final[list[Event]] = lifecycle.settle(dispute, filed.case_id, filed.occurred_at)
        self.sets_off: Final = bool(self._set_off)
        self.offer_ends_at: Final = None if offered is None else offered.deadline
        due = lifecycle.due(dispute, FOREVER)
        self.due_at: Final = None if due is None else due.ends_at
        """End of the first clock that the lifecycle answers for."""
        # Unpacked again, so that its dictionaries are nobody's but the pattern's, and in order.
        self._resting: Final = unpacked(packed(resting(dispute, Matter(opening.dispute_type, opening.channel))))
        (self._process,) = self._resting.processes

    def set_off(self, number: int, court_id: int) -> list[Event]:
        """Return what the platform does at once because a dispute of that number was lodged."""
        return [replace(event, dispute_id=number, case_id=number, court_id=court_id) for event in self._set_off]

    def of(self, opening: DisputeOpened, offered: Offered | None) -> Resting:
        """Return what is kept of another dispute."""
        process = replace(self._process, case_id=opening.case_id)
        if offered is not None:
            process = replace(
                process,
                mediator_id=offered.mediator_id,
                organisation_id=offered.organisation_id,
                step=offered.step,
            )
        return replace(
            self._resting,
            dispute_type=opening.dispute_type,
            channel=opening.channel,
            court_id=opening.court_id,
            amount_fen=opening.amount_fen,
            processes=(process,),
        )


class Begun(msgspec.Struct, frozen=True, gc=False):
    """A dispute whose lodging is being read off a log: opened, and perhaps filed."""

    opening: DisputeOpened
    filed: Filed | None = None

    def dispute(self, lifecycle: Lifecycle) -> Dispute:
        """Return it as it stands."""
        dispute = opened(self.opening)
        if self.filed is not None:
            lifecycle.replay(dispute, self.filed)
        return dispute

    def then(self, event: Event) -> bool:
        """Tell whether an event is the next of an ordinary lodging."""
        if self.filed is None:
            return type(event) is Filed and event.panel_size == 1 and event.case_id == self.opening.case_id
        return type(event) is Offered and event.occurred_at == self.filed.occurred_at


class Lodged(msgspec.Struct, frozen=True, gc=False):
    """A dispute as it was lodged, until somebody asks about it; nothing for the garbage collector to look at."""

    opening: DisputeOpened
    offered: Offered | None
    pattern: Pattern

    def resting(self) -> Resting:
        """Return what is kept of it."""
        return self.pattern.of(self.opening, self.offered)


class Alike:
    """Disputes lodged at one instant that no rule tells apart.

    Parameters
    ----------
    lifecycle
        The rules.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle: Final = lifecycle
        self._offered: Pattern | None = None
        self._waiting: Pattern | None = None

    def lodged(self, opening: DisputeOpened, events: Sequence[Event]) -> Lodged | None:
        """Return one of them as it was lodged; None if its events are no ordinary lodging's.

        Parameters
        ----------
        opening
            Names its case.
        events
            Of its case, from the filing on.
        """
        filed, offered = events[0], events[-1]
        if type(filed) is not Filed or filed.panel_size > 1:
            return None
        if len(events) != _WITH_OFFER or type(offered) is not Offered:
            moving = [event for event in events[1:] if isinstance(event, FOLLOWED)]
            if not moving:
                if self._waiting is None:
                    self._waiting = Pattern(self._lifecycle, opening, filed, None)
                return Lodged(opening, None, self._waiting)
            offered = moving[0]
            if len(moving) > 1 or type(offered) is not Offered:
                return None
        pattern = self._offered
        if pattern is None or pattern.offer_ends_at != offered.deadline:
            pattern = self._offered = Pattern(self._lifecycle, opening, filed, offered)
        return Lodged(opening, offered, pattern)


class Patterns:
    """The patterns of disputes lodged at one instant.

    Parameters
    ----------
    lifecycle
        The rules.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle: Final = lifecycle
        self._known: Final[dict[tuple[object, ...], Alike]] = {}
        self.by_sum: Final = _asks_for_sums(lifecycle.rulebook)
        """Whether disputes that differ in their sums only may fare differently."""

    def alike(self, said: Said) -> Alike:
        """Return those that a dispute is one of: equal in all that a rule may ask about."""
        kind = (
            said.parties,
            said.applicants,
            # By the words themselves: a member of an enumeration is slow to hash.
            said.entry_route._value_,
            said.procedure._value_,
            said.reach._value_,
            said.impact._value_,
            said.amount_fen if self.by_sum else None,
        )
        found = self._known.get(kind)
        if found is None:
            found = self._known[kind] = Alike(self._lifecycle)
        return found


@cache
def _asks_for_sums(rulebook: Rulebook) -> bool:
    """Tell whether anything that the platform does at once hangs on the sum in dispute."""
    transitions = rulebook.machines[Track.MEDIATION].transitions
    conditions = [bare(text) for entry in transitions if entry.automatic for text in entry.conditions]
    return any(text.startswith(_OF_SUMS) for text in conditions)
