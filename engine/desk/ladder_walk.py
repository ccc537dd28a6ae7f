"""How a case that looks for a mediator climbs the ladder of rosters, on one clock from its filing.

An open offer does not stop the clock, but a case that comes back from one first looks where it is, and moves on only
if nobody is free there.
"""

from collections.abc import Iterable
from typing import Final

from engine.desk.docket import DocketEntry
from engine.desk.offers import Offers
from engine.desk.office import Office
from engine.events.enums import EscalationReason
from engine.events.records import Escalated, Exhausted


class LadderWalk:
    """Carries a waiting case as far as its clock allows.

    Parameters
    ----------
    office
        Where every step is recorded.
    offers
        Makes the offers on the way.
    """

    def __init__(self, office: Office, offers: Offers) -> None:
        self._office: Final = office
        self._offers: Final = offers
        self._skips_if_busy: Final = tuple(step.skip_if_nobody_free for step in office.core.ladder.steps)

    def seek(self, entry: DocketEntry) -> None:
        """Offer the free seats of a case that waits, or that the parties have shortlisted, as far as anybody is free.

        Whom the parties prefer comes first, then whom the court draws. Where nobody is free the case moves on if its
        time at the step is over, and waits otherwise.
        """
        while entry.waits or (entry.chooses and entry.shortlist):
            if entry.shortlist and self._offers.from_shortlist(entry):
                continue
            if entry.waits and not self._offers.draw(entry) and not self._leave_step(entry):
                return

    def match(self, freed: Iterable[int], seekers: Iterable[DocketEntry] = ()) -> None:
        """Bring together again whom a command has freed and what it has left waiting.

        Parameters
        ----------
        freed
            Mediators with new room or presence: each is given the waiting cases that are his.
        seekers
            Cases that began to wait, or for which somebody new may be asked. They look in order of age, and so do
            panels that have just got a mediator and still wait: if all others have declined, their next round is due.
        """
        looking = {entry.case_id: entry for entry in seekers}
        for mediator in freed:
            looking |= {entry.case_id: entry for entry in self._offers.pull(mediator)}
        for entry in sorted(looking.values(), key=lambda entry: (entry.aged_at, entry.case_id)):
            self.seek(entry)

    def skip_unstaffed(self, entry: DocketEntry) -> None:
        """Leave every step at which nobody on the roster may ever take the case, each with an event of its own."""
        staffed = self._office.core.staffed_step(entry.case_id, entry.step)
        while entry.step < staffed:
            self._escalate(entry, EscalationReason.NOBODY_ELIGIBLE)

    def _leave_step(self, entry: DocketEntry) -> bool:
        """Move on a case for which nobody is free, and tell whether it can look again at once."""
        is_over = entry.waits_until <= self._office.at
        if entry.step == self._office.deadlines.last_step:
            if is_over:
                self._exhaust(entry)
            return False
        if not is_over and not self._skips(entry):
            return False
        self._escalate(entry, EscalationReason.TIMED_OUT if is_over else EscalationReason.NOBODY_FREE)
        self.skip_unstaffed(entry)
        return True

    def _skips(self, entry: DocketEntry) -> bool:
        # A case that waits for a matching finds nobody although somebody has room, and does not skip for that.
        return self._skips_if_busy[entry.step] and self._office.core.funnel(entry.case_id).room == 0

    def _escalate(self, entry: DocketEntry, reason: EscalationReason) -> None:
        began_at = entry.waits_until if reason is EscalationReason.TIMED_OUT else entry.step_began_at
        step = entry.step + 1
        escalated = Escalated(
            **self._office.about(entry),
            step=step,
            deadline=self._office.deadlines.step_end(step, began_at),
            reason=reason,
        )
        self._office.record(escalated)

    def _exhaust(self, entry: DocketEntry) -> None:
        """Give the case to a clerk; whoever gets room meanwhile may still be offered it."""
        exhausted = Exhausted(
            **self._office.about(entry),
            step=entry.step,
            deadline=self._office.deadlines.review_end(self._office.at),
        )
        self._office.record(exhausted)
