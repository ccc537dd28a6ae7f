"""The service in operation: a bounded queue before the writer, one thread that drives it, answers for all who wait.

The batch is all that arrived while the last one was being stored. Under load batches grow by themselves and the cost of
the disk is shared; a single command is stored at once.
"""

from collections.abc import Callable, Sequence
from threading import Thread
from typing import Final, TypeVar

from engine.log.errors import LogBrokenError
from engine.log.log import Log
from engine.service.answers import Group, Outcome
from engine.service.batches import Batches
from engine.service.condition import Condition
from engine.service.entries import Entry
from engine.service.errors import NotDoneError, QueueFullError, StoppingError
from engine.service.gauges import Gauges
from engine.service.settings import ServiceSettings
from engine.service.state import Health, State
from engine.service.storing import Stored
from engine.service.tickets import Question, Ticket
from engine.service.waiting import WaitingLine
from engine.service.world import World
from engine.service.writer import Writer

T = TypeVar("T")


class Service:
    """One writer in a thread of its own.

    Parameters
    ----------
    writer
        Of the store; nobody else may use it while the service runs.
    clock
        Microseconds since the epoch.
    settings
        Bounds.
    answered
        Told of the tickets that each batch has answered, in the writer's thread: must be quick.
    changed
        Told of each state that it enters, in whichever thread: must be quick.
    end
        Called when nobody can know whether a batch was stored: must end the process, whose successor finds out.
    """

    def __init__(
        self,
        writer: Writer,
        clock: Callable[[], int],
        settings: ServiceSettings,
        *,
        answered: Callable[[Sequence[Ticket]], None] = lambda _tickets: None,
        changed: Callable[[State], None] = lambda _state: None,
        end: Callable[[str], None],
    ) -> None:
        self._writer: Final = writer
        self._clock: Final = clock
        self.settings: Final = settings
        self.gauges: Final = Gauges()
        self._answered: Final = answered
        self._end: Final = end
        self._listeners: Final[list[Stored]] = []
        self._line: Final = WaitingLine(settings)
        self._condition: Final = Condition(clock, changed)
        self._batches: Final = Batches(writer, clock, self.gauges, self._answer_batch)
        writer.on_stored = self._tell
        self._thread: Final = Thread(target=self._run, name="onestop-writer", daemon=True)

    def start(self, *, release: str, roster_digest: str) -> None:
        """Note the new epoch in the log and begin to serve.

        Raises
        ------
        engine.log.errors.LogError
            If the epoch cannot be stored.
        """
        started = self._writer.start(release=release, roster_digest=roster_digest, now=self._clock())
        self.gauges.epoch = started.epoch
        self._condition.become(State.SERVING)
        self._thread.start()

    def stop(self, timeout_seconds: float = 30.0) -> bool:
        """Take in nothing more, finish what was taken in, and tell whether that was done in time."""
        with self._line.changed:
            self._condition.become(State.STOPPING)
            self._line.changed.notify_all()
        if self._thread.ident is None:
            return True
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def submit(self, group: Group, mark: object = None) -> Ticket:
        """Take in a group of commands.

        Raises
        ------
        QueueFullError
            If too many commands wait.
        ReadOnlyError, StorageFullError, StoppingError
            If nothing is written now. In all of these cases nothing has been done.
        """
        with self._line.changed:
            return self._take_in(group, mark)

    def submit_all(self, asked: Sequence[tuple[Group, object]]) -> list[tuple[int, NotDoneError]]:
        """Take in groups that came together, each with its mark; return the places of those refused, and why."""
        refused: list[tuple[int, NotDoneError]] = []
        with self._line.changed:
            for place, (group, mark) in enumerate(asked):
                try:
                    self._take_in(group, mark)
                except NotDoneError as error:
                    refused.append((place, error))
        return refused

    def ask(self, question: Callable[[World], T], reply: Callable[[T | Exception], None]) -> None:
        """Have a question answered from the stored state, in the writer's thread, between batches.

        Parameters
        ----------
        question
            Reads the world and returns what it found, holding on to nothing of it; must be quick.
        reply
            Told the answer, or the error that the question raised.

        Raises
        ------
        QueueFullError
            If too many questions wait.
        StoppingError
            If the service has been stopped.
        """
        with self._line.changed:
            if self._is_stopping:
                raise StoppingError("the service is being stopped")
            self._line.ask(Question(question, reply))

    def listen(self, listener: Stored) -> Callable[[], None]:
        """Have every stored batch told, in the writer's thread, until the function that is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def log(self) -> Log[Entry]:
        """The log, for reading."""
        return self._writer.log

    @property
    def health(self) -> Health:
        """How the service stands."""
        return Health(
            state=self._condition.state,
            reason=self._condition.reason,
            waiting_commands=self._line.commands,
            waiting_questions=self._line.questions,
            seq=self._writer.log.head.seq,
            epoch=self.gauges.epoch,
            last_at=self._writer.world.last_at,
        )

    def _take_in(self, group: Group, mark: object) -> Ticket:
        self._condition.check_open()
        try:
            return self._line.put(group, mark, self.gauges.commands_per_second)
        except QueueFullError:
            self.gauges.refused_full += 1
            raise

    def _run(self) -> None:
        try:
            while self._turn():
                pass
        except LogBrokenError as error:
            self._break(str(error))
        except Exception as error:
            self._break(f"{type(error).__name__}: {error}")
            raise
        finally:
            self._batches.close()

    def _turn(self) -> bool:
        """Carry out one batch and answer the questions that wait; False when the service has been stopped."""
        is_idle = self._batches.is_idle
        tickets, questions = self._line.take(wait=is_idle and not self._is_stopping)
        if is_idle and not tickets and self._condition.is_to_look:
            self._look_for_room()
        if tickets or self._is_due():
            self._batches.write(tickets, waiting_commands=self._line.commands)
        else:
            self._batches.finish()
        if questions:
            self._batches.finish()  # what is read has been stored
        for question in questions:
            question.answer(self._writer.world)
        return not (is_idle and self._is_stopping and not tickets and not questions)

    def _look_for_room(self) -> None:
        """Serve again when there is room, though nobody writes: who is told that the disk is full sends nothing."""
        self._writer.look_for_room()
        if self._writer.blocked is None:
            self._condition.note(None)
        else:
            self._condition.put_off_look()

    @property
    def _is_stopping(self) -> bool:
        return self._condition.state is State.STOPPING

    def _is_due(self) -> bool:
        due_at = self._writer.world.platform.next_due
        if due_at is None or due_at > self._clock():
            return False
        return self._condition.state is not State.READ_ONLY and not self._condition.is_pausing

    def _answer(self, tickets: Sequence[Ticket], outcomes: Sequence[Outcome]) -> None:
        with self._line.changed:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                ticket.outcome = outcome
                self.gauges.waited(ticket.waited_seconds)
            self._line.changed.notify_all()
        self._answered(tickets)

    def _answer_batch(self, tickets: Sequence[Ticket], outcomes: Sequence[Outcome]) -> None:
        self._condition.note(self._writer.blocked)
        self._answer(tickets, outcomes)

    def _tell(self, first_seq: int, entries: Sequence[Entry], at: int) -> None:
        for listener in tuple(self._listeners):
            listener(first_seq, entries, at)

    def _break(self, reason: str) -> None:
        """Nobody knows whether the last batch was stored: turn away who still waits, and end."""
        with self._line.changed:
            self._condition.become(State.STOPPING, reason)
            waiting = self._line.clear()
        self._answer(waiting, [StoppingError(reason)] * len(waiting))
        self._end(reason)
