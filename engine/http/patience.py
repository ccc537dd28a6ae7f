"""How long the server waits for whom, and for how many at once."""

import msgspec

from engine.http.errors import EndpointError

_MOST_SECONDS = 600.0
_BOUNDS = {
    "connections_max": (1, 1_000_000),
    "connections_per_peer_max": (1, 1_000_000),
    "header_bytes_max": (1_024, 2**20),
}


class Patience(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bounds of connections; section `connections` of a service's settings.

    Raises
    ------
    EndpointError
        If a value lies outside its bounds, with name, value and bound.

    Examples
    --------
    >>> Patience(connections_per_peer_max=0)
    Traceback (most recent call last):
    ...
    engine.http.errors.EndpointError: connections_per_peer_max = 0: must be within 1..1000000
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
    """Of one address; the same. Behind a proxy all of them are of one address: what it opens must fit."""
    header_bytes_max: int = 32_768
    """Of one request's line and headers."""
    stop_seconds: float = 10.0
    """For requests under way when the server stops."""

    def __post_init__(self) -> None:
        for name in ("header_seconds", "body_seconds", "idle_seconds", "write_seconds", "stop_seconds"):
            value = getattr(self, name)
            if not 0 < value <= _MOST_SECONDS:
                raise EndpointError(f"{name} = {value}: must be within (0, {_MOST_SECONDS}]")
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise EndpointError(f"{name} = {value}: must be within {least}..{most}")

    @property
    def look_seconds(self) -> float:
        """How often the server looks who is late: a tenth of its shortest patience, at most a second."""
        shortest = min(self.header_seconds, self.body_seconds, self.idle_seconds, self.write_seconds)
        return min(1.0, shortest / 10)
