"""Taking over the open cases of a court: all lines are checked, then each becomes entries of a new log."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from engine.calendar.calendar import WorkCalendar
from engine.core.ladder import NATIONAL_LADDER
from engine.desk.deadlines import Deadlines
from engine.desk.rules import DeskRules
from engine.events.lifecycle_words import Track
from engine.events.records import Offered
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.periods import Periods
from engine.lifecycle.rulebook import Rulebook
from engine.log.log import Head, Log
from engine.log.store import open_store
from engine.service.caseload.checking import Checker
from engine.service.caseload.derived import Derivation
from engine.service.caseload.entries import Taking
from engine.service.caseload.mistakes import Mistakes
from engine.service.caseload.names import names_of
from engine.service.caseload.numbering import Numbering, numbering
from engine.service.caseload.reading import digest_of, read_cases
from engine.service.entries import Entry
from engine.service.errors import OpenCasesError
from engine.service.opening import CODEC, PlatformFactory
from engine.service.records import Imported, Predecessor, Started
from engine.service.snapshots import Snapshots
from engine.service.snapshotting import check_loads
from engine.service.store import Store
from engine.service.world import World

BATCH_ENTRIES: Final = 20_000
"""Entries of a batch, give or take those of one case: a twentieth of a second to read back."""
_EPOCH: Final = 1


class TakenOver(NamedTuple):
    """What was taken over."""

    cases: int
    offers: int
    """Of cases that waited, made at once."""
    seq: int
    """Position of the last entry."""
    head: str
    """Hash of the last batch, 64 hex characters."""


def take_over(
    store: Store,
    build: PlatformFactory,
    file: Path,
    *,
    at: int,
    release: str,
    continues: Predecessor | None = None,
    on_progress: Callable[[float], object] = lambda _: None,
) -> TakenOver:
    """Take the cases of a file into a store whose log is empty.

    Parameters
    ----------
    store
        New: nothing may have happened in it.
    build
        Makes its empty platform.
    file
        Open cases; see `engine.service.caseload.case.OpenCase` for the columns.
    at
        When, microseconds since the epoch: everything is recorded at this instant.
    release
        Version of the program.
    continues
        The log that the file was written of by `export-open`; None for a court's own file.
    on_progress
        Told which share of the cases has been written.

    Raises
    ------
    OpenCasesError
        If a line is not right: nothing is written then. If the log is not empty, or the file changes meanwhile.
    engine.errors.EngineError
        If the log cannot be written, or the platform refuses what the checks have let pass; the store is then none.
    """
    if continues is not None:
        at = max(at, continues.last_at)
    calendar = _calendar(store)
    deadlines = Deadlines(calendar, DeskRules(), NATIONAL_LADDER)
    digest, names, mistakes = digest_of(file), names_of(store), Mistakes(file)
    checker = Checker(names, store.roster, calendar, deadlines, at, continues, mistakes)
    _check(file, checker, mistakes)
    derivation = Derivation(Lifecycle(Rulebook.shipped(), calendar), Periods(calendar), at)
    taking = Taking(names, store.organisations, deadlines, derivation, at)
    started = Started(at=at, epoch=_EPOCH, release=release, roster_digest=store.identity.roster_digest)
    last_number = checker.count if continues is None else continues.last_number
    imported = Imported(at=at, cases=checker.count, file_digest=digest, last_number=last_number, continues=continues)
    with closing(open_store(store.log_folder, CODEC)) as log, numbering(store.folder) as note:
        filling = _Filling(log, World(build, store.keys), at)
        filling.store([started, imported])
        for number in filling.take(taking, file, note):
            on_progress(number / checker.count)
        if digest_of(file) != digest:
            raise OpenCasesError(f"{file}: must not change while it is imported")
        offers = filling.begin()
        head = filling.keep(Snapshots(store.snapshot_folder, store.identity.roster_digest))
    return TakenOver(checker.count, offers, head.seq, head.hash.hex())


def _check(file: Path, checker: Checker, mistakes: Mistakes) -> None:
    for line, case in read_cases(file, mistakes):
        checker.look(line, case)
    mistakes.raise_if_any()
    if not checker.count:
        raise OpenCasesError(f"{file}: must hold at least one case")


def _calendar(store: Store) -> WorkCalendar:
    identity = store.identity
    return WorkCalendar.china(
        identity.first_year, identity.announced_until, provisional_until=identity.provisional_until
    )


class _Filling:
    """A log that is filled, and the world that follows it: what cannot be followed is found before it is served."""

    def __init__(self, log: Log[Entry], world: World, at: int) -> None:
        if log.head.seq:
            raise OpenCasesError(f"log = {log.head.seq} entries: must be empty; cases are taken into a new store")
        self._log: Final = log
        self._world: Final = world
        self._at: Final = at

    def store(self, entries: Sequence[Entry]) -> None:
        """Store a batch and follow it, as the next start of the service will."""
        batch = self._log.append(entries)
        self._world.replay(batch.previous_hash, entries, self._at)

    def take(self, taking: Taking, file: Path, note: Numbering) -> Iterator[int]:
        """Store what takes every case over; yield how many have been, batch by batch."""
        entries: list[Entry] = []
        number = 0
        for _, case in read_cases(file, Mistakes(file)):
            number += 1
            entries += taking.entries(case, number)
            if case.reference is not None:
                note(case.reference, case.case_id or number, case.dispute_id or number)
            if len(entries) >= BATCH_ENTRIES:
                self.store(entries)
                entries = []
                self._rest()
                yield number
        if entries:
            self.store(entries)
        yield number

    def begin(self) -> int:
        """Let happen what is due and let waiting cases look for somebody; return how many offers came of it."""
        world, platform = self._world, self._world.platform
        world.draws.begin(self._log.head.hash)
        world.draws.check_day(self._at)
        happened: list[Entry] = [*platform.advance(self._at), *platform.settle(self._at)]
        for chunk in _chunks(happened):
            self._log.append(chunk)
            world.note(chunk, self._at)
        return sum(isinstance(entry, Offered) for entry in happened)

    def keep(self, snapshots: Snapshots) -> Head:
        """Count every load again and write what the log has led to, so that the service starts at once."""
        check_loads(self._world)
        snapshots.write(self._world, self._log.head)
        return self._log.head

    def _rest(self) -> None:
        """Pack what nobody asks for again: half a million entries as objects are half a gigabyte."""
        self._world.platform.registry.desks[Track.MEDIATION].docket.shelf.pack()


def _chunks(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), BATCH_ENTRIES):
        yield entries[start : start + BATCH_ENTRIES]
