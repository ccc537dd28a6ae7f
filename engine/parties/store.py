"""The store of party data: sealed under a key for each dispute, so that destroying the key erases them everywhere."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from engine.parties.errors import (
    DamagedRecordError,
    DisputeHeldError,
    ErasedError,
    PartyDataError,
    PartyStoreFullError,
    UnknownPartiesError,
)
from engine.parties.files import KEYS_FILE, RECORDS_FILE, PartyFiles
from engine.parties.key_table import Mark
from engine.parties.record_table import Row
from engine.parties.records import PARTIES_MAX, Filing, PartyData, decoded, encoded, filing_of, parts_of
from engine.parties.sealing import Place, open_record, seal_record

__all__ = ["KEYS_FILE", "RECORDS_FILE", "PartyStore", "Swept"]


class Swept(NamedTuple):
    """What a sweep found."""

    orphans: int
    """Disputes with party data that the platform does not know: refused, or never answered because of a crash."""
    remains: int
    """Disputes with records but no key: erased just before a crash."""


class PartyStore(PartyFiles):
    """Party data by tenant and dispute; `PartyFiles` says what it is opened with.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from engine.parties.master_key import MasterKeys
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

    def put(self, filing: Filing) -> None:
        """Keep one filing; see `put_many`."""
        self.put_many([filing])

    def put_many(self, filings: Sequence[Filing]) -> None:
        """Keep filings: durable, all or none, when this returns; two commits. Best before they enter the log.

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
        parties = [self.party_keys.keys(filing.tenant, filing.parties) for filing in filings]
        with self._turn:
            places = [self._free(filing) for filing in filings]
            if len(set(places)) != len(places):
                raise PartyDataError(f"filings = {len(filings)}: no dispute may be among them twice")
            # Keys first: a crash in between leaves a key of nothing, not a record that nobody can read.
            keys = self._keys.add(places, parties)
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
        (known,) = self.party_keys.keys(tenant, [data])
        with self._turn:
            place = self._place(tenant, dispute_id)
            key = self._keys.data_key(place)
            self._read_party(key, place, party)
            # Whose it is first: after a crash in between, who was named wrongly sees the case no longer.
            self._keys.know_one(place, party, known)
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
                if not self._is_known(place):
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
            named = {*held, *(Mark(*mark) for mark in self._keys.said.marks(first_dispute))}
            orphans = [mark for mark in sorted(named) if not is_known(mark.tenant, mark.dispute_id)]
            if orphans:
                self._forget([self._place(mark.tenant, mark.dispute_id) for mark in orphans], None)
            remains = self._records.marks(first_dispute) - set(held)
            if remains:
                self._records.delete(sorted(remains))
            return Swept(len(orphans), len(remains))

    def check(self, is_known: Callable[[str, int], bool]) -> int:
        """Unseal everything kept about the disputes that the log knows, and return how many they are.

        Raises
        ------
        DamagedRecordError, MasterKeyError
            At the first that is not what was put, or whose key cannot be unwrapped.
        """
        with self._turn:
            known = [mark for mark in self._keys.marks(0) if is_known(mark.tenant, mark.dispute_id)]
        for mark in known:
            self.get(mark.tenant, mark.dispute_id)
        return len(known)

    def rewrap(self, after: Mark | None = None, rows_max: int = 1000) -> Mark | None:
        """Wrap the next data keys by the current master key.

        Call it again with what it returned until it returns None; then the older master keys are needed no more.
        """
        with self._turn:
            return self._keys.rewrap(after, rows_max)

    def _free(self, filing: Filing) -> Place:
        place = self._place(filing.tenant, filing.dispute_id)
        if self._keys.holds(place):
            if self._records.read(place):
                raise DisputeHeldError(f"dispute_id = {filing.dispute_id}: must have no party data yet")
            # A crash came between its key and its records, and nothing of it was acknowledged.
            self._keys.erase([place], at=None)
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
