"""How many deadlines of each kind end soon: what a court has to look at first."""

from itertools import islice
from typing import Final

import msgspec

from engine.desk.desk import Desk
from engine.desk.timers import TimerKind

TIMERS_MAX: Final = 50_000
"""Deadlines that are looked at, the earliest: a twentieth of a second of the writer's time."""
_NAMES: Final = {
    TimerKind.OFFER_END: "offer",
    TimerKind.CHOICE_END: "choice",
    TimerKind.STEP_END: "step",
    TimerKind.REVIEW_END: "review",
}
"""Kinds that belong to cases, in the order in which a case meets them."""


_PERIOD: Final = "period"
"""The statutory period: no timer of the desk, since nothing happens by itself when it ends."""


class Horizon(msgspec.Struct, frozen=True, kw_only=True):
    """Deadlines of one kind."""

    kind: str
    within: tuple[int, ...]
    """How many end by each of the instants that were asked about; each counts the ones before it, too."""


def horizons(desk: Desk, now: int, instants: tuple[int, ...], *, most: int = TIMERS_MAX) -> tuple[Horizon, ...]:
    """Count the deadlines of a desk that end by some instants.

    Parameters
    ----------
    desk
        Whose.
    now
        Microseconds since the epoch; periods that are over by then are not counted.
    instants
        Later ones, ascending.
    most
        Deadlines that are looked at; what ends after so many is not counted.

    Examples
    --------
    >>> from engine.registry.example import MONDAY, filed_dispute, one_court_registry
    >>> registry = one_court_registry()
    >>> _ = [registry.execute(request, MONDAY) for request in filed_dispute(7)]
    >>> (desk,) = registry.desks.values()
    >>> found = horizons(desk, MONDAY, (MONDAY + 1, MONDAY + 30 * 86_400_000_000))
    >>> [(one.kind, one.within) for one in found if any(one.within)]
    [('offer', (0, 1))]
    """
    counts = {kind: [0] * len(instants) for kind in _NAMES}
    for timer in islice(desk.deadlines(instants[-1]), most):
        row = counts.get(timer.kind)
        if row is not None:
            for place, instant in enumerate(instants):
                row[place] += timer.due_at <= instant
    found = [Horizon(kind=_NAMES[kind], within=tuple(row)) for kind, row in counts.items()]
    ended = desk.periods_ended_by(now)
    periods = tuple(desk.periods_ended_by(instant) - ended for instant in instants)
    return (*found, Horizon(kind=_PERIOD, within=periods))
