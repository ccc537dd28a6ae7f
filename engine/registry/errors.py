"""What the registry refuses.

::

    EngineError
    +-- RegistryError
        +-- RegistryClockError    dated before the last request, or before something that is due first
        +-- UnknownDisputeError   no such dispute, or a number that is taken
        +-- RegistryStandingError bytes that are no standing of this platform
        +-- RequestError          a request that another one has to make, or that no desk can serve

What the lifecycle, the desks and the core refuse passes through unchanged. After any of these errors everything is as
it was before the request.
"""

from engine.errors import EngineError


class RegistryError(EngineError):
    """The registry refused a request; nothing has changed."""


class RegistryClockError(RegistryError):
    """A request is dated before the last one, or before something that is due first: `advance` to its date."""


class UnknownDisputeError(RegistryError):
    """No such dispute or case is registered, or the number is taken."""


class RequestError(RegistryError):
    """The request is another one's to make, or no desk serves the door."""


class RegistryStandingError(RegistryError):
    """Bytes that should be a platform's standing are not, or of one with other doors."""
