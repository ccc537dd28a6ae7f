"""What the rivals are asked: everything about a case that its draw depends on, in plain Python."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import Roster


class Question(NamedTuple):
    """A waiting case in Mandarin or not, about mainland parties, that asks for nobody of a certain gender."""

    court: int
    dispute_type: int
    """Place in `DISPUTE_TYPES`."""
    language: int
    """Place in `LANGUAGES`."""
    weight_milli: int
    step: int
    """0 the court, 1 its region, 2 its province, 3 the nation."""
    word: int
    """64 bits as a signed integer."""
    conflicted: frozenset[int] = frozenset()
    """Mediators in conflict with a party (ONL 13)."""
    declined: frozenset[int] = frozenset()
    """Mediators who declined in the present round (ONL 12)."""


class Mediators(NamedTuple):
    """Mediators in lists, as the rivals keep them."""

    room_milli: list[int]
    cumulative_milli: list[int]
    dispute_types: list[int]
    languages: list[int]
    ranges: list[list[tuple[int, int]]]
    """First mediator and the one after the last, [step][court]."""

    @classmethod
    def of(cls, roster: Roster, load_milli: NDArray[np.int64], cumulative_milli: NDArray[np.int64]) -> "Mediators":
        """Lay out who is present, in Mandarin lists of numbers.

        Parameters
        ----------
        roster
            Courts and mediators, all from the mainland.
        load_milli, cumulative_milli
            int64[mediators]: weight of the cases held or offered, and weight accepted so far, in thousandths.
        """
        return cls(
            room_milli=(roster.capacity.astype(np.int64) * 1000 - load_milli).tolist(),
            cumulative_milli=cumulative_milli.tolist(),
            dispute_types=roster.dispute_types.tolist(),
            languages=roster.languages.tolist(),
            ranges=_ranges(roster),
        )

    def all_have_declined(self, question: Question) -> bool:
        """Return whether somebody may take the case but for his refusal, and nobody may who has not declined."""
        if not question.declined:
            return False
        first, last = self.ranges[question.step][question.court]
        eligible = {
            mediator
            for mediator in range(first, last)
            if self.dispute_types[mediator] >> question.dispute_type & 1
            and self.languages[mediator] >> question.language & 1
            and mediator not in question.conflicted
        }
        return bool(eligible) and eligible <= question.declined


def _ranges(roster: Roster) -> list[list[tuple[int, int]]]:
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
