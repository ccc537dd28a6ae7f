"""The file of records: what is sealed, by dispute and ordinal. Without the file of keys it is noise."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from engine.parties.database import forget, open_database, transaction, translated
from engine.parties.errors import WrongPartyStoreError
from engine.parties.key_table import Mark
from engine.parties.sealing import Place

_APPLICATION_ID: Final = 0x6F737072
_SCHEMA: Final = """
CREATE TABLE about(store_id BLOB NOT NULL) STRICT;
CREATE TABLE record(
    dispute_id INTEGER NOT NULL, tenant TEXT NOT NULL, ordinal INTEGER NOT NULL, nonce BLOB NOT NULL,
    sealed BLOB NOT NULL, PRIMARY KEY(dispute_id, tenant, ordinal)
) STRICT, WITHOUT ROWID;
"""

Row = tuple[int, str, int, bytes, bytes]
"""Dispute, tenant, ordinal, nonce and what is sealed."""


class RecordTable:
    """The sealed records of one store.

    Parameters
    ----------
    path
        The file.
    store_id
        Of the file of keys that belongs to it.

    Raises
    ------
    PartyStoreError
        If it cannot be opened, or belongs to other keys.
    """

    def __init__(self, path: Path, store_id: bytes) -> None:
        self._path: Final = path
        self._connection: Final = open_database(path, _APPLICATION_ID, (_SCHEMA,))
        try:
            with translated(path), transaction(self._connection):
                self._join(store_id)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        with translated(self._path):
            self._connection.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Write records, all in one commit."""
        with translated(self._path), transaction(self._connection):
            self._connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?)", rows)

    def change(self, row: Row) -> None:
        """Write another content of a record that is there; the old one is overwritten on the disk."""
        dispute_id, tenant, ordinal, nonce, sealed = row
        query = "UPDATE record SET nonce = ?, sealed = ? WHERE dispute_id = ? AND tenant = ? AND ordinal = ?"
        with translated(self._path):
            with transaction(self._connection):
                self._connection.execute(query, (nonce, sealed, dispute_id, tenant, ordinal))
            forget(self._connection)

    def read(self, place: Place) -> list[tuple[int, bytes, bytes]]:
        """Return ordinal, nonce and sealed content of a dispute's records, by ordinal."""
        query = "SELECT ordinal, nonce, sealed FROM record WHERE dispute_id = ? AND tenant = ? ORDER BY ordinal"
        with translated(self._path):
            rows = self._connection.execute(query, (place.dispute_id, place.tenant)).fetchall()
        return [(ordinal, nonce, sealed) for ordinal, nonce, sealed in rows]

    def read_one(self, place: Place, ordinal: int) -> tuple[bytes, bytes] | None:
        """Return nonce and sealed content of one record."""
        query = "SELECT nonce, sealed FROM record WHERE dispute_id = ? AND tenant = ? AND ordinal = ?"
        with translated(self._path):
            found = self._connection.execute(query, (place.dispute_id, place.tenant, ordinal)).fetchone()
        return (found[0], found[1]) if found else None

    def delete(self, marks: Iterable[Mark]) -> None:
        """Delete the records of disputes, out of the write-ahead log too."""
        with translated(self._path):
            with transaction(self._connection):
                self._connection.executemany("DELETE FROM record WHERE dispute_id = ? AND tenant = ?", marks)
            forget(self._connection)

    def marks(self, first_dispute: int) -> set[Mark]:
        """Return the disputes that have a record, from a number on."""
        query = "SELECT DISTINCT dispute_id, tenant FROM record WHERE dispute_id >= ?"
        with translated(self._path):
            return {Mark(*row) for row in self._connection.execute(query, (first_dispute,))}

    def _join(self, store_id: bytes) -> None:
        found = self._connection.execute("SELECT store_id FROM about").fetchone()
        if found is None:
            self._connection.execute("INSERT INTO about VALUES (?)", (store_id,))
        elif found[0] != store_id:
            raise WrongPartyStoreError(f"{self._path}: must be of the same store as the keys beside it")
