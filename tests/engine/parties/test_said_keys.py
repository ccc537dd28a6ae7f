"""Keys of parties that came without data, and wishes that are held, outlive the process and die with an erasure."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from queue import Queue
from threading import Event

import pytest

from engine.parties.errors import PartyStoreBrokenError, UnknownPartiesError
from engine.parties.files import KEYS_FILE
from engine.parties.held_wishes import HeldWish
from engine.parties.master_key import MasterKeys
from engine.parties.said_together import SaidTogether, Saying
from engine.parties.store import PartyStore
from tests.engine.parties.stores import MASTER, NEW_MASTER, filing, found, opened

KEY, OTHER = "key-of-somebody", "a1" * 16
WISH = HeldWish(case_id=7, what=1, content=b"WISH-CANARY")
WAIT_SECONDS = 20.0


def say(store: PartyStore, *said: Saying) -> None:
    """Say keys, and return when the store has said that they are durable."""
    told: Queue[Exception | None] = Queue()
    store.say(said, told.put)
    assert told.get(timeout=WAIT_SECONDS) is None


def test_said_keys_are_there_when_the_store_is_opened_again(tmp_path: Path):
    """What was said is there for its own tenant alone."""
    with opened(tmp_path) as store:
        say(store, ("north", 7, (KEY, "", OTHER)), ("north", 9, (KEY,)))
        say(store, ("south", 7, (OTHER,)))
    with opened(tmp_path) as store:
        assert store.keys_of("north", 7) == (KEY, "", OTHER)
        assert store.disputes_of("north", [KEY, OTHER]) == (7, 9)
        assert store.disputes_of("south", [KEY]) == ()


def test_what_was_told_to_be_kept_outlives_a_kill(tmp_path: Path):
    """Once it is told so, what was said lies in the file: a copy of the folder, as after a kill, has it."""
    with opened(tmp_path / "store") as store:
        say(store, ("north", 7, (KEY,)))
        copy = tmp_path / "copy"
        copy.mkdir()
        for path in (tmp_path / "store").iterdir():
            (copy / path.name).write_bytes(path.read_bytes())
    with opened(copy) as again:
        assert again.disputes_of("north", [KEY]) == (7,)


def test_an_erasure_takes_what_was_said_and_it_stays_away(tmp_path: Path):
    """After an erasure the key stands in no byte of any file, and is not taken again when the request is repeated."""
    with opened(tmp_path) as store:
        say(store, ("north", 7, (KEY,)))
        assert store.was_kept("north", 7)
        assert found(tmp_path, [KEY.encode()])
        store.erase("north", 7, at=1)
        say(store, ("north", 7, (KEY,)))
        assert (store.keys_of("north", 7), store.disputes_of("north", [KEY])) == ((), ())
        assert found(tmp_path, [KEY.encode()]) == []
        with pytest.raises(UnknownPartiesError):
            store.erase("north", 8, at=1)


def test_a_sweep_forgets_what_was_said_of_disputes_that_nobody_knows(tmp_path: Path):
    """After a restored backup numbers come again: what was said of them before is swept."""
    with opened(tmp_path) as store:
        say(store, ("north", 7, (KEY,)), ("north", 8, (KEY,)))
        swept = store.sweep(lambda _tenant, number: number < 8)
        assert (swept.orphans, store.disputes_of("north", [KEY])) == (1, (7,))


def test_a_file_of_the_form_before_is_brought_up(tmp_path: Path):
    """A store that kept no such keys keeps its data, and takes what is said from now on."""
    with opened(tmp_path) as store:
        store.put(filing(7))
    with closing(sqlite3.connect(tmp_path / KEYS_FILE)) as connection:
        connection.executescript("DROP TABLE said_party; DROP TABLE held_wish; PRAGMA user_version = 2; VACUUM;")
    with opened(tmp_path) as store:
        say(store, ("north", 9, (KEY,)))
        assert store.get("north", 7).parties[0].name.startswith("张三")
        assert store.disputes_of("north", [KEY]) == (9,)


def test_a_held_wish_is_sealed_kept_and_gone_without_a_trace(tmp_path: Path):
    """It is there after a restart, stands nowhere in the clear, and is overwritten or dropped."""
    with opened(tmp_path) as store:
        store.hold("north", WISH)
        store.hold("north", HeldWish(case_id=8, what=0, content=b"other"))
    with opened(tmp_path) as store:
        assert store.held("north") == [WISH, HeldWish(case_id=8, what=0, content=b"other")]
        assert store.held("south") == []
        assert found(tmp_path, [b"WISH-CANARY"]) == []
        store.hold("north", WISH._replace(content=b"changed"))
        store.drop("north", 8, 0)
        assert store.held("north") == [WISH._replace(content=b"changed")]


def test_wishes_follow_a_change_of_the_master_key(tmp_path: Path):
    """Rewrapped, they are opened by the new master key alone."""
    with opened(tmp_path) as store:
        store.hold("north", WISH)
    with opened(tmp_path, MasterKeys(NEW_MASTER, [MASTER])) as store:
        while store.rewrap() is not None:
            pass
    with opened(tmp_path, MasterKeys(NEW_MASTER)) as store:
        assert store.held("north") == [WISH]


@pytest.mark.parametrize("trouble", [PartyStoreBrokenError("the disk says no"), RuntimeError("nobody foresaw it")])
def test_what_comes_during_a_commit_shares_the_next_and_each_is_told_of_its_own(trouble: Exception):
    """The first commit fails and its filing alone hears so; two that came meanwhile are one commit, and are kept."""
    begun, go_on = Event(), Event()
    written: list[list[int]] = []
    told: Queue[tuple[int, Exception | None]] = Queue()

    def write(said: Sequence[Saying]) -> None:
        written.append([number for _, number, _ in said])
        if len(written) == 1:
            begun.set()
            assert go_on.wait(WAIT_SECONDS)
            raise trouble

    together = SaidTogether(write)
    together.put([("north", 0, (KEY,))], lambda error: told.put((0, error)))
    assert begun.wait(WAIT_SECONDS)
    together.put([("north", 1, (KEY,))], lambda error: told.put((1, error)))
    together.put([("north", 2, (KEY,))], lambda error: told.put((2, error)))
    assert told.empty()
    go_on.set()
    heard = [told.get(timeout=WAIT_SECONDS) for _ in range(3)]
    together.close()

    assert heard == [(0, trouble), (1, None), (2, None)]
    assert written == [[0], [1, 2]]


def test_a_closed_store_says_that_it_keeps_nothing(tmp_path: Path):
    """What comes after closing is told so at once, instead of waiting for ever."""
    told: Queue[Exception | None] = Queue()
    with opened(tmp_path) as store:
        pass
    store.say([("north", 7, (KEY,))], told.put)
    assert isinstance(told.get(timeout=WAIT_SECONDS), PartyStoreBrokenError)
