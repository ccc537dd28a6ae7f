"""A case on its way through the platform."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Case:
    """One open case. The model's own note; what counts for assignment is in the core."""

    case_id: int
    court: int
    filed_at: int
    """Microseconds since the epoch."""
    dispute_type: int
    """This and the next three: numbers as in `sim.laws.traits.Traits`."""
    language: int
    entry_route: int
    channel: int
    closing_code: int
    """ONL 25 code under which it will close."""
    weight_milli: int
    """Thousandths of an ordinary case."""
    attempt: int = 0
    """Offers made so far."""
    step: int = 0
    step_ends_at: int | None = None
    """When it leaves its ladder step if it still waits; None at the last step."""
    round: int = 0
    """Times everybody had declined it."""
    mediator: int = -1
    """Who is asked or holds it."""
    accepted: bool = False
    """Whether a mediator holds it."""
    withdrawn: bool = False
    """Whether its parties have taken it back; what was to happen to it does not."""
