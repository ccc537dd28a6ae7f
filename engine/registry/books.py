"""What the registry remembers of its disputes, kept true by events alone."""

from collections.abc import Iterable, Sequence
from typing import Final

from engine.events.event import NO_CASE
from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Closed, Event, Filed, Offered, Withdrawn
from engine.lifecycle.apply import opened
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.agenda import Agenda
from engine.registry.errors import UnknownDisputeError
from engine.registry.panels import Panels
from engine.registry.patterns import FOLLOWED, FOREVER, Alike, Begun, Patterns
from engine.registry.rest import Matter, Resting, packed, woken
from engine.registry.shelf import DisputeShelf, standing_of, told_by


class Books:
    """Disputes by number, and when the next clock of any of them ends.

    Parameters
    ----------
    lifecycle
        The rules by which disputes follow events.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle: Final = lifecycle
        self.disputes: Final = DisputeShelf(lifecycle)
        self._dispute_of: Final[dict[int, int]] = {}
        """By case; of cases that have another number than their dispute."""
        self._panels: Final = Panels()
        self._patterns, self._patterns_at = Patterns(lifecycle), 0
        """Of the instant that was read off a log last."""
        self.agenda: Final = Agenda()

    def dispute(self, dispute_id: int) -> Dispute:
        """Return a dispute.

        Raises
        ------
        UnknownDisputeError
            If no such dispute is registered.
        """
        dispute = self.disputes.find(dispute_id)
        if dispute is None:
            raise UnknownDisputeError(f"dispute_id = {dispute_id}: must be one of the {len(self.disputes)} registered")
        return dispute

    def opening(self, dispute_id: int) -> Matter:
        """Return what the opening of a registered dispute said beside what the dispute tells itself."""
        return self.disputes.matter(dispute_id)

    def of_case(self, case_id: int) -> Dispute:
        """Return the dispute that a case belongs to.

        Raises
        ------
        UnknownDisputeError
            If no such case is registered.
        """
        dispute = self._has(case_id)
        if dispute is None:
            raise UnknownDisputeError(f"case_id = {case_id}: must be one of the {len(self.disputes)} disputes' cases")
        return dispute

    def check_case(self, dispute: Dispute, case_id: int) -> None:
        """Refuse a case number that another dispute has.

        Raises
        ------
        UnknownDisputeError
            If it belongs to another one.
        """
        known = self._has(case_id)
        if known is not None and known is not dispute:
            raise UnknownDisputeError(f"case_id = {case_id}: must be a case of dispute {dispute.dispute_id}")

    def enter(self, event: DisputeOpened) -> None:
        """Register a dispute; one that names its case is lodged by the next events."""
        if event.case_id != NO_CASE:
            self.disputes.lay(event.dispute_id, Begun(event))
        else:
            self.disputes.put(opened(event), Matter(event.dispute_type, event.channel))

    def meet(self, dispute_id: int, found: Resting) -> None:
        """Register a dispute that has come some way elsewhere.

        Raises
        ------
        UnknownDisputeError
            If one of that number is registered already.
        """
        if dispute_id in self.disputes:
            raise UnknownDisputeError(f"dispute_id = {dispute_id}: must not be registered already")
        self.disputes.keep(dispute_id, packed(found))
        dispute, _ = woken(dispute_id, found)
        for case_id in dispute.processes:
            if case_id != dispute_id:
                self._dispute_of[case_id] = dispute_id
        self._touch(dispute)

    def moved(self, dispute: Dispute, case_id: int) -> None:
        """Take note that the lifecycle has moved a case of a dispute."""
        if case_id != dispute.dispute_id:
            self._dispute_of[case_id] = dispute.dispute_id
        self._touch(dispute)

    def follow(self, events: Iterable[Event]) -> list[Event]:
        """Let the disputes follow what a desk has recorded; return that with what it sets off."""
        followed: list[Event] = []
        for event in events:
            dispute = self._moved_by(event)
            if dispute is None:
                followed.append(event)
                continue
            followed += self._lifecycle.follow(dispute, event)
            self._after(dispute, event)
        return followed

    def lodge(self, alike: Alike | None, opening: DisputeOpened, events: Sequence[Event]) -> list[Event]:
        """Register a dispute that was lodged, and return all that has happened to it.

        What the platform does at once is done when the desk is through with it: a court that has offered the case
        needs no time to designate anybody.

        Parameters
        ----------
        alike
            Disputes of its instant that no rule tells from it; None if a pattern is not worth while.
        opening
            Names its case.
        events
            What the desk has recorded of the case, from the filing on.
        """
        number = opening.dispute_id
        lodged = None if alike is None else alike.lodged(opening, events)
        if lodged is not None:
            self.disputes.lay(number, lodged)
            if lodged.pattern.due_at is not None:
                self.agenda.set(number, lodged.pattern.due_at)
            if not lodged.pattern.sets_off:
                return [opening, *events]
            return [opening, *events, *lodged.pattern.set_off(number, opening.court_id)]
        dispute = opened(opening)
        self.disputes.put(dispute, Matter(opening.dispute_type, opening.channel))
        for event in events:
            self._follow(event)
        set_off = self._lifecycle.settle(dispute, opening.case_id, opening.occurred_at)
        self._touch(dispute)
        return [opening, *events, *set_off]

    def replay(self, event: Event) -> None:
        """Let a dispute follow an event that was recorded before; what it set off was recorded, too."""
        self.rest()
        if isinstance(event, Filed | Offered) and self._is_lodging(event):
            return
        if isinstance(event, Moved):
            dispute = self.dispute(event.dispute_id)
            self._lifecycle.replay(dispute, event)
            self.moved(dispute, event.case_id)
        else:
            self._follow(event)

    def rest(self) -> None:
        """Put disputes to rest that nobody works on any more, if there are many; callers must hold none of them."""
        if self.disputes.is_crowded:
            self.disputes.rest()

    def standing(self) -> bytes:
        """Return all of it, canonical; every dispute is put to rest on the way."""
        return standing_of(self.disputes, self._dispute_of, self._panels, self.agenda)

    def restore(self, standing: bytes) -> None:
        """Take over a standing, where no dispute was registered yet.

        Raises
        ------
        RegistryStandingError
            If the bytes are not those of books.
        """
        self._dispute_of.update(told_by(standing, self.disputes, self._panels, self.agenda))

    def _follow(self, event: Event) -> None:
        dispute = self._moved_by(event)
        if dispute is not None:
            self._lifecycle.replay(dispute, event)
            self._after(dispute, event)

    def _is_lodging(self, event: Filed | Offered) -> bool:
        """Let a dispute that is being lodged go on, if the event is the next of an ordinary lodging."""
        begun = self.disputes.begun(event.dispute_id)
        if begun is None or event.track is not Track.MEDIATION or not begun.then(event):
            return False
        if isinstance(event, Filed):
            self.disputes.lay(event.dispute_id, Begun(begun.opening, event))
            return True
        assert begun.filed is not None, "an offer is next only after the filing"
        if event.occurred_at != self._patterns_at:
            # Perhaps the only one of its instant: a pattern is worth while from the second on.
            self._patterns, self._patterns_at = Patterns(self._lifecycle), event.occurred_at
            return False
        lodged = self._patterns.alike(begun.opening).lodged(begun.opening, (begun.filed, event))
        if lodged is not None:
            self.disputes.lay(event.dispute_id, lodged)
        return lodged is not None

    def _has(self, case_id: int) -> Dispute | None:
        """Return the dispute that has a case, None if none has."""
        dispute = self.disputes.find(self._dispute_of.get(case_id, case_id))
        return dispute if dispute is not None and case_id in dispute.processes else None

    def _moved_by(self, event: Event) -> Dispute | None:
        """Return the dispute that an event of the assignment moves; None if it moves seats only."""
        if event.track is not Track.MEDIATION or not isinstance(event, FOLLOWED):
            return None  # panels of other doors move their process by commands
        dispute = self.dispute(event.dispute_id)
        return dispute if self._panels.moves(dispute.processes.get(event.case_id), event) else None

    def _after(self, dispute: Dispute, event: Event) -> None:
        if isinstance(event, Closed | Withdrawn):
            self._panels.forget(event.case_id)
        self._touch(dispute)

    def _touch(self, dispute: Dispute) -> None:
        due = self._lifecycle.due(dispute, FOREVER)
        self.agenda.set(dispute.dispute_id, None if due is None else due.ends_at)
