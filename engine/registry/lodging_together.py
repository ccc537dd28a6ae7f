"""Complete applications that are ordinary: what `lodging` does with each, for all of them at once and without records.

They go through the desk as columns, into the books as bytes, and what has happened to them is written before anybody
makes a record of it. What comes of it is what comes of one after another, byte for byte.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.desk.lodged_events import LodgedCases
from engine.desk.lodging import ManyWords
from engine.events.enums import Channel, DisputeType, EntryRoute
from engine.events.lifecycle_words import Impact, Procedure, Reach, Track
from engine.events.moves import DisputeOpened
from engine.events.records import Event
from engine.events.scan import WIDTH, column_of, row_of
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.appointments import Appointments
from engine.registry.asked_columns import alike_codes
from engine.registry.books import Books
from engine.registry.laying import lay
from engine.registry.lodged_bytes import DIFFERING_COLUMNS
from engine.registry.lodged_events import set_off_of, written_of
from engine.registry.patterns import Alike, Lodged

_NUMBERED: Final = ("dispute_id", "case_id")
_SAID: Final = (
    "court_id", "parties", "applicants", "dispute_type", "channel", "entry_route", "procedure", "amount_fen", "reach",
    "impact",
)  # fmt: skip
"""Fields of an opening that the application says."""
_SAID_OF_DISPUTE: Final = DIFFERING_COLUMNS[1:5]
_OUTCOME: Final = {"mediator_id": 4, "step": 1}
"""Columns of what the core has done that the books keep."""


class LodgingsTogether:
    """Takes in ordinary applications.

    Parameters
    ----------
    lifecycle
        The rules.
    appointments
        Knows the desk of mediation.
    books
        Where disputes are registered.
    """

    def __init__(self, lifecycle: Lifecycle, appointments: Appointments, books: Books) -> None:
        self._lifecycle: Final = lifecycle
        self._appointments: Final = appointments
        self._books: Final = books

    def lodge(
        self, said: Mapping[str, NDArray[np.int64]], first_number: int, at: int, words: ManyWords
    ) -> list[Sequence[Event]]:
        """Take in the first of some applications; return what has happened to each, nothing if none can be so.

        Parameters
        ----------
        said
            int64[n] for each field; see `engine.registry.asked_columns`. All are ordinary, and the rules allow them.
        first_number, at, words
            As for `engine.registry.lodging.Lodgings.lodge`.

        Raises
        ------
        DeskClockError, CalendarRangeError
            As the desk does of `at`; nothing has changed then.
        """
        found = self._appointments.desk(Track.MEDIATION).lodge_columns(said, first_number, at, words=words)
        if found is None:
            return []
        cases, left_over = found
        openings = _openings(said, len(cases.done), first_number, at)
        codes = alike_codes(lambda name: openings[:, column_of(DisputeOpened, name)]) << 1 | cases.is_offered
        _, firsts, pattern_of = np.unique(codes, return_index=True, return_inverse=True)
        patterns = self._patterns(openings[firsts], cases.at(firsts))
        set_off = set_off_of([one.pattern.set_off(0, 0) for one in patterns])
        parts = written_of(openings, cases, set_off, pattern_of)
        numbers = range(first_number, first_number + len(parts))
        lay(self._books, numbers, _differing(said, cases, pattern_of, first_number), patterns)
        return [[*self._books.follow(left_over), *parts[0]], *parts[1:]] if left_over else [*parts]

    def _patterns(self, openings: NDArray[np.int64], cases: LodgedCases) -> list[Lodged]:
        """Return disputes, one of each kind, like which all others are."""
        nothing = np.zeros(len(openings), np.int64)
        patterns: list[Lodged] = []
        for opening, *events in written_of(openings, cases, set_off_of([()]), nothing):
            assert isinstance(opening, DisputeOpened), "an application begins so"
            lodged = Alike(self._lifecycle).lodged(opening, events)
            assert lodged is not None, "filed for one mediator, and offered once or not at all"
            patterns.append(lodged)
        return patterns


def opening_at(at: int) -> DisputeOpened:
    """Return a pattern of the openings of an instant: a copy of a record is made in a third of the time."""
    return DisputeOpened(
        occurred_at=at,
        recorded_at=at,
        dispute_id=0,
        case_id=0,
        court_id=0,
        parties=2,
        applicants=1,
        dispute_type=DisputeType.OTHER,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        procedure=Procedure.ORDINARY,
        amount_fen=0,
        reach=Reach.DOMESTIC,
        impact=Impact.ORDINARY,
    )


def _openings(said: Mapping[str, NDArray[np.int64]], count: int, first_number: int, at: int) -> NDArray[np.int64]:
    """int64[n, width]: values of the openings of the first disputes."""
    values = np.empty((count, WIDTH), np.int64)
    values[:] = row_of(opening_at(at))
    for name in _NUMBERED:
        values[:, column_of(DisputeOpened, name)] = np.arange(first_number, first_number + count)
    for name in _SAID:
        values[:, column_of(DisputeOpened, name)] = said[name][:count]
    return values


def _differing(
    said: Mapping[str, NDArray[np.int64]], cases: LodgedCases, pattern_of: NDArray[np.int64], first_number: int
) -> NDArray[np.int64]:
    """int64[n, 9], columns `DIFFERING_COLUMNS`."""
    count = len(cases.done)
    columns = {name: said[name][:count] for name in _SAID_OF_DISPUTE}
    columns |= {name: cases.done[:, column] for name, column in _OUTCOME.items()}
    columns |= {"pattern": pattern_of, "organisation_id": cases.organisations}
    columns["case_id"] = np.arange(first_number, first_number + count)
    differing = np.empty((count, len(DIFFERING_COLUMNS)), np.int64)
    for place, name in enumerate(DIFFERING_COLUMNS):
        differing[:, place] = columns[name]
    return differing
