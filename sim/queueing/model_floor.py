"""The floor of the readable model: its clock, its queues and servers, and the way out."""

from bisect import insort
from collections import deque
from collections.abc import Callable
from typing import Final

import simpy

from sim.model.moment import Moment
from sim.queueing.laws import length_us
from sim.queueing.model_parts import Account, Crew, Customer
from sim.queueing.order import (
    T_LEFT,
)
from sim.queueing.program import Program
from sim.queueing.scenario import Pool, QueueScenario
from sim.queueing.staffing import staff_at
from sim.randomness.purpose import Purpose


class Floor:
    """Customers, queues and servers.

    Parameters
    ----------
    scenario
        What is simulated.
    program
        The laws and the key of the words.
    """

    def __init__(self, scenario: QueueScenario, program: Program) -> None:
        self.scenario: Final = scenario
        self.program: Final = program
        self.env: Final = simpy.Environment(initial_time=0)
        self.warm: Final = int(program.record["warm"])
        self.end: Final = int(program.record["end"])
        self.stations: Final = {place.name: place for place in scenario.places}
        self.station_numbers: Final = {name: number for number, name in enumerate(self.stations)}
        self.queues: Final[dict[tuple[str, str], list[Customer]]] = {
            (place, each.name): [] for place in self.stations for each in scenario.classes
        }
        self.accounts: Final = {
            name: Account(self.warm, self.end)
            for name in (*(each.name for each in scenario.classes), *("@" + place for place in self.stations))
        }
        self.crews: Final = {pool.name: self._crew(pool, number) for number, pool in enumerate(scenario.pools)}
        self.trace: Final[list[tuple[int, ...]]] = []
        self.series: Final[list[list[int]]] = []
        self.present: Final[set[Customer]] = set()
        self.open: int = 0
        self.customers: int = 0
        self.handled: int = 0
        self.happened = 0
        self.last_left: int = 0
        self.last_event: int = 0

    @property
    def now(self) -> int:
        """Microseconds."""
        return int(self.env.now)

    def at(self, instant: int, order: int, action: Callable[[], None]) -> Moment:
        """Let something happen at an instant, in an order among what happens then."""

        def happen() -> None:
            self.happened = 1
            self.last_event = self.now
            action()

        moment = Moment(self.env, happen)
        self.env.schedule(moment, priority=order, delay=instant - self.now)  # pyright: ignore[reportArgumentType]
        return moment

    @property
    def traced_out(self) -> bool:
        """Whether the trace is full and nothing else is wanted."""
        record = self.program.record
        return bool(record["trace_only"]) and len(self.trace) >= int(record["trace_max"])

    def note(self, kind: int, subject: int, place: int, detail: int) -> None:
        """Write a line of the trace, while there is room for it."""
        if len(self.trace) < int(self.program.record["trace_max"]):
            self.trace.append((self.now, kind, subject, place, detail))

    def _crew(self, pool: Pool, number: int) -> Crew:
        wanted = int(staff_at(self.program.record, number, 0))
        most = int(self.program.arrays["pools"]["servers"][number])
        absent = list(range(most - 1, wanted - 1, -1))
        return Crew(pool=pool, number=number, idle=deque(range(wanted)), absent=absent, wanted=wanted)

    def length(self, law: int, purpose: Purpose, customer: Customer) -> int:
        """Draw a length of time for a customer, microseconds."""
        return int(length_us(self.program.record, law, int(purpose), customer.subject, customer.visit))

    def target(self, customer: Customer) -> int:
        """Return the wait that counts as in time for a customer, microseconds."""
        return int(self.program.arrays["classes"]["target"][customer.number])

    def idle_crew(self, customer: Customer) -> Crew | None:
        """Return the pool with an idle server that a customer prefers, if there is one."""
        pools = self.scenario.pools_for(customer.kind, customer.station)
        return next((self.crews[pool.name] for pool in pools if self.crews[pool.name].idle), None)

    def may_wait(self, customer: Customer) -> bool:
        """Tell whether a customer finds a place to wait."""
        queues = [self.queues[customer.station, each.name] for each in self.scenario.classes]
        limit, own_limit = self.stations[customer.station].queue_limit, customer.kind.queue_limit
        own = self.queues[customer.station, customer.kind.name]
        return (limit is None or sum(map(len, queues)) < limit) and (own_limit is None or len(own) < own_limit)

    def enqueue(self, customer: Customer) -> None:
        """Let a customer wait, in order of joining."""
        customer.queued = self.now
        insort(self.queues[customer.station, customer.kind.name], customer, key=lambda other: other.order)
        self.count_waiting(customer, 1)

    def dequeue(self, customer: Customer) -> None:
        """Take a customer out of the queue."""
        assert customer.queued is not None
        self.queues[customer.station, customer.kind.name].remove(customer)
        customer.waited += self.now - customer.queued
        customer.queued = None
        self.count_waiting(customer, -1)

    def count_waiting(self, customer: Customer, change: int) -> None:
        """Change how many wait, in the account of the class and of the station."""
        self.accounts[customer.kind.name].change(self.now, waiting=change)
        self.accounts["@" + customer.station].change(self.now, waiting=change)

    def end_visit(self, customer: Customer, outcome: str) -> None:
        """Close the account of a visit."""
        account, target = self.accounts["@" + customer.station], self.target(customer)
        account.change(self.now, in_system=-1)
        customer.event = None
        self.open -= account.close(
            customer.joined, self.now, customer.waited, outcome, delayed=customer.delayed, target=target
        )

    def leave(self, customer: Customer, outcome: str) -> None:
        """Let a customer leave the system."""
        account, target = self.accounts[customer.kind.name], self.target(customer)
        waited, delayed = customer.waited_before + customer.waited, customer.delayed_before or customer.delayed
        account.change(self.now, in_system=-1)
        self.open -= account.close(customer.entered, self.now, waited, outcome, delayed=delayed, target=target)
        self.note(T_LEFT, customer.subject, self.station_numbers[customer.station], 0)
        self.present.remove(customer)
        if customer.sequence < len(self.series):
            self.series[customer.sequence][1] = waited
        self.last_left = self.now

    def take_back(self, customer: Customer) -> None:
        """Keep the customer's event from happening."""
        if customer.event is not None:
            customer.event.callbacks = []
            customer.event = None
