"""Carrying a running court to another roster: its open cases as a file, and what says which log they stood in."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np

from engine.core.roster import Roster
from engine.core.standing_kernels import mediator_rows
from engine.core.state import MEDIATOR_COLUMNS, VACANT
from engine.events.lifecycle_words import Track
from engine.events.records import Filed, OpenedInProgress
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from engine.log.log import Log
from engine.log.store import open_store
from engine.replacing import replacing
from engine.service.caseload.leaving import PANEL, Change, Leaving
from engine.service.caseload.names import names_of
from engine.service.caseload.numbering import references_of
from engine.service.caseload.writing import write_cases
from engine.service.entries import Entry
from engine.service.errors import OpenCasesError
from engine.service.opening import CODEC, PlatformFactory
from engine.service.records import Predecessor
from engine.service.snapshots import Snapshots
from engine.service.store import Store
from engine.service.world import World

CONTINUES_SUFFIX: Final = ".continues.json"
"""Of the file beside the cases that says which log they stood in."""
CHANGES_SUFFIX: Final = ".changes.csv"
"""Of the file that names every case which is otherwise in the new store."""
_MILLI: Final = 1000


class CarriedOver(NamedTuple):
    """What was written."""

    cases: int
    changes: Mapping[str, int]
    """How many cases are otherwise in the new store, by what it is."""
    forgotten: Mapping[str, int]
    """How many things that hang on no case stay behind, by what they are."""
    predecessor: Predecessor


def carry_over(store: Store, build: PlatformFactory, out: Path, *, leaves_behind: bool = False) -> CarriedOver:
    """Write the open cases of a store that nobody serves, in the form that `take_over` reads.

    Parameters
    ----------
    store
        The store, or a backup of it; only read.
    build
        Makes its empty platform.
    out
        File to write, CSV if its name ends with `.csv`; two more are written beside it.
    leaves_behind
        Whether cases that no line can hold may stay behind.

    Raises
    ------
    OpenCasesError
        If nothing is in the log, cases would stay behind that may not, or an erasure is owed; nothing is written then.
    engine.log.errors.LogLockedError
        If a service serves the store.
    engine.errors.EngineError, OSError
        If the log cannot be followed, or a file cannot be written.
    """
    identity = store.identity
    names_of(store)  # refuses a damaged file before the log is followed
    with closing(open_store(store.log_folder, CODEC)) as log:
        if log.head.seq == 0:
            raise OpenCasesError(f"store = {store.folder}: must hold something; its log is empty")
        snapshots = Snapshots(store.snapshot_folder, identity.roster_digest)
        found = snapshots.recover(log, lambda: World(build, store.keys), CODEC)
        world, platform = found.world, found.world.platform
        _check_owed(store, world)
        predecessor = Predecessor(
            store_id=identity.store_id,
            seq=found.head.seq,
            head=found.head.hash.hex(),
            last_at=world.last_at,
            last_number=platform.registry.next_number - 1,
        )
        forgotten = _forgotten(world, store.roster)
        names = names_of(store, platform.registry.desks[Track.MEDIATION].appointed)
        lifecycle = Lifecycle(Rulebook.shipped(), platform.registry.desks[Track.MEDIATION].in_force)
        leaving = Leaving(platform, lifecycle, names, references_of(store.folder), world.last_at)
        kept = leaving.prepare()
        changes = Counter(change.what for change in leaving.changes)
        if changes[PANEL] and not leaves_behind:
            raise OpenCasesError(
                f"store = {store.folder}: {changes[PANEL]} cases of panels, which no line can hold: must be closed, or "
                "be left behind on purpose"
            )
        cases = write_cases(out, leaving.lines(_filings(log, set(kept))))
    _write_changes(out, leaving.changes)
    with replacing(out.with_name(out.name + CONTINUES_SUFFIX)) as partial:
        partial.write_bytes(msgspec.json.format(msgspec.json.encode(predecessor), indent=2) + b"\n")
    return CarriedOver(cases, dict(sorted(changes.items())), forgotten, predecessor)


def _check_owed(store: Store, world: World) -> None:
    if world.proposals.owed:
        raise OpenCasesError(
            f"store = {store.folder}: {len(world.proposals.owed)} confirmed erasures of party data must be done: start "
            "its service once, which does them"
        )


def read_predecessor(path: Path) -> Predecessor:
    """Return the log that a file of cases was written of.

    Raises
    ------
    OpenCasesError
        If the file does not say it.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Predecessor)
    except (msgspec.DecodeError, OSError) as error:
        raise OpenCasesError(f"{path}: must be what `export-open` wrote beside the cases ({error})") from error


def _filings(log: Log[Entry], kept: set[int]) -> dict[int, Filed | OpenedInProgress]:
    """Return the first event of every case that is carried over: what it asked for stands nowhere else."""
    found: Iterator[Entry] = (entry for _, entry in log.read())
    return {
        entry.case_id: entry for entry in found if isinstance(entry, Filed | OpenedInProgress) and entry.case_id in kept
    }


def _forgotten(world: World, roster: Roster) -> dict[str, int]:
    platform = world.platform
    desk = platform.registry.desks[Track.MEDIATION]
    rows = mediator_rows(desk.core.state)
    absences, capacities = (rows[:, MEDIATOR_COLUMNS.index(name)] for name in ("absence", "capacity_milli"))
    counts = {
        "mediators absent: present again": int(np.count_nonzero(absences & ~VACANT)),
        "capacities set: those of the new roster": int(np.count_nonzero(capacities != roster.capacity * _MILLI)),
        "courts with a policy of their own: the store's": sum(
            desk.core.policy_of(court)[0] > 0 for court in range(roster.courts)
        ),
        "panels of other doors: to be sought again": sum(
            one.core.open_cases for track, one in platform.registry.desks.items() if track is not Track.MEDIATION
        ),
        "parties with relations to mediators: to be entered again": len(desk.register.told()),
        "meetings without an outcome: to be set again": sum(
            booking.is_open for booking in platform.scheduler.diary.bookings.values()
        ),
        "requests to linked systems: counted anew": platform.postbox.ledger.last_number,
        "years announced: to be loaded again": len(desk.in_force.loaded),
        "actions that wait for a second person: to be proposed again": len(world.proposals.waiting),
    }
    return {what: count for what, count in counts.items() if count}


def _write_changes(out: Path, changes: list[Change]) -> None:
    with (
        replacing(out.with_name(out.name + CHANGES_SUFFIX)) as partial,
        partial.open("x", encoding="utf-8", newline="") as file,
    ):
        rows = csv.writer(file)
        rows.writerow(Change._fields)
        rows.writerows(changes)
