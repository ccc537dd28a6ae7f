"""What a diary holds, and how it is read, kept as bytes and taken over again; how it changes is in `diary`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.scheduling.booking import Booking
from engine.scheduling.diary_standing import DiaryStanding, packed, unpacked
from engine.scheduling.errors import BookingStateError
from engine.scheduling.occupancy import Occupancy
from engine.scheduling.resource import Resource
from engine.scheduling.words import BookingStatus, Purpose


class Pages:
    """Every booking, a timetable of each resource that has one, and what was cancelled for whom.

    Examples
    --------
    >>> Pages() == Pages(), len(Pages())
    (True, 0)
    """

    def __init__(self) -> None:
        self.occupancy: Final = Occupancy()
        self._bookings: Final[dict[int, Booking]] = {}
        self._open_of_case: Final[dict[int, tuple[int, ...]]] = {}
        self._left: Final[dict[Resource, dict[int, Booking]]] = {}
        self._next_number = 0
        self._forgotten_before: int | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pages) and self._facts() == other._facts()

    __hash__ = None  # pyright: ignore[reportAssignmentType] - it changes

    def __len__(self) -> int:
        return len(self._bookings)

    @property
    def next_number(self) -> int:
        """The number of the next booking."""
        return self._next_number

    @property
    def bookings(self) -> Mapping[int, Booking]:
        """Every booking that is not forgotten, by its number; a live view."""
        return MappingProxyType(self._bookings)

    def booking(self, number: int) -> Booking:
        """Return a booking.

        Raises
        ------
        BookingStateError
            If there is none of that number, or it is forgotten.
        """
        booking = self._bookings.get(number)
        if booking is None:
            raise BookingStateError(f"number = {number}: must be one of the {len(self)} bookings of the diary")
        return booking

    def open_of_case(self, case_id: int) -> tuple[Booking, ...]:
        """Return a case's bookings that are neither held nor cancelled: what to cancel when the case closes."""
        return tuple(self._bookings[number] for number in self._open_of_case.get(case_id, ()))

    def of_resource(self, resource: Resource) -> list[Booking]:
        """Return somebody's bookings in order of number, as his or her calendar shows them.

        What was cancelled, and what he or she no longer takes part in, is among them with status `CANCELLED`.
        """
        found = {slot.number: self._bookings[slot.number] for slot in self.occupancy.timetable(resource).slots}
        found |= self._left.get(resource, {})
        return [found[number] for number in sorted(found)]

    def unrecorded(self, at: int) -> list[Booking]:
        """Return the meetings that were over by an instant and of which nobody has said whether they were held."""
        return [
            booking
            for booking in self._bookings.values()
            if booking.ends_at <= at
            and booking.status is BookingStatus.BOOKED
            and booking.purpose is not Purpose.BLOCKED
        ]

    def standing(self) -> bytes:
        """Return all of it: equal diaries give equal bytes."""
        left = [(resource, dict(sorted(seen.items()))) for resource, seen in sorted(self._left.items())]
        return packed(DiaryStanding(self._next_number, self._forgotten_before, list(self._bookings.values()), left))

    def restore(self, standing: bytes) -> None:
        """Take over a standing, in a diary that is empty.

        Raises
        ------
        DiaryStandingError
            If the bytes are not a diary's.
        """
        found = unpacked(standing)
        self._next_number, self._forgotten_before = found.next_number, found.forgotten_before
        self._left.update(found.left)
        for booking in found.bookings:
            self._bookings[booking.number] = booking
            if booking.status is not BookingStatus.CANCELLED:
                self.occupancy.occupy(booking.participants, booking.slot)
            self._open(booking)

    def _open(self, booking: Booking) -> None:
        if booking.is_open and booking.purpose is not Purpose.BLOCKED:
            self._open_of_case[booking.case_id] = (*self._open_of_case.get(booking.case_id, ()), booking.number)

    def _facts(self) -> tuple[object, ...]:
        tables = (self._bookings, self.occupancy, self._open_of_case, self._left)
        return (*tables, self._next_number, self._forgotten_before)
