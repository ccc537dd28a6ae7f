"""Disputes of a few patterns, registered many at a time: as bytes, with their clocks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.events.wide_writes import SPARE_BYTES
from engine.registry.books import Books
from engine.registry.lodged_bytes import mould, write_disputes
from engine.registry.patterns import Lodged


def lay(books: Books, numbers: Sequence[int], differing: NDArray[np.int64], patterns: Sequence[Lodged]) -> None:
    """Register disputes that were lodged, at rest.

    Parameters
    ----------
    books
        Changed.
    numbers
        Of the disputes, ascending; never used before.
    differing
        int64[n, 9], columns `engine.registry.lodged_bytes.DIFFERING_COLUMNS`: what each of them says and became of it.
    patterns
        One dispute of each pattern, in the order of the patterns' numbers.
    """
    common = mould([(one.resting(), one.offered is not None) for one in patterns])
    content = np.empty(len(differing) * common.bytes_max + SPARE_BYTES, np.uint8)
    ends = np.empty(len(differing), np.int64)
    write_disputes(content, ends, differing, common)
    written, places = content[: ends[-1]].tobytes(), ends.tolist()
    contents = [written[begin:end] for begin, end in zip([0, *places], places, strict=False)]
    books.disputes.keep_many(numbers, contents)
    for place, one in enumerate(patterns):
        if (due_at := one.pattern.due_at) is not None:
            for row in np.flatnonzero(differing[:, 0] == place).tolist():
                books.agenda.set(numbers[row], due_at)
