"""Strike and rank: a list is drawn, each side strikes some names and ranks the rest, the best common name comes first.

The form is that of FINRA Rules 12403 and 12404: a random list of ten or fifteen, up to four or six strikes a side,
ranks added up. Nothing here is kept: who struck whom never leaves the case, and only the places of those who are
left become events (ONL 10).
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.desk.errors import ChoiceError

STRIKES_OF_LIST: Final[Mapping[int, int]] = MappingProxyType({10: 4, 15: 6})
"""Strikes a side has, by the size of the list."""

Party = TypeVar("Party", bound=Hashable)


class Side(StrEnum):
    """A side of a dispute."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"


def draw_list(
    members: NDArray[np.int32], tickets: NDArray[np.int64], size: int, word_of: Callable[[int], int]
) -> tuple[int, ...]:
    """Draw a list from a pool without putting anybody back.

    Parameters
    ----------
    members
        int32[n], ascending: the pool.
    tickets
        int64[n], none negative: what each member has in a draw of the court's policy. Once nobody left has any, the
        rest of the list is drawn with one ticket each, since a list needs names beside the one the policy prefers.
    size
        Names wanted; fewer are drawn from a smaller pool.
    word_of
        The 64-bit word, as a signed integer, of the draw for a place, from 1.

    Returns
    -------
    tuple[int, ...]
        Mediators in the order drawn: ticket number `word * total >> 64` of those left wins each place.

    Examples
    --------
    >>> draw_list(np.array([3, 5, 9], np.int32), np.array([1, 1, 0]), 3, lambda place: 0)
    (3, 5, 9)
    """
    left = dict(zip(members.tolist(), tickets.tolist(), strict=True))
    drawn: list[int] = []
    while left and len(drawn) < size:
        if not any(left.values()):
            left = dict.fromkeys(left, 1)
        # Python's integers have no bound, so the product is exact without the core's 128-bit instruction.
        number = (word_of(len(drawn) + 1) % 2**64) * sum(left.values()) >> 64
        drawn.append(_holder(left, number))
        del left[drawn[-1]]
    return tuple(drawn)


def combine(
    listed: Sequence[int],
    strikes: Mapping[Party, Collection[int]],
    ranks: Mapping[Party, Sequence[int]],
    *,
    strikes_max: int,
) -> tuple[int, ...]:
    """Put those whom nobody struck in the order that the parties like best.

    Parameters
    ----------
    listed
        The list, in the order drawn.
    strikes
        For each party the mediators it strikes; a party that is not named strikes nobody.
    ranks
        For each party the mediators it would accept, best first. Those it neither strikes nor ranks share the place
        after its last one, so a party that says nothing has no influence.
    strikes_max
        Strikes that each party has.

    Returns
    -------
    tuple[int, ...]
        Smallest sum of ranks first, ties in the order of the list; empty if all were struck.

    Raises
    ------
    ChoiceError
        If a party strikes too many, names somebody who is not on the list, ranks somebody twice, or ranks somebody
        whom it strikes; the message holds no name but the offending one.

    Examples
    --------
    >>> combine([3, 5, 9], {"a": {5}, "b": set()}, {"a": [9, 3], "b": [3, 9, 5]}, strikes_max=1)
    (3, 9)
    """
    for party in {*strikes, *ranks}:
        _check_wishes(listed, strikes.get(party, ()), ranks.get(party, ()), strikes_max)
    struck = {mediator for wishes in strikes.values() for mediator in wishes}
    left = [mediator for mediator in listed if mediator not in struck]
    places = [{mediator: place for place, mediator in enumerate(wishes, start=1)} for wishes in ranks.values()]
    # Sorting keeps the order of the list among equals.
    return tuple(sorted(left, key=lambda mediator: sum(own.get(mediator, len(own) + 1) for own in places)))


def _holder(tickets: Mapping[int, int], number: int) -> int:
    """Return who holds ticket `number`, counted from 0."""
    for mediator, count in tickets.items():
        if number < count:
            return mediator
        number -= count
    raise AssertionError("a ticket's number lies below their total")


def _check_wishes(listed: Sequence[int], strikes: Collection[int], ranks: Sequence[int], strikes_max: int) -> None:
    if len(set(strikes)) > strikes_max:
        raise ChoiceError(f"strikes = {len(set(strikes))} names: must be at most {strikes_max} a party")
    known = set(listed)
    for name, mediators in (("strikes", strikes), ("ranks", ranks)):
        for mediator in mediators:
            if mediator not in known:
                raise ChoiceError(f"{name}: mediator {mediator}: must be one of the {len(listed)} on the list")
    if len(set(ranks)) != len(ranks):
        raise ChoiceError(f"ranks = {len(ranks)} names: must name each mediator once")
    for mediator in ranks:
        if mediator in strikes:
            raise ChoiceError(f"ranks: mediator {mediator}: must not be one whom the same party strikes")
