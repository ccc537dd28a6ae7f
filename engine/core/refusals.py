"""The checks at the border of the core, and what they say when they refuse."""

from typing import Final

from engine.core import checked
from engine.core.errors import (
    AbsentError,
    CapacityError,
    CaseStateError,
    ConflictError,
    CoreError,
    UnknownMediatorError,
)
from engine.events.records import NO_CASE, Event

_REASONS: Final = {
    checked.WRONG_STAGE: (CaseStateError, "the case is not at the stage that this event ends"),
    checked.WRONG_ATTEMPT: (CaseStateError, "attempt must be a new one in an offer, the open one in an answer"),
    checked.UNKNOWN_MEDIATOR: (
        UnknownMediatorError,
        "mediator_id must lie within the roster, at a place that is not vacant",
    ),
    checked.NO_ROOM: (CapacityError, "the mediator holds and is offered as many cases as he or she may"),
    checked.OTHER_MEDIATOR: (CaseStateError, "mediator_id must be the one who was asked"),
    checked.WRONG_STEP: (CaseStateError, "step must be larger than the present one and on the ladder"),
    checked.IS_ABSENT: (AbsentError, "the mediator is absent and is offered nothing"),
    checked.IS_BARRED: (ConflictError, "a conflict, or another seat of the same panel, keeps the mediator out"),
    checked.NOT_LIFTABLE: (ConflictError, "there must be a conflict that both parties can consent to"),
    checked.IS_ASKED: (CaseStateError, "the case must be taken from the mediator first"),
}


def check_done(event: Event, refusal: int) -> None:
    """Raise the error of a refusal that a function of `checked` has returned, if it is one."""
    if refusal != checked.DONE:
        error, reason = _REASONS[refusal]
        raise error(f"{event!r}: {reason}")


def check_fields(event: Event, **largest: int) -> None:
    """Raise CoreError unless each field named lies within 0 and the number given for it."""
    for name, bound in largest.items():
        value = getattr(event, name)
        if not 0 <= value <= bound:
            place = "" if event.case_id == NO_CASE else f"case_id = {event.case_id}: "
            raise CoreError(f"{place}{name} = {value}: must be within 0..{bound}")


def check_number(name: str, value: int, largest: int, *, smallest: int = 0, error: type[CoreError] = CoreError) -> None:
    """Raise unless a number that a question names lies within its bounds."""
    if not smallest <= value <= largest:
        raise error(f"{name} = {value}: must be within {smallest}..{largest}")
