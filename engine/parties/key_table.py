"""The file of keys: one wrapped data key a dispute, whose it is, and what was erased. Deleting a row here erases."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from engine.parties.database import forget, open_database, transaction, translated
from engine.parties.errors import ErasedError, UnknownPartiesError, WrongPartyStoreError
from engine.parties.held_wishes import HeldTable
from engine.parties.master_key import KEY_BYTES, NONCE_BYTES, MasterKeys
from engine.parties.party_index import INDEX_SCHEMA, PartyIndex
from engine.parties.said_keys import SAID_SCHEMA, SaidKeys
from engine.parties.sealing import STORE_ID_BYTES, Entropy, Place, Sealed

_APPLICATION_ID: Final = 0x6F73706B
_SCHEMA: Final = """
CREATE TABLE about(store_id BLOB NOT NULL) STRICT;
CREATE TABLE party_key(
    dispute_id INTEGER NOT NULL, tenant TEXT NOT NULL, master BLOB NOT NULL, nonce BLOB NOT NULL, wrapped BLOB NOT NULL,
    PRIMARY KEY(dispute_id, tenant)
) STRICT, WITHOUT ROWID;
CREATE TABLE erased(
    dispute_id INTEGER NOT NULL, tenant TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(dispute_id, tenant)
) STRICT, WITHOUT ROWID;
CREATE TABLE secret(master BLOB NOT NULL, nonce BLOB NOT NULL, wrapped BLOB NOT NULL) STRICT;
"""
_NOWHERE: Final = -1
_UPDATE: Final = "UPDATE party_key SET master = ?, nonce = ?, wrapped = ? WHERE dispute_id = ? AND tenant = ?"


class Mark(NamedTuple):
    """A dispute of a tenant, in the order of the file."""

    dispute_id: int
    tenant: str


class KeyTable:
    """The wrapped keys of one store.

    Parameters
    ----------
    path
        The file.
    masters
        What wraps.
    entropy
        Random bytes.
    """

    def __init__(self, path: Path, masters: MasterKeys, entropy: Entropy) -> None:
        self._path: Final = path
        self._masters: Final = masters
        self._entropy: Final = entropy
        self._connection: Final = open_database(path, _APPLICATION_ID, (_SCHEMA, INDEX_SCHEMA, SAID_SCHEMA))
        self.index: Final = PartyIndex(self._connection, path)
        """Whose the disputes are, by opaque keys; written in the commits of this table."""
        self.said: Final = SaidKeys(self._connection, path)
        """The same of disputes whose keys came without data."""
        try:
            with translated(path), transaction(self._connection):
                known = self._connection.execute("SELECT store_id FROM about").fetchone()
                self.store_id: Final[bytes] = known[0] if known else entropy(STORE_ID_BYTES)
                if known is None:
                    self._connection.execute("INSERT INTO about VALUES (?)", (self.store_id,))
                    self._keep_secret(entropy(KEY_BYTES))
                self.identity_secret: Final = self._unwrap_secret()
            self.wishes: Final = HeldTable(self._connection, path, masters, entropy, self.store_id)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        with translated(self._path):
            self._connection.close()

    def data_key(self, place: Place) -> bytes:
        """Return the key of a dispute.

        Raises
        ------
        ErasedError, UnknownPartiesError
            If there is none any more, or none at all.
        """
        row = self._one("SELECT master, nonce, wrapped FROM party_key WHERE dispute_id = ? AND tenant = ?", place)
        if row is not None:
            master, nonce, wrapped = row
            return self._masters.unwrap(master, nonce, wrapped, place.context(Sealed.DATA_KEY))
        if self.is_erased(place):
            raise ErasedError(f"dispute_id = {place.dispute_id}: its party data have been erased")
        raise UnknownPartiesError(f"dispute_id = {place.dispute_id}: must be one whose party data are kept")

    def holds(self, place: Place) -> bool:
        """Return whether a dispute has a key."""
        return self._one("SELECT 1 FROM party_key WHERE dispute_id = ? AND tenant = ?", place) is not None

    def is_erased(self, place: Place) -> bool:
        """Return whether a dispute's key was erased."""
        return self._one("SELECT 1 FROM erased WHERE dispute_id = ? AND tenant = ?", place) is not None

    def add(self, places: Sequence[Place], parties: Sequence[Sequence[str]]) -> list[bytes]:
        """Make a key for each dispute, enter the keys of its parties, all in one commit, and return the data keys."""
        keys = [self._entropy(KEY_BYTES) for _ in places]
        rows = [
            (place.dispute_id, place.tenant, self._masters.current_id, *self._wrapped(key, place, Sealed.DATA_KEY))
            for key, place in zip(keys, places, strict=True)
        ]
        with translated(self._path), transaction(self._connection):
            self._connection.executemany("INSERT INTO party_key VALUES (?, ?, ?, ?, ?)", rows)
            for place, known in zip(places, parties, strict=True):
                self.index.enter(place, known)
        return keys

    def know(self, parties: Sequence[tuple[Place, Sequence[str]]]) -> None:
        """Enter the keys of the parties of disputes that have a data key, all in one commit."""
        with translated(self._path), transaction(self._connection):
            for place, known in parties:
                self.index.enter(place, known)

    def know_one(self, place: Place, ordinal: int, party: str) -> None:
        """Enter another key of one party, out of the write-ahead log too; '' if it has no number any more."""
        with translated(self._path):
            with transaction(self._connection):
                self.index.change(place, ordinal, party)
            forget(self._connection)

    def erase(self, places: Sequence[Place], at: int | None) -> None:
        """Delete keys and whose disputes they were of, out of the write-ahead log too, all in one commit.

        Parameters
        ----------
        places
            The disputes.
        at
            When they were erased, to be remembered; None if nobody needs to know that they were there.
        """
        marks = [(place.dispute_id, place.tenant) for place in places]
        with translated(self._path):
            with transaction(self._connection):
                self._connection.executemany("DELETE FROM party_key WHERE dispute_id = ? AND tenant = ?", marks)
                self.index.forget(places)
                self.said.forget(places)
                if at is not None:
                    rows = [(*mark, at) for mark in marks]
                    self._connection.executemany("INSERT OR IGNORE INTO erased VALUES (?, ?, ?)", rows)
            forget(self._connection)

    def marks(self, first_dispute: int) -> list[Mark]:
        """Return the disputes that have a key, from a number on."""
        query = "SELECT dispute_id, tenant FROM party_key WHERE dispute_id >= ?"
        with translated(self._path):
            return [Mark(*row) for row in self._connection.execute(query, (first_dispute,))]

    def rewrap(self, after: Mark | None, rows_max: int) -> Mark | None:
        """Wrap the next keys by the current master key; return the last one looked at, None if there was none.

        Raises
        ------
        MasterKeyError
            If a key was wrapped by a master key that is not given.
        """
        start = after or Mark(_NOWHERE, "")
        query = (
            "SELECT dispute_id, tenant, master, nonce, wrapped FROM party_key WHERE (dispute_id, tenant) > (?, ?) "
            "ORDER BY dispute_id, tenant LIMIT ?"
        )
        with translated(self._path):
            rows = self._connection.execute(query, (*start, rows_max)).fetchall()
            with transaction(self._connection):
                for dispute_id, tenant, master, nonce, wrapped in rows:
                    if master != self._masters.current_id:
                        place = Place(self.store_id, tenant, dispute_id)
                        key = self._masters.unwrap(master, nonce, wrapped, place.context(Sealed.DATA_KEY))
                        new = self._wrapped(key, place, Sealed.DATA_KEY)
                        self._connection.execute(_UPDATE, (self._masters.current_id, *new, dispute_id, tenant))
                self.wishes.rewrap()
                self._connection.execute("DELETE FROM secret")
                self._keep_secret(self.identity_secret)
            forget(self._connection)
        return Mark(*rows[-1][:2]) if rows else None

    def _one(self, query: str, place: Place) -> tuple[Any, ...] | None:
        with translated(self._path):
            return self._connection.execute(query, (place.dispute_id, place.tenant)).fetchone()

    def _wrapped(self, key: bytes, place: Place, what: Sealed) -> tuple[bytes, bytes]:
        return self._masters.wrap(key, place.context(what), self._entropy(NONCE_BYTES))

    def _keep_secret(self, secret: bytes) -> None:
        place = Place(self.store_id, "", 0)
        row = self._masters.current_id, *self._wrapped(secret, place, Sealed.IDENTITY_SECRET)
        self._connection.execute("INSERT INTO secret VALUES (?, ?, ?)", row)

    def _unwrap_secret(self) -> bytes:
        row = self._connection.execute("SELECT master, nonce, wrapped FROM secret").fetchone()
        if row is None:
            raise WrongPartyStoreError(f"{self._path}: must hold the store's secret")
        master, nonce, wrapped = row
        return self._masters.unwrap(master, nonce, wrapped, Place(self.store_id, "", 0).context(Sealed.IDENTITY_SECRET))
