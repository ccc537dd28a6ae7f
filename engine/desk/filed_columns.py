"""What filings say, from columns of their events to the numbers by which the core knows it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.lodging import numbers_of
from engine.events.enums import DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.records import Filed
from engine.events.scan import column_of


def _words(numbers: Sequence[int | bool]) -> NDArray[np.int64]:
    """What stands for each word, by its place in the vocabulary."""
    return np.array(numbers, np.int64)


_WORD: Final = (DisputeType.OTHER, Language.MANDARIN, Origin.MAINLAND)
"""Any words, where only the number of another one is asked for."""
_KIND, _LANGUAGE, _ORIGIN = _WORD
_FILED: Final[dict[str, tuple[int, NDArray[np.int64] | None]]] = {
    "case_id": (column_of(Filed, "case_id"), None),
    "boost_us": (column_of(Filed, "boost_us"), None),
    "court": (column_of(Filed, "court_id"), None),
    "weight_milli": (column_of(Filed, "weight_milli"), None),
    "dispute_type": (
        column_of(Filed, "dispute_type"),
        _words([numbers_of(word, _LANGUAGE, _ORIGIN, None)[0] for word in DisputeType]),
    ),
    "language": (
        column_of(Filed, "language"),
        _words([numbers_of(_KIND, word, _ORIGIN, None)[1] for word in Language]),
    ),
    "origin": (
        column_of(Filed, "origin"),
        _words([numbers_of(_KIND, _LANGUAGE, word, None)[2] for word in Origin]),
    ),
    # The place of nobody's gender is -1: the last.
    "gender": (
        column_of(Filed, "mediator_gender"),
        _words([numbers_of(_KIND, _LANGUAGE, _ORIGIN, word)[3] for word in (*Gender, None)]),
    ),
    "pre_filing": (column_of(Filed, "entry_route"), _words([route.is_pre_filing for route in EntryRoute])),
}
"""Where the filing says what a column holds, and what stands for each of its words."""


SAID_COLUMNS: Final = frozenset(_FILED)
"""Columns of `engine.desk.lodged_entries.ENTRY_COLUMNS` that filings say."""


def entry_column(filed: NDArray[np.int64], name: str) -> NDArray[np.int64]:
    """int64[n]: one of `SAID_COLUMNS`.

    Parameters
    ----------
    filed
        int64[n, m]: values of the filings; see `engine.events.scan.Scanned`.
    name
        Of the column.
    """
    column, words = _FILED[name]
    return filed[:, column] if words is None else words[filed[:, column]]
