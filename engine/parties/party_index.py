"""Whose disputes there are, by the opaque keys of parties: in the file of keys, so that one commit erases both.

A file of the older form has no such table. What it holds is put on a list when it is opened, and the store works the
list off before it answers anything: each dispute is unsealed once, and a crash costs a thousand of them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import apsw

from engine.parties.database import translated
from engine.parties.sealing import Place

INDEX_SCHEMA: Final = """
CREATE TABLE party_of(
    dispute_id INTEGER NOT NULL, tenant TEXT NOT NULL, ordinal INTEGER NOT NULL, party BLOB NOT NULL,
    PRIMARY KEY(dispute_id, tenant, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_of_party ON party_of(party, tenant, dispute_id);
CREATE TABLE unindexed(
    dispute_id INTEGER NOT NULL, tenant TEXT NOT NULL, PRIMARY KEY(dispute_id, tenant)
) STRICT, WITHOUT ROWID;
INSERT INTO unindexed SELECT dispute_id, tenant FROM party_key;
"""
"""What brings a file of keys from version 1 to version 2."""
_WITHOUT_A_NUMBER: Final = ""
"""The key of a party without a number: it is in no index, as two such parties are not one person."""


class PartyIndex:
    """The keys of the parties of each dispute. Whoever writes does so within a transaction of the file of keys.

    Parameters
    ----------
    connection
        Of the file of keys.
    path
        Its name, for messages.
    """

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection: Final = connection
        self._path: Final = path

    def enter(self, place: Place, keys: Sequence[str]) -> None:
        """Enter the keys of a dispute's parties, by ordinal, in the place of those that are there."""
        rows = [
            (place.dispute_id, place.tenant, ordinal, bytes.fromhex(key)) for ordinal, key in enumerate(keys) if key
        ]
        self._connection.execute("DELETE FROM party_of WHERE dispute_id = ? AND tenant = ?", _mark(place))
        self._connection.executemany("INSERT INTO party_of VALUES (?, ?, ?, ?)", rows)
        self._connection.execute("DELETE FROM unindexed WHERE dispute_id = ? AND tenant = ?", _mark(place))

    def change(self, place: Place, ordinal: int, key: str) -> None:
        """Enter another key of one party; none if it has no number any more."""
        mark = (*_mark(place), ordinal)
        self._connection.execute("DELETE FROM party_of WHERE dispute_id = ? AND tenant = ? AND ordinal = ?", mark)
        if key:
            self._connection.execute("INSERT INTO party_of VALUES (?, ?, ?, ?)", (*mark, bytes.fromhex(key)))

    def forget(self, places: Iterable[Place]) -> None:
        """Delete everything about disputes."""
        marks = [_mark(place) for place in places]
        for table in ("party_of", "unindexed"):
            query = f"DELETE FROM {table} WHERE dispute_id = ? AND tenant = ?"  # noqa: S608 - two names from above
            self._connection.executemany(query, marks)

    def keys_of(self, place: Place) -> tuple[str, ...]:
        """Return the keys of a dispute's parties by ordinal, '' for one without; up to the last one that has one."""
        query = "SELECT ordinal, party FROM party_of WHERE dispute_id = ? AND tenant = ?"
        with translated(self._path):
            known = {ordinal: party.hex() for ordinal, party in self._connection.execute(query, _mark(place))}
        return tuple(known.get(ordinal, _WITHOUT_A_NUMBER) for ordinal in range(max(known, default=-1) + 1))

    def disputes_of(self, tenant: str, key: str) -> list[int]:
        """Return the disputes that a party has a part in, ascending."""
        try:
            party = bytes.fromhex(key)
        except ValueError:
            return []  # made by another system, and so of nobody here
        query = "SELECT DISTINCT dispute_id FROM party_of WHERE party = ? AND tenant = ? ORDER BY dispute_id"
        with translated(self._path):
            return [number for (number,) in self._connection.execute(query, (party, tenant))]

    def unindexed(self, after: tuple[int, str], rows_max: int) -> list[tuple[int, str]]:
        """Return the next disputes of an older file that are still to be entered: number and tenant."""
        query = "SELECT dispute_id, tenant FROM unindexed WHERE (dispute_id, tenant) > (?, ?) ORDER BY 1, 2 LIMIT ?"
        with translated(self._path):
            rows = self._connection.execute(query, (*after, rows_max)).fetchall()
        return [(number, tenant) for number, tenant in rows]


def _mark(place: Place) -> tuple[int, str]:
    return place.dispute_id, place.tenant
