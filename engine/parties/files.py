"""The two files of a store of party data, open together, and whose disputes they hold."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from engine.parties.errors import DamagedRecordError, MasterKeyError, PartyDataError, WrongPartyStoreError
from engine.parties.held_wishes import HeldWish
from engine.parties.key_table import KeyTable
from engine.parties.master_key import MasterKeys
from engine.parties.party_key import PartyKeys
from engine.parties.record_table import RecordTable
from engine.parties.records import TEXT_ORDINAL, decoded
from engine.parties.said_together import SaidTogether, Saying, Told
from engine.parties.sealing import Entropy, Place, open_record

KEYS_FILE: Final = "party_keys.sqlite"
RECORDS_FILE: Final = "parties.sqlite"
_CHUNK: Final = 1000
"""Disputes of an older store that are entered into the index by one commit."""


class PartyFiles:
    """The files of one store. Any thread may call; calls wait for each other.

    A store of the older form, which did not keep whose disputes it holds, is brought to today's before this returns:
    each dispute is unsealed once, a thousand a commit, so what a crash leaves is gone on with at the next start. A
    dispute whose records cannot be read is left out, and tried again at each start.

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
            self.party_keys: Final = PartyKeys(self._keys.identity_secret)
            """Gives the opaque keys of parties, for the register of conflicts."""
            self._enter_older()
            self._said: Final = SaidTogether(self._say)
        except BaseException:
            self._keys.close()
            raise

    def close(self) -> None:
        """Let both files go."""
        self._said.close()
        with self._turn:
            self._records.close()
            self._keys.close()

    def keys_of(self, tenant: str, dispute_id: int) -> tuple[str, ...]:
        """Return the keys of a dispute's parties by ordinal, '' for one without; empty if none are kept.

        Nothing is unsealed. Parties without a number that come after the last one with a number are left out.
        """
        with self._turn:
            place = self._place(tenant, dispute_id)
            return self._keys.index.keys_of(place) or self._keys.said.keys_of(place)

    def disputes_of(self, tenant: str, keys: Iterable[str]) -> tuple[int, ...]:
        """Return the disputes in which somebody with one of these keys is a party, ascending."""
        with self._turn:
            tables = (self._keys.index, self._keys.said)
            return tuple(sorted({number for key in keys for one in tables for number in one.disputes_of(tenant, key)}))

    def say(self, said: Sequence[Saying], tell: Told) -> None:
        """Keep the keys of disputes' parties that came without data; returns at once, and tells when they are durable.

        What was said of a dispute before stays, and so does what was erased stay away.
        """
        self._said.put(said, tell)

    def hold(self, tenant: str, wish: HeldWish) -> None:
        """Keep what one side has said until the other has; durable when this returns."""
        with self._turn:
            self._keys.wishes.hold(tenant, wish)

    def drop(self, tenant: str, case_id: int, what: int) -> None:
        """Forget what was held."""
        with self._turn:
            self._keys.wishes.drop(tenant, case_id, what)

    def held(self, tenant: str) -> list[HeldWish]:
        """Return what is held."""
        with self._turn:
            return list(self._keys.wishes.held(tenant))

    def was_kept(self, tenant: str, dispute_id: int) -> bool:
        """Return whether there are party data or keys of a dispute, or were until they were erased."""
        with self._turn:
            return self._is_known(self._place(tenant, dispute_id))

    def _is_known(self, place: Place) -> bool:
        keys = self._keys
        return keys.holds(place) or keys.is_erased(place) or bool(keys.said.keys_of(place))

    def _say(self, said: Sequence[Saying]) -> None:
        with self._turn:
            self._keys.said.enter([(self._place(tenant, number), keys) for tenant, number, keys in said])

    def _place(self, tenant: str, dispute_id: int) -> Place:
        return Place(self._keys.store_id, tenant, dispute_id)

    def _enter_older(self) -> None:
        last = (-1, "")
        while rows := self._keys.index.unindexed(last, _CHUNK):
            places = [self._place(tenant, dispute_id) for dispute_id, tenant in rows]
            found = [(place, self._unsealed_keys(place)) for place in places]
            self._keys.know([(place, keys) for place, keys in found if keys is not None])
            last = rows[-1]

    def _unsealed_keys(self, place: Place) -> tuple[str, ...] | None:
        """Return the keys of a dispute's parties as their sealed records say; None if they cannot be read."""
        try:
            key = self._keys.data_key(place)
            parts = [(one, open_record(key, place, one, *sealed)) for one, *sealed in self._records.read(place)]
            parties = [decoded(content) for ordinal, content in parts if ordinal != TEXT_ORDINAL]
            return self.party_keys.keys(place.tenant, parties)
        except (DamagedRecordError, MasterKeyError, PartyDataError):
            return None
