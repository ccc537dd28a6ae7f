"""What a rehearsal refuses.

::

    SimError
    +-- RehearsalError   assignment and lifecycle tell different stories of one case
"""

from sim.errors import SimError


class RehearsalError(SimError):
    """Assignment and lifecycle tell different stories of one case; names the case and both."""
