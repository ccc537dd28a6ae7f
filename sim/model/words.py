"""Where the words of draws come from: the streams of a simulation, or the keys and seals of a proof."""

from functools import lru_cache
from typing import Final, Protocol

from engine.calendar.day import local_day
from engine.events.sink import SealingSink
from engine.proof.day_keys import DayKeys
from engine.proof.words import DrawWord, day_words
from sim.model.course import draw_word
from sim.model.laws import CaseLaws


class DrawWords(Protocol):
    """Gives the word of each draw."""

    def opened(self, case_id: int) -> None:
        """A case is about to be recorded for the first time."""
        ...

    def closed(self, case_id: int) -> None:
        """A case will not be drawn for again."""
        ...

    def word(self, case_id: int, attempt: int, at: int) -> int:
        """Return 64 bits, as a signed integer, for the draw of an offer at an instant."""
        ...


class StreamWords:
    """Words of the run's own streams: the same for a case in every scenario with the same seed.

    Parameters
    ----------
    laws
        Holds seed and replication.
    """

    def __init__(self, laws: CaseLaws) -> None:
        self._laws: Final = laws

    def opened(self, case_id: int) -> None:
        """Need nothing: a word depends on its case alone."""

    def closed(self, case_id: int) -> None:
        """Keep nothing."""

    def word(self, case_id: int, attempt: int, at: int) -> int:  # noqa: ARG002 - a stream has no day
        """Return the word of the case's attempt."""
        return draw_word(self._laws, case_id, attempt)


class SealedWords:
    """Words that anybody can compute again once the day's key is out, and nobody before the case was filed.

    Parameters
    ----------
    sink
        Seals batches of events; a word hangs on the last batch sealed before its case was recorded.
    keys
        Keys of the days.
    """

    def __init__(self, sink: SealingSink, keys: DayKeys) -> None:
        self._sink: Final = sink
        self._keys: Final = keys
        self._heads: Final[dict[int, bytes]] = {}
        self._word_of: Final = lru_cache(maxsize=2)(self._words_of_day)

    def opened(self, case_id: int) -> None:
        """Note the head before the case."""
        self._heads[case_id] = self._sink.head

    def closed(self, case_id: int) -> None:
        """Forget it."""
        self._heads.pop(case_id, None)

    def word(self, case_id: int, attempt: int, at: int) -> int:
        """Return the keyed hash of case, attempt and head."""
        return self._word_of(local_day(at))(case_id, attempt, self._heads[case_id])

    def _words_of_day(self, day: int) -> DrawWord:
        return day_words(self._keys.of(day).used)
