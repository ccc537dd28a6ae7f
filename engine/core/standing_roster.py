"""What a standing tells of the roster: everybody who is no longer what it says, appointed since then or qualified."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core import standing_kernels as kernels
from engine.core.appointing import load_qualified
from engine.core.attributes import FIRST_NAMED, attribute_words
from engine.core.errors import StandingError
from engine.core.follow_roster import RANK_MAX, TYPE_MASK
from engine.core.layout import lay_out
from engine.core.roster import FULL_TIME_MILLI, Roster
from engine.core.state import MEDIATOR_COLUMNS, CoreState
from engine.core.stored_array import StoredArray, check_within, restored, stored

_FIELDS: Final = {"number": "<i4", "attribute_word": "<i8", "share_milli": "<i4", "rank": "<i4"}
_RANK_MIN: Final = -(2**31)


def take_qualified(state: CoreState, roster: Roster) -> tuple[StoredArray, ...]:
    """Return what those are now who are not what the roster says; nothing where all are."""
    rows = kernels.mediator_rows(state)
    now = {name: rows[:, MEDIATOR_COLUMNS.index(name)] for name in ("attribute_word", "share_milli", "rank")}
    changed = np.flatnonzero(
        (now["attribute_word"] != _words(roster))
        | (now["share_milli"] != roster.share_milli)
        | (now["rank"] != roster.rank)
    )
    if len(changed) == 0:
        return ()
    columns = {"number": changed} | {name: values[changed] for name, values in now.items()}
    return tuple(stored(columns[name], dtype) for name, dtype in _FIELDS.items())


def read_qualified(told: tuple[StoredArray, ...], roster: Roster) -> dict[str, NDArray[np.int64]]:
    """Return the columns that `take_qualified` has stored, checked.

    Raises
    ------
    StandingError
        If compiled code would follow them out of its arrays.
    """
    if len(told) not in (0, len(_FIELDS)):
        raise StandingError(f"{len(told)} columns of qualifications: must be {len(_FIELDS)}, or none")
    columns = {name: np.empty(0, np.int64) for name in _FIELDS}
    length = -1
    for array, (name, dtype) in zip(told, _FIELDS.items(), strict=bool(told)):
        columns[name] = restored(array, f"qualified.{name}", dtype, (length,)).astype(np.int64)
        length = len(columns[name])
    word_max = (1 << FIRST_NAMED + len(roster.attribute_names)) - 1
    bounds = {"number": (0, roster.mediators - 1), "attribute_word": (0, word_max), "share_milli": (1, FULL_TIME_MILLI)}
    for name, (smallest, largest) in (bounds | {"rank": (_RANK_MIN, RANK_MAX)}).items():
        check_within(f"qualified.{name}", columns[name], smallest, largest)
    return columns


def load_qualifications(state: CoreState, columns: dict[str, NDArray[np.int64]]) -> None:
    """Let a fresh state's mediators be what a standing says they are."""
    if len(columns["number"]) == 0:
        return
    words = columns["attribute_word"]
    load_qualified(state, columns["number"], words, words & TYPE_MASK, columns["share_milli"], columns["rank"])
    lay_out(state)


def _words(roster: Roster) -> NDArray[np.int64]:
    words = attribute_words(roster.dispute_types, roster.languages, roster.gender, roster.origin, roster.attributes)
    return words.view(np.int64)
