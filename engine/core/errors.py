"""What can go wrong at the border of the assignment core.

EngineError
└── CoreError
    ├── RosterError            a roster breaks a promise that the core relies on
    ├── ExpressionError        an expression of who may be asked cannot be read or names the unknown
    ├── LadderError            a ladder of rosters that no case could climb
    ├── UnknownCaseError       a case number is not open in this core
    ├── CaseStateError         an event does not fit the stage its case has reached
    ├── UnknownMediatorError   a mediator number lies outside the roster, or its place is vacant
    ├── VacancyError           a court has no vacant place, or somebody was appointed to another than its first
    ├── CapacityError          a mediator would hold more cases than he or she may
    ├── AbsentError            a mediator is offered nothing at present
    ├── ConflictError          a mediator is barred from the case, or what bars him cannot be lifted
    ├── PolicyVersionError     a policy does not follow the court's present one
    └── StandingError          a standing is damaged, of another roster, or given to a core that has begun
"""

from engine.errors import EngineError


class CoreError(EngineError):
    """The assignment core refused what it was given; its state is as before."""


class RosterError(CoreError):
    """A roster breaks a promise that the core relies on."""


class _MistakesError(CoreError):
    """An error made of mistakes, one line each: field, value, bound."""

    def __init__(self, *mistakes: str) -> None:
        # The mistakes are the arguments, so the error survives the way back from a worker process.
        super().__init__(*mistakes)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(self.mistakes)


class ExpressionError(_MistakesError):
    """An expression of who may be asked cannot be read or names the unknown; each mistake tells its position."""


class LadderError(_MistakesError):
    """A ladder of rosters that no case could climb; every mistake in it is listed, steps counted from 1."""


class UnknownCaseError(CoreError):
    """A case number is not open in this core."""


class CaseStateError(CoreError):
    """An event does not fit the stage its case has reached."""


class UnknownMediatorError(CoreError):
    """A mediator number lies outside the roster, or its place is vacant."""


class VacancyError(CoreError):
    """A court has no vacant place, or somebody was appointed to another than its first one."""


class CapacityError(CoreError):
    """A mediator would hold more cases than he or she may."""


class AbsentError(CoreError):
    """A mediator is offered nothing at present."""


class ConflictError(CoreError):
    """A mediator is barred from the case, or what bars him cannot be lifted."""


class PolicyVersionError(CoreError):
    """A policy does not follow the court's present one."""


class StandingError(CoreError):
    """A standing is damaged, of another roster, ladder or policy, or given to a core that has begun."""
