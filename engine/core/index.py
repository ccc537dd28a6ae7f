"""Indexes of a roster: for what a case asks, everybody who may do it, court by court."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster

_MAINLAND = 0
_MANDARIN = np.uint64(1)


class Index(NamedTuple):
    """Mediators in order of (row, mediator), and where each court's begin in each row, one court more at the end."""

    members: NDArray[np.int32]
    starts: NDArray[np.int64]


def index_by_type(roster: Roster) -> Index:
    """Return a row for each dispute type: mediators from the mainland who speak Mandarin, what most cases ask for."""
    plain = np.where((roster.origin == _MAINLAND) & (roster.languages & _MANDARIN > 0), roster.dispute_types, 0)
    return _index(roster, _having_each(plain.astype(np.uint64), len(DISPUTE_TYPES)))


def index_of_any_origin(roster: Roster) -> Index:
    """Return a row for each dispute type: everybody who takes it."""
    return _index(roster, _having_each(roster.dispute_types, len(DISPUTE_TYPES)))


def index_by_language(roster: Roster) -> Index:
    """Return a row for each language but Mandarin and, within it, for each dispute type: who speaks it and takes that.

    By type as well, because such a case often looks in the whole nation.
    """
    return _index(roster, _speakers_by_type(roster))


def positions_of(members: NDArray[np.int32], mediators: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where each mediator's places begin, and where each stands in `members`, mediator by mediator."""
    starts = np.zeros(mediators + 1, np.int64)
    np.cumsum(np.bincount(members, minlength=mediators), out=starts[1:])
    return starts, np.argsort(members, kind="stable").astype(np.int32)


def _having_each(masks: NDArray[np.uint64], bits: int) -> Iterable[NDArray[np.int32]]:
    """Yield for each bit the positions whose mask has it."""
    for bit in range(bits):
        yield np.flatnonzero(masks >> np.uint64(bit) & np.uint64(1)).astype(np.int32)


def _speakers_by_type(roster: Roster) -> Iterable[NDArray[np.int32]]:
    for speakers in list(_having_each(roster.languages, len(LANGUAGES)))[1:]:
        for places in _having_each(roster.dispute_types[speakers], len(DISPUTE_TYPES)):
            yield speakers[places]


def _index(roster: Roster, rows: Iterable[NDArray[np.int32]]) -> Index:
    starts: list[NDArray[np.int64]] = []
    members: list[NDArray[np.int32]] = []
    offset = 0
    for row in rows:
        courts = roster.mediator_court[row]
        starts.append(offset + np.searchsorted(courts, np.arange(roster.courts + 1)))
        members.append(row)
        offset += len(row)
    return Index(np.concatenate(members), np.stack(starts))
