"""What a registry knows: disputes, who handles them, what is due, and all of it as bytes. It changes in `registry`."""

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec

from engine.desk.desk import Desk
from engine.events.lifecycle_words import Track
from engine.events.moves import Moved
from engine.events.records import Event
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.appointments import Appointments
from engine.registry.books import Books
from engine.registry.errors import RegistryClockError, RegistryStandingError
from engine.registry.rest import Resting, unpacked


class _Standing(msgspec.Struct, frozen=True, array_like=True):
    last_at: int | None
    last_number: int
    books: bytes
    desks: list[tuple[Track, bytes]]
    """In order of door."""


class Register:
    """The state of a registry.

    Parameters
    ----------
    lifecycle
        The rules.
    desks
        By door.
    """

    def __init__(self, lifecycle: Lifecycle, desks: Mapping[Track, Desk]) -> None:
        self.desks: Final = desks
        self._lifecycle: Final = lifecycle
        self._books: Final = Books(lifecycle)
        self._appointments: Final = Appointments(lifecycle, desks)
        self._last_number = 0
        self._last_at: int | None = None
        self._now: int | None = None

    def dispute(self, dispute_id: int) -> Dispute:
        """Return a dispute; to be read only.

        Raises
        ------
        UnknownDisputeError
            If no such dispute is registered.
        """
        return self._books.dispute(dispute_id)

    def process(self, case_id: int) -> tuple[Dispute, Process]:
        """Return a case and the dispute it belongs to; to be read only.

        Raises
        ------
        UnknownDisputeError
            If no such case is registered.
        """
        dispute = self._books.of_case(case_id)
        return dispute, dispute.processes[case_id]

    def panel(self, case_id: int) -> tuple[int, ...]:
        """Return who handles a case, in order of seat: members of the roster of its door."""
        return self._appointments.panel(self.process(case_id)[1])

    @property
    def numbers(self) -> KeysView[int]:
        """Numbers of the registered disputes, in the order they were opened."""
        return self._books.disputes.keys()

    @property
    def next_number(self) -> int:
        """One more than the largest number that a dispute or a case ever had."""
        return self._last_number + 1

    @property
    def next_due(self) -> int | None:
        """When something is due next, microseconds since the epoch; None if nothing is."""
        dues = [self._books.agenda.next_due, *(desk.next_due for desk in self.desks.values())]
        return min((due for due in dues if due is not None), default=None)

    def due_disputes(self, to: int, most: int) -> list[int]:
        """Return the first disputes a clock of which ends by an instant, in that order; no later one is looked at."""
        return [dispute_id for _, dispute_id in islice(self._books.agenda.until(to), most)]

    def meet(self, dispute_id: int, found: Resting, mediated: Sequence[int]) -> None:
        """Take over a dispute that has come some way elsewhere; its cases at a desk follow from events.

        Parameters
        ----------
        dispute_id
            Never used before.
        found
            As it stands.
        mediated
            Mediators who have ever mediated it: they play no other part in it (SIM 16).

        Raises
        ------
        UnknownDisputeError
            If one of that number is registered already.
        """
        self._books.meet(dispute_id, found)
        for mediator in mediated:
            self.desks[Track.MEDIATION].role_bars.enter(dispute_id, mediator)
        self.reserve(max((dispute_id, *(process.case_id for process in found.processes))))

    def resting(self) -> Iterator[tuple[int, Resting]]:
        """Yield every dispute as it stands, by number in the order they were opened; all are put to rest for it."""
        numbers = self.numbers
        for number, content in zip(numbers, self._books.disputes.pack(), strict=True):
            yield number, unpacked(content)

    def reserve(self, number: int) -> None:
        """Let no dispute get a number up to this one: they were used elsewhere."""
        self._last_number = max(self._last_number, number)

    def settle(self, at: int) -> list[Event]:
        """Let every case that waits at a desk look for somebody once more; nothing may be due by `at`."""
        events = [event for desk in self.desks.values() for event in self._books.follow(desk.settle(at))]
        events = self._with_assigned(events, at)
        self._note(events, at)
        return events

    def is_final(self, event: Moved) -> bool:
        """Tell whether a process is over with a move, by the rules of its day."""
        return (event.track, event.state) in self._lifecycle.rulebook.at(event.occurred_at).final

    def standing(self) -> bytes:
        """Return all of it: registries that the same events have led to give equal bytes."""
        desks = sorted((track, desk.standing()) for track, desk in self.desks.items())
        return msgspec.msgpack.encode(_Standing(self._last_at, self._last_number, self._books.standing(), desks))

    def restore(self, standing: bytes) -> None:
        """Take over a standing, in a registry that is empty and was made with the same rules, rosters and words.

        Raises
        ------
        RegistryStandingError
            If the bytes are not a registry's, or one of other doors.
        DeskError, CoreError
            If they are not those of its desks.
        """
        try:
            found = msgspec.msgpack.decode(standing, type=_Standing)
        except msgspec.MsgspecError as error:
            raise RegistryStandingError(f"standing of {len(standing)} bytes: must be a registry's: {error}") from error
        doors = [track.value for track, _ in found.desks]
        if doors != sorted(track.value for track in self.desks):
            raise RegistryStandingError(f"desks = {doors}: must be {sorted(track.value for track in self.desks)}")
        self._now, self._last_at, self._last_number = found.last_at, found.last_at, found.last_number
        self._books.restore(found.books)
        for track, desk in found.desks:
            self.desks[track].restore(desk)

    def _with_assigned(self, events: list[Event], at: int) -> list[Event]:
        """Return what has happened with what follows for those who are assigned and not asked."""
        accepted = self._appointments.assigned(events, at)
        return events + accepted if accepted else events

    def _check_clock(self, at: int) -> None:
        if self._now is not None and at < self._now:
            raise RegistryClockError(f"at = {at}: must not lie before {self._now}, the instant of the last request")
        due_at = self.next_due
        if due_at is not None and due_at <= at:
            raise RegistryClockError(f"at = {at}: something was due at {due_at}; advance the registry to {at} first")

    def _note(self, events: Iterable[Event], at: int) -> None:
        """Remember the instant up to which all is done, the last event and the largest number."""
        for event in events:
            self._last_number = max(self._last_number, event.dispute_id, event.case_id)
            self._last_at = event.recorded_at
        self._now = at if self._now is None else max(at, self._now)
