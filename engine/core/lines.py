"""Rows that begin where the memory's lines begin: what a row holds side by side comes with as few lines as it can."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_LINE: Final = 64
"""Bytes that memory hands to a processor at once."""
_NUMBER: Final = 8


def whole_lines(rows: int, columns: int) -> NDArray[np.int64]:
    """Return room for rows of whole numbers, its values unset.

    NumPy's own arrays begin at any multiple of sixteen bytes, so a row of two lines lies in three.

    Parameters
    ----------
    rows
        How many.
    columns
        Numbers a row: rows begin with a line each where this is a multiple of 8.

    Returns
    -------
    NDArray[np.int64]
        int64[rows, columns], contiguous.

    Examples
    --------
    >>> whole_lines(3, 16).ctypes.data % 64
    0
    """
    room = np.empty(rows * columns + _LINE // _NUMBER, np.int64)
    first = -room.ctypes.data % _LINE // _NUMBER
    return room[first : first + rows * columns].reshape(rows, columns)
