"""The bounded queue before the writer.

What does not fit is refused while nothing has been done for it. A queue without bounds answers nobody in time once it
has grown longer than its senders' patience.
"""

from collections import deque
from threading import Condition
from typing import Any, Final

from engine.service.answers import Group
from engine.service.errors import QueueFullError
from engine.service.settings import ServiceSettings
from engine.service.tickets import Question, Ticket


class WaitingLine:
    """Groups and questions in order of arrival.

    Parameters
    ----------
    settings
        How many may wait.
    """

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings: Final = settings
        self.changed: Final = Condition()
        """Held for every change; notified when something came or was answered."""
        self._tickets: Final[deque[Ticket]] = deque()
        self._questions: Final[deque[Question[Any]]] = deque()
        self.commands = 0
        """Commands that wait."""
        self._taken_last = 0
        """Groups of the last batch."""

    @property
    def questions(self) -> int:
        """Questions that wait."""
        return len(self._questions)

    def put(self, group: Group, mark: object, commands_per_second: float) -> Ticket:
        """Add a group; `changed` must be held.

        Raises
        ------
        QueueFullError
            If too many commands wait; it says when about half of them will have been done at the given pace.
        """
        most = self._settings.queue_commands_max
        if self.commands + len(group.commands) > most:
            seconds = self.commands / max(1.0, commands_per_second) / 2
            raise QueueFullError(self.commands, most, max(1, min(60, round(seconds))))
        self.commands += len(group.commands)
        ticket = Ticket(group, mark, self.changed)
        self._tickets.append(ticket)
        self.changed.notify()
        return ticket

    def ask(self, question: Question[Any]) -> None:
        """Add a question; `changed` must be held.

        Raises
        ------
        QueueFullError
            If too many wait.
        """
        most = self._settings.queue_questions_max
        if len(self._questions) >= most:
            raise QueueFullError(len(self._questions), most, 1)
        self._questions.append(question)
        self.changed.notify()

    def take(self, *, wait: bool) -> tuple[list[Ticket], list[Question[Any]]]:
        """Take out the groups of one batch, and all questions.

        Parameters
        ----------
        wait
            Whether to wait for something to come, as long as a tick, and then for as many groups as came last time.
        """
        with self.changed:
            if wait and not self._tickets and not self._questions:
                self.changed.wait(self._settings.tick_seconds)
            if wait and self._tickets and not self._is_gathered():
                self.changed.wait_for(self._is_gathered, self._settings.gather_seconds)
            tickets: list[Ticket] = []
            count = 0
            while self._tickets and count < self._settings.batch_commands_max:
                tickets.append(self._tickets.popleft())
                count += len(tickets[-1].group.commands)
            self.commands -= count
            self._taken_last = len(tickets)
            questions = list(self._questions)
            self._questions.clear()
        return tickets, questions

    def _is_gathered(self) -> bool:
        """Whether there is no reason to wait for more; who reads waits for nobody."""
        return len(self._tickets) >= self._taken_last or bool(self._questions)

    def clear(self) -> list[Ticket]:
        """Take out every group; `changed` must be held."""
        tickets = list(self._tickets)
        self._tickets.clear()
        self.commands = 0
        return tickets
