"""Lives of a log on a simulated disk, with an observer who notes what was acknowledged and believes nobody."""

# ruff: noqa: ARG002 - the signatures are those of an executor

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from engine.log.chain import verify
from engine.log.errors import LogBrokenError, LogFullError
from engine.log.settings import StoreSettings
from engine.log.store import open_store
from engine.log.stored import StoredLog
from tests.engine.log.disk import PowerCutError
from tests.engine.log.disk_vfs import SimFiles

if TYPE_CHECKING:
    from engine.log.log import Batch

FOLDER = Path("/simulated")


class Note(NamedTuple):
    """An entry of a log made for these tests."""

    at: int
    content: bytes


class NoteCodec:
    """The codec of notes."""

    def encode(self, entries: Sequence[Note]) -> bytes:
        return msgspec.msgpack.encode(entries)

    def decode(self, body: bytes) -> list[Note]:
        return msgspec.msgpack.decode(body, type=list[Note])

    def recorded_at(self, entry: Note) -> int:
        return entry.at


class AtOnce(Executor):
    """Runs the sync of the copy before the commit."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on as every executor does
            future.set_exception(error)
        return future


class AtLast(Executor):
    """Runs the sync of the copy when it is waited for, after the commit."""

    def submit(self, fn, /, *args, **kwargs):
        return _Waiting(fn)


class _Waiting(Future):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout=None):
        return self._work()


class Observer:
    """Notes what was acknowledged, refused, and left open.

    Parameters
    ----------
    files
        The disk.
    chance
        Draws batches and settings.
    spoil
        Plants a bug into a log that has just been opened.
    """

    def __init__(self, files: SimFiles, chance: Random, spoil: Callable[[StoredLog[Note]], None] | None = None) -> None:
        self.files = files
        self.chance = chance
        self.acknowledged: list[Batch] = []
        self.unknown: list[Note] | None = None
        self.refusals = 0
        self.appearances = 0
        self._spoil = spoil
        self._next = 0
        self._settings = {
            "settings": StoreSettings(
                segment_bytes=chance.choice((700, 3_000, 20_000)),
                checkpoint_bytes=chance.choice((1, 5_000, 10**9)),
                is_exclusive=True,
            ),
            "beside": chance.choice((AtOnce(), AtLast())),
        }

    def open(self, **others) -> StoredLog[Note]:
        """Open the log; ends with the process if that dies of it."""
        log = open_store(FOLDER, NoteCodec(), files=self.files, **(self._settings | others))
        if self._spoil is not None:
            self._spoil(log)
        return log

    def batch(self) -> list[Note]:
        """Entries that were never sent before."""
        size = self.chance.choice((1, 1, 2, 9))
        self._next += 1
        return [
            Note(
                self._next, b"%d/%d " % (self._next, place) + self.chance.randbytes(self.chance.choice((9, 300, 2000)))
            )
            for place in range(size)
        ]

    def append(self, log: StoredLog[Note]) -> None:
        """Append a batch and note what became of it."""
        self.unknown = self.batch()
        try:
            acknowledged = log.append(self.unknown)
        except LogFullError:
            self.refusals += 1
            self.unknown = None
        else:
            self.acknowledged.append(acknowledged)
            self.unknown = None

    def live(self, appends: int) -> bool:
        """Open the log, check it and append until the process dies; say whether it closed the log in peace."""
        log = None
        try:
            log = self.open()
            if log.damage is not None:
                # One file is lost, and the other could not be read this time: it says so and changes nothing.
                log.close()
                return False
            self.check(log)
            for _ in range(appends):
                self.append(log)
            log.close()
        except (PowerCutError, LogBrokenError, LogFullError):
            if log is not None:
                self.files.disk.kill()
                close_quietly(log)
            return False
        return True

    def live_in_peace(self) -> None:
        """Open, check and append without a fault, and find the log in order when it is opened again."""
        for has_been_repaired in (False, True):
            log = self.open()
            self.check(log)
            assert not (has_been_repaired and log.repairs)
            self.append(log)
            log.close()

    def check(self, log: StoredLog[Note]) -> None:
        """Hold a log that has just been opened against the notes."""
        found = list(log.batches())
        known = len(self.acknowledged)
        assert found[:known] == self.acknowledged, f"{known} acknowledged, {len(found)} found"
        more = [NoteCodec().decode(batch.body) for batch in found[known:]]
        assert more in ([], [self.unknown]), "something was neither acknowledged nor in flight"
        assert verify(log) == log.head
        assert log.damage is None
        self.appearances += len(more)
        self.acknowledged, self.unknown = found, None


def close_quietly(log: StoredLog[Note]) -> None:
    """Let go of what a dead process held."""
    with suppress(PowerCutError, LogBrokenError):
        log.close()
