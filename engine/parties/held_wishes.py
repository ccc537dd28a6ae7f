"""What one side of a case has said while the other has not: sealed under the master key, and gone once both have.

It must outlive the process, since nobody likes to be asked again; and it must not stand in the log, which is for ever
and which the other side may see one day.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import apsw

from engine.parties.database import forget, transaction, translated
from engine.parties.errors import DamagedRecordError
from engine.parties.master_key import NONCE_BYTES, MasterKeys
from engine.parties.sealing import Entropy, Place, Sealed

_INSERT: Final = "INSERT OR REPLACE INTO held_wish VALUES (?, ?, ?, ?, ?, ?)"
_ALL: Final = "SELECT tenant, case_id, what, master, nonce, sealed FROM held_wish"


class HeldWish(NamedTuple):
    """What is held of one question about a case."""

    case_id: int
    what: int
    """Which kind of question, 0 to 32767."""
    content: bytes


class HeldTable:
    """The wishes that are held, in the file of keys.

    Parameters
    ----------
    connection, path
        Of the file of keys, and its name for messages.
    masters
        What seals.
    entropy
        Random bytes.
    store_id
        What they are bound to beside tenant, case and kind.
    """

    def __init__(
        self, connection: apsw.Connection, path: Path, masters: MasterKeys, entropy: Entropy, store_id: bytes
    ) -> None:
        self._connection: Final = connection
        self._path: Final = path
        self._masters: Final = masters
        self._entropy: Final = entropy
        self._store_id: Final = store_id

    def hold(self, tenant: str, wish: HeldWish) -> None:
        """Keep a wish in the place of the one that is there; durable when this returns."""
        with translated(self._path), transaction(self._connection):
            self._connection.execute(_INSERT, self._row(tenant, wish))

    def drop(self, tenant: str, case_id: int, what: int) -> None:
        """Forget a wish, out of the write-ahead log too."""
        with translated(self._path):
            with transaction(self._connection):
                query = "DELETE FROM held_wish WHERE tenant = ? AND case_id = ? AND what = ?"
                self._connection.execute(query, (tenant, case_id, what))
            forget(self._connection)

    def held(self, tenant: str) -> Iterator[HeldWish]:
        """Yield what is held for a tenant; what cannot be opened is left out, for it can be said again."""
        with translated(self._path):
            rows = self._connection.execute(f"{_ALL} WHERE tenant = ? ORDER BY case_id, what", (tenant,)).fetchall()
        for _, case_id, what, master, nonce, sealed in rows:
            try:
                content = self._masters.unwrap(master, nonce, sealed, self._context(tenant, case_id, what))
            except DamagedRecordError:
                continue
            yield HeldWish(case_id, what, content)

    def rewrap(self) -> None:
        """Seal everything by the current master key, within a transaction of the file of keys."""
        for tenant, case_id, what, master, nonce, sealed in self._connection.execute(_ALL).fetchall():
            if master != self._masters.current_id:
                content = self._masters.unwrap(master, nonce, sealed, self._context(tenant, case_id, what))
                self._connection.execute(_INSERT, self._row(tenant, HeldWish(case_id, what, content)))

    def _row(self, tenant: str, wish: HeldWish) -> tuple[str, int, int, bytes, bytes, bytes]:
        context = self._context(tenant, wish.case_id, wish.what)
        nonce, sealed = self._masters.wrap(wish.content, context, self._entropy(NONCE_BYTES))
        return tenant, wish.case_id, wish.what, self._masters.current_id, nonce, sealed

    def _context(self, tenant: str, case_id: int, what: int) -> bytes:
        return Place(self._store_id, tenant, case_id).context(Sealed.WISH, what)
