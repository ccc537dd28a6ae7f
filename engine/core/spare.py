"""Spare places: room in a roster for people who will be appointed while its log runs.

A log knows mediators by their numbers, and a court's numbers are one range, so that nobody can be put in between later
without everybody behind getting another number. A roster may therefore keep places free at the end of each court. They
are vacant: they take no dispute, speak no language, stand in no index and are counted nowhere, until somebody is
appointed to one by an event.
"""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.errors import RosterError
from engine.core.roster import Roster

SPARE_PLACES_MAX: Final = 10_000
"""Vacant places of one court: more than any court has mediators."""
_LEAST: Final = 2
_ONE_IN: Final = 10


class WithSpare(NamedTuple):
    """A roster with spare places, and who of the one before stands where."""

    roster: Roster
    number: NDArray[np.int64]
    """int64[mediators of the roster before]: the number that each has now."""


def usual_spare(roster: Roster) -> NDArray[np.int64]:
    """int64[courts]: one place for ten mediators, rounded up, and two at least."""
    mediators = np.bincount(roster.mediator_court[~roster.vacant], minlength=roster.courts)
    return np.maximum(_LEAST, -(-mediators // _ONE_IN)).astype(np.int64)


def with_spare_places(roster: Roster, places: NDArray[np.int64]) -> WithSpare:
    """Add vacant places to courts, behind their mediators.

    Parameters
    ----------
    roster
        Courts and mediators; vacant places that it has already stay.
    places
        int64[courts]: how many each court gets, at most `SPARE_PLACES_MAX`.

    Raises
    ------
    RosterError
        If a court shall get fewer than none, or too many.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> wider = with_spare_places(one_court_roster(), np.array([3]))
    >>> wider.roster.vacant.tolist(), wider.number.tolist()
    ([False, False, True, True, True], [0, 1])
    """
    wrong = (places < 0) | (places > SPARE_PLACES_MAX)
    if wrong.any():
        court = int(np.argmax(wrong))
        raise RosterError(f"spare places of court {court} = {places[court]}: must be within 0..{SPARE_PLACES_MAX}")
    spare = np.repeat(np.arange(roster.courts, dtype=np.int32), places)
    court = np.concatenate((roster.mediator_court, spare))
    order = np.argsort(court, kind="stable")
    number = np.argsort(order)[: roster.mediators]
    vacant = np.concatenate((roster.vacant, np.ones(len(spare), np.bool_)))[order]

    def spread(values: NDArray[np.generic], filler: int) -> NDArray[np.generic]:
        return np.concatenate((values, np.full(len(spare), filler, values.dtype)))[order]

    wider = replace(
        roster,
        mediator_court=court[order],
        vacant=vacant,
        **{name: spread(getattr(roster, name), 1) for name in ("capacity", "share_milli")},
        **{
            name: spread(getattr(roster, name), 0)
            for name in ("dispute_types", "languages", "origin", "gender", "attributes")
        },
        rank=_ranks(roster, order),
    )
    return WithSpare(wider, number)


def _ranks(roster: Roster, order: NDArray[np.int64]) -> NDArray[np.int32]:
    """int32[places]: ranks as they were; a vacant place's is its number, behind those who are ranked by theirs."""
    numbers = np.arange(len(order), dtype=np.int32)
    if np.array_equal(roster.rank, np.arange(roster.mediators)):
        return numbers
    ranks = numbers.copy()
    is_old = order < roster.mediators
    ranks[is_old] = roster.rank[order[is_old]]
    return ranks
