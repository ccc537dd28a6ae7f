"""Applications read off a log: what many have in common is done for all of them at once.

A log consists of them for the most part. Those that `engine.registry.lodged_rows` finds to be ordinary go through the
desk and into the books by a few compiled calls, if the rules make of them what the log says; whatever is different is
left to whoever follows the log event by event, and what comes of it is the same either way.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.desk.followed_lodgings import FollowedLodgings
from engine.errors import EngineError
from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened
from engine.events.records import Event, Offered
from engine.events.scan import Scanned, column_of
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.appointments import Appointments
from engine.registry.asked_columns import alike_codes
from engine.registry.books import Books
from engine.registry.laying import lay
from engine.registry.lodged_bytes import DIFFERING_COLUMNS
from engine.registry.lodged_rows import ROW_COLUMNS, find_lodged
from engine.registry.patterns import Lodged, Patterns

TOGETHER_MIN: Final = 16
"""Fewer applications are followed one by one: what they have in common would cost more to find than it saves."""
_AT: Final = column_of(DisputeOpened, "occurred_at")
_NUMBER: Final = column_of(DisputeOpened, "dispute_id")


class LodgedRun(NamedTuple):
    """Ordinary applications that stand one behind the other in a log."""

    scanned: Scanned
    """The body they stand in."""
    rows: NDArray[np.int64]
    """int64[n, 9], columns `engine.registry.lodged_rows.ROW_COLUMNS`."""
    events: Callable[[int, int], Sequence[Event]]
    """Decodes the events from one place of the body up to another."""

    def column(self, name: str) -> NDArray[np.int64]:
        """int64[n]: a column of the rows."""
        return self.rows[:, ROW_COLUMNS.index(name)]

    @property
    def at(self) -> int:
        """Their instant, microseconds since the epoch."""
        return int(self.scanned.values[self.rows[0, 0], _AT])

    @property
    def openings(self) -> NDArray[np.int64]:
        """int64[n, m]: values of the opening of each."""
        return self.scanned.values[self.column("opened")]

    @property
    def numbers(self) -> list[int]:
        """Of the disputes and their cases, in order."""
        return self.openings[:, _NUMBER].tolist()

    @property
    def begin(self) -> int:
        """Place of the first of their entries."""
        return int(self.rows[0, 0])

    @property
    def end(self) -> int:
        """Place of the first entry behind them."""
        return int(self.rows[-1, ROW_COLUMNS.index("end")])

    def first(self, count: int) -> "LodgedRun":
        """Return the first of them."""
        return self._replace(rows=self.rows[:count])


def lodged_run(scanned: Scanned, place: int, events: Callable[[int, int], Sequence[Event]]) -> LodgedRun:
    """Return the ordinary applications that stand in a body from a place on, at which a dispute is opened."""
    rows = np.empty(((len(scanned.kinds) - place) // 2, len(ROW_COLUMNS)), np.int64)
    count = find_lodged(scanned.kinds, scanned.values, place, rows)
    return LodgedRun(scanned, rows[:count], events)


class LodgingsFollowed:
    """Follows applications of a log, many at a time.

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
        self._patterns, self._patterns_at = Patterns(lifecycle), 0
        """Of the instant that was followed last."""

    def follow(self, run: LodgedRun) -> int:
        """Follow the first applications of a run; return how many, which are all before one that is not as others."""
        if len(run.rows) < TOGETHER_MIN or Patterns(self._lifecycle).by_sum:
            return 0
        if run.at != self._patterns_at:
            self._patterns, self._patterns_at = Patterns(self._lifecycle), run.at
        numbers = run.numbers
        if not self._books.disputes.keys().isdisjoint(numbers):
            return 0
        pattern_of, patterns = self._patterns_of(run)
        count = self._count_foreseen(run, pattern_of, patterns)
        if count:
            count = self._appointments.desk(Track.MEDIATION).resume_lodged(_cases(run.first(count)))
        if count:
            self._lay(run.first(count), numbers, pattern_of, patterns)
        return count

    def _patterns_of(self, run: LodgedRun) -> tuple[NDArray[np.int64], list[Lodged | None]]:
        """Return of each dispute which it is like, and those; None for what the rules of its day do not know."""
        is_offered = run.column("offered") >= 0
        openings = run.openings
        codes = alike_codes(lambda name: openings[:, column_of(DisputeOpened, name)])
        code = np.where(codes < 0, -1, codes << 1 | is_offered)
        known, firsts, pattern_of = np.unique(code, return_index=True, return_inverse=True)
        rows: list[int] = firsts.tolist()
        is_known: list[bool] = (known >= 0).tolist()
        return pattern_of, [self._lodged(run, row) if one else None for one, row in zip(is_known, rows, strict=True)]

    def _lodged(self, run: LodgedRun, row: int) -> Lodged | None:
        opened, filed, offered = (int(run.column(name)[row]) for name in ("opened", "filed", "offered"))
        (opening,) = run.events(opened, opened + 1)
        assert isinstance(opening, DisputeOpened), "an application begins so"
        try:
            alike = self._patterns.alike(opening)
            asked = run.events(offered, offered + 1) if offered >= 0 else ()
            return alike.lodged(opening, (*run.events(filed, filed + 1), *asked))
        except EngineError:
            return None

    def _count_foreseen(self, run: LodgedRun, pattern_of: NDArray[np.int64], patterns: list[Lodged | None]) -> int:
        """Return how many disputes the rules make of what the log says, before the first that they do not."""
        sets_off = np.array([one is not None and one.pattern.sets_off for one in patterns], np.bool_)
        is_known = np.array([one is not None for one in patterns], np.bool_)
        moved = run.column("moved")
        doubtful = np.flatnonzero(~is_known[pattern_of] | sets_off[pattern_of] | (moved >= 0))
        for row in doubtful.tolist():
            lodged = patterns[int(pattern_of[row])]
            if lodged is None:
                return row
            place, end = int(moved[row]), int(run.column("end")[row])
            opening = run.scanned.values[run.column("opened")[row]]
            number, court = int(opening[_NUMBER]), int(opening[column_of(DisputeOpened, "court_id")])
            happened = list(run.events(place, end)) if place >= 0 else []
            if lodged.pattern.set_off(number, court) != happened:
                return row
        return len(run.rows)

    def _lay(
        self, run: LodgedRun, numbers: list[int], pattern_of: NDArray[np.int64], patterns: list[Lodged | None]
    ) -> None:
        """Register disputes, at rest."""
        known = [one for one in patterns if one is not None]
        place_among_known = np.cumsum([one is not None for one in patterns]) - 1
        differing = _differing(run, place_among_known[pattern_of[: len(run.rows)]])
        lay(self._books, numbers[: len(run.rows)], differing, known)


def _cases(run: LodgedRun) -> FollowedLodgings:
    values, offered = run.scanned.values, run.column("offered")
    return FollowedLodgings(
        at=run.at,
        filed=values[run.column("filed")],
        offered=values[offered],
        is_offered=offered >= 0,
        step=run.column("step"),
        waits_until=run.column("waits_until"),
        latest=run.column("latest"),
    )


def _differing(run: LodgedRun, pattern_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[n, 9], columns `DIFFERING_COLUMNS`."""
    openings, offers = run.openings, run.scanned.values[run.column("offered")]
    differing = np.empty((len(openings), len(DIFFERING_COLUMNS)), np.int64)
    differing[:, 0] = pattern_of
    for place, name in enumerate(DIFFERING_COLUMNS[1:6], start=1):
        differing[:, place] = openings[:, column_of(DisputeOpened, name)]
    for place, name in enumerate(DIFFERING_COLUMNS[6:], start=6):
        differing[:, place] = offers[:, column_of(Offered, name)]
    return differing
