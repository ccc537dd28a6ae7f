"""Bugs of the log: what syncs, full disks, damage and hashes are for."""

# ruff: noqa: ARG005 - a faulty copy takes what the right one takes

from typing import Final

import pytest

from engine.log import chain, merge, record, sealing, store
from engine.log.copying import CopyWriter
from engine.log.database import Database
from engine.log.errors import LogBrokenError
from engine.log.files import RealFile, RealFiles
from engine.log.record import Record
from engine.log.scrub import Scrub
from engine.log.writing import TwoFiles
from tests.engine.log import test_chain, test_damage, test_memory, test_one_file, test_power, test_store
from tests.engine.service import test_scrubbing
from tests.teeth.bug import Bug, Check


def database_syncs_less(patch: pytest.MonkeyPatch) -> None:
    """The database commits with synchronous=NORMAL."""
    set_up = Database._set_up

    def set_up_normal(database: Database, **how: bool) -> None:
        set_up(database, **how)
        database._connection.pragma("synchronous", "normal")

    patch.setattr(Database, "_set_up", set_up_normal)


def copy_is_not_synced(patch: pytest.MonkeyPatch) -> None:
    """A batch is acknowledged when the database has it; the copy is never synced."""
    patch.setattr(TwoFiles, "_commit", lambda both: both._database.commit())


def acknowledged_before_any_sync(patch: pytest.MonkeyPatch) -> None:
    """A batch is acknowledged when both files have been written, before either is synced."""
    database_syncs_less(patch)
    copy_is_not_synced(patch)


def names_are_not_synced(patch: pytest.MonkeyPatch) -> None:
    """The folder is not synced when a segment has got its name."""
    patch.setattr(CopyWriter, "_sync_folder", lambda writer: None)


def failed_sync_is_asked_again(patch: pytest.MonkeyPatch) -> None:
    """A sync that failed is tried a second time, and its success believed."""
    sync = CopyWriter.sync

    def sync_twice(writer: CopyWriter) -> None:
        try:
            sync(writer)
        except LogBrokenError:
            sync(writer)

    patch.setattr(CopyWriter, "sync", sync_twice)


def refused_record_stays(patch: pytest.MonkeyPatch) -> None:
    """The record of a batch that found no room is left in the copy."""
    patch.setattr(CopyWriter, "withdraw", lambda writer: None)


def hash_leaves_out_the_count(patch: pytest.MonkeyPatch) -> None:
    """A batch's hash does not cover how many entries it has."""
    whole = chain.batch_hash
    patch.setattr(chain, "batch_hash", lambda previous, first_seq, _count, body: whole(previous, first_seq, 0, body))


def hash_is_not_checked_at_opening(patch: pytest.MonkeyPatch) -> None:
    """Opening believes each record of both files, whatever its hash."""
    for module in (record, merge):
        patch.setattr(module, "is_whole", lambda _record: True)


def chain_is_not_checked(patch: pytest.MonkeyPatch) -> None:
    """Verifying the chain compares the hashes of neighbours and never a content with its hash."""

    def check_links(batch: chain.Batch, previous: chain.Head) -> None:
        chain.check_follows(batch, previous)

    patch.setattr(chain, "_check", check_links)


def head_kept_elsewhere_is_ignored(patch: pytest.MonkeyPatch) -> None:
    """A log that was put back to an older state is opened against a head that was noted."""
    patch.setattr(store, "check_anchor", lambda opened, anchor: None)


def lock_is_not_taken(patch: pytest.MonkeyPatch) -> None:
    """A second writer is let in beside the first."""
    patch.setattr(RealFiles, "lock", lambda files, path, note: RealFile(files.open(path, create=True)._descriptor))


def log_takes_earlier_times(patch: pytest.MonkeyPatch) -> None:
    """An entry that was recorded before the last one is stored."""
    patch.setattr(sealing, "check_batch", lambda entries, codec, *, head, last_recorded_at: None)


def scrub_reads_one_file(patch: pytest.MonkeyPatch) -> None:
    """The scrub follows the database, and never looks whether the copy has the same."""

    def follow(scrub: Scrub, row: Record) -> int:
        scrub._place = scrub._place.after(row)
        return len(row.body)

    patch.setattr(Scrub, "_compare", follow)


def damages(seed: int) -> None:
    """Every file of a log damaged in every way (`test_damage.damage_each`)."""
    test_damage.damage_each(range(seed, seed + 1))


LIFE: Final = Check(test_power.live_through, {"spoil": None, "lies_about": ""})
DATABASE_ALONE: Final = Check(test_one_file.lose_one_file, {"lost": "copy-"})
COPY_ALONE: Final = Check(test_one_file.lose_one_file, {"lost": "log.sqlite"})
CHAIN: Final = Check(test_memory.TestMemoryChain().test_one_changed_byte_is_found, {"place": 1, "part": "body"})
TIME: Final = Check(test_memory.TestMemoryLog().test_time_never_runs_backwards, {"times": (4,), "seq": 3})
DAMAGE: Final = Check(damages)

LOG_BUGS: Final = (
    Bug(plant=acknowledged_before_any_sync, check=LIFE, says="acknowledged", seeds=(4, 53)),
    Bug(plant=copy_is_not_synced, check=COPY_ALONE, says="acknowledged", seeds=(2, 3)),
    Bug(plant=database_syncs_less, check=DATABASE_ALONE, says="acknowledged", seeds=(3, 5)),
    Bug(plant=names_are_not_synced, check=COPY_ALONE, says="acknowledged", seeds=(1, 3)),
    Bug(plant=failed_sync_is_asked_again, check=COPY_ALONE, says="acknowledged", seeds=(6, 13)),
    Bug(plant=refused_record_stays, check=LIFE, says="in flight", seeds=(11, 23)),
    Bug(plant=hash_leaves_out_the_count, check=Check(test_chain.test_every_part_of_a_batch_counts), says="hashes"),
    Bug(plant=hash_is_not_checked_at_opening, check=DAMAGE, says="acknowledged", seeds=(0, 1)),
    Bug(plant=chain_is_not_checked, check=CHAIN, says="DID NOT RAISE"),
    Bug(
        plant=head_kept_elsewhere_is_ignored,
        check=Check(test_store.test_an_older_state_is_refused_by_its_anchor),
        says="DID NOT RAISE",
    ),
    Bug(
        plant=lock_is_not_taken,
        check=Check(test_store.test_a_second_service_is_refused_with_a_sentence),
        says="DID NOT RAISE",
    ),
    Bug(
        plant=scrub_reads_one_file,
        check=Check(test_scrubbing.test_damage_is_told_once_and_stands_in_the_gauges),
        says="told.damages",
    ),
    Bug(plant=log_takes_earlier_times, check=TIME, says="DID NOT RAISE"),
)
