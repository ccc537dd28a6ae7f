"""Bounds of the web surface: each limit once, with its reason."""

import msgspec

from engine.access.json_limits import JsonLimits
from engine.http.errors import EndpointError

PAGE_MAX: int = 500
"""Items of one page: a few milliseconds of the writer's time."""
BULK_LINES_MAX: int = 1_000
"""Lines of one bulk request: one batch of the writer, so that nobody else waits longer than for one."""
BULK_LINE_BYTES_MAX: int = 4_000
"""A complete filing has some 400 bytes; sixty-three parties' keys fit as well."""
_MOST_SECONDS = 3_600.0


class HttpSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the web surface takes on.

    Raises
    ------
    EndpointError
        If a value lies outside its bounds.
    """

    tenant: str = "court"
    """Whose cases this service holds; tokens of other tenants see nothing of it."""
    json_limits: JsonLimits = JsonLimits()
    """Of every JSON body, checked before it is parsed."""
    bulk_bytes_max: int = 4_000_000
    """Of a bulk request."""
    answer_seconds: float = 20.0
    """How long a command's answer is waited for; then its outcome is unknown."""
    read_seconds: float = 10.0
    """How long a read is waited for."""
    stream_entries_max: int = 4_096
    """Events that may wait for a reader of the stream before he is dropped: a second of the busiest work."""
    streams_max: int = 64
    """Readers of the stream at once."""
    has_docs: bool = True
    """Whether the description and its page are served."""
    heartbeat_seconds: float = 10.0
    """How often a silent stream says that it is still there."""

    def __post_init__(self) -> None:
        if not self.tenant:
            raise EndpointError("tenant = '': must name the tenant whose cases these are")
        for name in ("answer_seconds", "read_seconds", "heartbeat_seconds"):
            if not 0 < getattr(self, name) <= _MOST_SECONDS:
                raise EndpointError(f"{name} = {getattr(self, name)}: must be within (0, {_MOST_SECONDS}]")
        for name in ("bulk_bytes_max", "stream_entries_max", "streams_max"):
            if getattr(self, name) < 1:
                raise EndpointError(f"{name} = {getattr(self, name)}: must be at least 1")
