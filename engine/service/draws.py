"""The words of a running service's draws.

A word is a keyed hash of case, attempt and a head of the log that was fixed before the case was filed: that of the
batch before the one with the case's first event. Whoever holds the log and the day's key computes it again
(`engine.proof`); the log's own chain is what the draw hangs on, so it costs nothing beside it.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Final, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.calendar.day import local_day
from engine.events.records import Closed, Filed, OpenedInProgress, Withdrawn
from engine.proof.day_keys import DayKeys
from engine.proof.words import DrawWord, day_words, draw_words
from engine.service.entries import Entry
from engine.service.errors import StandingError


class _Standing(msgspec.Struct, frozen=True, array_like=True):
    heads: list[bytes]
    cases: list[tuple[int, int]]
    """Case, and place of its head among `heads`."""


class Draws:
    """Which head each open case is drawn with.

    Parameters
    ----------
    keys
        Of the days.
    head
        Where the log ends, 32 bytes; `begin` moves it on.

    Examples
    --------
    >>> from engine.proof.day_keys import SeededKeys
    >>> draws = Draws(SeededKeys(1), bytes(32))
    >>> draws.word(7, 1, 0) == draws.word(7, 1, 0) != draws.word(7, 2, 0)
    True
    """

    def __init__(self, keys: DayKeys, head: bytes) -> None:
        self._keys: Final = keys
        self._begun: Callable[[], bytes] = partial(bytes, head)
        self._known_head: bytes | None = head
        self._head_of: Final[dict[int, bytes]] = {}
        self._word_of: Final = lru_cache(maxsize=2)(self._words_of_day)

    def begin(self, head: bytes | Callable[[], bytes]) -> None:
        """Begin a batch that follows a head, perhaps told when it is needed: cases filed in it are drawn with that."""
        if isinstance(head, bytes):
            self._known_head = head
        else:
            self._begun, self._known_head = head, None

    @property
    def _head(self) -> bytes:
        if self._known_head is None:
            self._known_head = self._begun()
        return self._known_head

    def word(self, case_id: int, attempt: int, at: int) -> int:
        """Return the word of a draw, a signed 64-bit number.

        Raises
        ------
        engine.proof.errors.MissingKeyError
            If the day has no key.
        """
        head = self._head_of.get(case_id)
        return self._word_of(local_day(at))(case_id, attempt, self._head if head is None else head)

    def words(self, case_ids: NDArray[np.int64], attempt: int, at: int) -> NDArray[np.int64]:
        """Return the words of draws of cases that are filed in the batch that was begun, int64[n].

        Raises
        ------
        engine.proof.errors.MissingKeyError
            If the day has no key.
        """
        count = len(case_ids)
        heads = np.broadcast_to(np.frombuffer(self._head, np.uint8), (count, len(self._head)))
        return draw_words(self._keys.of(local_day(at)).used, case_ids, np.full(count, attempt, np.int64), heads)

    def check_day(self, at: int) -> None:
        """Make sure that a day has a key, before anything of a command has happened.

        Raises
        ------
        engine.proof.errors.MissingKeyError
            If it has none.
        """
        self._word_of(local_day(at))

    def follow(self, entry: Entry) -> None:
        """Follow an entry of the batch that was begun: a case's first event settles its head, its last one ends it."""
        kind = type(entry)
        if kind is Filed or kind is OpenedInProgress:
            self._head_of[cast("Filed", entry).case_id] = self._head
        elif kind is Closed or kind is Withdrawn:
            self._head_of.pop(cast("Closed", entry).case_id, None)

    def file(self, case_ids: Iterable[int]) -> None:
        """Follow the filings of cases in the batch that was begun."""
        self._head_of.update(dict.fromkeys(case_ids, self._head))

    def standing(self) -> bytes:
        """Return the head of every open case; equal states give equal bytes."""
        place_of = {head: place for place, head in enumerate(sorted(set(self._head_of.values())))}
        cases = sorted((case, place_of[head]) for case, head in self._head_of.items())
        return msgspec.msgpack.encode(_Standing(list(place_of), cases))

    def restore(self, standing: bytes) -> None:
        """Take over the heads of another one.

        Raises
        ------
        StandingError
            If the bytes are not of heads.
        """
        try:
            known = msgspec.msgpack.decode(standing, type=_Standing)
        except msgspec.DecodeError as error:
            raise StandingError(f"heads of draws in a snapshot: {error}") from error
        self._head_of.update((case, known.heads[place]) for case, place in known.cases)

    def _words_of_day(self, day: int) -> DrawWord:
        return day_words(self._keys.of(day).used)
