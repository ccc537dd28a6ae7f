"""Whose disputes there are by keys that came without party data: said by another system, and kept as they were said.

They lie in the file of keys, so that an erasure takes them in the commit in which it takes the rest.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import apsw
import msgspec

from engine.parties.database import transaction, translated
from engine.parties.sealing import Place

_ENCODER: Final = msgspec.json.Encoder()
SAID_SCHEMA: Final = """
CREATE TABLE said_party(
    dispute_id INTEGER NOT NULL, tenant TEXT NOT NULL, ordinal INTEGER NOT NULL, party TEXT NOT NULL,
    PRIMARY KEY(dispute_id, tenant, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX said_party_party ON said_party(party, tenant, dispute_id);
CREATE TABLE held_wish(
    tenant TEXT NOT NULL, case_id INTEGER NOT NULL, what INTEGER NOT NULL, master BLOB NOT NULL, nonce BLOB NOT NULL,
    sealed BLOB NOT NULL, PRIMARY KEY(tenant, case_id, what)
) STRICT, WITHOUT ROWID;
"""
"""What brings a file of keys from version 2 to version 3; of `held_wish`, see `engine.parties.held_wishes`."""
_INSERT: Final = """
INSERT OR IGNORE INTO said_party SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?1)
WHERE NOT EXISTS (SELECT 1 FROM erased WHERE dispute_id = value->>0 AND tenant = value->>1)
"""
"""All rows as one value: a statement a row would stop every other thread of the process twice a row."""
Said = tuple[Place, Sequence[str]]
"""A dispute, and the keys of its parties by ordinal; '' for one without."""


class SaidKeys:
    """The keys that were said of the parties of each dispute.

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

    def enter(self, said: Iterable[Said]) -> None:
        """Enter keys, all in one commit; what was entered before stays, and so does what was erased stay away."""
        rows = [
            (place.dispute_id, place.tenant, ordinal, key)
            for place, keys in said
            for ordinal, key in enumerate(keys)
            if key
        ]
        with translated(self._path), transaction(self._connection):
            self._connection.execute(_INSERT, (_ENCODER.encode(rows).decode(),))

    def forget(self, places: Iterable[Place]) -> None:
        """Delete everything about disputes, within a transaction of the file of keys."""
        marks = [(place.dispute_id, place.tenant) for place in places]
        self._connection.executemany("DELETE FROM said_party WHERE dispute_id = ? AND tenant = ?", marks)

    def keys_of(self, place: Place) -> tuple[str, ...]:
        """Return the keys of a dispute's parties by ordinal, '' for one without; up to the last one that has one."""
        query = "SELECT ordinal, party FROM said_party WHERE dispute_id = ? AND tenant = ?"
        with translated(self._path):
            rows = self._connection.execute(query, (place.dispute_id, place.tenant)).fetchall()
        known: dict[int, str] = dict(rows)
        return tuple(known.get(ordinal, "") for ordinal in range(max(known, default=-1) + 1))

    def disputes_of(self, tenant: str, key: str) -> list[int]:
        """Return the disputes that a party has a part in, ascending."""
        query = "SELECT DISTINCT dispute_id FROM said_party WHERE party = ? AND tenant = ? ORDER BY dispute_id"
        with translated(self._path):
            return [number for (number,) in self._connection.execute(query, (key, tenant))]

    def marks(self, first_dispute: int) -> list[tuple[int, str]]:
        """Return number and tenant of the disputes that keys were said of, from a number on."""
        query = "SELECT DISTINCT dispute_id, tenant FROM said_party WHERE dispute_id >= ?"
        with translated(self._path):
            return [(number, tenant) for number, tenant in self._connection.execute(query, (first_dispute,))]
