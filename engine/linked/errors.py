"""What the linked systems' side refuses.

::

    EngineError
    +-- LinkedError
        +-- LinkedClockError      a command is dated before something that has already happened
        +-- KeyReuseError         another request under a key that is taken
        +-- RequestNumberError    a request is not where a command needs it
        +-- LinkSettingsError     settings that cannot be used
        +-- RecordOrderError      records that do not follow from one another
        +-- LinkedStandingError   bytes that are no standing of a ledger
        +-- LinkFaultsError       declared faults of a simulated system that contradict themselves

A message names the field, the value and the bound. After any of these errors everything is as it was.
"""

from engine.errors import EngineError


class LinkedError(EngineError):
    """A request, a record or a setting of the linked systems was refused."""


class LinkedClockError(LinkedError):
    """A command is dated before something that has already happened."""


class KeyReuseError(LinkedError):
    """Another request came under a key that is taken: a key stands for one request and its one effect."""


class RequestNumberError(LinkedError):
    """A request is not where a command needs it."""


class LinkSettingsError(LinkedError):
    """Settings that cannot be used."""


class RecordOrderError(LinkedError):
    """Records that do not follow from one another: one is missing, or they are of another ledger."""


class LinkedStandingError(LinkedError):
    """Bytes that should be the standing of a ledger are not, or not of this release."""


class LinkFaultsError(LinkedError):
    """Declared faults of a simulated system that contradict themselves."""
