"""Changes to who a mediator is: appointed to a vacant place, or qualified for other cases than before.

Both leave the lists of candidates behind; whoever calls them lays these out anew (`engine.core.layout`) before anything
is decided or changed.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.roster import Roster
from engine.core.state import ABSENT, VACANT, CoreState

_MILLI = 1000
_DECK_CARDS = 4
_DECKS_HELD = 2


@njit(cache=True)
def apply_appointed(
    state: CoreState,
    mediator: int,
    word: int,
    dispute_types: int,
    share_milli: int,
    rank: int,
    capacity: int,
    entry_milli: int,
    at: int,
) -> None:
    """Somebody sits at a vacant place: present, without a case or a card, and idle since then."""
    _qualify(state, mediator, word, dispute_types, share_milli, capacity)
    state.rank[mediator] = rank
    state.absence[mediator] = 0
    state.cards[mediator] = 0
    state.cumulative_milli[mediator] += entry_milli
    state.idle_since[mediator] = at
    state.room_milli[mediator] = state.capacity_milli[mediator] - state.load_milli[mediator]


@njit(cache=True)
def apply_qualified(
    state: CoreState, mediator: int, word: int, dispute_types: int, share_milli: int, capacity: int
) -> None:
    """A mediator may be asked for other cases; what he holds, his weight and his absence stay.

    Of his cards he keeps as many as his new share of two decks.
    """
    _qualify(state, mediator, word, dispute_types, share_milli, capacity)
    state.cards[mediator] = min(state.cards[mediator], _DECKS_HELD * max(1, share_milli * _DECK_CARDS // _MILLI))
    is_present = state.absence[mediator] == 0
    state.room_milli[mediator] = state.capacity_milli[mediator] - state.load_milli[mediator] if is_present else ABSENT


@njit(cache=True)
def _qualify(state: CoreState, mediator: int, word: int, dispute_types: int, share_milli: int, capacity: int) -> None:
    state.attribute_word[mediator] = np.uint64(word)
    state.dispute_types[mediator] = np.uint64(dispute_types)
    state.share_milli[mediator] = share_milli
    state.capacity_milli[mediator] = capacity * _MILLI


@njit(cache=True)
def first_vacant(state: CoreState, court: int) -> int:
    """Return the first vacant place of a court, the one after its last place if none is left."""
    place = state.first_mediator[court]
    while place < state.first_mediator[court + 1] and state.absence[place] < VACANT:
        place += 1
    return int(place)


@njit(cache=True)
def load_qualified(
    state: CoreState,
    mediators: NDArray[np.int64],
    words: NDArray[np.int64],
    dispute_types: NDArray[np.int64],
    share_milli: NDArray[np.int64],
    rank: NDArray[np.int64],
) -> None:
    """Let mediators be what a standing says of them."""
    for row in range(len(mediators)):
        mediator = mediators[row]
        state.attribute_word[mediator] = np.uint64(words[row])
        state.dispute_types[mediator] = np.uint64(dispute_types[row])
        state.share_milli[mediator] = share_milli[row]
        state.rank[mediator] = rank[row]


@njit(cache=True)
def word_at(state: CoreState, mediator: int) -> int:
    """Return the attribute word of a mediator; see `engine.core.attributes`."""
    return int(np.int64(state.attribute_word[mediator]))


def vacancies(state: CoreState, roster: Roster, court: int) -> tuple[int, int]:
    """Return how many places of a court are vacant, and how many were when the core began."""
    spare = int((roster.vacant & (roster.mediator_court == court)).sum())
    first = int(np.searchsorted(roster.mediator_court, court))
    last = int(np.searchsorted(roster.mediator_court, court, side="right"))
    return last - max(first, first_vacant(state, court)), spare
