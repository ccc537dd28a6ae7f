"""What a mediation has gone through, as its events tell it: the memory of the invariants."""

from copy import copy
from dataclasses import dataclass, field
from typing import Final

from engine.calendar.day import DAY_US
from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Clock, State, Transition
from engine.events.moves import Moved

WINDOW_MAX_US: Final = 45 * DAY_US
"""Thirty days, and as many more as the longest run of days off could put its end back (CPL 85)."""


@dataclass(slots=True, eq=False)
class Course:
    """One process; only of a mediation more than `seats` is ever used."""

    seats: dict[int, int] = field(default_factory=dict)
    """Who is offered or holds each seat."""
    is_held: bool = False
    is_closed: bool = False
    consented: int = 0
    """Parties, one bit each."""
    signed: int = 0
    period: int | None = None
    """End of the running period of mediation."""
    stood_still: tuple[int, int] | None = None
    """End of a period that stands still, and since when it does."""
    duty: frozenset[State] | None = None
    """What alone may follow."""
    window_ends_at: int = 0
    """Until when confirmation may be asked for; 0 before there is an agreement."""

    def copied(self) -> "Course":
        """Return one that goes on by itself from here."""
        other = copy(self)
        other.seats = self.seats.copy()
        return other

    def sets_period(self, event: Moved) -> bool:
        """Take over the end of the period; return whether the days that it stood still were left out."""
        assert event.deadline is not None, "an event that sets a clock says when it ends"
        stood_still, self.stood_still, self.period = self.stood_still, None, event.deadline
        return stood_still is None or event.deadline >= stood_still[0] + event.occurred_at - stood_still[1]

    def forget_period(self) -> None:
        """Let no period run nor stand still."""
        self.period = self.stood_still = None

    def follow(self, event: Moved, everybody: int) -> None:
        """Take over who consents and signs, and what stops the period."""
        transition = event.transition
        if transition in _CONSENTS:
            self.consented |= event.parties
        elif transition in _REFUSALS:
            self.consented &= ~event.parties
        elif transition in _STANDSTILLS:
            if self.period is not None:
                self.stood_still, self.period = (self.period, event.occurred_at), None
        elif transition in _DRAFTS:
            self.signed = 0
        elif transition is Transition.SIGN:
            self._sign(event, everybody)
        elif event.clock is Clock.CONFIRMATION_WINDOW:
            self.window_ends_at = min(self.window_ends_at, event.deadline or 0)

    def _sign(self, event: Moved, everybody: int) -> None:
        self.signed |= event.parties
        if self.signed == everybody:
            self.forget_period()
            self.window_ends_at = event.occurred_at + WINDOW_MAX_US


SESSIONS: Final = frozenset({Transition.START_SESSION, Transition.HOLD_SESSION})
DUTIES: Final = {
    EntryRoute.DELEGATED: frozenset({State.TO_REGISTER, State.REGISTERED}),
    EntryRoute.ENTRUSTED: frozenset({State.TRIAL_RESUMED}),
    EntryRoute.JUDGE_LED: frozenset({State.TRIAL_RESUMED}),
}
"""What alone may follow a mediation that has failed, by the way in (ONL 21)."""
_CONSENTS: Final = frozenset({Transition.SUBMIT, Transition.CONSENT})
_REFUSALS: Final = frozenset({Transition.REFUSE, Transition.DEEM_REFUSED})
_STANDSTILLS: Final = frozenset(
    {Transition.COMMISSION_APPRAISAL, Transition.REPORT_SHAM, Transition.REQUEST_REPLACEMENT}
)
_DRAFTS: Final = frozenset({Transition.DRAFT_AGREEMENT, Transition.DRAFT_PARTIAL_AGREEMENT})
