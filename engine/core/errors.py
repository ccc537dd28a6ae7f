"""What can go wrong at the border of the assignment core.

EngineError
└── CoreError
    ├── RosterError            a roster breaks a promise that the core relies on
    ├── UnknownCaseError       a case number is not open in this core
    ├── CaseStateError         an event does not fit the stage its case has reached
    ├── UnknownMediatorError   a mediator number lies outside the roster
    └── CapacityError          a mediator would hold more cases than he or she may
"""

from engine.errors import EngineError


class CoreError(EngineError):
    """The assignment core refused what it was given; its state is as before."""


class RosterError(CoreError):
    """A roster breaks a promise that the core relies on."""


class UnknownCaseError(CoreError):
    """A case number is not open in this core."""


class CaseStateError(CoreError):
    """An event does not fit the stage its case has reached."""


class UnknownMediatorError(CoreError):
    """A mediator number lies outside the roster."""


class CapacityError(CoreError):
    """A mediator would hold more cases than he or she may."""
