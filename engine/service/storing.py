"""Having batches stored: at once, or beside the work on the next one.

A batch has its place and its hash before it is on the disk, and no more than these is needed to go on: the place at
once, the hash when the first case of the next batch is drawn for. What is made of the batch after it is worth nothing
if it cannot be stored, and is undone with it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Final, TypeAlias

from engine.log.log import Log, Sealed
from engine.log.parts import Parts
from engine.service.entries import Entry

Stored: TypeAlias = Callable[[int, Sequence[Entry], int], None]
"""Takes a stored batch: position of its first entry, the entries, logged time."""


@dataclass(slots=True)
class Underway:
    """A batch on its way to the disk."""

    sealed: Sealed
    entries: Sequence[Entry]
    writing: Future[None] | None
    """None if it has been stored."""
    failure: Exception | None = None
    """Why it was not stored, once that is known."""


class Storage:
    """Stores batches in order; at most one of them is on its way.

    Parameters
    ----------
    log
        Where.
    on_stored
        Told of each batch once it is stored, in the caller's thread.
    """

    def __init__(self, log: Log[Entry], on_stored: Stored) -> None:
        self._log: Final = log
        self._on_stored: Final = on_stored
        self.underway: Underway | None = None
        """The batch on its way."""

    @property
    def head_hash(self) -> Callable[[], bytes]:
        """Returns the hash of the last batch there will be when all is stored; whoever calls it may have to wait."""
        underway = self.underway
        if underway is None:
            return partial(bytes, self._log.head.hash)
        return lambda: underway.sealed.batch.hash

    def store(self, entries: Sequence[Entry], *, aside: Executor | None = None) -> Underway:
        """Have a batch stored, after the one that is on its way.

        Parameters
        ----------
        entries
            Of the batch.
        aside
            Writes it, so that this returns as soon as the batch before is stored; None to return when it is itself.

        Raises
        ------
        engine.log.errors.LogError
            If it, or the batch before, could not be stored.
        """
        last = self.underway
        sealed = self._log.seal(entries, after=None if last is None else last.sealed)
        self.settle()
        if aside is not None:
            is_begun = Event()
            self.underway = Underway(sealed, entries, aside.submit(self._keep, sealed, entries, is_begun))
            # The hash is needed next, and the other thread works it out while this one goes on: let it get there first.
            is_begun.wait()
            return self.underway
        self._keep(sealed, entries)
        self._tell(sealed, entries)
        return Underway(sealed, entries, None)

    def settle(self) -> None:
        """Return when nothing is on its way.

        Raises
        ------
        engine.log.errors.LogError
            If the last batch could not be stored.
        """
        underway, self.underway = self.underway, None
        if underway is None or underway.writing is None:
            return
        try:
            underway.writing.result()
        except Exception as error:
            underway.failure = error
            raise
        self._tell(underway.sealed, underway.entries)

    def _keep(self, sealed: Sealed, entries: Sequence[Entry], is_begun: Event | None = None) -> None:
        if is_begun is not None:
            is_begun.set()
            assert sealed.batch.hash, "worked out here, before anything that takes longer"
        if isinstance(entries, Parts):
            entries.check()
        self._log.keep(sealed)

    def _tell(self, sealed: Sealed, entries: Sequence[Entry]) -> None:
        self._on_stored(sealed.batch.first_seq, entries, sealed.recorded_at)
