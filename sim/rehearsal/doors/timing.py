"""When somebody acts: exponential times in levelled time, in office hours."""

from numba import njit

from engine.calendar.clock import levelled, unlevelled
from engine.calendar.day import DAY_US
from sim.model.laws import CaseLaws
from sim.randomness.purpose import Purpose
from sim.rehearsal.chance import exponential

_CONFIRMATION = int(Purpose.CONFIRMATION)
_LONGEST_DAYS = 730.0


@njit(cache=True)
def acts_at(laws: CaseLaws, purpose: int, subject: int, k: int, since: int, mean_days: float) -> int:
    """Return when somebody acts: after a time of that mean in levelled days, and of two years at most.

    Parameters
    ----------
    laws
        Key of the words, and the courts' clock.
    purpose, subject, k
        What the word is for.
    since
        From when on, microseconds.
    mean_days
        Mean of the exponential time.

    Returns
    -------
    int
        Microseconds since the epoch, not before `since`.
    """
    days = min(exponential(laws, purpose, subject, k, mean_days), _LONGEST_DAYS)
    return max(unlevelled(laws.clock, levelled(laws.clock, since) + int(days * DAY_US)), since)


@njit(cache=True)
def asks_at(laws: CaseLaws, case_id: int, since: int, before: int, mean_days: float) -> int:
    """Return when the parties of an agreement apply for its confirmation: within the days that they have.

    Parameters
    ----------
    laws
        Key of the words, and the courts' clock.
    case_id
        The mediation.
    since, before
        Instants between which it must lie, microseconds.
    mean_days
        Mean of the exponential time until they do, in levelled days; cut off a hundredth before the end.

    Returns
    -------
    int
        Microseconds since the epoch.
    """
    room = 0.99 * (levelled(laws.clock, before) - levelled(laws.clock, since))
    waited = min(exponential(laws, _CONFIRMATION, case_id, 1, mean_days * DAY_US), room)
    return min(max(unlevelled(laws.clock, levelled(laws.clock, since) + int(waited)), since + 1), before - 1)


@njit(cache=True)
def asks_before(laws: CaseLaws, case_id: int, since: int, before: int, mean_days: float) -> bool:
    """Tell whether the parties apply so early that the end of their days, at an instant or later, does not matter."""
    room = 0.99 * (levelled(laws.clock, before) - levelled(laws.clock, since))
    return exponential(laws, _CONFIRMATION, case_id, 1, mean_days * DAY_US) < room


@njit(cache=True)
def levelled_at(laws: CaseLaws, at: int) -> int:
    """Return an instant in levelled time, microseconds."""
    return int(levelled(laws.clock, at))


@njit(cache=True)
def instant_at(laws: CaseLaws, levelled_us: int) -> int:
    """Return the instant of a levelled time, in office hours, microseconds."""
    return int(unlevelled(laws.clock, levelled_us))
