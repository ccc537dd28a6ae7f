"""How many random examples a property is tried on: all of them in the full run, a share of them in the usual one."""

from typing import Final

from hypothesis import settings

FULL: Final = 100
"""Examples of a property that names no number of its own, in the full run."""
USUAL: Final = 40
"""The same where the tests marked `full` are left out; other numbers shrink alike."""


def examples(full: int) -> int:
    """Number of examples of a property that is tried on `full` of them in the full run."""
    return max(1, round(full * settings().max_examples / FULL))
