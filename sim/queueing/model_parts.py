"""What the readable model is made of: customers, pools with their servers, accounts."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from sim.model.moment import Moment
from sim.queueing.histogram import BUCKETS, bucket_of
from sim.queueing.scenario import CustomerClass, Pool
from sim.queueing.state import CREW, LEDGER


@dataclass(slots=True, eq=False, kw_only=True)
class Customer:
    """Somebody in the system; times in microseconds."""

    subject: int
    """Number, under which the customer's random words are known."""
    kind: CustomerClass
    number: int
    """Of the class."""
    station: str
    entered: int
    sequence: int
    """Of all customers, in order of arrival."""
    visit: int = 0
    joined: int = 0
    """When the customer came to the station."""
    queued: int | None = None
    """Since when the customer has been waiting."""
    waited: int = 0
    """Before that, at this station."""
    waited_before: int = 0
    """At earlier stations."""
    delayed: bool = False
    delayed_before: bool = False
    started: int = 0
    needs: int | None = None
    """Length of the service, or of what is left of it."""
    crew: "Crew | None" = None
    server: int = -1
    event: Moment | None = None
    """End of service or of patience, whichever is ahead."""

    @property
    def order(self) -> tuple[int, int]:
        """Place among those who wait: by time of joining, then by number."""
        return self.joined, self.subject


@dataclass(slots=True, eq=False, kw_only=True)
class Crew:
    """The servers of a pool."""

    pool: Pool
    number: int
    idle: deque[int]
    """Servers without work, the longest idle first."""
    absent: list[int]
    """Servers not on duty, the next to come last."""
    wanted: int
    """How many should be on duty."""
    serving: list[Customer] = field(default_factory=list[Customer])
    since: int = 0
    busy_area: float = 0.0
    duty_area: float = 0.0

    @property
    def on_duty(self) -> int:
        """Servers who are there, those past the end of their shift included."""
        return len(self.idle) + len(self.serving)

    def settle(self, now: int) -> None:
        """Bring the areas up to now; called before anything changes."""
        self.busy_area += len(self.serving) * (now - self.since)
        self.duty_area += self.on_duty * (now - self.since)
        self.since = now

    def row(self) -> tuple[float, ...]:
        """Return the fields of `CREW`."""
        values = {
            "target": self.wanted,
            "on_duty": self.on_duty,
            "busy": len(self.serving),
            "since": self.since,
            "busy_area": self.busy_area,
            "duty_area": self.duty_area,
        }
        return tuple(values.get(name, 0) for name in CREW.names or ())


class Account:
    """A ledger of a class's customers, or of the visits to a station.

    Parameters
    ----------
    warm, end
        The window, microseconds.
    """

    def __init__(self, warm: int, end: int) -> None:
        self.warm, self.end = warm, end
        self.counts = dict.fromkeys(LEDGER.names or (), 0)
        self.waits = np.zeros(BUCKETS, np.int64)

    def settle(self, now: int) -> None:
        """Bring the areas up to now."""
        passed = now - self.counts["since"]
        self.counts["queue_area"] += self.counts["waiting"] * passed
        self.counts["system_area"] += self.counts["in_system"] * passed
        self.counts["since"] = now

    def change(self, now: int, *, waiting: int = 0, in_system: int = 0) -> None:
        """Count who begins or ends waiting, who comes or goes."""
        self.settle(now)
        self.counts["waiting"] += waiting
        self.counts["in_system"] += in_system

    def arrive(self, now: int, *, admitted: bool) -> int:
        """Count an arrival and return how many accounts of measured customers are open more than before."""
        if not self.warm <= now < self.end:
            return 0
        self.counts["arrived"] += 1
        self.counts["admitted" if admitted else "blocked"] += 1
        return int(admitted)

    def close(self, began: int, now: int, waited: int, outcome: str, *, delayed: bool, target: int) -> int:
        """Count a departure and return how many accounts of measured customers are open fewer than before."""
        counts = self.counts
        if began < self.warm:
            counts["carried_in"] += max(0, min(now, self.end) - self.warm)
            return 0
        if began >= self.end:
            return 0
        counts[outcome] += 1
        counts["delayed"] += delayed
        counts["wait"] += waited
        counts["time"] += now - began
        counts["carried_out"] += max(0, now - self.end)
        self.waits[bucket_of(waited)] += 1
        if outcome == "served":
            counts["wait_served"] += waited
            counts["in_time"] += waited <= target
        if outcome == "abandoned":
            counts["gone_early"] += waited < target
        return 1

    def cut_off(self, began: int, now: int, waited: int) -> None:
        """Count somebody who is still there at the very end."""
        if began < self.warm:
            self.counts["carried_in"] += self.end - self.warm
        elif began < self.end:
            self.counts["cut_off"] += 1
            self.counts["wait"] += waited
            self.counts["time"] += now - began
            self.counts["carried_out"] += now - self.end

    def row(self) -> tuple[float, ...]:
        """Return the fields of `LEDGER`."""
        return tuple(self.counts[name] for name in LEDGER.names or ())
