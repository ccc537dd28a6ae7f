"""Which party keys belong to which dispute: they stand in no event, so the store of party data keeps them."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeAlias

from engine.http.errors import ProblemError
from engine.parties.errors import DisputeHeldError, ErasedError, PartyStoreError, UnknownPartiesError
from engine.parties.records import Filing, PartyData
from engine.parties.said_together import Told
from engine.parties.store import PartyStore

Said: TypeAlias = tuple[int, tuple[str, ...]]
"""Number of a dispute, and the keys of its parties by ordinal."""
REMEMBERED_MAX: Final = 200_000
"""Disputes whose keys are kept in memory: some 100 MB."""


class PartyBook:
    """The keys of parties: in memory those used last, in the store those of all who left data there.

    Where there is no store, all are in memory alone: forgotten with the process, and beyond `remembered_max` disputes
    the oldest first.

    Parameters
    ----------
    tenant
        Whose parties.
    store
        Of party data; None for none.
    remembered_max
        Disputes whose keys are kept in memory.

    Examples
    --------
    >>> book = PartyBook("north", None)
    >>> book.enter(7, ("ab", "cd"))
    >>> book.keys_of(7), asyncio.run(book.disputes_of(frozenset({"cd"})))
    (('ab', 'cd'), (7,))
    """

    def __init__(self, tenant: str, store: PartyStore | None, *, remembered_max: int = REMEMBERED_MAX) -> None:
        self._tenant: Final = tenant
        self._store: Final = store
        self._remembered_max: Final = remembered_max
        # Not a plain dict: to find its first entry takes a look at every one that was removed before it.
        self._keys: Final[OrderedDict[int, tuple[str, ...]]] = OrderedDict()
        self._disputes: Final[dict[str, set[int]]] = {}

    @property
    def takes_data(self) -> bool:
        """Whether there is a store for party data."""
        return self._store is not None

    def keys_of_data(self, data: Sequence[PartyData]) -> tuple[str, ...]:
        """Return the keys of parties by ordinal; '' for one without a number.

        Raises
        ------
        PartyDataError
            If a number cannot be one.
        ProblemError
            If there is no store.
        """
        if self._store is None:
            raise ProblemError("invalid", "party_data: this service keeps none.")
        return self._store.party_keys.keys(self._tenant, data)

    def keys_of(self, dispute_id: int) -> tuple[str, ...]:
        """Return the keys of a dispute's parties by ordinal; empty if none are known."""
        known = self._keys.get(dispute_id)
        if known is not None or self._store is None:
            return known or ()
        keys = self._store.keys_of(self._tenant, dispute_id)
        if keys:
            self.enter(dispute_id, keys)
        return keys

    async def disputes_of(self, keys: frozenset[str]) -> tuple[int, ...]:
        """Return the disputes known to be somebody's, ascending: those in the store, or without one those in memory.

        Raises
        ------
        PartiesError
            If the store cannot be read.
        """
        if self._store is None:
            return tuple(sorted({dispute for key in keys for dispute in self._disputes.get(key, ())}))
        return await asyncio.to_thread(self._store.disputes_of, self._tenant, keys) if keys else ()

    def enter(self, dispute_id: int, keys: tuple[str, ...]) -> None:
        """Remember the keys of a dispute's parties."""
        if len(self._keys) >= self._remembered_max and dispute_id not in self._keys:
            self._unlink(*self._keys.popitem(last=False))
        self._keys[dispute_id] = keys
        if self._store is None:
            for key in filter(None, keys):
                self._disputes.setdefault(key, set()).add(dispute_id)

    def say(self, said: Sequence[Said], tell: Told) -> None:
        """Remember the keys of disputes' parties that came without data, and tell when they are kept.

        Parameters
        ----------
        said
            Numbers of disputes, and their parties' keys by ordinal.
        tell
            Called once in the loop that runs, at once where nothing has to be written: with None, or with the error of
            `kept`.
        """
        for dispute_id, keys in said:
            self.enter(dispute_id, keys)
        wanted = [(self._tenant, dispute_id, keys) for dispute_id, keys in said if keys]
        if self._store is None or not wanted:
            tell(None)
            return
        self._store.say(wanted, partial(_in_loop, asyncio.get_running_loop(), tell))

    async def kept(self, said: Sequence[Said]) -> None:
        """Return when what `say` would tell of is kept.

        Raises
        ------
        ProblemError
            If it could not be written: the disputes are there, so nothing is known until the same key asks again.
        """
        is_kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.say(said, partial(_settle, is_kept))
        await is_kept

    def forget(self, dispute_id: int) -> None:
        """Forget a dispute's keys, as after an erasure."""
        self._unlink(dispute_id, self._keys.pop(dispute_id, ()))

    def _unlink(self, dispute_id: int, keys: tuple[str, ...]) -> None:
        if self._store is not None:
            return  # it knows whose each dispute is
        for key in keys:
            held = self._disputes.get(key, set[int]())
            held.discard(dispute_id)
            if not held:
                self._disputes.pop(key, None)

    async def keep(self, filings: Sequence[tuple[int, tuple[PartyData, ...]]]) -> None:
        """Keep party data of new disputes; what is kept already stays, as when a request comes again.

        Raises
        ------
        ProblemError
            If they could not be written: the disputes are there, so nothing is known until the same key asks again.
        """
        if self._store is None or not filings:
            return
        wanted = [Filing(tenant=self._tenant, dispute_id=number, parties=data) for number, data in filings]
        try:
            await asyncio.to_thread(self._put, wanted)
        except PartyStoreError as error:
            raise _unknown() from error

    def _put(self, filings: Sequence[Filing]) -> None:
        assert self._store is not None, "asked before"
        try:
            self._store.put_many(filings)
        except (DisputeHeldError, ErasedError):
            for filing in filings:
                try:
                    self._store.put(filing)
                except (DisputeHeldError, ErasedError):
                    continue

    async def check_kept(self, dispute_id: int) -> None:
        """Refuse to erase what was never there.

        Raises
        ------
        ProblemError
            If there is no store, or nothing was ever kept about the dispute.
        """
        if self._store is None:
            raise ProblemError("not-found", "This service keeps no party data.")
        if not await asyncio.to_thread(self._store.was_kept, self._tenant, dispute_id):
            raise ProblemError("not-found", "No party data of this dispute are kept.")

    async def erase(self, dispute_id: int, at: int) -> None:
        """Erase everything kept about a dispute, if there is anything.

        Raises
        ------
        PartiesError
            If it could not be erased: ask again.
        """
        if self._store is not None:
            with suppress(UnknownPartiesError):
                await asyncio.to_thread(self._store.erase, self._tenant, dispute_id, at)
        self.forget(dispute_id)


def _in_loop(loop: asyncio.AbstractEventLoop, tell: Told, error: Exception | None) -> None:
    told = _unknown() if isinstance(error, PartyStoreError) else error
    with suppress(RuntimeError):  # the loop has ended, and nobody waits for an answer any more
        loop.call_soon_threadsafe(tell, told)


def _unknown() -> ProblemError:
    detail = "It is lodged, but whose it is could not be written: ask again with the same Idempotency-Key."
    return ProblemError("outcome-unknown", detail, retry_after_seconds=1)


def _settle(is_kept: "asyncio.Future[None]", error: Exception | None) -> None:
    if is_kept.done():
        return  # whoever waited has gone
    if error is None:
        is_kept.set_result(None)
    else:
        is_kept.set_exception(error)
