"""What the tools for load and faults can fail with.

::

    LoadTestError
    +-- FaultRunError   a service under the fault programme does not start or does not answer
    +-- LoadRunError    a service under load does not start, or the load itself cannot be made
    +-- ProfileError    a load profile or an objective outside its bounds
"""


class LoadTestError(Exception):
    """Base of everything the load and fault tools raise on purpose."""


class FaultRunError(LoadTestError):
    """A service that was hurt does not come back."""


class LoadRunError(LoadTestError):
    """A service under load does not start, or the load cannot be made or measured."""


class ProfileError(LoadTestError):
    """A load profile, or what is asked of a run of it, outside its bounds."""
