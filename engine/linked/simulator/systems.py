"""Simulated systems behind the port of real ones.

A request reaches the system at the instant it is sent, and its work is done one latency later. What an outage covers at
the first instant is never begun; what it covers at the second is done, but the answer does not get out.
"""

from collections.abc import Callable, Mapping
from typing import Final

from engine.linked.answers import Answer
from engine.linked.port import Port, Reply
from engine.linked.requests import Key, Request
from engine.linked.settings import LinkedSettings, LinkSettings
from engine.linked.simulator.answering import usual_answer
from engine.linked.simulator.book import Book, Work
from engine.linked.simulator.faults import MILLI, NO_FAULTS, Faults
from engine.linked.simulator.latency import BITS, latency_table
from engine.linked.words import FailureReason, System

_LATENCY_MASK: Final = (1 << BITS) - 1
_FATE_MASK: Final = (1 << 64 - BITS) - 1
_FATES: Final = 1 << 64 - BITS
_ORDINAL_BITS: Final = 16
_NUMBER_MASK: Final = (1 << 63) - 1


class SimulatedSystem:
    """One linked system, simulated.

    Parameters
    ----------
    settings
        Its latency is drawn by these.
    words
        64 random bits, signed or not, by key and attempt.
    faults
        What goes wrong.
    answering
        What is answered to a request, given the number of the work, see `work_number`.
    window_us
        How long a key is kept; None for ever. A system must keep it longer than its callers retry.

    Examples
    --------
    >>> from engine.linked.requests import VerifyIdentity
    >>> from engine.linked.settings_text import shipped_settings
    >>> from engine.linked.simulator.words import mixed_key_words
    >>> settings = shipped_settings().systems[System.IDENTITY_AUTHENTICATION]
    >>> system = SimulatedSystem(settings, mixed_key_words(1))
    >>> request = VerifyIdentity(dispute_id=7, subject=1)
    >>> replies = [system.send(request, request.key, attempt, 0) for attempt in (1, 2)]
    >>> len(replies), system.book.works[request.key].times_done, system.book.works[request.key].times_asked
    (2, 1, 2)
    """

    def __init__(
        self,
        settings: LinkSettings,
        words: Callable[[Key, int], int],
        faults: Faults = NO_FAULTS,
        *,
        answering: Callable[[Request, int], Answer] = usual_answer,
        window_us: int | None = None,
    ) -> None:
        self.book: Final = Book(window_us)
        """What it has done."""
        self.faults: Final = faults
        """What goes wrong."""
        self._outages: Final = bool(faults.outages)
        self._latencies: Final = latency_table(settings.latency_median_us, settings.latency_p99_us)
        self._words: Final = words
        self._answering: Final = answering
        shares = (faults.error_milli, faults.lost_milli, faults.duplicate_milli, faults.slow_milli)
        ends = [sum(shares[: place + 1]) * _FATES // MILLI for place in range(len(shares))]
        self._error_end, self._lost_end, self._duplicate_end, self._slow_end = ends

    def send(self, request: Request, key: Key, attempt: int, at: int) -> tuple[Reply, ...]:
        """Take one attempt; see `engine.linked.port.Port.send`."""
        word = self._words(key, attempt)
        latency_us = self._latencies[word & _LATENCY_MASK]
        fate = word >> BITS & _FATE_MASK
        if self._outages and (outage := self.faults.outage_at(at)) is not None:
            return () if outage.silent else (Reply(at, FailureReason.UNREACHABLE),)
        if fate < self._error_end:
            return (Reply(at + latency_us, FailureReason.SYSTEM_ERROR),)
        if self._duplicate_end <= fate < self._slow_end:
            latency_us *= self.faults.slow_factor
        work = self._do(request, key, at + latency_us)
        if work.request != request:
            return (Reply(at + latency_us, FailureReason.REJECTED),)  # a key stands for one request
        answered_at = max(at + latency_us, work.done_at)
        if fate < self._lost_end or (self._outages and self.faults.outage_at(answered_at) is not None):
            return ()
        reply = Reply(answered_at, work.answer)
        if self._lost_end <= fate < self._duplicate_end:
            self._do(request, key, answered_at)
            return (reply, reply)
        return (reply,)

    def _do(self, request: Request, key: Key, done_at: int) -> Work:
        """Do the work, unless the key says that it is done."""
        book = self.book
        work = book.of(key)
        if work is None:
            book.done += 1
            work = Work(request, self._answering(request, work_number(key)), done_at)
            book.enter(key, work)
        else:
            work.times_asked += 1
            work.times_done += not self.faults.keeps_keys
        return work


def work_number(key: Key) -> int:
    """Return a system's own number for the work of a key.

    It follows from the key alone. A simulated system that has lost its book, as with the service that it is part of,
    therefore answers a key that is sent again as it did, or would have done, the first time.

    Examples
    --------
    >>> work_number(Key(7, "file_case", 1))
    458753
    """
    return (key.dispute_id << _ORDINAL_BITS | key.ordinal) & _NUMBER_MASK


def simulated_systems(
    settings: LinkedSettings,
    words: Callable[[Key, int], int],
    faults: Mapping[System, Faults] | None = None,
    *,
    window_us: int | None = None,
) -> dict[System, SimulatedSystem]:
    """Return a simulated system for each linked one.

    Parameters
    ----------
    settings
        Latencies of each.
    words
        64 random bits by key and attempt; the key says which system it is for.
    faults
        What goes wrong with whom; nothing with those left out.
    window_us
        How long each keeps a key; None for ever.

    Examples
    --------
    >>> from engine.linked.settings_text import shipped_settings
    >>> from engine.linked.simulator.words import mixed_key_words
    >>> len(simulated_systems(shipped_settings(), mixed_key_words(1)))
    6
    """
    declared = faults or {}
    return {
        system: SimulatedSystem(link, words, declared.get(system, NO_FAULTS), window_us=window_us)
        for system, link in settings.systems.items()
    }


_: type[Port] = SimulatedSystem
