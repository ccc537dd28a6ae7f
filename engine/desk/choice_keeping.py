"""Keeping the docket through the parties' choice: lists, shortlists, and where the clock goes on afterwards."""

from typing import Final

from engine.desk.deadlines import Deadlines
from engine.desk.docket import DocketEntry
from engine.events.records import ChoiceEnded, ChoiceOpened, Listed, Shortlisted


class ChoiceKeeping:
    """What entries of the docket do at the events of a choice.

    Parameters
    ----------
    deadlines
        Ends of the periods that events only begin.
    """

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines: Final = deadlines

    def opened(self, entry: DocketEntry, event: ChoiceOpened) -> None:
        """The parties have time to choose; names to strike follow if there are any."""
        entry.choice_ends_at = event.deadline
        entry.choices += 1
        entry.listed, entry.strikes_max = (), 0

    def listed(self, entry: DocketEntry, event: Listed) -> None:
        """One more name stands on their list."""
        entry.listed += (event.mediator_id,)
        entry.strikes_max = event.strikes_max

    def shortlisted(self, entry: DocketEntry, event: Shortlisted) -> None:
        """One more name is left on it."""
        entry.shortlist += (event.mediator_id,)

    def ended(self, entry: DocketEntry, event: ChoiceEnded) -> None:
        """The court designates."""
        entry.shortlist = ()
        self.leave(entry, event.occurred_at)

    def leave(self, entry: DocketEntry, at: int) -> None:
        """Start the court's time to designate: the parties' time must not use up the waits on the ladder."""
        entry.choice_ends_at = None
        entry.listed = ()
        entry.step_began_at = at
        entry.designated_by = self._deadlines.designation_end(at)
        step_ends_at = self._deadlines.step_end(entry.step, at)
        entry.waits_until = entry.designated_by if step_ends_at is None else step_ends_at
        entry.exhausted = False
