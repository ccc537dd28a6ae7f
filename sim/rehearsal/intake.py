"""New disputes: drafted, their parties identified, handed in, and some applications returned by the court."""

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.course import Features
from sim.model.platform import Platform
from sim.order import Rank
from sim.rehearsal.application import Applications, Particulars
from sim.rehearsal.course import APPLICANTS
from sim.rehearsal.driver import Driver
from sim.rehearsal.registry import Registry
from sim.rehearsal.steps import ASK_IDENTITY, IDENTIFY, OPEN_DRAFT, RETURN, SUBMIT

RETURNED_BIT: Final = 1 << 31
"""Set in the numbers of disputes whose application was returned: no court files two thousand million cases."""


class Application(NamedTuple):
    """One application and the dispute it is about."""

    case_id: int
    like: tuple[int, ...]
    known: tuple[int, ...]
    made: tuple[int, ...]
    """A row of `Applications`."""


class Intake:
    """Opens disputes when their drafts are.

    Parameters
    ----------
    platform
        Whose moments are used.
    driver
        Lets people act.
    registry
        Makes dossiers.
    """

    def __init__(self, platform: Platform, driver: Driver, registry: Registry) -> None:
        self._platform: Final = platform
        self._driver: Final = driver
        self._registry: Final = registry

    def expect(
        self,
        case_ids: NDArray[np.int64],
        like: Features,
        known: Particulars,
        made: Applications,
        first: Applications,
    ) -> None:
        """Let applications be drafted when it is time: those of cases that will be filed, and those that will not."""
        returned = first.returned_at > 0
        ids = np.concatenate((case_ids, case_ids[returned] | RETURNED_BIT))
        columns = [
            np.concatenate((every, chosen[returned]))
            for every, chosen in zip((*like, *known, *made), (*like, *known, *first), strict=True)
        ]
        drafted_at = columns[len(like) + len(known)]
        order = np.lexsort((ids, drafted_at))
        table = np.column_stack([ids, *columns])[order]
        self._open_next(_rows(table), None)

    def _open_next(self, waiting: Iterator[Application], application: Application | None) -> None:
        """Let each draft schedule the next, as filings do."""
        if application is not None:
            self._open(application)
        following = next(waiting, None)
        if following is not None:
            at = following.made[0]
            self._platform.at(at, Rank.ACTION, following.case_id, partial(self._open_next, waiting, following))

    def _open(self, application: Application) -> None:
        drafted_at, identified_at, submitted_at, returned_at, ground = application.made
        like, known = application.like, application.known
        opening = self._registry.opening(application.case_id, drafted_at, like, known)
        dossier = self._registry.dossier(opening, known[2], like[2], like[4])
        dossier.steps = [
            [drafted_at, OPEN_DRAFT, APPLICANTS, 0, 0],
            [drafted_at, ASK_IDENTITY, APPLICANTS, 0, 0],
            [identified_at, IDENTIFY, APPLICANTS, 0, 0],
            [submitted_at, SUBMIT, APPLICANTS, 0, 0],
        ]
        if returned_at:
            dossier.steps.append([returned_at, RETURN, 0, 0, ground])
        self._driver.open(dossier, opening)


def _rows(table: NDArray[np.int64]) -> Iterator[Application]:
    for start in range(0, len(table), _ROWS_AT_ONCE):
        for row in table[start : start + _ROWS_AT_ONCE].tolist():
            yield Application(row[0], tuple(row[1:7]), tuple(row[7:11]), tuple(row[11:16]))


_ROWS_AT_ONCE: Final = 4_096
