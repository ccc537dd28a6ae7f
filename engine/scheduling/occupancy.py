"""Who is busy when: a timetable of each resource that has any booking."""

from collections.abc import Iterable, Sequence
from typing import Final

from engine.scheduling.resource import Clash, Resource, Slot
from engine.scheduling.timetable import Timetable

_FREE: Final = Timetable()
"""The timetable of whoever has no booking."""


class Occupancy:
    """The timetables of all resources; one without a slot is dropped.

    Examples
    --------
    >>> from engine.scheduling.words import ResourceKind
    >>> occupancy, agent = Occupancy(), Resource(ResourceKind.AGENT, 7)
    >>> occupancy.occupy([agent], Slot(10, 20, 0))
    >>> [(str(clash.resource), clash.number) for clash in occupancy.clashes([agent], 15, 25)]
    [('agent 7', 0)]
    """

    def __init__(self) -> None:
        self._timetables: Final[dict[Resource, Timetable]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Occupancy) and self.slots() == other.slots()

    __hash__ = None  # pyright: ignore[reportAssignmentType] - it changes

    def slots(self) -> dict[Resource, tuple[Slot, ...]]:
        """Return the slots of each resource that has any, in order of time."""
        return {resource: tuple(timetable.slots) for resource, timetable in self._timetables.items()}

    def timetable(self, resource: Resource) -> Timetable:
        """Return somebody's timetable, for reading only."""
        return self._timetables.get(resource, _FREE)

    def timetables(self, resources: Iterable[Resource]) -> list[Timetable]:
        """Return the timetables of those who have any booking, for reading only."""
        found = [self._timetables.get(resource) for resource in resources]
        return [timetable for timetable in found if timetable is not None]

    def is_free(self, resource: Resource, starts_at: int, ends_at: int, *, moving: int | None = None) -> bool:
        """Tell whether somebody has nothing in [starts_at, ends_at) but a booking that is moved."""
        timetable = self._timetables.get(resource)
        if timetable is None or timetable.is_free(starts_at, ends_at):
            return True
        return moving is not None and not self.clashes((resource,), starts_at, ends_at, moving=moving)

    def clashes(
        self, resources: Iterable[Resource], starts_at: int, ends_at: int, *, moving: int | None = None
    ) -> list[Clash]:
        """Return who is busy in [starts_at, ends_at), when, and with which booking.

        Parameters
        ----------
        resources
            Who is asked about.
        starts_at, ends_at
            The time, us.
        moving
            A booking whose time does not count, because it is given back.
        """
        busy: list[Clash] = []
        for resource in resources:
            timetable = self._timetables.get(resource)
            if timetable is not None and not timetable.is_free(starts_at, ends_at):
                slots = timetable.clashes(starts_at, ends_at)
                busy += [
                    Clash(resource, slot.starts_at, slot.ends_at, slot.number)
                    for slot in slots
                    if slot.number != moving
                ]
        return busy

    def occupy(self, resources: Sequence[Resource], slot: Slot) -> None:
        """Take a slot of each; whoever takes it has seen that all are free."""
        for resource in resources:
            timetable = self._timetables.get(resource)
            if timetable is None:
                timetable = self._timetables[resource] = Timetable()
            timetable.add(slot)

    def vacate(self, resources: Sequence[Resource], slot: Slot) -> None:
        """Give a slot back to each."""
        for resource in resources:
            timetable = self._timetables[resource]
            timetable.remove(slot)
            if not timetable.slots:
                del self._timetables[resource]

    def forget_before(self, at: int) -> None:
        """Let every timetable forget what its searches have learnt about the past."""
        for timetable in self._timetables.values():
            timetable.forget_before(at)
