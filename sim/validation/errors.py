"""What the validation refuses.

SimError
└── ValidationError     a case that cannot be compared with theory, or a choice of cases that is none
"""

from sim.errors import SimError


class ValidationError(SimError):
    """A case that cannot be compared, or a choice of cases that is none; the message names it and the bound."""
