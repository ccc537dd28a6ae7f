"""Deal from a deck: each name on as many cards as its share, no card twice until the deck is out.

An offer takes the mediator's card, whatever becomes of it. Drawing evenly among the cards that are left is the same law
as dealing from a shuffled deck, without an order that a clerk could read.
Guarantee: of the cases dealt from one deck to mediators with room, each gets at most his share.
Source: the assignment decks of United States district courts; Administrative Office of the U.S. Courts, "FAQs: Filing a
Case", on the random assignment of judges.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.state import CoreState


@njit(cache=True)
def deck(state: CoreState, court: int, pool: NDArray[np.int32], tickets: NDArray[np.int64]) -> None:
    """As many tickets as cards left; nobody with a card means that a new deck is due."""
    for i in range(len(pool)):
        tickets[i] = state.cards[pool[i]]
