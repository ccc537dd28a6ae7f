"""How this package's functions are compiled: once each, with as little around them as can be.

The compiler makes a copy of a function for every Python number that is passed to it as a constant, and two wrappers for
callers that do not exist. Both cost more than the functions themselves: 37 seconds of compiling became 17.
"""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numpy as np
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def _source_mark() -> str:
    folder = Path(__file__).parent
    files = [*sorted(folder.glob("*.py")), folder.parent / "randomness" / "words.py"]
    return "source_" + blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


SOURCE_MARK: Final = _source_mark()
"""Name of a field of every record passed to compiled code: a digest of the source.

The compiler's cache looks at one file a function and not at what that calls. Here a change of any file changes the type
of the arguments, so nothing compiled from another source is ever run on this memory.
"""


def inner(function: F) -> F:
    """Compile a function that only compiled functions call.

    Parameters
    ----------
    function
        To be compiled when first called, and kept on disk.

    """
    compiled = cast("Any", njit)(cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
    return cast("F", compiled(function))


def outer(function: F) -> F:
    """Compile a function that Python calls too.

    Parameters
    ----------
    function
        To be compiled when first called, and kept on disk.

    """
    return cast("F", njit(cache=True)(function))


def fixed(value: int) -> int:
    """Return a number as a machine word, of which compiled code makes no copy.

    Parameters
    ----------
    value
        Any number that fits 64 bits, signed.

    Examples
    --------
    >>> fixed(7) + 1
    np.int64(8)

    """
    return cast("int", np.int64(value))
