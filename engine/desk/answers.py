"""What ends an offer or a case: answers, silence, release, closing - and the bars that may come with it."""

from typing import Final

from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import DeskCaseError
from engine.desk.office import Office
from engine.events.enums import ClosingCode, ConflictGround, ConflictSource, DeclineReason, ReleaseGround
from engine.events.records import Accepted, Closed, ConflictFound, Declined, Lapsed, LeadNamed, Released


class Answers:
    """Records how offers and cases end; whoever has room or waits afterwards is matched by the caller.

    Parameters
    ----------
    office
        Where it is recorded.
    """

    def __init__(self, office: Office) -> None:
        self._office: Final = office

    def accept(self, entry: DocketEntry, seat: Seat) -> None:
        """Let a mediator take the case; a panel that is complete gets a lead (ONL 11)."""
        office = self._office
        accepted = Accepted(
            **office.about(entry),
            mediator_id=seat.mediator,
            organisation_id=seat.organisation_id,
            attempt=seat.attempt,
            step=entry.step,
            weight_milli=entry.weight_milli,
        )
        office.record(accepted)
        if entry.panel_size > 1 and entry.is_held and entry.lead is None:
            office.record(LeadNamed(**office.about(entry), mediator_id=entry.seats[0].mediator))

    def decline(self, entry: DocketEntry, seat: Seat, reason: DeclineReason) -> None:
        """Let a mediator say no; a relation to a party is a disclosure and bars him beyond the round (ONL 13)."""
        declined = Declined(
            **self._office.about(entry),
            mediator_id=seat.mediator,
            organisation_id=seat.organisation_id,
            attempt=seat.attempt,
            step=entry.step,
            penalty_milli=self._office.rules.decline_penalty_milli,
            reason=reason,
        )
        self._office.record(declined)
        if reason is DeclineReason.RELATION:
            self.bar(entry, seat.mediator, ConflictGround.OTHER_RELATION, ConflictSource.DISCLOSED)

    def lapse(self, entry: DocketEntry, seat: Seat) -> None:
        """End an offer that nobody has answered."""
        lapsed = Lapsed(
            **self._office.about(entry),
            mediator_id=seat.mediator,
            organisation_id=seat.organisation_id,
            attempt=seat.attempt,
            step=entry.step,
            penalty_milli=self._office.rules.lapse_penalty_milli,
        )
        self._office.record(lapsed)

    def release(self, entry: DocketEntry, seat: Seat, ground: ReleaseGround) -> None:
        """Take an offer or a case from its mediator."""
        released = Released(
            **self._office.about(entry),
            mediator_id=seat.mediator,
            organisation_id=seat.organisation_id,
            attempt=seat.attempt,
            step=entry.step,
            ground=ground,
        )
        self._office.record(released)

    def bar(self, entry: DocketEntry, mediator: int, ground: ConflictGround, source: ConflictSource) -> None:
        """Keep a mediator who is not asked out of a case beyond its rounds."""
        found = ConflictFound(**self._office.about(entry), mediator_id=mediator, ground=ground, source=source)
        self._office.record(found)

    def end(self, entry: DocketEntry, code: ClosingCode) -> list[int]:
        """Close a case and return who has room for it: its mediators, in order of seat.

        Raises
        ------
        DeskCaseError
            If a seat of the case has not been accepted.
        """
        if not entry.is_held:
            raise DeskCaseError(f"case_id = {entry.case_id}: must be accepted by {entry.panel_size} to be closed")
        mediators = [entry.seats[number].mediator for number in sorted(entry.seats)]
        reporter = entry.seat_of(mediators[0] if entry.lead is None else entry.lead)
        assert reporter is not None, "a lead who leaves the panel is no longer its lead"
        closed = Closed(
            **self._office.about(entry),
            mediator_id=reporter.mediator,
            organisation_id=reporter.organisation_id,
            attempt=reporter.attempt,
            step=entry.step,
            closing_code=code,
        )
        self._office.record(closed)
        return mediators
