"""Whether the core and the docket agree: every mediator's load counted again from the docket alone.

The two follow the same events by different ways, one in arrays that compiled code changes, one in records; so a mistake
in either shows as a difference, at the latest when a service that has taken over a standing looks once.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.core.overview import loads
from engine.desk.errors import DeskCaseError

if TYPE_CHECKING:
    from engine.desk.desk import Desk

_ARRAY_32: Final = b"\xdd"
"""How msgpack begins an array whose length follows in four bytes."""


class _Seat(msgspec.Struct, array_like=True, gc=False):
    """The first field of a seat; the rest is passed over."""

    mediator: int


class _Holding(msgspec.Struct, array_like=True, gc=False):
    """The first fields of an entry of the docket; the rest is passed over."""

    case_id: int
    weight_milli: int
    seats: dict[int, _Seat]


_HOLDINGS: Final = msgspec.msgpack.Decoder(list[_Holding])


class Miscount(NamedTuple):
    """A mediator of whom core and docket say different things."""

    mediator: int
    core_milli: int
    """Weight of the cases held or offered, as the core has it; thousandths of a standard case."""
    docket_milli: int
    core_seats: int
    """How many they are."""
    docket_seats: int


def recount(desk: "Desk") -> tuple[Miscount, ...]:
    """Return of whom core and docket differ, in order of mediator; nobody when all is right.

    Parameters
    ----------
    desk
        Its docket is packed on the way, as `Desk.standing` does.

    Raises
    ------
    DeskCaseError
        If they do not even know the same number of open cases.

    Examples
    --------
    >>> from engine.desk.example import MONDAY, filing, one_court_desk
    >>> desk = one_court_desk()
    >>> _ = desk.file(filing(7), MONDAY)
    >>> recount(desk)
    ()
    """
    packed = desk.docket.shelf.pack()
    count = len(desk.docket)
    if count != desk.core.open_cases:
        raise DeskCaseError(f"open cases = {desk.core.open_cases} in the core: must be {count}, as in the docket")
    holdings = _HOLDINGS.decode(_ARRAY_32 + count.to_bytes(4, "big") + packed.content)
    mediators = np.array([seat.mediator for one in holdings for seat in one.seats.values()], np.int64)
    weights = np.array([one.weight_milli for one in holdings for _ in one.seats], np.int64)
    size = desk.core.roster.mediators
    docket_milli = _sums(mediators, weights, size)
    docket_seats = np.bincount(mediators, minlength=size)
    core_milli, core_seats = loads(desk.core)
    wrong = np.flatnonzero((docket_milli != core_milli) | (docket_seats != core_seats))
    columns = (wrong, core_milli[wrong], docket_milli[wrong], core_seats[wrong], docket_seats[wrong])
    return tuple(Miscount(*row) for row in zip(*(column.tolist() for column in columns), strict=True))


def _sums(places: NDArray[np.int64], values: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Sum values by place in whole numbers; NumPy's weighted count would sum them as floats."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, places, values)
    return sums
