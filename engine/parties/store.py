"""The store of party data: sealed under a key for each dispute, so that destroying the key erases them everywhere."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from engine.parties.errors import (
    DamagedRecordError,
    DisputeHeldError,
    ErasedError,
    PartyDataError,
    PartyStoreFullError,
    UnknownPartiesError,
    WrongPartyStoreError,
)
from engine.parties.key_table import KeyTable, Mark
from engine.parties.master_key import MasterKeys
from engine.parties.party_key import PartyKeys
from engine.parties.record_table import RecordTable, Row
from engine.parties.records import PARTIES_MAX, Filing, PartyData, decoded, encoded, filing_of, parts_of
from engine.parties.sealing import Entropy, Place, open_record, seal_record

KEYS_FILE: Final = "party_keys.sqlite"
RECORDS_FILE: Final = "parties.sqlite"


class Swept(NamedTuple):
    """What a sweep found."""

    orphans: int
    """Disputes with party data that the platform does not know: refused, or never answered because of a crash."""
    remains: int
    """Disputes with records but no key: erased just before a crash."""


class PartyStore:
    """Party data by tenant and dispute. Any thread may call; calls wait for each other.

    Parameters
    ----------
    folder
        Its own; made if missing, readable by its owner only.
    masters
        What the data keys are wrapped by.
    entropy
        Random bytes; the operating system's unless a test must repeat itself.

    Raises
    ------
    PartyStoreError, MasterKeyError
        If the folder holds no store, another process has it open, or it was made with another master key.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> store = PartyStore(Path(folder.name), MasterKeys(bytes(32)))
    >>> store.put(Filing(tenant="north", dispute_id=7, parties=(PartyData(name="Zhang San"),), text="He owes me."))
    >>> store.get_party("north", 7, 0).name
    'Zhang San'
    >>> store.erase("north", 7, at=0)
    >>> store.get("north", 7)
    Traceback (most recent call last):
    engine.parties.errors.ErasedError: dispute_id = 7: its party data have been erased
    >>> store.close()
    >>> folder.cleanup()
    """

    def __init__(self, folder: Path, masters: MasterKeys, entropy: Entropy = os.urandom) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (folder / RECORDS_FILE).exists() and not (folder / KEYS_FILE).exists():
            # New keys beside old records would look like a store in which everything is damaged.
            raise WrongPartyStoreError(f"{folder / KEYS_FILE}: must be there, as {RECORDS_FILE} is")
        self._entropy: Final = entropy
        self._turn: Final = Lock()
        self._keys: Final = KeyTable(folder / KEYS_FILE, masters, entropy)
        try:
            self._records: Final = RecordTable(folder / RECORDS_FILE, self._keys.store_id)
        except BaseException:
            self._keys.close()
            raise
        self.party_keys: Final = PartyKeys(self._keys.identity_secret)
        """Gives the opaque keys of parties, for the register of conflicts."""

    def close(self) -> None:
        """Let both files go."""
        with self._turn:
            self._records.close()
            self._keys.close()

    def put(self, filing: Filing) -> None:
        """Keep one filing; see `put_many`."""
        self.put_many([filing])

    def put_many(self, filings: Sequence[Filing]) -> None:
        """Keep filings: durable, all or none, when this returns; two commits. Call it before they enter the log.

        Raises
        ------
        PartyDataError
            If one of them cannot be kept.
        DisputeHeldError, ErasedError
            If one of the disputes has party data, or had.
        PartyStoreError
            If they could not be written: none is acknowledged.
        """
        if not filings:
            return
        contents = [parts_of(filing) for filing in filings]
        with self._turn:
            places = [self._free(filing) for filing in filings]
            if len(set(places)) != len(places):
                raise PartyDataError(f"filings = {len(filings)}: no dispute may be among them twice")
            # Keys first: a crash in between leaves a key of nothing, not a record that nobody can read.
            keys = self._keys.add(places)
            try:
                self._records.add(
                    self._row(key, place, ordinal, content)
                    for key, place, parts in zip(keys, places, contents, strict=True)
                    for ordinal, content in parts
                )
            except PartyStoreFullError:
                self._keys.erase(places, at=None)
                raise

    def get(self, tenant: str, dispute_id: int) -> Filing:
        """Return everything kept about a dispute.

        Raises
        ------
        UnknownPartiesError, ErasedError, DamagedRecordError
            If there is nothing, nothing any more, or not what was put.
        """
        with self._turn:
            place = self._place(tenant, dispute_id)
            key = self._keys.data_key(place)
            found = {one: open_record(key, place, one, *sealed) for one, *sealed in self._records.read(place)}
        if not found:
            raise DamagedRecordError(f"dispute_id = {dispute_id}: has a key, but its records are missing")
        return filing_of(tenant, dispute_id, found)

    def get_party(self, tenant: str, dispute_id: int, party: int) -> PartyData:
        """Return what is kept about one party; the others' data stay sealed.

        Raises
        ------
        UnknownPartiesError, ErasedError, DamagedRecordError
            If there is nothing, nothing any more, or not what was put.
        """
        with self._turn:
            place = self._place(tenant, dispute_id)
            content = self._read_party(self._keys.data_key(place), place, party)
        return decoded(content)

    def correct(self, tenant: str, dispute_id: int, party: int, data: PartyData) -> None:
        """Keep other data of a party in the place of those kept.

        Raises
        ------
        UnknownPartiesError, ErasedError
            If there are none to be corrected.
        PartyDataError
            If they cannot be kept.
        """
        content = encoded(data)
        with self._turn:
            place = self._place(tenant, dispute_id)
            key = self._keys.data_key(place)
            self._read_party(key, place, party)
            self._records.change(self._row(key, place, party, content))

    def erase(self, tenant: str, dispute_id: int, at: int) -> None:
        """Erase everything kept about a dispute; see `erase_many`."""
        self.erase_many(tenant, [dispute_id], at)

    def erase_many(self, tenant: str, dispute_ids: Iterable[int], at: int) -> None:
        """Erase everything kept about disputes, at an instant in microseconds; those erased before stay so.

        Raises
        ------
        UnknownPartiesError
            If there are no party data of one of them, and none were erased: nothing is erased then.
        """
        with self._turn:
            places = [self._place(tenant, dispute_id) for dispute_id in dispute_ids]
            for place in places:
                if not self._keys.holds(place) and not self._keys.is_erased(place):
                    raise UnknownPartiesError(f"dispute_id = {place.dispute_id}: must be one whose party data are kept")
            self._forget(places, at)

    def discard(self, tenant: str, dispute_ids: Iterable[int]) -> None:
        """Forget what was put for disputes that were refused: their numbers may be used again."""
        with self._turn:
            self._forget([self._place(tenant, dispute_id) for dispute_id in dispute_ids], None)

    def sweep(self, is_known: Callable[[str, int], bool], first_dispute: int = 0) -> Swept:
        """Forget what a crash left behind; call it at the start, before a number is given to a new dispute.

        Parameters
        ----------
        is_known
            Whether the log knows a tenant's dispute.
        first_dispute
            Where to start: numbers below it have been swept before.
        """
        with self._turn:
            held = self._keys.marks(first_dispute)
            orphans = [mark for mark in held if not is_known(mark.tenant, mark.dispute_id)]
            if orphans:
                self._forget([self._place(mark.tenant, mark.dispute_id) for mark in orphans], None)
            remains = self._records.marks(first_dispute) - set(held)
            if remains:
                self._records.delete(sorted(remains))
            return Swept(len(orphans), len(remains))

    def rewrap(self, after: Mark | None = None, rows_max: int = 1000) -> Mark | None:
        """Wrap the next data keys by the current master key.

        Call it again with what it returned until it returns None; then the older master keys are needed no more.
        """
        with self._turn:
            return self._keys.rewrap(after, rows_max)

    def _place(self, tenant: str, dispute_id: int) -> Place:
        return Place(self._keys.store_id, tenant, dispute_id)

    def _free(self, filing: Filing) -> Place:
        place = self._place(filing.tenant, filing.dispute_id)
        if self._keys.holds(place):
            raise DisputeHeldError(f"dispute_id = {filing.dispute_id}: must have no party data yet")
        if self._keys.is_erased(place):
            raise ErasedError(f"dispute_id = {filing.dispute_id}: its party data have been erased")
        return place

    def _row(self, key: bytes, place: Place, ordinal: int, content: bytes) -> Row:
        return place.dispute_id, place.tenant, ordinal, *seal_record(key, place, ordinal, content, self._entropy)

    def _read_party(self, key: bytes, place: Place, party: int) -> bytes:
        found = self._records.read_one(place, party) if 0 <= party < PARTIES_MAX else None
        if found is None:
            raise UnknownPartiesError(f"dispute_id = {place.dispute_id}: must have a party {party}")
        return open_record(key, place, party, *found)

    def _forget(self, places: Sequence[Place], at: int | None) -> None:
        self._keys.erase(places, at)
        self._records.delete(Mark(place.dispute_id, place.tenant) for place in places)
