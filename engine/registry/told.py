"""Whether anything follows from what has happened to applications: looked at once for all that happened alike."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

import numpy as np

from engine.events.moves import Moved
from engine.events.records import Event
from engine.events.scan import SCANNED, column_of
from engine.events.written import Written
from engine.events.written_part import WrittenPart

_MOVED: Final = SCANNED.index(Moved)
_TRANSITION, _STATE = column_of(Moved, "transition"), column_of(Moved, "state")
_STATES_MAX: Final = 1 << 16


class Told:
    """What follows from events of one instant.

    Parameters
    ----------
    is_told
        Tells whether anything follows from an event: by its kind and, where a process moved, by how and whereto.
    untold
        Kinds from which nothing follows.

    Examples
    --------
    >>> Told(lambda event: False, ()).of([])
    False
    """

    def __init__(self, is_told: Callable[[Event], bool], untold: Collection[type[Event]]) -> None:
        self._is_told: Final = is_told
        self._asked_about: Final = [number for number, kind in enumerate(SCANNED) if kind not in untold]
        self._written: Written | None = None
        """Looked at last."""
        self._answer = False

    def of(self, happened: Sequence[Event]) -> bool:
        """Tell whether anything may follow; of written events, whether it may from any that were written with them."""
        if type(happened) is not WrittenPart:
            return any(map(self._is_told, happened))
        if happened.written is not self._written:
            self._written, self._answer = happened.written, self._look(happened.written)
        return self._answer

    def _look(self, written: Written) -> bool:
        places: list[int] = []
        for kind in self._asked_about:
            of_kind = np.flatnonzero(written.kinds == kind)
            if kind == _MOVED and len(of_kind):
                moved = written.values[of_kind]
                _, firsts = np.unique(moved[:, _TRANSITION] * _STATES_MAX + moved[:, _STATE], return_index=True)
                of_kind = of_kind[firsts]
            else:
                of_kind = of_kind[:1]
            places += of_kind.tolist()
        return any(self._is_told(written.event(place)) for place in places)
