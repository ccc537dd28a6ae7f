"""What the formulas refuse.

SimError
└── TheoryError     arguments a formula is not defined for
    └── UnstableError   a queue that grows without bound
"""

from sim.errors import SimError


class TheoryError(SimError):
    """An argument lies outside the range a formula is defined for; the message names it, its value and the bound."""


class UnstableError(TheoryError):
    """Work arrives at least as fast as it can be done, so there is no steady state."""
