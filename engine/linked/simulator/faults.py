"""What goes wrong with a simulated system, declared beforehand."""

from bisect import bisect_right
from typing import Final

import msgspec

from engine.linked.errors import LinkFaultsError

MILLI: Final = 1_000
"""Shares are in thousandths of the attempts."""


class Outage(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a system takes no request, and in which no answer leaves it."""

    from_at: int
    """Its first instant, microseconds since the epoch."""
    to_at: int
    """The first instant after it."""
    silent: bool = False
    """Whether requests vanish; otherwise they are refused at once."""


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """All that goes wrong with one system. At most one thing of the shares below happens to one attempt.

    Raises
    ------
    LinkFaultsError
        With the first contradiction.

    Examples
    --------
    >>> Faults(error_milli=600, lost_milli=500)
    Traceback (most recent call last):
    ...
    engine.linked.errors.LinkFaultsError: sum of the shares = 1100: must be within 0..1000
    """

    outages: tuple[Outage, ...] = ()
    """In order of time, apart from one another."""
    error_milli: int = 0
    """Attempts the system fails over, without doing the work."""
    lost_milli: int = 0
    """Attempts whose work is done and whose answer is lost."""
    duplicate_milli: int = 0
    """Attempts that reach the system twice, and are answered twice."""
    slow_milli: int = 0
    """Attempts that are answered `slow_factor` times as late as usual."""
    slow_factor: int = 100
    """How slow that is."""
    keeps_keys: bool = True
    """Whether the system does the work of a key once. One that does not breaks its contract; a checker must see it."""

    def __post_init__(self) -> None:
        """Check that shares are shares and outages in order."""
        shares = {name: getattr(self, name) for name in ("error_milli", "lost_milli", "duplicate_milli", "slow_milli")}
        for name, value in (shares | {"sum of the shares": sum(shares.values())}).items():
            if not 0 <= value <= MILLI:
                raise LinkFaultsError(f"{name} = {value}: must be within 0..{MILLI}")
        if self.slow_factor < 1:
            raise LinkFaultsError(f"slow_factor = {self.slow_factor}: must be at least 1")
        earlier: int | None = None
        for outage in self.outages:
            if outage.to_at <= outage.from_at or (earlier is not None and outage.from_at < earlier):
                bound = "must end after it begins, and begin after the one before it"
                raise LinkFaultsError(f"outage from {outage.from_at} to {outage.to_at}: {bound}")
            earlier = outage.to_at

    def outage_at(self, at: int) -> Outage | None:
        """Return the outage that an instant lies in, None if the system is up."""
        place = bisect_right(self.outages, at, key=lambda outage: outage.from_at) - 1
        return self.outages[place] if place >= 0 and at < self.outages[place].to_at else None


NO_FAULTS: Final = Faults()
"""A system that always answers."""
