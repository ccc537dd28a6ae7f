"""The single writer: commands in, one batch of the log out, answers after it is stored.

It has no thread, no clock and no queue; `engine.service.service` gives it those. So a fault can be played out on it
step by step, and the same commands at the same instants always give the same log.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from engine.errors import EngineError
from engine.log.errors import LogDamagedError, LogFullError
from engine.log.log import Log
from engine.service.answers import Group, Outcome
from engine.service.entries import Entry, EntryCodec
from engine.service.errors import NotDoneError, PoisonError, ReadOnlyError, StorageFullError
from engine.service.records import Started
from engine.service.round import PoisonedRunError, Round
from engine.service.storing import Storage, Stored, Underway
from engine.service.world import World

RETRY_FULL_SECONDS: Final = 5
"""When it is worth asking again after the disk was full."""
_CODEC: Final = EntryCodec()


def _tell_nobody(first_seq: int, entries: Sequence[Entry], at: int) -> None:
    """Take no notice of a stored batch."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Groups that were carried out, whose batch may still be on its way to the disk."""

    outcomes: list[Outcome]
    """One a group; to be given to nobody before `Writer.finish` has returned them."""
    underway: Underway | None

    @property
    def is_stored(self) -> bool:
        """Whether nothing is to be waited for."""
        return self.underway is None or self.underway.writing is None


class Writer:
    """Carries out groups of commands over a world and stores what has happened.

    Parameters
    ----------
    log
        Where it is stored.
    recover
        Makes the world that the log as it stands leaves: at the start, and whenever a batch must be undone.
    on_poison
        Told of a command that failed in a way nobody foresaw, with the error; for the journal.

    Raises
    ------
    EngineError
        If the log cannot be followed.
    """

    def __init__(
        self,
        log: Log[Entry],
        recover: Callable[[], World],
        *,
        on_poison: Callable[[Group, Exception], None] = lambda _group, _error: None,
    ) -> None:
        self.log: Final = log
        self._recover: Final = recover
        self._on_poison: Final = on_poison
        self._storage: Final = Storage(log, self._stored)
        self.world: World = recover()
        """As the log leaves it. Read it between calls only."""
        self.blocked: NotDoneError | None = None
        """Why the last batch could not be stored; None if it could."""
        self.on_stored: Stored = _tell_nobody
        """Told of each batch once it is stored."""

    def start(self, *, release: str, roster_digest: str, now: int) -> Started:
        """Take over: let happen what fell due while nobody served, and note a new epoch.

        In this order, since what fell due is recorded at its own instant, which lies before the start.

        Raises
        ------
        engine.log.errors.LogError
            If it cannot be stored.
        """
        at = max(now, self.world.last_at)
        started = Started(at=at, epoch=self.world.epoch + 1, release=release, roster_digest=roster_digest)
        due = Round(self.world, self.log, self._storage, at, self._store).carry_out((), {}, joins=True).entries
        self._store([*due, started])
        return started

    def handle(self, groups: Sequence[Group], now: int) -> list[Outcome]:
        """Let happen what is due, carry out the groups in order, and store all of it in one batch.

        Parameters
        ----------
        groups
            Maybe none, if only time goes on.
        now
            The clock, microseconds since the epoch; time in the log never runs backwards, whatever it says.

        Returns
        -------
        list of Outcome
            One a group. They are stored.

        Raises
        ------
        engine.log.errors.LogBrokenError
            If nobody knows whether the batch was stored: the process must end and start again.
        """
        return self.finish(self.begin(groups, now))

    def begin(self, groups: Sequence[Group], now: int, *, aside: Executor | None = None) -> Begun:
        """Do what `handle` does, but for waiting until the batch is stored, and for telling of it.

        Parameters
        ----------
        groups, now
            As for `handle`.
        aside
            Stores the batch while the next one is carried out; None if that is to be waited for here.

        Raises
        ------
        engine.log.errors.LogBrokenError
            If nobody knows whether a batch was stored, this one or the one before.
        """
        at = max(now, self.world.last_at)
        poisoned: dict[int, PoisonError] = {}
        joins = True
        while True:
            try:
                try:
                    return self._round(groups, at, poisoned, joins=joins, aside=aside)
                except PoisonedRunError as error:
                    self._storage.settle()
                    self.world = self._recover()
                    if len(error.run) > 1:
                        joins = False  # one of several: found by carrying out each by itself
                        continue
                    (place,) = error.run
                    self._on_poison(groups[place], error.cause)
                    poisoned[place] = PoisonError(f"the command failed in a way nobody foresaw: {error.cause!r}")
            except (LogFullError, LogDamagedError) as error:
                return Begun([self._undo(error)] * len(groups), None)

    def finish(self, begun: Begun) -> list[Outcome]:
        """Return the outcomes of groups that were begun, once their batch is stored.

        Raises
        ------
        engine.log.errors.LogBrokenError
            If nobody knows whether it was stored.
        """
        underway = begun.underway
        if underway is None:
            return begun.outcomes
        try:
            if self._storage.underway is underway:
                self._storage.settle()
        except (LogFullError, LogDamagedError) as error:
            self._undo(error)
        failure = underway.failure
        if failure is None:
            return begun.outcomes
        if isinstance(failure, LogFullError | LogDamagedError):
            return [_not_stored(failure)] * len(begun.outcomes)
        raise failure

    def look_for_room(self) -> None:
        """After a full disk: find out whether there is room again, without anything to be stored."""
        if isinstance(self.blocked, StorageFullError) and self.log.has_room():
            self.blocked = None

    def _undo(self, error: LogFullError | LogDamagedError) -> NotDoneError:
        """Go back to what is stored; return what to tell whoever waits."""
        self.world = self._recover()
        self.blocked = _not_stored(error)
        return self.blocked

    def _round(
        self,
        groups: Sequence[Group],
        at: int,
        poisoned: dict[int, PoisonError],
        *,
        joins: bool,
        aside: Executor | None,
    ) -> Begun:
        batch = Round(self.world, self.log, self._storage, at, self._store).carry_out(groups, poisoned, joins=joins)
        # Answers without effects rest on what the batch before has done: they wait for that.
        underway = self._store(batch.entries, aside=aside) if batch.entries else self._storage.underway
        return Begun(batch.answers(groups), underway)

    def _store(self, entries: Sequence[Entry], *, aside: Executor | None = None) -> Underway:
        # Not the clock's time, which no entry holds: whoever follows the log must come to the same.
        self.world.note(entries, _CODEC.recorded_at(entries[-1]))
        return self._storage.store(entries, aside=aside)

    def _stored(self, first_seq: int, entries: Sequence[Entry], at: int) -> None:
        self.blocked = None
        self.on_stored(first_seq, entries, at)


def _not_stored(error: EngineError) -> NotDoneError:
    if isinstance(error, LogFullError):
        return StorageFullError(str(error), retry_after_seconds=RETRY_FULL_SECONDS)
    return ReadOnlyError(str(error))
