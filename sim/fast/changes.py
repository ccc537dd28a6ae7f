"""Planned changes in the loop: they fall on midnights, so they happen between one day's call and the next."""

from collections import deque
from collections.abc import Iterable
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.follow_staff import CAUSE_NUMBER
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.staff import apply_policy_adopted, apply_returned, apply_went_absent, entry_raise
from engine.core.state import NONE, CoreState
from engine.events.records import NO_CASE
from sim.fast.agenda import Agenda
from sim.fast.moves import match_freed
from sim.fast.rows import NOTHING, POLICY_ADOPTED, RETURNED, WENT_ABSENT, EventRows, emit
from sim.model.laws import CaseLaws
from sim.model.planned import DRIFT_CAP_MILLI, OUTAGE_CAUSE, Departure, Planned, Return

_CAUSE: Final = int(CAUSE_NUMBER[OUTAGE_CAUSE])


class DayChanges:
    """Lets planned changes happen, as `sim.model.changes` does.

    Parameters
    ----------
    planned
        In the order in which they happen.
    """

    def __init__(self, planned: Iterable[Planned]) -> None:
        self._coming: Final = deque(planned)

    def happen(self, state: CoreState, laws: CaseLaws, agenda: Agenda, rows: EventRows, at: int) -> None:
        """Let happen what is due at a midnight, before anything else of that instant.

        Parameters
        ----------
        state, agenda, rows
            The loop's; changed.
        laws
            Laws and words of the cases.
        at
            The midnight, microseconds; those before it must have been asked for.
        """
        while self._coming and self._coming[0].at == at:
            change = self._coming.popleft()
            if isinstance(change, Departure):
                _leave(state, rows, change.mediators, at)
            elif isinstance(change, Return):
                _come_back(state, laws, agenda, rows, change.mediators, at)
            else:
                own = change.settings
                policy, by_weight = int(own.policy), int(own.by_weight)
                _adopt(state, rows, at, policy, own.band_width_milli, own.sample_size, by_weight)


@njit(cache=True)
def _leave(state: CoreState, rows: EventRows, mediators: NDArray[np.int64], now: int) -> None:
    """Whoever goes keeps what he holds and what he has been offered."""
    for place in range(len(mediators)):
        mediator: int = mediators[place]
        apply_went_absent(state, mediator, _CAUSE)
        court: int = state.mediator_court[mediator]
        emit(
            rows, WENT_ABSENT, now, NO_CASE, NONE, mediator, 0, 0, NOTHING,
            court, NOTHING, NOTHING, NOTHING, NOTHING,
        )  # fmt: skip


@njit(cache=True)
def _come_back(
    state: CoreState, laws: CaseLaws, agenda: Agenda, rows: EventRows, mediators: NDArray[np.int64], now: int
) -> None:
    """Whoever is back is raised towards his colleagues, and asked for the oldest cases that wait for him."""
    for place in range(len(mediators)):
        mediator: int = mediators[place]
        raised = min(entry_raise(state, mediator, DRIFT_CAP_MILLI), WEIGHT_MILLI_MAX)
        apply_returned(state, mediator, _CAUSE, raised)
        court: int = state.mediator_court[mediator]
        emit(
            rows, RETURNED, now, NO_CASE, NONE, mediator, 0, 0, NOTHING,
            court, raised, NOTHING, NOTHING, NOTHING,
        )  # fmt: skip
        match_freed(state, laws, agenda, rows, mediator, now)


@njit(cache=True)
def _adopt(
    state: CoreState, rows: EventRows, now: int, policy: int, band_width_milli: int, sample_size: int, by_weight: int
) -> None:
    """No waiting case looks again: another policy that draws finds nobody where this one found nobody."""
    for court in range(len(state.policy)):
        version = int(state.policy_version[court]) + 1
        apply_policy_adopted(state, court, version, policy, band_width_milli, sample_size, by_weight)
        emit(
            rows, POLICY_ADOPTED, now, NO_CASE, NONE, NONE, 0, by_weight, NOTHING,
            court, policy, version, band_width_milli, sample_size,
        )  # fmt: skip
