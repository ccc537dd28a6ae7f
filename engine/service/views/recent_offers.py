"""The last offers by case, noted as they are stored: an explanation need not look for them in the log."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final, NamedTuple

from engine.events.records import Filed, Offered, OpenedInProgress
from engine.log.log import Log
from engine.service.entries import Entry, EntryCodec

KEPT_MAX: Final = 100_000
"""Cases remembered: some 50 MB."""
SEARCHED_MAX: Final = 50_000
"""Entries of the log's end that are searched for an offer that is not remembered: a quarter of a second."""


class KnownOffer(NamedTuple):
    """An offer as it stands in the log."""

    seq: int
    offer: Offered
    head: bytes | None
    """Hash of the batch before the one with the case's first event, 32 bytes; None if that is not known."""


class RecentOffers:
    """Listens to a service.

    Parameters
    ----------
    log
        Of the service.
    kept_max
        Cases remembered; the oldest go.
    """

    def __init__(self, log: Log[Entry], *, kept_max: int = KEPT_MAX) -> None:
        self._log: Final = log
        self._head: bytes | None = None
        self._kept_max: Final = kept_max
        self._heads: Final[OrderedDict[int, bytes]] = OrderedDict()
        self._offers: Final[OrderedDict[int, tuple[int, Offered]]] = OrderedDict()
        self._turn: Final = Lock()

    def follow(self, first_seq: int, entries: Sequence[Entry]) -> None:
        """Take note of the batch that was stored last; called in the writer's thread."""
        with self._turn:
            head = self._head
            if head is None:  # the first batch: the one before it was not seen
                head = next(self._log.batches(first_seq - 1)).previous_hash
            for seq, entry in enumerate(entries, start=first_seq):
                if isinstance(entry, Offered):
                    self._offers[entry.case_id] = seq, entry
                    self._offers.move_to_end(entry.case_id)
                elif isinstance(entry, Filed | OpenedInProgress):
                    self._heads[entry.case_id] = head
            self._head = self._log.head.hash
            for held in (self._offers, self._heads):
                while len(held) > self._kept_max:
                    held.popitem(last=False)

    def find(self, case_id: int) -> KnownOffer | None:
        """Return the last offer of a case, None if it is not remembered."""
        with self._turn:
            known = self._offers.get(case_id)
            return None if known is None else KnownOffer(*known, self._heads.get(case_id))


def search(log: Log[Entry], codec: EntryCodec, case_id: int, *, searched_max: int = SEARCHED_MAX) -> KnownOffer | None:
    """Look for the last offer of a case at the end of the log; None if it is not among the last entries.

    Parameters
    ----------
    log
        The log.
    codec
        Its codec.
    case_id
        The case.
    searched_max
        Entries looked at.
    """
    found, head = None, None
    for batch in log.batches(max(0, log.head.seq - searched_max)):
        for seq, entry in enumerate(codec.decode(batch.body), start=batch.first_seq):
            if isinstance(entry, Offered) and entry.case_id == case_id:
                found = seq, entry
            elif isinstance(entry, Filed | OpenedInProgress) and entry.case_id == case_id:
                head = batch.previous_hash
    return None if found is None else KnownOffer(*found, head)
