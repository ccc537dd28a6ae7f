"""Snapshots: what a log had led to at some position, so that a start need not read all of it.

A snapshot is never trusted beyond what the log confirms: it names the batch it follows, and a damaged one, or one that
follows no batch of this log, is passed over for an older one. It can always be made again, so losing all of them costs
time and nothing else. One that knows of more than the log holds shows that the log has lost its end, and is a refusal.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import msgspec

from engine.collector import paused_collector
from engine.log.chain import EMPTY
from engine.log.log import Batch, Head
from engine.log.stored import StoredLog
from engine.replacing import clear_partials, replacing
from engine.service.entries import EntryCodec
from engine.service.errors import LogShortError, StandingError
from engine.service.following import follow_batch
from engine.service.world import World

KEPT: Final = 3
"""Snapshots that are kept: two to fall back on."""
_MAGIC: Final = b"onestop snapshot 1\n"
_SUFFIX: Final = ".snapshot"
_DIGEST_BYTES: Final = 32
_LENGTH_BYTES: Final = 4


class Followable(Protocol):
    """A log as whoever follows it sees it: the writer's own, or a reader's in another process."""

    @property
    def head(self) -> Head:
        """Where it ends now."""
        ...

    def batches(self, after_seq: int = 0) -> Iterator[Batch]:
        """Yield the batches that hold entries after a position; see `engine.log.log.Log.batches`."""
        ...


class SnapshotHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot says of itself."""

    seq: int
    """Position of the last entry it knows of."""
    head: bytes
    """Hash of that entry's batch, 32 bytes."""
    roster_digest: str
    digest: bytes
    """BLAKE2b of the standing, 32 bytes."""


class Recovered(NamedTuple):
    """A world that a log has led to."""

    world: World
    head: Head
    """Where the log ended."""
    from_seq: int
    """Position the snapshot stood at; 0 if there was none that could be used."""
    passed_over: tuple[str, ...]
    """Snapshots that could not be used, and why."""


class Snapshots:
    """The snapshots of one store.

    Parameters
    ----------
    folder
        Where they lie; made if it is not there.
    roster_digest
        Of the courts and mediators that the store is about.
    """

    def __init__(self, folder: Path, roster_digest: str) -> None:
        self._folder: Final = folder
        self._roster_digest: Final = roster_digest
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)

    def write(self, world: World, head: Head) -> Path:
        """Write a snapshot of a world that follows `head`, whole or not at all, and drop the oldest.

        What processes that were killed had begun of others is dropped, too.

        Raises
        ------
        StandingError
            If the world has followed another position.
        OSError
            If it cannot be written.
        """
        if world.seq != head.seq:
            raise StandingError(f"a world at {world.seq} is no snapshot of position {head.seq}")
        with paused_collector():
            standing = world.standing()
        header = msgspec.msgpack.encode(
            SnapshotHeader(seq=head.seq, head=head.hash, roster_digest=self._roster_digest, digest=_digest(standing))
        )
        path = self._path(head.seq)
        clear_partials(self._folder)
        with replacing(path) as partial:
            partial.write_bytes(_MAGIC + len(header).to_bytes(_LENGTH_BYTES, "little") + header + standing)
        for old in self._paths()[KEPT:]:
            old.unlink(missing_ok=True)
        return path

    @property
    def newest_seq(self) -> int:
        """Position that the newest snapshot was made at, by its name; 0 if there is none."""
        return max((int(path.stem) for path in self._paths() if path.stem.isdigit()), default=0)

    def _path(self, seq: int) -> Path:
        return self._folder / f"{seq:020d}{_SUFFIX}"

    def _paths(self) -> list[Path]:
        """The newest first."""
        return sorted(self._folder.glob(f"*{_SUFFIX}"), reverse=True)

    def recover(self, log: Followable, empty: Callable[[], World], codec: EntryCodec) -> Recovered:
        """Follow a log from the newest snapshot that it confirms.

        Parameters
        ----------
        log
            The log.
        empty
            Makes a world that has followed nothing.
        codec
            Of the log.

        Raises
        ------
        EngineError
            If the log holds what cannot be followed: nothing is ever skipped; or if it ends before a snapshot of it,
            as one that was put back does, and nothing in it is damaged.
        """
        passed_over: list[str] = []
        for path, header, standing in self._usable(log, passed_over):
            world = empty()
            try:
                with paused_collector():
                    world.restore(standing)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with a snapshot, an older one may be right
                passed_over.append(f"{path.name}: {error}")
                continue
            from_seq = world.seq
            return Recovered(world, follow(world, log, codec) or header, from_seq, tuple(passed_over))
        if log.head.seq == 0 and (lost := [path.name for path in self._paths()]):
            # To begin anew would give its numbers again, and have the parties of its disputes swept away.
            raise StandingError(
                f"the log is empty, but there is a snapshot of it ({self._folder / lost[0]}): put the log back, "
                "or restore a backup"
            )
        world = empty()
        return Recovered(world, follow(world, log, codec) or EMPTY, 0, tuple(passed_over))

    def _usable(self, log: Followable, passed_over: list[str]) -> Iterator[tuple[Path, Head, bytes]]:
        for path in self._paths():
            try:
                header, standing = _read(path)
                self._check(header, log)
            except LogShortError:
                raise
            except (StandingError, OSError) as error:
                passed_over.append(f"{path.name}: {error}")
                continue
            yield path, Head(header.seq, header.head), standing

    def _check(self, header: SnapshotHeader, log: Followable) -> None:
        if header.roster_digest != self._roster_digest:
            raise StandingError(f"roster {header.roster_digest}: must be {self._roster_digest}, that of the store")
        if header.seq > log.head.seq:
            if not _is_damaged(log):
                # To go on would give the lost numbers again, and have the parties of their disputes swept away.
                raise LogShortError(
                    f"end of the log = {log.head.seq}: must be at least {header.seq}, where a snapshot of it stands "
                    f"({self._path(header.seq)}): put the log back, or restore a backup; if what came after "
                    f"{log.head.seq} shall be given up for good, take that snapshot away"
                )
            raise StandingError(f"position {header.seq}: must be at most {log.head.seq}, where the log ends")
        following = next(log.batches(header.seq), None)
        first_seq, hash_before = log.head.seq + 1, log.head.hash
        if following is not None:
            first_seq, hash_before = following.first_seq, following.previous_hash
        if (first_seq - 1, hash_before) != (header.seq, header.head):
            raise StandingError(f"position {header.seq}: no batch of this log ends there with that hash")


def _is_damaged(log: Followable) -> bool:
    """Return whether a log is known to end where its damage begins: it is read up to there, and written no more."""
    return isinstance(log, StoredLog) and log.damage is not None


def follow(world: World, log: Followable, codec: EntryCodec) -> Head | None:
    """Let a world follow what a log holds beyond its position; return where it has come to, None if to nothing new."""
    head: Head | None = None
    with paused_collector():
        for batch in log.batches(world.seq):
            follow_batch(world, batch, codec)
            head = Head(batch.last_seq, batch.hash)
    return head


def _read(path: Path) -> tuple[SnapshotHeader, bytes]:
    content = path.read_bytes()
    start = len(_MAGIC) + _LENGTH_BYTES
    if content[: len(_MAGIC)] != _MAGIC or len(content) < start:
        raise StandingError("it is no snapshot of this format")
    length = int.from_bytes(content[len(_MAGIC) : start], "little")
    try:
        header = msgspec.msgpack.decode(content[start : start + length], type=SnapshotHeader)
    except msgspec.DecodeError as error:
        raise StandingError(f"its header cannot be read: {error}") from error
    standing = content[start + length :]
    if _digest(standing) != header.digest:
        raise StandingError("its content does not have its digest")
    return header, standing


def _digest(standing: bytes) -> bytes:
    return blake2b(standing, digest_size=_DIGEST_BYTES, person=b"onestop snapshot").digest()
