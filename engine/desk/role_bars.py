"""Whoever mediated a dispute plays no other part in it later (SIM 16)."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from engine.events.enums import Stage
from engine.events.records import Accepted, OpenedInProgress

if TYPE_CHECKING:
    from engine.desk.handlers import Handlers


class LaterRole(StrEnum):
    """A part in the proceedings that may follow a mediation."""

    MEDIATOR = "mediator"
    """Mediates once more: the one role that stays open."""
    JUROR = "juror"
    AGENT = "agent"
    WITNESS = "witness"
    EXPERT = "expert"
    INTERPRETER = "interpreter"


BARRED_ROLES: Final = frozenset(LaterRole) - {LaterRole.MEDIATOR}
"""What SIM 16 lists."""
_NEWEST_MAX: Final = 2**18
"""Bars kept as objects before they are laid beside the others."""


class RoleBars:
    """Who has mediated which dispute, read off the events.

    A dispute keeps its number through every track, and the bar outlives the case; it is lifted by nothing. Whoever was
    replaced is barred too: he has heard the parties. There is one entry a dispute that was ever mediated, millions a
    year in the nation, so all but the newest lie side by side in an array of 16 bytes each.

    Examples
    --------
    >>> bars = RoleBars()
    >>> bars.enter(dispute_id=12, mediator=4)
    >>> bars.may_serve(12, 4, LaterRole.JUROR), bars.may_serve(12, 5, LaterRole.JUROR)
    (False, True)
    """

    def __init__(self) -> None:
        self._newest: Final[set[tuple[int, int]]] = set()
        self._settled: NDArray[np.int64] = np.zeros((0, 2), np.int64)
        self.handlers: Final[Handlers] = {
            Accepted: self._accepted,
            OpenedInProgress: self._opened_in_progress,
        }
        """What is done at an event, by its kind: an acceptance, or a case met in progress and accepted, bars."""

    def enter(self, dispute_id: int, mediator: int) -> None:
        """Bar a mediator from every later role in a dispute."""
        self._newest.add((dispute_id, mediator))
        if len(self._newest) > _NEWEST_MAX:
            self.settled()

    def may_serve(self, dispute_id: int, mediator: int, role: LaterRole) -> bool:
        """Tell whether somebody on the roster may take a role in later proceedings of the same dispute."""
        if role not in BARRED_ROLES:
            return True
        first, last = np.searchsorted(self._settled[:, 0], (dispute_id, dispute_id + 1))
        return (dispute_id, mediator) not in self._newest and mediator not in self._settled[first:last, 1]

    def of_dispute(self, dispute_id: int) -> list[int]:
        """Return who has mediated a dispute, in order of number; newer bars are laid beside the others first."""
        settled = self.settled()
        first, last = np.searchsorted(settled[:, 0], (dispute_id, dispute_id + 1))
        return settled[first:last, 1].tolist()

    def settled(self) -> NDArray[np.int64]:
        """Return int64[n, 2], dispute and mediator of every bar, in order."""
        if self._newest:
            newest = np.array(sorted(self._newest), np.int64)
            whole = np.concatenate((self._settled, newest))
            whole = whole[np.lexsort((whole[:, 1], whole[:, 0]))]
            is_new = np.ones(len(whole), np.bool_)
            is_new[1:] = (whole[1:] != whole[:-1]).any(axis=1)
            self._settled = whole[is_new]
            self._newest.clear()
        return self._settled

    def load(self, settled: NDArray[np.int64]) -> None:
        """Take over what `settled` has returned, in the place of everything else."""
        self._newest.clear()
        self._settled = settled

    def _accepted(self, event: Accepted) -> None:
        self.enter(event.dispute_id, event.mediator_id)

    def _opened_in_progress(self, event: OpenedInProgress) -> None:
        if event.stage is Stage.ACCEPTED and event.mediator_id is not None:
            self.enter(event.dispute_id, event.mediator_id)
