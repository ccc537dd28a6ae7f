"""What calibration refuses.

SimError
└── CalibrationError    a log, mapping or roster from which nothing can be fitted; the message says which and why
"""

from sim.errors import SimError


class CalibrationError(SimError):
    """A log, mapping or roster from which nothing can be fitted; the message says which and why."""
