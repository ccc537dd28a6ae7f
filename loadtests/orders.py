"""What the process that makes the load is told to do."""

from typing import Final

import msgspec

TRIES_MAX: Final = 8
"""How often one request is sent at most."""
_FIRST_WAIT_SECONDS: Final = 0.25
_LONGEST_WAIT_SECONDS: Final = 8.0


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the load."""

    name: str
    """Begins every key, so that two runs against one store do not share keys."""
    address: str
    """Of the service, such as `http://127.0.0.1:8000`."""
    admin_address: str
    """Of its administration, where tokens are issued."""
    plan_file: str
    """`loadtests.plan.Plan` as MessagePack."""
    notes_file: str
    """Where the notes go, one a line."""
    token_seconds: int
    """How long tokens live."""
    users: int
    """Locust users that share the plan."""
    drain_seconds: float
    """How long after the last arrival answers and endings are still sent."""
    seconds_max: float
    """After so long the run is broken off."""


def retry_seconds(tries: int, retry_after: float) -> float:
    """Return how long to wait before a request is sent again.

    Parameters
    ----------
    tries
        How often it was sent.
    retry_after
        What the service says, seconds; 0 if it says nothing.

    Examples
    --------
    >>> [retry_seconds(tries, 0) for tries in (1, 2, 3)], retry_seconds(1, 3)
    ([0.25, 0.5, 1.0], 3.0)
    """
    patience: float = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2 ** (tries - 1))
    return float(max(retry_after, patience))
