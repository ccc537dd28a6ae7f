"""Everything that a log decides: the platform, and what the service remembers beside it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias, cast, get_args

import msgspec

from engine.events.records import Closed, Filed, OpenedInProgress, Withdrawn
from engine.events.written_part import WrittenPart
from engine.log.parts import Parts
from engine.proof.day_keys import DayKeys
from engine.registry.onestop import Happening, OneStop
from engine.service.draws import Draws
from engine.service.entries import Entry
from engine.service.errors import StandingError
from engine.service.flows import Flows
from engine.service.keys import WINDOW_US, KeyWindow
from engine.service.proposals import Proposals
from engine.service.records import (
    AnyProposalRecord,
    AnyServiceRecord,
    DisputeMet,
    Executed,
    Imported,
    ProposalRecord,
    Started,
)

Words: TypeAlias = Callable[[int, int, int], int]
"""The word of a draw: of case, attempt and instant."""


_DRAWN: Final = frozenset({Filed, OpenedInProgress, Closed, Withdrawn})
"""Kinds that begin or end a case."""
_OF_SERVICE: Final = frozenset(get_args(AnyServiceRecord))
_OF_PROPOSALS: Final = frozenset(get_args(AnyProposalRecord))
_NOTED: Final = _DRAWN | _OF_SERVICE
"""Sets, because every entry is asked: an `isinstance` that denies takes ten times as long."""


class PlatformBuilder(Protocol):
    """Makes an empty platform of a fixed roster and fixed rules."""

    def __call__(self, words: Words) -> OneStop:
        """Make it; its draws get their words from `words`."""
        ...


class _Standing(msgspec.Struct, frozen=True, kw_only=True):
    seq: int
    last_at: int
    epoch: int
    platform: bytes
    draws: bytes
    keys: bytes
    flows: bytes
    proposals: bytes


class World:
    """A platform and the service's own memory, as the log up to `seq` leaves them.

    Parameters
    ----------
    build
        Makes the empty platform.
    keys
        Of the days, for draws.
    window_us
        For how long idempotency keys are remembered, microseconds.
    """

    def __init__(self, build: PlatformBuilder, keys: DayKeys, *, window_us: int = WINDOW_US) -> None:
        self.draws: Final = Draws(keys, bytes(32))
        self.platform: Final = build(self.draws.word)
        self.keys: Final = KeyWindow(window_us)
        self.flows: Final = Flows()
        self.proposals: Final = Proposals()
        self.seq = 0
        """Position of the last entry."""
        self.last_at = 0
        """Logged time of the last entry or batch, microseconds since the epoch."""
        self.epoch = 0
        """Ordinal of the last writer."""

    def replay(self, previous: bytes, entries: Sequence[Entry], at: int) -> None:
        """Follow a batch of the log; nothing is decided.

        Parameters
        ----------
        previous
            Hash of the batch before, 32 bytes.
        entries
            The whole batch.
        at
            Its logged time, microseconds since the epoch.
        """
        self.draws.begin(previous)
        self.follow(entries)
        self.note(entries, at)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Let platform and proposals follow entries of the batch that was begun."""
        self.platform.replay([cast("Happening", entry) for entry in entries if type(entry) not in _OF_SERVICE])
        for entry in entries:
            if type(entry) in _OF_PROPOSALS:
                self.proposals.follow(cast("ProposalRecord", entry))

    def note(self, entries: Sequence[Entry], at: int) -> None:
        """Follow a batch whose happenings platform and proposals have brought about themselves."""
        counts: Counter[type[msgspec.Struct]] = Counter()
        seq = self.seq + 1
        for part in entries.parts if isinstance(entries, Parts) else (entries,):
            if isinstance(part, WrittenPart):
                self.draws.file(part.cases_of(Filed))
                counts.update(part.counts)
            else:
                self.note_each(part, seq)
                counts.update(map(type, part))
            seq += len(part)
        self.end_batch(counts, at)

    def note_each(self, entries: Sequence[Entry], first_seq: int) -> None:
        """Follow entries of a batch, the first of which has a position, in what the service remembers by itself."""
        for seq, entry in enumerate(entries, start=first_seq):
            kind = type(entry)
            if kind not in _NOTED:
                continue
            if kind in _DRAWN:
                self.draws.follow(entry)
            elif isinstance(entry, Executed):
                self.keys.follow(entry, seq)
            elif isinstance(entry, Started):
                self.epoch = entry.epoch
            elif isinstance(entry, DisputeMet):
                self.platform.registry.meet(entry.dispute_id, entry.dispute, entry.mediated)
            elif isinstance(entry, Imported):
                self.platform.registry.reserve(entry.last_number)

    def end_batch(self, counts: Mapping[type[msgspec.Struct], int], at: int) -> None:
        """End a batch that held so many entries of each kind, at its logged time."""
        self.flows.count(counts, at)
        self.seq += sum(counts.values())
        self.last_at = max(self.last_at, at)
        self.keys.expire(self.last_at)
        self.proposals.expire(self.last_at)

    def standing(self) -> bytes:
        """Return all that decides what happens next; equal worlds give equal bytes."""
        return msgspec.msgpack.encode(
            _Standing(
                seq=self.seq,
                last_at=self.last_at,
                epoch=self.epoch,
                platform=self.platform.standing(),
                draws=self.draws.standing(),
                keys=self.keys.standing(),
                flows=self.flows.standing(),
                proposals=self.proposals.standing(),
            )
        )

    def restore(self, standing: bytes) -> None:
        """Take over another world of the same roster and rules; this one must be empty.

        Raises
        ------
        StandingError
            If the bytes are not of a world.
        engine.errors.EngineError
            If a part of them does not fit this one's.
        """
        try:
            known = msgspec.msgpack.decode(standing, type=_Standing)
        except msgspec.DecodeError as error:
            raise StandingError(f"a snapshot: {error}") from error
        self.platform.restore(known.platform)
        self.draws.restore(known.draws)
        self.keys.restore(known.keys)
        self.flows.restore(known.flows)
        self.proposals.restore(known.proposals)
        self.seq, self.last_at, self.epoch = known.seq, known.last_at, known.epoch
