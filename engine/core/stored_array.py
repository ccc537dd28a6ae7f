"""Arrays inside a standing: little-endian bytes with their type and shape, so that equal arrays give equal bytes."""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.core.errors import StandingError


class StoredArray(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One array as a standing holds it."""

    dtype: str
    """As NumPy writes it, little-endian: `<i4`."""
    shape: tuple[int, ...]
    content: bytes


def stored(values: NDArray[Any], dtype: str) -> StoredArray:
    """Return an array as a standing holds it.

    Parameters
    ----------
    values
        Whole numbers that fit the type.
    dtype
        Type to store, little-endian, such as `<i4`.

    Examples
    --------
    >>> restored(stored(np.array([3, 5]), "<i4"), "held", "<i4", (2,)).tolist()
    [3, 5]
    """
    return StoredArray(dtype=dtype, shape=values.shape, content=np.ascontiguousarray(values, dtype).tobytes())


def restored(array: StoredArray, name: str, dtype: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return the array that was stored; it must not be written to.

    Parameters
    ----------
    array
        What `stored` returned.
    name
        What it is called in the message.
    dtype, shape
        What it must be; -1 stands for any length.

    Raises
    ------
    StandingError
        If it is of another type or shape, or its bytes are not as many as that takes.
    """
    fits = len(array.shape) == len(shape) and all(
        most in (-1, one) for one, most in zip(array.shape, shape, strict=True)
    )
    size = np.dtype(dtype).itemsize
    for length in array.shape:
        size *= length
    if array.dtype != dtype or not fits or min(array.shape, default=0) < 0 or size != len(array.content):
        raise StandingError(f"{name} is {array.dtype}{list(array.shape)}: must be {dtype}{list(shape)} in {size} bytes")
    return np.frombuffer(array.content, dtype).reshape(array.shape)


def check_within(name: str, values: NDArray[Any], smallest: int, largest: int) -> None:
    """Raise StandingError unless all values of a restored array lie within bounds.

    Examples
    --------
    >>> check_within("court", np.array([0, 9]), 0, 8)
    Traceback (most recent call last):
    ...
    engine.core.errors.StandingError: court[1] = 9: must be within 0..8
    """
    wrong = (values < smallest) | (values > largest)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise StandingError(f"{name}[{place}] = {values[place]}: must be within {smallest}..{largest}")
