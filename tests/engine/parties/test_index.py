"""Whose disputes a store holds: entered, corrected and erased with the data, and entered later in an older store."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from engine.parties.errors import WrongPartyStoreError
from engine.parties.files import KEYS_FILE, RECORDS_FILE
from engine.parties.records import Filing, IdentityKind, PartyData
from engine.parties.store import PartyStore
from tests.engine.parties.stores import found, opened

ONE, OTHER = "11010119900307123X", "110101199003071232"


def filed(dispute_id: int, *numbers: str, tenant: str = "north") -> Filing:
    """A filing of parties with these documents; '' for one without."""
    parties = tuple(PartyData(name=f"party {number}", identity_number=number) for number in numbers)
    return Filing(tenant=tenant, dispute_id=dispute_id, parties=parties, text="about a debt")


def key_of(store: PartyStore, number: str, tenant: str = "north") -> str:
    """The opaque key of somebody."""
    return store.party_keys.key(tenant, IdentityKind.RESIDENT_ID, number)


def disputes(store: PartyStore, number: str, tenant: str = "north") -> tuple[int, ...]:
    """Somebody's disputes."""
    return store.disputes_of(tenant, [key_of(store, number, tenant)])


def made_older(folder: Path) -> None:
    """Give a closed store the form it had before it kept whose disputes it holds."""
    with closing(sqlite3.connect(folder / KEYS_FILE)) as connection:
        connection.executescript(
            "DROP TABLE party_of; DROP TABLE unindexed; DROP TABLE said_party; DROP TABLE held_wish;"
            "PRAGMA user_version = 1; VACUUM;"
        )


def test_disputes_are_found_by_their_parties(tmp_path: Path):
    """Each party's disputes are found, in its own tenant alone, and again after the store was opened anew."""
    with opened(tmp_path) as store:
        store.put_many([filed(9, ONE, OTHER), filed(7, "", ONE), filed(8, OTHER), filed(7, ONE, tenant="south")])
    with opened(tmp_path) as store:
        assert [disputes(store, number) for number in (ONE, OTHER, "1")] == [(7, 9), (8, 9), ()]
        assert disputes(store, ONE, "south") == (7,)
        assert store.disputes_of("south", [key_of(store, ONE)]) == ()
        assert store.disputes_of("north", ["no key of ours", ""]) == ()
        assert store.keys_of("north", 7) == ("", key_of(store, ONE))
        assert store.keys_of("north", 99) == ()


def test_an_erasure_leaves_no_key_of_a_party(tmp_path: Path):
    """Whose dispute it was is erased in the commit that destroys its key, and stands in no byte of any file."""
    with opened(tmp_path) as store:
        store.put_many([filed(7, ONE), filed(8, OTHER)])
        key = bytes.fromhex(key_of(store, ONE))
        assert found(tmp_path, [key])
        store.erase("north", 7, at=1)
        assert (disputes(store, ONE), disputes(store, OTHER), store.keys_of("north", 7)) == ((), (8,), ())
        assert (store.was_kept("north", 7), store.was_kept("north", 9)) == (True, False)
        assert found(tmp_path, [key]) == []
    assert found(tmp_path, [key]) == []


def test_a_correction_changes_whose_it_is(tmp_path: Path):
    """With another number the dispute is somebody else's; with none it is nobody's, and the other party's it stays."""
    with opened(tmp_path) as store:
        store.put(filed(7, ONE, "3"))
        old = bytes.fromhex(key_of(store, ONE))
        store.correct("north", 7, 0, PartyData(name="x", identity_number=OTHER))
        assert (disputes(store, ONE), disputes(store, OTHER), disputes(store, "3")) == ((), (7,), (7,))
        assert found(tmp_path, [old]) == []
        store.correct("north", 7, 0, PartyData(name="x"))
        assert (disputes(store, OTHER), disputes(store, "3")) == ((), (7,))


def test_an_older_store_learns_whose_disputes_it_holds(tmp_path: Path):
    """Opened by this release, a store without the table answers like one that always had it, data unchanged."""
    filings = [filed(number, ONE if number % 2 else "", OTHER) for number in range(1_001)]
    with opened(tmp_path) as store:
        store.put_many(filings)
        store.erase("north", 5, at=1)
        expected = (disputes(store, ONE), disputes(store, OTHER))
    made_older(tmp_path)
    with opened(tmp_path) as store:
        assert (disputes(store, ONE), disputes(store, OTHER)) == expected
        assert store.get("north", 1_000) == filings[1_000]
    assert _unindexed(tmp_path) == []


def test_a_record_that_cannot_be_read_is_left_out_alone(tmp_path: Path):
    """A damaged record of an older store hides its own dispute and no other, and is tried again at each start."""
    with opened(tmp_path) as store:
        store.put_many([filed(number, ONE) for number in range(5)])
    made_older(tmp_path)
    with closing(sqlite3.connect(tmp_path / RECORDS_FILE)) as connection:
        connection.execute("UPDATE record SET sealed = zeroblob(40) WHERE dispute_id = 3")
        connection.commit()
    for _ in range(2):
        with opened(tmp_path) as store:
            assert disputes(store, ONE) == (0, 1, 2, 4)
        assert _unindexed(tmp_path) == [3]


def test_what_a_crash_left_out_is_entered_at_the_next_start(tmp_path: Path):
    """Between two commits some disputes are entered and the others on the list; opening goes on from there."""
    with opened(tmp_path) as store:
        store.put_many([filed(number, ONE) for number in range(10)])
    with closing(sqlite3.connect(tmp_path / KEYS_FILE)) as connection:
        connection.execute("INSERT INTO unindexed SELECT dispute_id, tenant FROM party_of WHERE dispute_id >= 5")
        connection.execute("DELETE FROM party_of WHERE dispute_id >= 5")
        connection.commit()
    with opened(tmp_path) as store:
        assert disputes(store, ONE) == tuple(range(10))
    assert _unindexed(tmp_path) == []


def test_an_earlier_release_does_not_write_into_a_store_of_this_one(tmp_path: Path):
    """A version that is not known is refused: a program that knows no index would leave holes in it."""
    with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / KEYS_FILE)) as connection:
        connection.execute("PRAGMA user_version = 4")
    with pytest.raises(WrongPartyStoreError, match="version 1 to 3"), opened(tmp_path):
        pass


def _unindexed(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / KEYS_FILE)) as connection:
        return [number for (number,) in connection.execute("SELECT dispute_id FROM unindexed")]
