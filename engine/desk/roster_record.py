"""What the desk remembers of people who were appointed: their organisations, and what their courts call them."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.events.external_id import external_id_of
from engine.events.records import MediatorAppointed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.desk.handlers import Handlers

NO_ORGANISATION: Final = 0
"""Organisation of every mediator where the desk is not told any."""


class RosterRecord:
    """Read off the events, like the docket.

    Parameters
    ----------
    places
        How many the roster has.
    organisations
        Organisation of each mediator when the log began; None if all belong to number 0.
    external_ids
        What courts call the mediators that the roster began with; None if numbers are their names.

    Examples
    --------
    >>> record = RosterRecord(2, [7, 0], {"M1"})
    >>> record.organisations.tolist(), record.is_taken("M1"), record.is_taken("M2")
    ([7, 0], True, False)
    """

    def __init__(self, places: int, organisations: Sequence[int] | None, external_ids: Collection[str] | None) -> None:
        known = np.full(places, NO_ORGANISATION) if organisations is None else np.array(organisations, np.int64)
        self.organisations: Final[NDArray[np.int64]] = known
        """int64[places]; changed by events alone."""
        self.has_ids: Final = external_ids is not None
        """Whether whoever is appointed must be called something."""
        self._first_ids: Final = () if external_ids is None else external_ids
        self._ids: Final[dict[int, str]] = {}
        self._taken: Final[set[str]] = set()
        self.handlers: Final[Handlers] = {MediatorAppointed: self._appointed}
        """What the record does at an event, by its kind."""

    def is_taken(self, external_id: str) -> bool:
        """Return whether somebody on the roster has an id already."""
        return external_id in self._taken or external_id in self._first_ids

    @property
    def appointed(self) -> dict[int, str]:
        """Everybody who was appointed since the log began, in order of number, and his id; empty if he has none."""
        return dict(sorted(self._ids.items()))

    def told(self) -> list[tuple[int, int, str]]:
        """Return number, organisation and id of everybody who was appointed, in order of number."""
        return [(number, int(self.organisations[number]), name) for number, name in self.appointed.items()]

    def load(self, told: list[tuple[int, int, str]]) -> None:
        """Take over what `told` has returned."""
        for number, organisation, name in told:
            self._enter(number, organisation, name)

    def _appointed(self, event: MediatorAppointed) -> None:
        self._enter(event.mediator_id, event.organisation_id, external_id_of(event))

    def _enter(self, number: int, organisation: int, name: str) -> None:
        self.organisations[number] = organisation
        self._ids[number] = name
        if name:
            self._taken.add(name)
