"""What a service takes at present, and when it is worth trying again."""

from collections.abc import Callable
from threading import Lock
from typing import Final

from engine.service.errors import NotDoneError, ReadOnlyError, StoppingError, StorageFullError
from engine.service.state import State
from engine.service.writer import RETRY_FULL_SECONDS

_SECOND_US: Final = 1_000_000


class Condition:
    """The state of a service, from its start to its stop.

    Parameters
    ----------
    clock
        Microseconds since the epoch.
    changed
        Told of each new state, in whichever thread brings it about: must be quick.

    Examples
    --------
    >>> told = []
    >>> condition = Condition(lambda: 0, told.append)
    >>> condition.become(State.SERVING)
    >>> condition.note(StorageFullError("no room"))
    >>> condition.is_pausing, told
    (True, [<State.SERVING: 'serving'>, <State.FULL: 'full'>])
    """

    def __init__(self, clock: Callable[[], int], changed: Callable[[State], None] = lambda _state: None) -> None:
        self._clock: Final = clock
        self._changed: Final = changed
        self._try_again_at = 0
        self._look_at = 0
        self._turn: Final = Lock()
        self.state = State.STARTING
        self.reason = ""
        """Why it is not serving; empty while it is."""

    def become(self, state: State, reason: str = "") -> None:
        """Enter a state, or stay in it for another reason; nothing leads out of a stop, whichever thread is later."""
        with self._turn:
            before = self.state
            if before is State.STOPPING and state is not before:
                return
            self.state, self.reason = state, reason
        if state is not before:
            self._changed(state)

    def note(self, blocked: NotDoneError | None) -> None:
        """Learn why the last batch could not be stored; None if it could, or the next one can."""
        if blocked is None:
            self.become(State.SERVING)
            return
        self.become(State.FULL if isinstance(blocked, StorageFullError) else State.READ_ONLY, str(blocked))
        self._try_again_at = self._clock() + RETRY_FULL_SECONDS * _SECOND_US
        self.put_off_look()

    def put_off_look(self) -> None:
        """Look again later, having found no room; a command that comes meanwhile is tried all the same."""
        self._look_at = self._clock() + RETRY_FULL_SECONDS * _SECOND_US

    def check_open(self) -> None:
        """Refuse a command that cannot be stored now.

        Raises
        ------
        ReadOnlyError, StorageFullError, StoppingError
            By the state. Nothing has been done.
        """
        if self.state is State.STOPPING or self.state is State.STARTING:
            raise StoppingError(f"the service is {self.state.value}")
        if self.state is State.READ_ONLY:
            raise ReadOnlyError(self.reason)
        if self.is_pausing:
            raise StorageFullError(self.reason, retry_after_seconds=RETRY_FULL_SECONDS)

    @property
    def is_pausing(self) -> bool:
        """Whether it is too early to find out if there is space again: undoing a batch costs as much as a start."""
        return self.state is State.FULL and self._clock() < self._try_again_at

    @property
    def is_to_look(self) -> bool:
        """Whether it is time to find out if there is space again though nobody writes."""
        return self.state is State.FULL and self._clock() >= self._look_at
