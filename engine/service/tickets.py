"""Groups and questions that wait for the writer, and the answers that they find."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from time import perf_counter
from typing import Final, Generic, TypeVar

from engine.service.answers import Answer, Group, Outcome
from engine.service.errors import ServiceError
from engine.service.world import World

T = TypeVar("T")


class Ticket:
    """A group that has been taken in, and, later, what became of it.

    Parameters
    ----------
    group
        The commands.
    mark
        Whatever the sender wants to find again with the answer.
    changed
        Notified whenever tickets have been answered.
    """

    __slots__ = ("_arrived", "_changed", "group", "mark", "outcome")

    def __init__(self, group: Group, mark: object, changed: Condition) -> None:
        self._arrived: Final = perf_counter()
        self._changed: Final = changed
        self.group: Final = group
        self.mark: Final = mark
        self.outcome: Outcome | None = None
        """None until the service has answered."""

    def answer(self, timeout_seconds: float | None = None) -> Answer:
        """Wait for the answer.

        Raises
        ------
        ServiceError
            If the group as a whole was refused, or the service ended.
        TimeoutError
            If none has come by then; the group may still be done.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.outcome is not None, timeout_seconds)
        outcome = self.outcome
        if outcome is None:
            raise TimeoutError(f"no answer within {timeout_seconds} s; the commands may still be carried out")
        if isinstance(outcome, ServiceError):
            raise outcome
        return outcome

    @property
    def waited_seconds(self) -> float:
        """Time since it was taken in."""
        return perf_counter() - self._arrived


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Something to be read from the stored state."""

    ask: Callable[[World], T]
    reply: Callable[[T | Exception], None]

    def answer(self, world: World) -> None:
        """Ask a world and tell the asker."""
        try:
            answer = self.ask(world)
        except Exception as error:  # noqa: BLE001 - the asker is told, and the writer goes on
            self.reply(error)
        else:
            self.reply(answer)
