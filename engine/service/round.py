"""Carrying out groups of commands on a world, up to what is to be stored of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from engine.log.log import Log
from engine.log.parts import Parts
from engine.service.answers import Answer, Group, Outcome, Refusal
from engine.service.batch import Batch
from engine.service.entries import Entry
from engine.service.errors import KeyReuseError, PoisonError
from engine.service.executed import Result, caused, executed, results_of
from engine.service.performing import Performer, runs_of, turned_away
from engine.service.records import Executed
from engine.service.storing import Storage
from engine.service.world import World

_CHUNK: Final = 32_768
"""Entries of what was due by itself that go into one batch: half of what a log takes, the rest is for commands."""


class PoisonedRunError(Exception):
    """One of some groups failed by an error that is no refusal; what they had begun must be undone."""

    def __init__(self, run: Sequence[int], cause: Exception) -> None:
        super().__init__(run, cause)
        self.run: Final = run
        self.cause: Final = cause


class Round:
    """What is due, and then some groups.

    Parameters
    ----------
    world
        Changed.
    log, storage
        Where earlier answers are, and what is on its way there.
    at
        Logged time, microseconds since the epoch.
    store
        Stores entries and notes them in the world.
    """

    def __init__(
        self, world: World, log: Log[Entry], storage: Storage, at: int, store: Callable[[Sequence[Entry]], object]
    ) -> None:
        self._world: Final = world
        self._log: Final = log
        self._storage: Final = storage
        self._at: Final = at
        self._store: Final = store

    def carry_out(self, groups: Sequence[Group], poisoned: Mapping[int, PoisonError], *, joins: bool) -> Batch:
        """Carry out groups in order.

        Parameters
        ----------
        groups
            Of one batch.
        poisoned
            Groups that must not be tried again, and what to answer them.
        joins
            Whether filings of several groups may be carried out together.

        Raises
        ------
        PoisonedRunError
            If one fails in a way nobody foresaw. The world is spoilt then.
        engine.log.errors.LogError
            If something before them could not be stored. The world is spoilt then, too.
        """
        self._world.draws.begin(self._storage.head_hash)
        self._world.draws.check_day(self._at)
        batch = Batch(at=self._at, entries=Parts(self._due()), outcomes=[None] * len(groups))
        fresh: list[int] = []
        for place, group in enumerate(groups):
            batch.outcomes[place] = poisoned.get(place) or self._known(group, place, batch)
            if batch.outcomes[place] is None:
                fresh.append(place)
        first = [place for place in fresh if batch.is_first(groups[place], place)]
        self._perform(groups, first, batch, joins=joins)
        return batch

    def _due(self) -> list[Entry]:
        """Let happen what is due by itself; return what goes into the batch, a long backlog's end, the rest is stored.

        Together with the commands: a sync costs as much for both as for one.
        """
        due_at = self._world.platform.next_due
        if due_at is None or due_at > self._at:
            return []
        happened: list[Entry] = list(self._world.platform.advance(self._at))
        while len(happened) > _CHUNK:
            self._store(happened[:_CHUNK])
            happened = happened[_CHUNK:]
            self._world.draws.begin(self._storage.head_hash)
        return happened

    def _known(self, group: Group, place: int, batch: Batch) -> Outcome | None:
        """Return the answer of a group that came before; None if it is new, or the first of it is in this batch."""
        if group.key is None:
            return None
        known = self._world.keys.find(group.key)
        if known is None:
            batch.first.setdefault(group.key, place)
            return None
        if known.request_digest != group.request_digest:
            return KeyReuseError(group.name)
        return self._stored_answer(known.seq)

    def _stored_answer(self, seq: int) -> Answer:
        """Make the answer of a group again from its entries; `seq` is that of the last one."""
        self._storage.settle()  # it may be the batch that is on its way
        ((_, record),) = self._log.read(seq - 1, 1)
        assert isinstance(record, Executed), "a key names the entry that closes its group"
        count = caused(record)
        entries = [entry for _, entry in self._log.read(seq - 1 - count, count)] if count else []
        return Answer(at=record.at, last_seq=seq, results=results_of(record, entries), repeated=True)

    def _perform(self, groups: Sequence[Group], places: Sequence[int], batch: Batch, *, joins: bool) -> None:
        """Carry out new groups; complete filings of several groups that stand side by side go together."""
        performer = Performer(self._world, batch.at)
        for run in runs_of(groups, places) if joins else ((place,) for place in places):
            try:
                if (refused := turned_away(groups, run, self._world)) is not None:
                    batch.outcomes[run[0]] = refused
                    continue
                results = performer.perform([command for place in run for command in groups[place].commands], len(run))
            except Exception as error:
                raise PoisonedRunError(run, error) from error
            start = 0
            for place in run:
                end = start + len(groups[place].commands)
                batch.outcomes[place] = self._enter(groups[place], results[start:end], batch)
                start = end

    def _enter(self, group: Group, results: list[Result], batch: Batch) -> Answer:
        done = [result for result in results if not isinstance(result, Refusal)]
        batch.entries.add_all(done)
        is_done = bool(done)
        if group.key is not None and is_done:
            batch.entries.add((executed(group.key, group.request_digest, results, batch.at),))
        last_seq = self._world.seq + len(batch.entries) if is_done else 0
        return Answer(at=batch.at, last_seq=last_seq, results=tuple(results))
