"""What a rehearsal keeps of a dispute that something happens to."""

from dataclasses import dataclass, field

from engine.events.lifecycle_words import Medium
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.invariants import Checker


@dataclass(slots=True, eq=False, kw_only=True)
class Dossier:
    """A dispute in motion."""

    case_id: int
    dispute: Dispute
    checker: Checker
    """Judges its events, whatever the rules say."""
    medium: Medium
    """How its parties meet."""
    route: int
    """Number in `ENTRY_ROUTES`."""
    closing_code: int
    steps: list[list[int]] = field(default_factory=list)
    """What people will do, rows of `sim.rehearsal.steps.Step` in order."""
    place: int = 0
    """The next of them."""
    closes_at: int = 0
    """When the mediation will close, microseconds; 0 before it is accepted."""

    @property
    def process(self) -> Process:
        """Its mediation."""
        return self.dispute.processes[self.case_id]
