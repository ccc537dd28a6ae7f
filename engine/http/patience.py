"""How long the server waits for whom, and for how many at once."""

import msgspec

from engine.http.errors import EndpointError

_MOST_SECONDS = 600.0


class Patience(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bounds of connections.

    Raises
    ------
    EndpointError
        If a value lies outside its bounds.
    """

    header_seconds: float = 10.0
    """From the first byte of a request, or the opening of a connection, to the end of its headers."""
    body_seconds: float = 30.0
    """From there to the end of the body."""
    idle_seconds: float = 15.0
    """Between an answer and the next request."""
    write_seconds: float = 10.0
    """For a reader to take what lies ready for him."""
    connections_max: int = 4_096
    """In all; beyond it the one that has kept us waiting longest is closed."""
    connections_per_peer_max: int = 512
    """Of one address; the same."""
    header_bytes_max: int = 32_768
    """Of one request's line and headers."""
    stop_seconds: float = 10.0
    """For requests under way when the server stops."""

    def __post_init__(self) -> None:
        for name in ("header_seconds", "body_seconds", "idle_seconds", "write_seconds", "stop_seconds"):
            if not 0 < getattr(self, name) <= _MOST_SECONDS:
                raise EndpointError(f"{name} = {getattr(self, name)}: must be within (0, {_MOST_SECONDS}]")
        for name in ("connections_max", "connections_per_peer_max", "header_bytes_max"):
            if getattr(self, name) < 1:
                raise EndpointError(f"{name} = {getattr(self, name)}: must be at least 1")

    @property
    def look_seconds(self) -> float:
        """How often the server looks who is late: a tenth of its shortest patience, at most a second."""
        shortest = min(self.header_seconds, self.body_seconds, self.idle_seconds, self.write_seconds)
        return min(1.0, shortest / 10)
