"""What comes before the filing: the draft, the application, sometimes a first one that the court returns."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.events.enums import EntryRoute
from sim.laws.traits import ENTRY_ROUTES
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import amount_fen_of, chance, exponential, medium_of, parties_of, procedure_of
from sim.rehearsal.law import HeldLaw

_APPLICATION = int(Purpose.APPLICATION)
_PARTY_APPLICATION = ENTRY_ROUTES.index(EntryRoute.PARTY_APPLICATION)
_GROUNDS = 3


class Particulars(NamedTuple):
    """What a dispute is besides its traits: int64[n] each."""

    parties: NDArray[np.int64]
    procedure: NDArray[np.int64]
    """Number in `PROCEDURES`."""
    medium: NDArray[np.int64]
    """Number in `MEDIA`."""
    amount_fen: NDArray[np.int64]


class Applications(NamedTuple):
    """When an application is drafted, its party identified, and handed in: int64[n] each, microseconds."""

    drafted_at: NDArray[np.int64]
    identified_at: NDArray[np.int64]
    submitted_at: NDArray[np.int64]
    returned_at: NDArray[np.int64]
    """When the court returns it; 0 if it does not."""
    ground: NDArray[np.int64]
    """Place in `RETURN_GROUNDS`."""


@njit(cache=True, nogil=True)
def particulars(laws: CaseLaws, held: HeldLaw, case_ids: NDArray[np.int64]) -> Particulars:
    """Return what each dispute is besides its traits."""
    law = held.law
    rows = np.empty((4, len(case_ids)), np.int64)
    for i in range(len(case_ids)):
        rows[0, i] = parties_of(laws, law, case_ids[i])
        rows[1, i] = procedure_of(laws, law, case_ids[i])
        rows[2, i] = medium_of(laws, law, case_ids[i])
        rows[3, i] = amount_fen_of(laws, law, case_ids[i])
    return Particulars(rows[0], rows[1], rows[2], rows[3])


@njit(cache=True)
def applications(
    laws: CaseLaws,
    held: HeldLaw,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    route: NDArray[np.int64],
    starts_at: int,
) -> tuple[Applications, Applications]:
    """Return when each filed case's application was made, and the first one that was returned before it.

    Parameters
    ----------
    laws, held
        The laws of chance.
    case_ids, filed_at, route
        int64[n]: the cases, when they are filed, and by which entry route (only a party's own can be returned).
    starts_at
        Nothing is drafted before.

    Returns
    -------
    tuple[Applications, Applications]
        Those that are filed; and as many that are returned, of which `returned_at` is 0 where there was none.
    """
    law = held.law
    count = len(case_ids)
    made, first = np.zeros((5, count), np.int64), np.zeros((5, count), np.int64)
    for i in range(count):
        case_id, filed = case_ids[i], filed_at[i]
        drafted = max(starts_at, filed - int(exponential(laws, _APPLICATION, case_id, 0, law.lead_mean_us)))
        if route[i] == _PARTY_APPLICATION and chance(laws, _APPLICATION, case_id, 2) < law.returned_share:
            returned = drafted + (filed - drafted) // 2
            _fill(first, i, drafted, returned, chance(laws, _APPLICATION, case_id, 3))
            first[3, i] = returned
            first[4, i] = int(_GROUNDS * chance(laws, _APPLICATION, case_id, 4))
            drafted = returned
        _fill(made, i, drafted, filed, chance(laws, _APPLICATION, case_id, 1))
    return (
        Applications(made[0], made[1], made[2], made[3], made[4]),
        Applications(first[0], first[1], first[2], first[3], first[4]),
    )


@njit(cache=True)
def _fill(rows: NDArray[np.int64], i: int, drafted: int, dealt_with: int, drawn: float) -> None:
    """The party is identified half-way to the application; the court looks at it for the rest of the time."""
    submitted = drafted + int((0.3 + 0.7 * drawn) * (dealt_with - drafted))
    rows[0, i], rows[1, i], rows[2, i] = drafted, drafted + (submitted - drafted) // 2, submitted
