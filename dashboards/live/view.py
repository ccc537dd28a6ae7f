"""What the live page shows: counts that a service has, at one instant."""

from typing import Final, Literal, TypeAlias, get_args

import msgspec

from dashboards.errors import LiveError

Status: TypeAlias = Literal["waiting", "choosing", "offered", "held"]
"""Where an open case is: see `ProvinceCases`."""
Flow: TypeAlias = Literal["lodged", "offered", "accepted", "closed"]
"""What is counted minute by minute: see `Minute`."""
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
FLOWS: Final[tuple[Flow, ...]] = get_args(Flow)
MINUTES: Final = 60
"""Minutes of throughput that the page shows."""
MINUTE_US: Final = 60_000_000


class ProvinceCases(msgspec.Struct, frozen=True, kw_only=True):
    """Open cases of the courts of one high court's jurisdiction."""

    code: str
    """Division code, such as `44`."""
    zh: str
    """Name in Chinese."""
    en: str
    """Name in English."""
    waiting: int
    """Cases for which a mediator is looked for."""
    choosing: int
    """Cases whose parties choose a mediator together (ONL 10)."""
    offered: int
    """Cases with an offer that has not been answered."""
    held: int
    """Cases that mediators have accepted and not closed."""

    def __post_init__(self) -> None:
        """Refuse a count below 0."""
        _whole(**{f"provinces[{self.code}].{status}": self.count(status) for status in STATUSES})

    def count(self, status: Status) -> int:
        """Return the cases of one status."""
        return {"waiting": self.waiting, "choosing": self.choosing, "offered": self.offered, "held": self.held}[status]


class OpenOffers(msgspec.Struct, frozen=True, kw_only=True):
    """Offers that mediators have not answered, and how soon they lapse."""

    open: int
    """All of them."""
    within_quarter_hour: int
    """Those that lapse within 15 minutes."""
    within_hour: int
    """Those that lapse within an hour, the former among them."""
    within_day: int
    """Those that lapse within 24 hours, the former among them."""

    def __post_init__(self) -> None:
        """Refuse counts of which a wider one is the smaller."""
        _whole(**{"offers.within_quarter_hour": self.within_quarter_hour})
        _rising("offers", self.within_quarter_hour, self.within_hour, self.within_day, self.open)


class DeadlinesAtRisk(msgspec.Struct, frozen=True, kw_only=True):
    """Deadlines of one kind that have not been met yet and end soon."""

    kind: str
    """Name of a clock of the rules or of a timer of the desk, such as `period`."""
    within_hour: int
    """Those that end within an hour."""
    within_day: int
    """Those that end within 24 hours, the former among them."""
    within_three_working_days: int
    """Those that end within three working days, the former among them."""

    def __post_init__(self) -> None:
        """Refuse counts of which a wider one is the smaller."""
        _whole(**{f"deadlines[{self.kind}].within_hour": self.within_hour})
        _rising(f"deadlines[{self.kind}]", self.within_hour, self.within_day, self.within_three_working_days)


class Minute(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in one minute of logged time."""

    begins_at: int
    """Microseconds since the epoch."""
    lodged: int
    """Cases that came in."""
    offered: int
    """Offers made."""
    accepted: int
    """Offers accepted."""
    closed: int
    """Mediations ended."""

    def count(self, flow: Flow) -> int:
        """Return how often one thing happened."""
        counts = {"lodged": self.lodged, "offered": self.offered, "accepted": self.accepted, "closed": self.closed}
        return counts[flow]


class Latency(msgspec.Struct, frozen=True, kw_only=True):
    """Quantiles of a duration; None while nothing has been timed, infinity above what the histogram tells apart."""

    p50_seconds: float | None = None
    p99_seconds: float | None = None


class ServiceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """State and load of the service."""

    state: str
    """A word of `engine.service.state.State`."""
    reason: str = ""
    """Why it is not serving; empty while it is."""
    waiting_commands: int
    """Taken in and not carried out yet."""
    commit: Latency
    """From taking a batch up to its being stored."""
    answer: Latency
    """From taking in a group of commands up to its answer."""
    epoch: int
    """Ordinal of the writer."""
    position: int
    """Of the last stored entry of the log."""


class LiveView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page shows, counted at one instant.

    Examples
    --------
    >>> from dashboards.live.example import example_view
    >>> example_view().cases("waiting")
    3061
    """

    at: int
    """When it was counted, microseconds since the epoch."""
    provinces: tuple[ProvinceCases, ...]
    """In the order of their division codes."""
    offers: OpenOffers
    deadlines: tuple[DeadlinesAtRisk, ...]
    """By kind, in the order in which a case meets them."""
    minutes: tuple[Minute, ...]
    """Whole minutes before `at`, the oldest first, each minute once; those in which nothing happened may be absent."""
    health: ServiceHealth

    def cases(self, status: Status) -> int:
        """Return the open cases of one status in all provinces."""
        return sum(province.count(status) for province in self.provinces)

    def last_hour(self) -> list[Minute]:
        """Return the last 60 whole minutes before `at`, the oldest first, with zeros where nothing happened."""
        ends_at = self.at // MINUTE_US * MINUTE_US
        known = {minute.begins_at: minute for minute in self.minutes}
        begins = range(ends_at - MINUTES * MINUTE_US, ends_at, MINUTE_US)
        return [known.get(at) or Minute(begins_at=at, lodged=0, offered=0, accepted=0, closed=0) for at in begins]


def _whole(**counts: int) -> None:
    for name, count in counts.items():
        if count < 0:
            raise LiveError(f"{name} = {count}: must not be below 0")


def _rising(name: str, *counts: int) -> None:
    if list(counts) != sorted(counts):
        raise LiveError(f"{name}: {counts}: each horizon must hold what lies within the one before it")
