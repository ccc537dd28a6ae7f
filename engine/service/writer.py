"""The single writer: commands in, one batch of the log out, answers after it is stored.

It has no thread, no clock and no queue; `engine.service.service` gives it those. So a fault can be played out on it
step by step, and the same commands at the same instants always give the same log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from engine.errors import EngineError
from engine.log.errors import LogDamagedError, LogFullError
from engine.log.log import Log
from engine.service.answers import Answer, Group, Outcome, Refusal
from engine.service.entries import Entry, EntryCodec
from engine.service.errors import KeyReuseError, NotDoneError, PoisonError, ReadOnlyError, StorageFullError
from engine.service.executed import Result, caused, executed, results_of
from engine.service.performing import Performer, runs_of
from engine.service.records import Executed, Started
from engine.service.world import World

RETRY_FULL_SECONDS: Final = 5
"""When it is worth asking again after the disk was full."""
_CODEC: Final = EntryCodec()
_CHUNK: Final = 32_768
"""Entries of what was due by itself that go into one batch: half of what a log takes."""


Stored: TypeAlias = Callable[[int, Sequence[Entry], int], None]
"""Takes a stored batch: position of its first entry, the entries, logged time."""


def _tell_nobody(first_seq: int, entries: Sequence[Entry], at: int) -> None:
    """Take no notice of a stored batch."""


@dataclass(slots=True)
class _Batch:
    """What one round of groups has come to so far, before it is stored."""

    at: int
    entries: list[Entry] = field(default_factory=list[Entry])
    outcomes: list[Outcome | None] = field(default_factory=list[Outcome | None])
    first: dict[bytes, int] = field(default_factory=dict[bytes, int])
    """Of each new key, the group that came first with it."""


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
        self.world: World = recover()
        """As the log leaves it. Read it between calls only."""
        self.blocked: NotDoneError | None = None
        """Why the last batch could not be stored; None if it could."""
        self.on_stored: Stored = _tell_nobody
        """Told of each batch once it is stored."""

    def start(self, *, release: str, roster_digest: str, now: int) -> Started:
        """Take over: note a new epoch.

        Raises
        ------
        engine.log.errors.LogError
            If it cannot be stored.
        """
        at = max(now, self.world.last_at)
        started = Started(at=at, epoch=self.world.epoch + 1, release=release, roster_digest=roster_digest)
        self._store([started])
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
        at = max(now, self.world.last_at)
        poisoned: dict[int, PoisonError] = {}
        joins = True
        while True:
            try:
                return self._round(groups, at, poisoned, joins=joins)
            except (LogFullError, LogDamagedError) as error:
                self.world = self._recover()
                self.blocked = _not_stored(error)
                return [self.blocked] * len(groups)
            except _PoisonedRunError as error:
                self.world = self._recover()
                if len(error.run) > 1:
                    joins = False  # one of several: found by carrying out each by itself
                    continue
                (place,) = error.run
                self._on_poison(groups[place], error.cause)
                poisoned[place] = PoisonError(f"the command failed in a way nobody foresaw: {error.cause!r}")

    def _round(
        self, groups: Sequence[Group], at: int, poisoned: dict[int, PoisonError], *, joins: bool
    ) -> list[Outcome]:
        world = self.world
        world.draws.begin(self.log.head.hash)
        world.draws.check_day(at)
        self._advance(at)
        world.draws.begin(self.log.head.hash)
        batch = _Batch(at=at, outcomes=[None] * len(groups))
        fresh: list[int] = []
        for place, group in enumerate(groups):
            batch.outcomes[place] = poisoned.get(place) or self._known(group, place, batch)
            if batch.outcomes[place] is None:
                fresh.append(place)
        first = [place for place in fresh if _is_first(groups[place], place, batch)]
        self._perform(groups, first, batch, joins=joins)
        if batch.entries:
            self._store(batch.entries)
        return [_repeated(groups, place, batch) if one is None else one for place, one in enumerate(batch.outcomes)]

    def _advance(self, at: int) -> None:
        """Store what is due by itself, in batches that a log takes."""
        due_at = self.world.platform.next_due
        if due_at is None or due_at > at:
            return
        happened: list[Entry] = list(self.world.platform.advance(at))
        for start in range(0, len(happened), _CHUNK):
            self._store(happened[start : start + _CHUNK])

    def _known(self, group: Group, place: int, batch: _Batch) -> Outcome | None:
        """Return the answer of a group that came before; None if it is new, or the first of it is in this batch."""
        if group.key is None:
            return None
        known = self.world.keys.find(group.key)
        if known is None:
            batch.first.setdefault(group.key, place)
            return None
        if known.request_digest != group.request_digest:
            return KeyReuseError(group.name)
        return self._stored_answer(known.seq)

    def _stored_answer(self, seq: int) -> Answer:
        """Make the answer of a group again from its entries; `seq` is that of the last one."""
        ((_, record),) = self.log.read(seq - 1, 1)
        assert isinstance(record, Executed), "a key names the entry that closes its group"
        count = caused(record)
        entries = [entry for _, entry in self.log.read(seq - 1 - count, count)] if count else []
        return Answer(at=record.at, last_seq=seq, results=results_of(record, entries), repeated=True)

    def _perform(self, groups: Sequence[Group], places: Sequence[int], batch: _Batch, *, joins: bool) -> None:
        """Carry out new groups; complete filings of several groups that stand side by side go together."""
        performer = Performer(self.world.platform, self.world.draws.words, batch.at)
        for run in runs_of(groups, places) if joins else ((place,) for place in places):
            try:
                results = performer.perform([command for place in run for command in groups[place].commands])
            except Exception as error:
                raise _PoisonedRunError(run, error) from error
            start = 0
            for place in run:
                end = start + len(groups[place].commands)
                batch.outcomes[place] = self._enter(groups[place], results[start:end], batch)
                start = end

    def _enter(self, group: Group, results: list[Result], batch: _Batch) -> Answer:
        for result in results:
            if not isinstance(result, Refusal):
                batch.entries += result
        is_done = any(not isinstance(result, Refusal) for result in results)
        if group.key is not None and is_done:
            batch.entries.append(executed(group.key, group.request_digest, results, batch.at))
        last_seq = self.world.seq + len(batch.entries) if is_done else 0
        return Answer(at=batch.at, last_seq=last_seq, results=tuple(results))

    def _store(self, entries: Sequence[Entry]) -> None:
        batch = self.log.append(entries)
        # Not the clock's time, which no entry holds: whoever follows the log must come to the same.
        at = _CODEC.recorded_at(entries[-1])
        self.blocked = None
        self.world.note(entries, at)
        self.on_stored(batch.first_seq, entries, at)


class _PoisonedRunError(Exception):
    """One of some groups failed by an error that is no refusal; what they had begun must be undone."""

    def __init__(self, run: Sequence[int], cause: Exception) -> None:
        super().__init__(run, cause)
        self.run: Final = run
        self.cause: Final = cause


def _is_first(group: Group, place: int, batch: _Batch) -> bool:
    """Tell whether a new group is the first of its batch with its key; a later one waits for its answer."""
    return group.key is None or batch.first[group.key] == place


def _repeated(groups: Sequence[Group], place: int, batch: _Batch) -> Outcome:
    """Answer a group whose key another one of the same batch has brought first."""
    group = groups[place]
    assert group.key is not None, "only a key makes a group wait for another"
    first = batch.first[group.key]
    answer = batch.outcomes[first]
    assert answer is not None, "the first of equal groups has been carried out"
    if groups[first].request_digest != group.request_digest:
        return KeyReuseError(group.name)
    return replace(answer, repeated=True) if isinstance(answer, Answer) else answer


def _not_stored(error: EngineError) -> NotDoneError:
    if isinstance(error, LogFullError):
        return StorageFullError(str(error), retry_after_seconds=RETRY_FULL_SECONDS)
    return ReadOnlyError(str(error))
