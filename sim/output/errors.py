"""What the statistics refuse.

SimError
└── OutputError     numbers or settings from which nothing can be concluded
"""

from sim.errors import SimError


class OutputError(SimError):
    """Numbers or settings from which nothing can be concluded; the message names them, the value and the bound."""
