"""Confirmations that go on from before a run: each stays a row of numbers until something happens to it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.lifecycle.rulebook import Era
from sim.model.course import Features, features
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.order import Rank
from sim.rehearsal.application import particulars
from sim.rehearsal.doors.after_course import AFTER_FIELDS, NEXT_AT
from sim.rehearsal.doors.after_law import after_law
from sim.rehearsal.doors.aftermath import AGREEMENT_FIELDS, CASE_ID, FILED_AT, Aftermath, aftermath
from sim.rehearsal.doors.reinstatement import Reinstatement
from sim.rehearsal.driver import Driver
from sim.rehearsal.law import HeldLaw
from sim.rehearsal.registry import Registry
from sim.scenario.doors import Doors

_THREADS: Final = 2
_Row = tuple[int, ...]


class Recall:
    """Finds the agreements from before a run whose confirmation it goes on with, and wakes their disputes.

    Parameters
    ----------
    doors
        Shares and means.
    era
        The rules in force.
    calendar
        The courts' working calendar.
    laws, held
        The laws of chance.
    platform
        Whose moments are used.
    driver
        Lets people act.
    registry
        Makes dossiers.
    starts_at
        The beginning, microseconds.
    """

    def __init__(
        self,
        doors: Doors,
        era: Era,
        calendar: WorkCalendar,
        platform: Platform,
        *,
        laws: CaseLaws,
        held: HeldLaw,
        driver: Driver,
        registry: Registry,
        starts_at: int,
    ) -> None:
        self._law: Final = after_law(doors, era)
        self._laws, self._held, self._starts_at = laws, held, starts_at
        self._platform: Final = platform
        self._driver: Final = driver
        self._registry: Final = registry
        self._reinstatement: Final = Reinstatement(era, calendar, starts_at)
        self._parts: list[Future[Aftermath]] = []

    def look_back(self, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64]) -> None:
        """Begin to follow the cases filed before the run, on threads beside whatever else makes it ready."""
        threads = ThreadPoolExecutor(_THREADS)
        instants = self._starts_at, self._platform.ends_at
        self._parts = [
            threads.submit(aftermath, self._laws, self._held, self._law, *part, *instants)
            for part in zip(np.array_split(case_ids, _THREADS), np.array_split(filed_at, _THREADS), strict=True)
        ]
        threads.shutdown(wait=False)

    def wake(self) -> None:
        """Let each dispute that was found be woken when something first happens to it."""
        found = [part.result() for part in self._parts]
        agreements = np.concatenate([part.agreements for part in found])
        confirmations = np.concatenate([part.confirmations for part in found])
        case_ids, filed_at = agreements[:, CASE_ID].copy(), agreements[:, FILED_AT].copy()
        like = features(self._laws, case_ids, filed_at)
        known = particulars(self._laws, self._held, case_ids)
        order = np.lexsort((case_ids, confirmations[:, NEXT_AT]))
        table = np.column_stack((agreements, confirmations, *like, *known))[order]
        self._wake_next(map(tuple, table.tolist()), None)

    def _wake_next(self, rows: Iterator[_Row], row: _Row | None) -> None:
        """Wake a dispute, and let the next be woken in its turn."""
        if row is not None:
            self._meet(row)
        following = next(rows, None)
        if following is not None:
            at, case_id = following[AGREEMENT_FIELDS + NEXT_AT], following[CASE_ID]
            self._platform.at(at, Rank.PERIOD_END, case_id, partial(self._wake_next, rows, following))

    def _meet(self, row: _Row) -> None:
        agreed, after = row[:AGREEMENT_FIELDS], row[AGREEMENT_FIELDS:_LIKE]
        like, known = row[_LIKE:_KNOWN], row[_KNOWN:]
        opening = self._registry.opening(row[CASE_ID], row[FILED_AT], like, known)
        dossier = self._registry.dossier(opening, known[2], like[2], like[4])
        self._reinstatement.reinstate(dossier, opening, agreed, after)
        self._driver.meet(dossier, after)


_LIKE: Final = AGREEMENT_FIELDS + AFTER_FIELDS
_KNOWN: Final = _LIKE + len(Features._fields)
