"""Commands by which a human, or a matching of many cases, decides instead of the draw, each with its basis."""

from engine.core.errors import AbsentError, CapacityError, ConflictError
from engine.core.matching import Solver, match_waiting
from engine.core.views import OfferDecision
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import ConsentError, DeskCaseError
from engine.desk.part import DeskPart
from engine.events.enums import OfferBasis, OverrideCode, ReleaseGround
from engine.events.records import Event, OverrideApproved


class OverrideCommands(DeskPart):
    """Offers out of sequence, and offers of a matching."""

    def override(self, case_id: int, mediator: int, code: OverrideCode, at: int, *, approver: str) -> list[Event]:
        """Offer a case to somebody out of sequence; each such offer is marked, and counted by its code.

        The mediator may be one whom no draw would have found, at another court or of another expertise. He must still
        be present, have room and be in no conflict: no approval lifts these. An open offer to somebody else is taken
        back first.

        Parameters
        ----------
        case_id
            A case that waits, is chosen for or is offered; not one that is held.
        mediator
            Who shall be asked.
        code
            Why.
        at
            When, microseconds since the epoch.
        approver
            A second person who has approved it, as the court names its people; the log has a key of it only.

        Raises
        ------
        ConsentError
            If nobody has approved it.
        DeskCaseError
            If every seat is accepted, or the mediator is asked or holds one already.
        AbsentError, CapacityError, ConflictError
            If he may not be asked at all.
        """
        if not approver.strip():
            raise ConsentError(f"approver = {approver!r}: must name who approved the override")
        entry = self._open(case_id, at)
        asked = self._asked_instead(entry, mediator)
        self._check_askable(entry, mediator)
        if asked is not None:
            self._answers.release(entry, asked, ReleaseGround.RESCINDED)
        self._offers.name(entry, mediator, OfferBasis.OVERRIDE, override_code=code)
        approved = OverrideApproved(
            **self._office.about(entry),
            mediator_id=mediator,
            attempt=entry.attempt,
            approver_key=self._office.register.keys.of(approver),
        )
        self._office.record(approved)
        self._walk.match([] if asked is None else [asked.mediator], [entry])
        return self._office.close()

    def match(self, solver: Solver, at: int) -> list[Event]:
        """Match the cases that wait in courts under `Policy.BATCH_OPTIMAL`, all at once, as at the end of a window.

        A case that everybody eligible has declined begins a new round and is matched in it.

        Parameters
        ----------
        solver
            Solves an assignment problem; see `engine.core.matching.Solver`.
        at
            When, microseconds since the epoch.
        """
        self._office.open(at)
        docket, matched = self._office.docket, list[DocketEntry]()
        while any(found := match_waiting(self._office.core, solver)):
            for case_id in found.rounds:
                self._offers.open_round(docket.entry(case_id))
            for match in found.matches:
                entry = docket.entry(match.case_id)
                self._offers.make(entry, OfferDecision(match.mediator, match.pool_size, 1, 0), OfferBasis.MATCHED)
                matched.append(entry)
        self._walk.match([], matched)
        return self._office.close()

    def _asked_instead(self, entry: DocketEntry, mediator: int) -> Seat | None:
        """Return the offer that has to be taken back for an override; None if a seat is free."""
        if entry.seat_of(mediator) is not None:
            raise DeskCaseError(
                f"mediator = {mediator}: must not be asked for case {entry.case_id}, or hold it, already"
            )
        if len(entry.seats) < entry.panel_size:
            return None
        open_offers = [seat for _, seat in sorted(entry.seats.items()) if seat.deadline is not None]
        if not open_offers:
            raise DeskCaseError(f"case_id = {entry.case_id}: must not be held; a held case is taken away by replace")
        return open_offers[0]

    def _check_askable(self, entry: DocketEntry, mediator: int) -> None:
        """Refuse what the core would, before an offer is taken back for it."""
        core = self._office.core
        if not core.is_present(mediator):
            raise AbsentError(f"mediator = {mediator}: must be present")
        if mediator in entry.bars:
            raise ConflictError(f"mediator = {mediator}: must not be in conflict with case {entry.case_id}")
        capacity = self._office.staff.capacity(mediator)
        most_milli = 1000 * (int(core.roster.capacity[mediator]) if capacity is None else capacity)
        used_milli = int(core.mediators[0][mediator]) + max(entry.weight_milli, 1)
        if used_milli > most_milli:
            raise CapacityError(f"mediator = {mediator}: must hold at most {most_milli}, would hold {used_milli}")
