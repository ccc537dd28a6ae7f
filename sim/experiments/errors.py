"""What experiments refuse, and how they fail.

SimError
└── ExperimentError      a question that cannot be asked like this; the message names value and bound
    └── JobError         one simulation that failed or whose process kept dying; the message names it
"""

from sim.errors import SimError


class ExperimentError(SimError):
    """A question that cannot be asked like this."""


class JobError(ExperimentError):
    """One simulation that failed, or whose process died again and again."""
