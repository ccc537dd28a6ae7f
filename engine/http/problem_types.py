"""Every kind of problem that can be answered (RFC 9457): its status and its title.

A name is never used again for another thing, so a client may act on it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

URN: Final = "urn:onestop:problem:"
"""What the `type` of each problem begins with; its name follows."""


class Kind(NamedTuple):
    """A kind of problem."""

    status: int
    title: str
    """The same for every problem of the kind."""


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "bad-request": Kind(400, "The request is not well formed"),
        "key-missing": Kind(400, "An Idempotency-Key is needed"),
        "unauthorised": Kind(401, "A valid access token is needed"),
        "forbidden": Kind(403, "This is not for you to do"),
        "not-found": Kind(404, "There is no such thing"),
        "method-not-allowed": Kind(405, "The method is not allowed here"),
        "too-slow": Kind(408, "The request did not come in time"),
        "conflict": Kind(409, "It does not fit how things stand"),
        "stale-offer": Kind(409, "The offer is not open to this answer"),
        "not-open": Kind(409, "The rules do not allow this step from here"),
        "condition": Kind(409, "A condition of the step does not hold"),
        "number-taken": Kind(409, "The number is taken"),
        "time-taken": Kind(409, "There is no such time"),
        "changed": Kind(409, "It has changed since it was looked at"),
        "in-flight": Kind(409, "The first request with this key is still being carried out"),
        "too-large": Kind(413, "The body is too large"),
        "unsupported-media-type": Kind(415, "The body is of a type that is not taken here"),
        "invalid": Kind(422, "The body does not fit its schema"),
        "not-entitled": Kind(422, "The step is not this actor's to take"),
        "refused": Kind(422, "The rules refuse it"),
        "key-reused": Kind(422, "The Idempotency-Key belongs to another request"),
        "headers-too-large": Kind(431, "The headers are too large"),
        "too-many-requests": Kind(429, "Too many requests"),
        "failed": Kind(500, "The request failed in a way nobody foresaw"),
        "busy": Kind(503, "Nothing was done: too much waits"),
        "read-only": Kind(503, "Nothing was done: nothing can be written at present"),
        "stopping": Kind(503, "Nothing was done: the service is being stopped"),
        "keys-unavailable": Kind(503, "Nothing was done: the keys of the issuer cannot be had at present"),
        "outcome-unknown": Kind(504, "Nobody knows yet whether it was done: ask again with the same Idempotency-Key"),
        "storage-full": Kind(507, "Nothing was done: no space is left"),
    }
)
"""By name, in order of status."""
