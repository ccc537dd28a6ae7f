"""Whoever mediated a dispute plays no other part in it later (SIM 16)."""

from enum import StrEnum
from typing import Final

from engine.events.enums import Stage
from engine.events.records import Accepted, Event, OpenedInProgress


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


class RoleBars:
    """Who has mediated which dispute, read off the events.

    A dispute keeps its number through every track, and the bar outlives the case; it is lifted by nothing. Whoever was
    replaced is barred too: he has heard the parties.

    Examples
    --------
    >>> bars = RoleBars()
    >>> bars.enter(dispute_id=12, mediator=4)
    >>> bars.may_serve(12, 4, LaterRole.JUROR), bars.may_serve(12, 5, LaterRole.JUROR)
    (False, True)
    """

    def __init__(self) -> None:
        self._mediated: dict[int, set[int]] = {}

    def follow(self, event: Event) -> None:
        """Take note of an event; only an acceptance, or a case met in progress and accepted, bars anybody."""
        match event:
            case Accepted(mediator_id=int(mediator)):
                self.enter(event.dispute_id, mediator)
            case OpenedInProgress(stage=Stage.ACCEPTED, mediator_id=int(mediator)):
                self.enter(event.dispute_id, mediator)
            case _:
                pass

    def enter(self, dispute_id: int, mediator: int) -> None:
        """Bar a mediator from every later role in a dispute."""
        self._mediated.setdefault(dispute_id, set()).add(mediator)

    def may_serve(self, dispute_id: int, mediator: int, role: LaterRole) -> bool:
        """Tell whether somebody on the roster may take a role in later proceedings of the same dispute."""
        return role not in BARRED_ROLES or mediator not in self._mediated.get(dispute_id, ())

    def forget(self, dispute_id: int) -> None:
        """Drop a dispute whose proceedings are over for good."""
        self._mediated.pop(dispute_id, None)
