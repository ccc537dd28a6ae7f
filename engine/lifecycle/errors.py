"""What the lifecycle refuses.

::

    EngineError
    +-- LifecycleError
        +-- MachineError          a machine's data contradict themselves
        +-- MoveError             a command or event that the rules do not allow; nothing has changed
            +-- NotOpenError      no such transition leads from the state the process is in
            +-- NotEntitledError  the transition is not this actor's
            +-- ConditionError    a condition of the transition does not hold
            +-- UnknownProcessError  the dispute has no such process, or has it already
            +-- DateError         dated before the last event, or after the end of a clock that has not been let end
"""

from engine.errors import EngineError
from engine.events.lifecycle_words import Article


class LifecycleError(EngineError):
    """Base of what the lifecycle raises on purpose."""


class MachineError(LifecycleError):
    """A machine's data contradict themselves; names the file, the entry and what is known."""


class MoveError(LifecycleError):
    """The rules do not allow a command or an event; nothing has changed.

    Parameters
    ----------
    what
        Case, transition and state.
    article
        The article that would move the process, or that stands against it.
    reason
        Why it may not.
    """

    def __init__(self, what: str, article: Article, reason: str) -> None:
        # All arguments are the error's own, so it survives the way back from a worker process.
        super().__init__(what, article, reason)
        self.what = what
        self.article = article
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.what}: {self.reason} [{self.article.value}]"


class NotOpenError(MoveError):
    """No such transition leads from the state the process is in."""


class NotEntitledError(MoveError):
    """The transition is not this actor's to take."""


class ConditionError(MoveError):
    """A condition of the transition does not hold."""


class UnknownProcessError(MoveError):
    """The dispute has no such process, or has one of that number already."""


class DateError(MoveError):
    """Dated before the dispute's last event, or after the end of a clock that has not been let end."""
