"""The files of the store: its own, one process's, and what a crash leaves of them."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from engine.parties.errors import (
    DisputeHeldError,
    ErasedError,
    PartiesError,
    PartyStoreFullError,
    PartyStoreLockedError,
    UnknownPartiesError,
    WrongPartyStoreError,
)
from engine.parties.store import KEYS_FILE, RECORDS_FILE, Swept
from tests.engine.parties.stores import KnownEntropy, filing, found, opened
from tests.project.sources import ROOT


def test_a_second_process_is_refused(tmp_path: Path):
    """While one has the store open, nobody else gets in."""
    with opened(tmp_path), pytest.raises(PartyStoreLockedError), opened(tmp_path):
        pass


@pytest.mark.parametrize("name", [KEYS_FILE, RECORDS_FILE])
def test_another_file_is_no_store(tmp_path: Path, name):
    """A text, another database and a file of another store are refused, and stay as they are."""
    with opened(tmp_path / "other") as store:
        store.put(filing(7))
    with closing(sqlite3.connect(tmp_path / "database")) as connection:
        connection.execute("CREATE TABLE t(x)")
    for content in (b"some text\n" * 500, (tmp_path / "database").read_bytes()):
        folder = tmp_path / f"store-{len(content)}"
        with opened(folder):
            pass
        (folder / name).write_bytes(content)
        with pytest.raises(WrongPartyStoreError), opened(folder):
            pass
        assert (folder / name).read_bytes() == content


def test_two_files_of_two_stores_are_no_store(tmp_path: Path):
    """Records beside another store's keys, and records without keys, are refused: no new keys are made for them."""
    for name in "ab":
        with opened(tmp_path / name, entropy=KnownEntropy(name.encode())) as store:
            store.put(filing(7))
    (tmp_path / "a" / RECORDS_FILE).write_bytes((tmp_path / "b" / RECORDS_FILE).read_bytes())
    (tmp_path / "b" / KEYS_FILE).unlink()

    for name in "ab":
        with pytest.raises(PartiesError), opened(tmp_path / name):
            pass
    assert not (tmp_path / "b" / KEYS_FILE).exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.engine.parties.stores import filing, opened

def die(*ignored):
    os.kill(os.getpid(), signal.SIGKILL)

with opened(Path(sys.argv[1])) as store:
    for number in range(3):
        store.put(filing(number))
        print(number, flush=True)
    (wrapped,) = store._keys._connection.execute("SELECT wrapped FROM party_key WHERE dispute_id = 1").fetchone()
    Path(sys.argv[1] + ".wrapped").write_bytes(wrapped)
    getattr(getattr(store, sys.argv[2])._connection, sys.argv[4])(die)
    if sys.argv[3] == "put":
        store.put(filing(3))
    else:
        store.erase("north", 1, at=1)
    print("done", flush=True)
"""


def kill(folder: Path, *what: str) -> None:
    """Run the program above until it kills itself."""
    command = [sys.executable, "-c", KILLED, str(folder), *what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (-signal.SIGKILL, ["0", "1", "2"]), done.stderr


@pytest.mark.parametrize(
    ("table", "act", "orphans", "remains"),
    [("_keys", "put", 0, 0), ("_records", "put", 1, 0), ("_keys", "erase", 0, 0), ("_records", "erase", 0, 1)],
    ids=["before the key", "between key and record", "before erasing the key", "between key and record, erasing"],
)
def test_a_kill_loses_nothing_acknowledged(tmp_path: Path, table, act, orphans, remains):
    """Killed at a commit, the store has all that was acknowledged; a sweep removes the rest, and it can be redone."""
    kill(tmp_path, table, act, "set_commit_hook")

    with opened(tmp_path) as store:
        erased = (act, table) == ("erase", "_records")
        assert store.sweep(lambda _tenant, number: number < 3) == Swept(orphans, remains)
        assert store.sweep(lambda _tenant, number: number < 3) == Swept(0, 0)
        for number in (0, 2) if erased else (0, 1, 2):
            assert store.get("north", number) == filing(number)
        store.put(filing(3))
        store.erase("north", 1, at=2)


def test_what_a_kill_cut_short_can_be_put_again(tmp_path: Path):
    """Killed between key and records, nothing was acknowledged; asked again, without a sweep, the store keeps it."""
    kill(tmp_path, "_records", "put", "set_commit_hook")

    with opened(tmp_path) as store:
        store.put(filing(3, canary="AGAIN"))
        assert store.get("north", 3) == filing(3, canary="AGAIN")
        with pytest.raises(DisputeHeldError):
            store.put(filing(3))


def test_an_erasure_a_kill_cut_short_is_finished(tmp_path: Path):
    """Killed when the key's deletion is committed but its bytes are still there, opening the store removes them."""
    folder = tmp_path / "store"
    folder.mkdir()
    kill(folder, "_keys", "erase", "set_wal_hook")
    wrapped = (tmp_path / "store.wrapped").read_bytes()
    assert found(folder, [wrapped]) == [wrapped]

    with opened(folder) as store:
        assert found(folder, [wrapped]) == []
        with pytest.raises(ErasedError):
            store.get("north", 1)


def test_a_sweep_forgets_what_the_log_does_not_know(tmp_path: Path):
    """Party data of disputes that were refused go, with their keys; their numbers can be used again."""
    with opened(tmp_path) as store:
        store.put_many([filing(number) for number in range(10)])
        assert store.sweep(lambda _tenant, number: number % 2 == 0, first_dispute=4) == Swept(3, 0)
        for number in (5, 7, 9):
            with pytest.raises(UnknownPartiesError):
                store.get("north", number)
        store.put(filing(5, canary="NEW"))
        assert store.get("north", 3) == filing(3)
        store.discard("north", [3, 4, 99])
        with pytest.raises(UnknownPartiesError):
            store.get("north", 3)


def test_a_full_disk_undoes_the_batch(tmp_path: Path):
    """When there is no room, nothing is acknowledged and nothing is left behind; with room it works again."""
    with opened(tmp_path) as store:
        store.put(filing(0))
        records: Any = store._records._connection
        records.pragma("max_page_count", records.pragma("page_count") + 3)
        with pytest.raises(PartyStoreFullError):
            store.put_many([filing(number) for number in range(1, 50)])
        assert store.sweep(lambda _tenant, number: number == 0) == Swept(0, 0)
        records.pragma("max_page_count", 1_000_000)
        store.put_many([filing(number) for number in range(1, 50)])
        assert store.get("north", 49) == filing(49)


def test_the_store_writes_the_way_it_promises(tmp_path: Path):
    """Both files are synchronised at every commit and overwrite what is deleted."""
    with opened(tmp_path) as store:
        for connection in (store._keys._connection, store._records._connection):
            kept = [connection.pragma(name) for name in ("journal_mode", "synchronous", "secure_delete", "temp_store")]
            assert kept == ["wal", 2, 1, 2]
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= (3, 51, 3)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    """A file where the folder should be is an error of the system, not a store."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FileExistsError), opened(tmp_path / "file"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
