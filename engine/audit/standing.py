"""How a seat that looks for a mediator stands: by which rules, past which filters, among whom."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engine.core.asked import case_at, tickets_of
from engine.core.assignment import AssignmentCore
from engine.core.errors import CaseStateError, UnknownMediatorError
from engine.core.funnel import failed_filter, remaining
from engine.core.policy import PolicySettings
from engine.core.pool import pool_of
from engine.core.seats import seat_at
from engine.core.state import CHOOSING, NONE, WAITING
from engine.core.views import VERDICTS, DrawPool, Funnel, Verdict

_LOOKING: Final = (WAITING, CHOOSING)


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """What decides about a seat at one moment."""

    step: int
    """Ladder step that the case has reached."""
    expression: str
    """Whom the step means; empty for all of its circle."""
    policy_version: int
    """Of the court's policy."""
    policy: PolicySettings
    """By which the seat is drawn: the step's own policy, if it has one, with the settings of its court's."""
    funnel: Funnel
    pool: DrawPool
    """Its members have no tickets while the parties choose."""
    verdict: Verdict | None
    """Why the mediator asked about is in the pool or not; None if nobody was asked about."""

    @property
    def ticket_total(self) -> int:
        """Tickets in the draw."""
        return int(self.pool.tickets.sum())

    @property
    def band_size(self) -> int:
        """Members of the pool with a ticket."""
        return int(np.count_nonzero(self.pool.tickets))

    def tickets_of(self, mediator: int) -> int:
        """Return how many tickets a mediator has."""
        return int(self.pool.tickets[self.pool.members == mediator].sum())


def standing(core: AssignmentCore, slot: int, *, seat: int = 0, court: int, why_not: int | None = None) -> Standing:
    """Read off a core how a seat stands.

    Parameters
    ----------
    core
        In the state asked about.
    slot
        Of the first seat of the case.
    seat
        Place of the seat on the panel.
    court
        Of the case.
    why_not
        A mediator to ask about.

    Raises
    ------
    CaseStateError
        If the case has no such seat, or the seat looks for nobody.
    UnknownMediatorError
        If the roster has no such mediator.
    """
    place = int(seat_at(core.state, slot, seat))
    status, step, *_ = (NONE, NONE) if place == NONE else case_at(core.state, place)
    if status not in _LOOKING:
        raise CaseStateError(f"seat = {seat}: must be one that looks for a mediator")
    if why_not is not None and not 0 <= why_not < core.roster.mediators:
        raise UnknownMediatorError(f"mediator = {why_not}: must be within 0..{core.roster.mediators - 1}")
    version, settings = core.policy_of(court)
    own = core.ladder.steps[step]
    members = pool_of(core.state, place)
    tickets = np.zeros(len(members), np.int64) if status == CHOOSING else tickets_of(core.state, slot)[1]
    return Standing(
        step=step,
        expression=own.expression,
        policy_version=version,
        policy=settings if own.policy is None else replace(settings, policy=own.policy),
        funnel=Funnel(*remaining(core.state, place).tolist()),
        pool=DrawPool(members, tickets),
        verdict=None if why_not is None else VERDICTS[failed_filter(core.state, place, why_not)],
    )
