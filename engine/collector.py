"""Python's garbage collector, paused while the model runs."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Generator[None]:
    """Run the block without cyclic garbage collection.

    The model makes millions of small objects and no reference cycles, so counting references frees them all; the
    collector would walk the living ones again and again for nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
