"""`band_draw` as anybody would write it in Python: look through the court's mediators. The core's rival.

It keeps what the core keeps - who sits where, what each mediator holds - in lists, and is spared the core's checks
and its memory of who has declined: no case here has been offered before.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.decide import NOBODY
from engine.core.roster import Roster


class PlainScan:
    """Mediators as lists.

    Parameters
    ----------
    roster
        Courts and mediators.
    load, cumulative_milli
        int64[mediators]: cases held or offered, and weight accepted so far in thousandths.
    band_width_milli
        Width of the band.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> scan = PlainScan(one_court_roster(), np.array([0, 0]), np.array([0, 1000]), band_width_milli=1000)
    >>> scan.draw(0, 0, 0, 0, word=-1)
    1
    """

    def __init__(
        self, roster: Roster, load: NDArray[np.int64], cumulative_milli: NDArray[np.int64], *, band_width_milli: int
    ) -> None:
        self._load: Final[list[int]] = load.tolist()
        self._cumulative_milli: Final[list[int]] = cumulative_milli.tolist()
        self._capacity: Final[list[int]] = roster.capacity.tolist()
        self._dispute_types: Final[list[int]] = roster.dispute_types.tolist()
        self._languages: Final[list[int]] = roster.languages.tolist()
        self._band_width_milli: Final = band_width_milli
        self._ranges: Final = _ranges(roster)

    def draw(self, court: int, dispute_type: int, language: int, step: int, word: int) -> int:
        """Return the mediator drawn for a case that looks at a ladder step, `NOBODY` if none is free."""
        load, capacity = self._load, self._capacity
        dispute_types, languages = self._dispute_types, self._languages
        first, last = self._ranges[step][court]
        pool = [
            mediator
            for mediator in range(first, last)
            if load[mediator] < capacity[mediator]
            and dispute_types[mediator] >> dispute_type & 1
            and languages[mediator] >> language & 1
        ]
        if not pool:
            return NOBODY
        cumulative_milli = self._cumulative_milli
        limit = min(cumulative_milli[mediator] for mediator in pool) + self._band_width_milli
        band = [mediator for mediator in pool if cumulative_milli[mediator] <= limit]
        return band[(word % 2**64) * len(band) >> 64]


def _ranges(roster: Roster) -> list[list[tuple[int, int]]]:
    """First mediator and the one after the last, [step][court]: of the court, its region, its province, the nation."""
    units_of_court = (
        np.arange(roster.courts),
        roster.court_region,
        roster.court_province,
        np.zeros(roster.courts, np.int32),
    )
    ranges: list[list[tuple[int, int]]] = []
    for units in units_of_court:
        of_mediators = units[roster.mediator_court]
        first = np.searchsorted(of_mediators, units, "left").tolist()
        last = np.searchsorted(of_mediators, units, "right").tolist()
        ranges.append(list(zip(first, last, strict=True)))
    return ranges
