"""The store of party data: what is put is read, by its own tenant only, until it is erased, and then by nobody."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from engine.parties.errors import (
    DamagedRecordError,
    DisputeHeldError,
    ErasedError,
    PartyDataError,
    UnknownPartiesError,
)
from engine.parties.records import RECORD_BYTES_MAX, Filing, PartyData
from engine.parties.store import KEYS_FILE, RECORDS_FILE
from tests.engine.parties.stores import MASTER, KnownEntropy, filing, found, on_disk, opened

CANARIES = [b"CANARY", "张三".encode(), b"owes money"]


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a closed file, read by another program's SQLite."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def wrapped_keys(folder: Path) -> list[bytes]:
    """Every wrapped data key of a closed store."""
    return [wrapped for (wrapped,) in rows(folder / KEYS_FILE, "SELECT wrapped FROM party_key")]


def test_what_is_put_is_read(tmp_path: Path):
    """A filing comes back whole, party by party, and after the store was closed and opened again."""
    with opened(tmp_path) as store:
        store.put_many([filing(7), filing(8)])
        assert store.get("north", 7) == filing(7)
    with opened(tmp_path) as store:
        assert store.get("north", 8) == filing(8)
        assert store.get_party("north", 7, 1) == filing(7).parties[1]


def test_nothing_on_the_disk_is_plain(tmp_path: Path):
    """No text of a party, no data key and no master key is in any file, open or closed."""
    entropy = KnownEntropy()
    with opened(tmp_path, entropy=entropy) as store:
        store.put_many([filing(number) for number in range(20)])
        assert found(tmp_path, [*CANARIES, *entropy.keys, MASTER]) == []
    assert len(entropy.keys) == 21
    assert found(tmp_path, [*CANARIES, *entropy.keys, MASTER]) == []


def test_files_are_their_owners_only(tmp_path: Path):
    """Nobody but the owner may read a file of the store or list its folder."""
    with opened(tmp_path / "store") as store:
        store.put(filing(7))
        modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "store", *(tmp_path / "store").iterdir())}

    assert modes == {0}


def test_erasing_leaves_nothing(tmp_path: Path):
    """After erasing, neither a name, a data key nor its wrapped form is in any file, and reading says erased."""
    entropy = KnownEntropy()
    with opened(tmp_path, entropy=entropy) as store:
        store.put_many([filing(7), filing(8), filing(9)])
    lost = wrapped_keys(tmp_path)[:2]
    sealed = [row[0][:24] for row in rows(tmp_path / RECORDS_FILE, "SELECT sealed FROM record WHERE dispute_id < 9")]
    assert len(found(tmp_path, lost + sealed)) == 2 + 6

    with opened(tmp_path, entropy=entropy) as store:
        store.erase_many("north", [7, 8], at=1)
        assert found(tmp_path, [*CANARIES, *entropy.keys, *lost, *sealed]) == []
        for read in (lambda: store.get("north", 7), lambda: store.get_party("north", 8, 0)):
            with pytest.raises(ErasedError):
                read()
        assert store.get("north", 9) == filing(9)
    assert found(tmp_path, [*CANARIES, *entropy.keys, *lost, *sealed]) == []


def test_erased_stays_erased(tmp_path: Path):
    """Nothing can be put, corrected or read under an erased dispute again; erasing it again does nothing."""
    with opened(tmp_path) as store:
        store.put(filing(7))
        store.erase("north", 7, at=1)
    with opened(tmp_path) as store:
        store.erase("north", 7, at=2)
        for act in (
            lambda: store.put(filing(7)),
            lambda: store.correct("north", 7, 0, PartyData(name="x")),
            lambda: store.get("north", 7),
        ):
            with pytest.raises(ErasedError):
                act()


def test_a_stolen_copy_of_the_records_dies_with_the_key(tmp_path: Path):
    """Records copied before the erasure cannot be read after it, not even with the master key and today's keys."""
    with opened(tmp_path / "a") as store:
        store.put(filing(7))
    stolen = (tmp_path / "a" / RECORDS_FILE).read_bytes()
    with opened(tmp_path / "a") as store:
        store.erase("north", 7, at=1)
    (tmp_path / "a" / RECORDS_FILE).write_bytes(stolen)

    with opened(tmp_path / "a") as store, pytest.raises(ErasedError):
        store.get("north", 7)


def test_two_tenants_share_nothing(tmp_path: Path):
    """One tenant's dispute is unknown to another, whose own of the same number is read, and erased, alone."""
    with opened(tmp_path) as store:
        store.put(filing(7, tenant="north"))
        with pytest.raises(UnknownPartiesError):
            store.get("south", 7)
        with pytest.raises(UnknownPartiesError):
            store.erase("south", 7, at=1)
        store.put(filing(7, tenant="south"))
        store.erase("south", 7, at=1)
        assert store.get("north", 7) == filing(7, tenant="north")


@pytest.mark.parametrize(
    ("move", "tenant", "dispute_id"),
    [
        ("SET dispute_id = 9 WHERE dispute_id = 7", "north", 9),
        ("SET dispute_id = 99 WHERE dispute_id = 7", "north", 7),
        ("SET tenant = 'south' WHERE dispute_id = 8", "south", 8),
        ("SET ordinal = 5 WHERE dispute_id = 7 AND ordinal = 0", "north", 7),
        ("SET sealed = zeroblob(length(sealed)) WHERE dispute_id = 7", "north", 7),
        ("SET nonce = zeroblob(12) WHERE dispute_id = 7", "north", 7),
    ],
)
def test_a_moved_or_changed_record_is_noticed(tmp_path: Path, move, tenant, dispute_id):
    """A record that is changed, or put under another dispute, tenant or party, is not read as if it belonged there."""
    with opened(tmp_path) as store:
        store.put_many([filing(7), filing(8), filing(8, tenant="south"), filing(9)])
    with closing(sqlite3.connect(tmp_path / RECORDS_FILE)) as connection:
        connection.execute(
            "DELETE FROM record WHERE dispute_id = ? AND tenant = ? AND dispute_id > 7", (dispute_id, tenant)
        )
        connection.execute(f"UPDATE record {move}")
        connection.commit()

    with opened(tmp_path) as store, pytest.raises(DamagedRecordError) as caught:
        store.get(tenant, dispute_id)
    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize(("dispute_id", "tenant"), [(99, "north"), (7, "south")])
def test_a_dispute_moved_with_its_key_is_noticed(tmp_path: Path, dispute_id, tenant):
    """Records put under another dispute or tenant together with their key are not read there either."""
    moves = (
        (KEYS_FILE, "UPDATE party_key SET dispute_id = ?, tenant = ?"),
        (RECORDS_FILE, "UPDATE record SET dispute_id = ?, tenant = ?"),
    )
    with opened(tmp_path) as store:
        store.put(filing(7))
    for name, move in moves:
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute(move, (dispute_id, tenant))
            connection.commit()

    with opened(tmp_path) as store, pytest.raises(DamagedRecordError):
        store.get(tenant, dispute_id)


def test_a_correction_replaces_one_party(tmp_path: Path):
    """Corrected data are read, the other party's stay, and what was there before is gone from the disk."""
    with opened(tmp_path) as store:
        store.put(filing(7))
    (old,) = rows(tmp_path / RECORDS_FILE, "SELECT sealed FROM record WHERE ordinal = 0")
    with opened(tmp_path) as store:
        store.correct("north", 7, 0, PartyData(name="Li Si"))
        assert [party.name for party in store.get("north", 7).parties] == ["Li Si", filing(7).parties[1].name]
        assert found(tmp_path, [old[0]]) == []


def test_nothing_is_overwritten(tmp_path: Path):
    """A dispute that has party data keeps them, and a batch with one such dispute is refused whole."""
    with opened(tmp_path) as store:
        store.put(filing(7))
        with pytest.raises(DisputeHeldError, match="dispute_id = 7"):
            store.put_many([filing(6), filing(7, canary="OTHER")])
        with pytest.raises(PartyDataError, match="twice"):
            store.put_many([filing(5), filing(5)])
        for number in (5, 6):
            with pytest.raises(UnknownPartiesError):
                store.get("north", number)
        assert store.get("north", 7) == filing(7)


@pytest.mark.parametrize("party", [-1, 2, 62, 63, 64, 1 << 40])
def test_only_parties_are_read_as_parties(tmp_path: Path, party):
    """An ordinal no party has is unknown, also the one under which the text is kept."""
    with opened(tmp_path) as store:
        store.put(filing(7))
        with pytest.raises(UnknownPartiesError):
            store.get_party("north", 7, party)


@pytest.mark.parametrize(
    "changes",
    [
        {"tenant": ""},
        {"tenant": "n" * 65},
        {"dispute_id": -1},
        {"dispute_id": 1 << 63},
        {"parties": ()},
        {"parties": (PartyData(name="x"),) * 64},
        {"text": "中" * RECORD_BYTES_MAX},
        {"parties": (PartyData(name="x" * RECORD_BYTES_MAX),)},
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, changes: dict[str, Any]):
    """A filing out of bounds is refused before anything is written."""
    content: dict[str, Any] = {"tenant": "north", "dispute_id": 7, "parties": (PartyData(name="x"),), **changes}
    with opened(tmp_path) as store:
        before = on_disk(tmp_path)
        with pytest.raises(PartyDataError):
            store.put(Filing(**content))
        assert on_disk(tmp_path) == before


def test_nothing_shows_itself():
    """Printing party data, in a log or a debugger, prints none of them."""
    assert "CANARY" not in f"{filing(7)!r} {filing(7)!s} {filing(7).parties!r} {[filing(7)]}"
