"""The population's own random streams: one key a purpose, so that what one draws never shifts another.

They are apart from the words that decide cases: another replication of a scenario meets the same people.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Open the stream of one purpose.

    Parameters
    ----------
    seed
        The run's seed, any integer.
    purpose
        What is drawn, such as `court_load`.

    Returns
    -------
    numpy.random.Generator
        Philox4x64-10 under a key derived from seed and purpose.

    Examples
    --------
    >>> stream(1, "court_load").random() == stream(1, "court_load").random()
    True

    """
    return np.random.Generator(np.random.Philox(key=_key(seed, purpose)))


def rows_by_court(seed: int, purpose: str, counts: NDArray[np.int64], columns: int) -> NDArray[np.float64]:
    """Draw one row of uniform numbers a mediator, each court's rows from a stretch of the stream of its own.

    A mediator is therefore known by court and place at the court: hiring one more at a court leaves every other
    mediator as he or she was, which is what lets two staffings be compared pair by pair.

    Parameters
    ----------
    seed, purpose
        As for `stream`.
    counts
        int64[courts], mediators at each court.
    columns
        Numbers a mediator needs.

    Returns
    -------
    NDArray[np.float64]
        float64[counts.sum(), columns], in [0, 1).

    """
    key = _key(seed, purpose)
    rows = np.empty((int(counts.sum()), columns))
    start = 0
    for court, count in enumerate(counts.tolist()):
        # The counter's highest word is the court, so no court's draws can run into the next one's.
        bits = np.random.Philox(key=key, counter=[0, 0, 0, court])
        np.random.Generator(bits).random(out=rows[start : start + count])
        start += count
    return rows


def _key(seed: int, purpose: str) -> NDArray[np.uint64]:
    digest = blake2b(f"onestop population/{purpose}/{seed}".encode(), digest_size=16).digest()
    return np.frombuffer(digest, "<u8").astype(np.uint64)
