"""Time in which somebody may not be booked."""

from engine.calendar.day import DAY_US
from engine.events.lifecycle_words import Track
from engine.scheduling.booking import NO_CASE
from engine.scheduling.diary import Diary
from engine.scheduling.errors import BusyError, OrderError, moment
from engine.scheduling.order import check_distinct
from engine.scheduling.records import Booked
from engine.scheduling.resource import Resource
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.words import Purpose


def block(
    diary: Diary,
    rules: SchedulingRules,
    resources: tuple[Resource, ...],
    starts_at: int,
    ends_at: int,
    *,
    at: int,
    court_id: int,
) -> Booked:
    """Set time aside in which nobody of some may be booked: leave, maintenance, a hearing elsewhere.

    Parameters
    ----------
    diary, rules
        Who is busy when; how long and how many it may be.
    resources
        Who or what, at least one.
    starts_at, ends_at
        The time, us, at whatever hour; it may have begun already.
    at, court_id
        When it is entered, us, and whose staff, room or line it is.

    Returns
    -------
    Booked
        What happens once it is applied; `outcomes.cancel` gives the time back.

    Raises
    ------
    BusyError
        If there are bookings in that time, with all of them: they must be moved first.
    OrderError
        If it ends before it begins, is too long, or names nobody or somebody twice.

    Examples
    --------
    >>> from engine.scheduling.words import ResourceKind
    >>> mediator = Resource(ResourceKind.MEDIATOR, 7)
    >>> block(Diary(), SchedulingRules(), (mediator,), 0, 14 * DAY_US, at=0, court_id=0).purpose.value
    'blocked'
    """
    _check(rules, resources, starts_at, ends_at)
    if clashes := diary.occupancy.clashes(resources, starts_at, ends_at):
        raise BusyError(clashes)
    return Booked(
        occurred_at=at,
        number=diary.next_number,
        dispute_id=NO_CASE,
        case_id=NO_CASE,
        court_id=court_id,
        track=Track.MEDIATION,
        purpose=Purpose.BLOCKED,
        medium=None,
        participants=resources,
        starts_at=starts_at,
        ends_at=ends_at,
        not_after=None,
    )


def _check(rules: SchedulingRules, resources: tuple[Resource, ...], starts_at: int, ends_at: int) -> None:
    check_distinct(resources)
    if not 1 <= len(resources) <= rules.participants_max:
        raise OrderError(f"resources = {len(resources)}: must be within 1..{rules.participants_max}")
    if not 0 < ends_at - starts_at <= rules.blocked_days_max * DAY_US:
        bound = f"must be after {moment(starts_at)} by at most blocked_days_max = {rules.blocked_days_max} days"
        raise OrderError(f"ends_at = {moment(ends_at)}: {bound}")
