"""A day's filings as rows of whole numbers: what each case is like, and what it comes to if it is offered at once.

Most cases are offered at the instant of filing and accepted. What then happens hangs on the case's own words, the laws
and the calendar, not on the loop: it is worked out beforehand, for which a second thread has time.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.lent import lent
from sim.laws.answer import ACCEPT
from sim.laws.traits import traits
from sim.model.course import answer_to_offer, closes_at, draw_word
from sim.model.laws import CaseLaws

CASE_ID: Final = 0
"""Column."""
FILED_AT: Final = 1
"""Column: microseconds, as all instants here."""
DISPUTE_TYPE: Final = 2
"""Column, as the next four: numbered as in `sim.laws.traits.Traits`."""
LANGUAGE: Final = 3
ENTRY_ROUTE: Final = 4
CHANNEL: Final = 5
CLOSING_CODE: Final = 6
WEIGHT: Final = 7
"""Column: thousandths of an ordinary case."""
WORD: Final = 8
"""Column: draws the mediator of the first offer."""
ANSWER: Final = 9
"""Column: answer to an offer made at the instant of filing, a number of `sim.laws.answer`."""
ANSWERS_AT: Final = 10
DEADLINE: Final = 11
"""Column: of that offer."""
CLOSES_AT: Final = 12
"""Column: when the case closes if that offer is accepted; 0 if it is not."""
FILING_WIDTH: Final = 16
"""Columns of a row, two lines of memory; the last three are not used."""

_FIRST = 1


@njit(cache=True, nogil=True)
def filings_of(laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a row for each case filed at an instant, int64[n, FILING_WIDTH].

    Parameters
    ----------
    laws
        Laws and words of the cases.
    case_ids, filed_at
        int64[n].
    """
    rows = np.zeros((len(case_ids), FILING_WIDTH), np.int64)
    filled = lent(rows)
    for i in range(len(case_ids)):
        case_id, at, row = case_ids[i], filed_at[i], filled[i]
        drawn = traits(laws.traits, laws.clock, laws.seed, laws.replication, case_id, at)
        answer, answers_at, deadline = answer_to_offer(laws, case_id, _FIRST, at)
        row[CASE_ID] = case_id
        row[FILED_AT] = at
        row[DISPUTE_TYPE] = drawn.dispute_type
        row[LANGUAGE] = drawn.language
        row[ENTRY_ROUTE] = drawn.entry_route
        row[CHANNEL] = drawn.channel
        row[CLOSING_CODE] = drawn.closing_code
        row[WEIGHT] = drawn.weight_milli
        row[WORD] = draw_word(laws, case_id, _FIRST)
        row[ANSWER] = answer
        row[ANSWERS_AT] = answers_at
        row[DEADLINE] = deadline
        if answer == ACCEPT:
            row[CLOSES_AT] = closes_at(laws, case_id, answers_at)
    return rows
