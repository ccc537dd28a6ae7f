"""Keys: the master key and its file, its rotation, and the opaque keys of parties."""

import os
from pathlib import Path

import pytest

from engine.parties.errors import DamagedRecordError, MasterKeyError, PartyDataError
from engine.parties.master_key import MasterKeys, make_master_key, read_master_keys
from engine.parties.party_key import PartyKeys
from engine.parties.records import IdentityKind
from engine.parties.store import PartyStore
from tests.engine.parties.stores import MASTER, NEW_MASTER, KnownEntropy, filing, opened

CARD = "11010119900307123X"


def test_a_master_key_file_is_made_once_and_for_its_owner(tmp_path: Path):
    """The file has mode 600 whatever the mask says, holds a key that can be read, and is never written over."""
    path = tmp_path / "keys" / "master.key"
    before = os.umask(0)
    try:
        make_master_key(path, KnownEntropy())
    finally:
        os.umask(before)
    content = path.read_bytes()

    assert path.stat().st_mode & 0o777 == 0o600
    assert read_master_keys(path).current_id == MasterKeys(bytes.fromhex(content.decode())).current_id
    with pytest.raises(MasterKeyError, match="exist"):
        make_master_key(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_others_can_read_is_refused(tmp_path: Path, mode):
    """A master key that somebody else may have read is not used."""
    path = tmp_path / "master.key"
    make_master_key(path)
    path.chmod(mode)

    with pytest.raises(MasterKeyError, match=f"{mode:o}"):
        read_master_keys(path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"abc", b"0" * 63, b"0" * 62, b"g" * 64, b"\xff" * 64, b"0" * 64 + b"\n0"]
)
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content):
    """Anything but lines of 64 hexadecimal digits is refused, and not shown."""
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(MasterKeyError) as caught:
        read_master_keys(path)
    assert not content.strip() or content.decode("latin1") not in str(caught.value)


def test_a_link_and_a_missing_file_are_refused(tmp_path: Path):
    """The name must be the file itself: where a link leads, somebody else may decide."""
    make_master_key(tmp_path / "master.key")
    (tmp_path / "link").symlink_to(tmp_path / "master.key")

    for name in ("link", "missing", "."):
        with pytest.raises(MasterKeyError):
            read_master_keys(tmp_path / name)


def test_another_master_key_does_not_open_the_store(tmp_path: Path):
    """A store says at once that the master key is not its own, and its data are as they were."""
    with opened(tmp_path) as store:
        store.put(filing(7))
    with pytest.raises(MasterKeyError), opened(tmp_path, MasterKeys(NEW_MASTER)):
        pass
    with opened(tmp_path) as store:
        assert store.get("north", 7) == filing(7)


def rewrap_all(store: PartyStore, rows_max: int) -> int:
    """Rewrap in steps; return how many there were."""
    steps, mark = 0, store.rewrap(rows_max=rows_max)
    while mark is not None:
        steps, mark = steps + 1, store.rewrap(mark, rows_max)
    return steps


def test_a_rotation_rewraps_every_key(tmp_path: Path):
    """After a rotation, in steps and interrupted, the new master key alone opens everything and the old one nothing."""
    both = MasterKeys(NEW_MASTER, [MASTER])
    with opened(tmp_path) as store:
        store.put_many([filing(number, tenant=tenant) for number in range(10) for tenant in ("north", "south")])
        person = store.party_keys.key("north", IdentityKind.RESIDENT_ID, CARD)
    with opened(tmp_path, both) as store:
        assert store.rewrap(rows_max=3) == (1, "north")
        assert store.get("south", 9) == filing(9, tenant="south")
    with opened(tmp_path, both) as store:
        assert rewrap_all(store, 3) == 7

    with opened(tmp_path, MasterKeys(NEW_MASTER)) as store:
        assert all(store.get("south", number) == filing(number, tenant="south") for number in range(10))
        assert store.party_keys.key("north", IdentityKind.RESIDENT_ID, CARD) == person
    with pytest.raises(MasterKeyError), opened(tmp_path):
        pass


def test_a_rotation_that_is_not_finished_is_said(tmp_path: Path):
    """Data whose key is still wrapped by a master key that was taken away are refused by its name, not as damaged."""
    with opened(tmp_path) as store:
        store.put_many([filing(number) for number in range(10)])
    with opened(tmp_path, MasterKeys(NEW_MASTER, [MASTER])) as store:
        store.rewrap(rows_max=5)
    with opened(tmp_path, MasterKeys(NEW_MASTER)) as store:
        assert store.get("north", 4) == filing(4)
        with pytest.raises(MasterKeyError, match=MasterKeys(MASTER).current_id.hex()):
            store.get("north", 5)


def test_a_wrapped_key_is_bound_to_its_place():
    """A wrapped key opens with its own context only."""
    keys = MasterKeys(MASTER)
    nonce, wrapped = keys.wrap(b"k" * 32, b"north 7", bytes(12))

    with pytest.raises(DamagedRecordError):
        keys.unwrap(keys.current_id, nonce, wrapped, b"north 8")


@pytest.mark.parametrize("keys", [(b"", []), (bytes(31), []), (MASTER, [MASTER]), (MASTER, [bytes(16)])])
def test_master_keys_that_cannot_be_used_are_refused(keys):
    """A key of another length, or given twice, is refused, and none is printed."""
    with pytest.raises(MasterKeyError):
        MasterKeys(*keys)
    assert MASTER.hex() not in repr(MasterKeys(MASTER))


def test_the_same_person_has_the_same_key(tmp_path: Path):
    """However the number is written, and after the store was opened again, a person's key is the same."""
    with opened(tmp_path) as store:
        first = store.party_keys.key("north", IdentityKind.RESIDENT_ID, CARD)
    with opened(tmp_path) as store:
        kind = IdentityKind.RESIDENT_ID
        again = {
            store.party_keys.key("north", kind, text)
            for text in (CARD.lower(), f" {CARD}\n", CARD.replace("1", "\uff11"))
        }

    assert again == {first}
    assert CARD not in first


def test_other_people_have_other_keys():
    """Another number, kind, tenant or store gives another key, however the parts are cut."""
    keys = PartyKeys(bytes(32))
    made = {
        keys.key("north", IdentityKind.RESIDENT_ID, CARD),
        keys.key("north", IdentityKind.RESIDENT_ID, CARD[:-1]),
        keys.key("north", IdentityKind.PASSPORT, CARD),
        keys.key("south", IdentityKind.RESIDENT_ID, CARD),
        PartyKeys(b"s" * 32).key("north", IdentityKind.RESIDENT_ID, CARD),
    }

    assert len(made) == 5


@pytest.mark.parametrize("number", ["", " \n\u3000", "1" * 101])
def test_nobody_is_known_by_no_number(number):
    """Two parties without a number are not one person."""
    with pytest.raises(PartyDataError, match="identity number"):
        PartyKeys(bytes(32)).key("north", IdentityKind.OTHER, number)
