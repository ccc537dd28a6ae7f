"""What the core tells: its decisions, and where a case stands."""

from typing import NamedTuple

from engine.events.enums import Stage


class OfferDecision(NamedTuple):
    """Whom to ask, and among how many the choice was made."""

    mediator: int
    """Mediator, or `NOBODY` (the case waits) or `NEW_ROUND` (all have declined: open a round and ask again)."""
    pool_size: int
    """Mediators who were eligible and free."""
    band_size: int
    """Of those, how many the policy drew among."""


class CaseView(NamedTuple):
    """Where an open case stands."""

    stage: Stage
    """Waiting, offered or accepted."""
    step: int
    """Ladder step it has reached, 0..3."""
    attempt: int
    """Offers made so far."""
    mediator: int | None
    """Who is asked or holds it; None while it waits."""
