"""What mediators are by now, whatever the roster said of them when the core began."""

from typing import Final, NamedTuple

from engine.core.appointing import word_at
from engine.core.asked import presence
from engine.core.assignment import AssignmentCore
from engine.core.attributes import FIRST_LANGUAGE, FIRST_NAMED
from engine.core.errors import UnknownMediatorError
from engine.core.follow_roster import LANGUAGE_MASK, TYPE_MASK
from engine.core.refusals import check_number
from engine.core.standing_kernels import mediator_rows
from engine.core.state import MEDIATOR_COLUMNS, VACANT

_MILLI: Final = 1000
_SHARE: Final = MEDIATOR_COLUMNS.index("share_milli")
_CAPACITY: Final = MEDIATOR_COLUMNS.index("capacity_milli")


class Qualification(NamedTuple):
    """What a mediator may be asked for; bit masks in the order of the vocabularies and of the roster's attributes."""

    dispute_types: int
    languages: int
    attributes: int
    share_milli: int
    """Thousandths of full time."""
    capacity: int
    """Standard cases held or offered at once."""


def is_appointed(core: AssignmentCore, mediator: int) -> bool:
    """Return whether the roster has a mediator of that number, which a vacant place is not.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> from engine.core.policy import PolicySettings
    >>> core = AssignmentCore(one_court_roster(), PolicySettings())
    >>> is_appointed(core, 1), is_appointed(core, 2), qualification_of(core, 1).languages
    (True, False, 1)
    """
    return 0 <= mediator < core.roster.mediators and presence(core.state, mediator) < VACANT


def check_appointed(core: AssignmentCore, mediator: int) -> None:
    """Refuse a number that nobody has.

    Raises
    ------
    UnknownMediatorError
        If it lies outside the roster, or its place is vacant.
    """
    check_number("mediator", mediator, core.roster.mediators - 1, error=UnknownMediatorError)
    if not is_appointed(core, mediator):
        raise UnknownMediatorError(f"mediator = {mediator}: must be somebody, but the place is vacant")


def qualification_of(core: AssignmentCore, mediator: int) -> Qualification:
    """Return what a mediator may be asked for.

    Raises
    ------
    UnknownMediatorError
        If there is none of that number.
    """
    check_appointed(core, mediator)
    word, row = word_at(core.state, mediator), mediator_rows(core.state)[mediator]
    return Qualification(
        dispute_types=word & TYPE_MASK,
        languages=word >> FIRST_LANGUAGE & LANGUAGE_MASK,
        attributes=word >> FIRST_NAMED,
        share_milli=int(row[_SHARE]),
        capacity=int(row[_CAPACITY]) // _MILLI,
    )
