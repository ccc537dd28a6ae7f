"""What a rehearsal counts."""

from collections import Counter
from dataclasses import dataclass, field

from engine.errors import EngineError
from engine.events.lifecycle_words import State


@dataclass(slots=True, eq=False)
class Tally:
    """Numbers of one run; written by the driver, read for the summary."""

    events: int = 0
    """Events of the lifecycle, those of the assignment left out."""
    opened: int = 0
    """Disputes that were opened in the window."""
    revived: int = 0
    """Disputes open at the beginning to which something happened."""
    met: int = 0
    """Disputes whose mediation had ended before the beginning, and to whose confirmation something happened."""
    returned: int = 0
    """Applications that the court returned."""
    reminders: int = 0
    checked: int = 0
    """Events that the invariants judged."""
    breaches: int = 0
    refusals: int = 0
    first_refusal: str | None = None
    first_breach: str | None = None
    overtaken: int = 0
    """Duties that the end of a period had fulfilled before their time came."""
    finished: Counter[State] = field(default_factory=Counter[State])
    """Disputes that were over, by their last state."""

    def refuse(self, refusal: EngineError) -> None:
        """Count a step that the rules did not allow."""
        self.refusals += 1
        if self.first_refusal is None:
            self.first_refusal = str(refusal)
