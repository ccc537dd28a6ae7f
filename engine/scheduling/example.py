"""The smallest court at which something can be booked: for examples, documentation and first tests."""

from typing import Final

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.scheduling.diary import Diary
from engine.scheduling.order import Order
from engine.scheduling.pools import lines_of
from engine.scheduling.resource import Resource
from engine.scheduling.rules import SchedulingRules
from engine.scheduling.scheduler import Scheduler
from engine.scheduling.words import ResourceKind

MONDAY: Final = local_instant_us(2020, 5, 11, 10)
"""Ten in the morning of a Monday in an ordinary week."""


def one_court_order(case_id: int, *, mediator: int = 0, lines: int = 2) -> Order:
    """Return the order of a session: one mediator, two parties of the case's own, one of the court's video lines.

    Examples
    --------
    >>> [str(resource) for resource in one_court_order(7).participants]
    ['mediator 0', 'party 14', 'party 15']
    """
    return Order(
        dispute_id=case_id,
        case_id=case_id,
        court_id=0,
        participants=(
            Resource(ResourceKind.MEDIATOR, mediator),
            Resource(ResourceKind.PARTY, 2 * case_id),
            Resource(ResourceKind.PARTY, 2 * case_id + 1),
        ),
        pools=(lines_of(0, lines),),
    )


def one_court_scheduler(rules: SchedulingRules | None = None) -> Scheduler:
    """Return the scheduler of an empty diary, for the years 2020 and 2021.

    Examples
    --------
    >>> len(one_court_scheduler().diary)
    0
    """
    return Scheduler(Diary(), WorkCalendar.china(2020, 2021), rules)
