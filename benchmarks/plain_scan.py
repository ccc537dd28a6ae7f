"""`band_draw` as anybody would write it in Python: look through the court's mediators. A rival of the core.

It keeps what the core keeps - who sits where, what each mediator holds - in lists, and is spared the core's checks.
"""

from typing import Final

from benchmarks.question import Mediators, Question
from engine.core.outcome import NEW_ROUND, NOBODY


class PlainScan:
    """The scan.

    Parameters
    ----------
    mediators
        Who sits where, and what each holds.
    band_width_milli
        Width of the band.

    Examples
    --------
    >>> import numpy as np
    >>> from engine.core.example import one_court_roster
    >>> mediators = Mediators.of(one_court_roster(), np.array([0, 0]), np.array([0, 1000]))
    >>> scan = PlainScan(mediators, band_width_milli=1000)
    >>> scan.draw(Question(court=0, dispute_type=0, language=0, weight_milli=1000, step=0, word=-1))
    1
    """

    def __init__(self, mediators: Mediators, *, band_width_milli: int) -> None:
        self._mediators: Final = mediators
        self._band_width_milli: Final = band_width_milli

    def draw(self, question: Question) -> int:
        """Return the mediator drawn for a case, `NOBODY` if none is free, `NEW_ROUND` if all have declined."""
        court, dispute_type, language, weight_milli, step, word, conflicted, declined = question
        room_milli, cumulative_milli, dispute_types, languages, ranges = self._mediators
        first, last = ranges[step][court]
        pool = [
            mediator
            for mediator in range(first, last)
            if room_milli[mediator] >= weight_milli
            and dispute_types[mediator] >> dispute_type & 1
            and languages[mediator] >> language & 1
        ]
        if conflicted or declined:
            pool = [mediator for mediator in pool if mediator not in conflicted and mediator not in declined]
        if not pool:
            return NEW_ROUND if self._mediators.all_have_declined(question) else NOBODY
        limit = min([cumulative_milli[mediator] for mediator in pool]) + self._band_width_milli
        band = [mediator for mediator in pool if cumulative_milli[mediator] <= limit]
        return band[(word % 2**64) * len(band) >> 64]
