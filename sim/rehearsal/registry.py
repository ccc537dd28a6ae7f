"""The disputes of a run as columns of numbers, and their dossiers, made when something happens to them."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import DISPUTE_TYPES
from engine.core.state import NONE
from engine.events.enums import DisputeType, Stage
from engine.events.lifecycle_words import Impact, Reach
from engine.events.moves import DisputeOpened
from engine.lifecycle.apply import opened
from engine.lifecycle.invariants import Checker
from sim.laws.traits import CHANNELS, ENTRY_ROUTES
from sim.model.course import Features
from sim.model.laws import CaseLaws
from sim.model.opening import STAGES
from sim.model.seating import Seats
from sim.model.survivors import Survivors
from sim.randomness.words import COURT_SHIFT
from sim.rehearsal.application import particulars
from sim.rehearsal.course import course_before
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.law import MEDIA, PROCEDURES, HeldLaw
from sim.rehearsal.revival import Revival, Standing
from sim.rehearsal.steps import STEP_FIELDS

_FOREIGN: Final = DISPUTE_TYPES.index(DisputeType.FOREIGN_COMMERCIAL)
_APPLICANTS: Final = 1


class Registry:
    """Opens dossiers: of new disputes, and of those that were open when the run began.

    Parameters
    ----------
    laws, held
        The laws of chance.
    revival
        Brings disputes met in progress to where they stood.
    organisations
        Organisation of each mediator.
    ends_at
        End of the run, microseconds: what people would do later is left out.
    """

    def __init__(
        self, laws: CaseLaws, held: HeldLaw, revival: Revival, organisations: NDArray[np.int32], *, ends_at: int
    ) -> None:
        self._laws: Final = laws
        self._held: Final = held
        self._revival: Final = revival
        self._organisations: Final = organisations
        self._ends_at: Final = ends_at
        self._met_rows: dict[int, int] = {}
        self._met = np.empty((0, _MET_COLUMNS), np.int64)
        self._places: dict[int, tuple[int, int]] = {}
        """Where the steps of each course that is kept begin and end."""
        self._steps = np.empty((0, STEP_FIELDS), np.int64)

    def meet(self, cases: Survivors, like: Features, seats: Seats, touched: NDArray[np.bool_]) -> None:
        """Enter those of the cases open when the run begins that something happens to: most stay as they are.

        Parameters
        ----------
        cases, like, seats
            All that are open.
        touched
            bool[n]: which of them.
        """
        columns = (*cases, *like, seats.mediator, seats.step)
        *columns, mediator, step = (column[touched] for column in columns)
        case_ids = columns[0]
        known = particulars(self._laws, self._held, case_ids)
        self._met = np.column_stack((*columns, *known, mediator, self._organisations[mediator], step))
        self._met_rows = dict(zip(case_ids.tolist(), range(len(case_ids)), strict=True))

    def keep_courses(
        self, case_ids: NDArray[np.int64], parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]
    ) -> None:
        """Keep the courses of cases that something will soon happen to, in parts as `courses` returns them."""
        before = accumulate((begins[-1] for begins, _ in parts), initial=0)
        begins = np.concatenate([begins[:-1] + shift for (begins, _), shift in zip(parts, before, strict=False)])
        self._steps = np.concatenate([steps for _, steps in parts])
        ends = [*begins[1:].tolist(), len(self._steps)]
        self._places = dict(zip(case_ids.tolist(), zip(begins.tolist(), ends, strict=True), strict=True))

    def opening(self, case_id: int, at: int, like: Sequence[int], known: Sequence[int]) -> DisputeOpened:
        """Return the event that opens a dispute.

        Parameters
        ----------
        case_id
            Number of the dispute and of its mediation.
        at
            When, microseconds.
        like, known
            A row of `Features` and one of `Particulars`.
        """
        dispute_type, _, route, channel, *_ = like
        parties, procedure, _, amount_fen = known
        return DisputeOpened(
            occurred_at=at,
            recorded_at=at,
            dispute_id=case_id,
            case_id=case_id,
            court_id=case_id >> COURT_SHIFT,
            parties=parties,
            applicants=_APPLICANTS,
            dispute_type=DISPUTE_TYPES[dispute_type],
            channel=CHANNELS[channel],
            entry_route=ENTRY_ROUTES[route],
            procedure=PROCEDURES[procedure],
            amount_fen=amount_fen,
            reach=Reach.INTERNATIONAL if dispute_type == _FOREIGN else Reach.DOMESTIC,
            impact=Impact.ORDINARY,
        )

    def dossier(self, opening: DisputeOpened, medium: int, route: int, closing_code: int) -> Dossier:
        """Return the dossier of a dispute that has just been opened."""
        return Dossier(
            case_id=opening.case_id,
            dispute=opened(opening),
            checker=Checker(),
            medium=MEDIA[medium],
            route=route,
            closing_code=closing_code,
        )

    def revived(self, case_id: int) -> Dossier:
        """Return the dossier of a dispute that was open when the run began, as it stood then."""
        row: list[int] = self._met[self._met_rows.pop(case_id)].tolist()
        standing = _standing(row)
        known = row[13:17]
        opening = self.opening(case_id, row[1], row[7:13], known)
        dossier = self.dossier(opening, known[2], row[9], row[11])
        if standing.stage is Stage.ACCEPTED:
            dossier.closes_at = row[6]
            place = self._places.get(case_id)
            if place is None:
                dossier.steps = self.course_of(dossier, standing.moved_at, row[6])
            else:
                dossier.steps = self._steps[place[0] : place[1]].tolist()
        self._revival.revive(dossier, opening, standing)
        del dossier.steps[: dossier.place]  # half a million disputes of a week shall not keep what lies behind them
        dossier.place = 0
        return dossier

    def course_of(self, dossier: Dossier, accepted_at: int, closes_at: int) -> list[list[int]]:
        """Return the steps from the acceptance of a case to its close, or to the end of the run."""
        route, code = dossier.route, dossier.closing_code
        steps = course_before(
            self._laws, self._held, dossier.case_id, route, code, accepted_at, closes_at, self._ends_at
        )
        return steps.tolist()


_MET_COLUMNS: Final = len(Survivors._fields) + len(Features._fields) + 4 + 3


def _standing(row: list[int]) -> Standing:
    """Say of a row of the cases met in progress where the run meets it."""
    _, filed_at, stage_number, attempt, moved_at, deadline = row[:6]
    mediator, organisation, step = row[17:]
    if mediator == NONE:
        return Standing(Stage.WAITING, filed_at, deadline, mediator, organisation, attempt, step)
    return Standing(STAGES[stage_number], moved_at, deadline, mediator, organisation, attempt, step)
