"""Python's garbage collector, paused while many things are made that live long."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Generator[None]:
    """Run the block without cyclic garbage collection.

    Half a million open cases are millions of small objects without reference cycles: counting references frees them,
    and the collector would walk the living ones again and again for nothing.

    Examples
    --------
    >>> with paused_collector():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
