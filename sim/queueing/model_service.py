"""What happens to customers in the readable model: joining, waiting, service, abandoning, moving on, leaving."""

from functools import partial

from sim.queueing.laws import draw
from sim.queueing.model_floor import Floor
from sim.queueing.model_parts import Crew, Customer
from sim.queueing.order import (
    END,
    JOIN,
    PATIENCE,
    T_ABANDONED,
    T_BLOCKED,
    T_ENDED,
    T_INTERRUPTED,
    T_JOINED,
    T_STARTED,
    T_WAITS,
    priority,
)
from sim.queueing.program import NONE, service_of
from sim.queueing.scenario import Pool
from sim.randomness.purpose import Purpose


class Service(Floor):
    """Joining, waiting, service, moving on."""

    def join(self, customer: Customer) -> None:
        """Let a customer come to a station."""
        station = self.station_numbers[customer.station]
        self.note(T_JOINED, customer.subject, station, 0)
        crew = self.idle_crew(customer)
        account, of_class = self.accounts["@" + customer.station], self.accounts[customer.kind.name]
        capacity = self.stations[customer.station].capacity
        room = capacity is None or account.counts["in_system"] < capacity
        admitted = room and (crew is not None or self.may_wait(customer))
        self.open += account.arrive(self.now, admitted=admitted)
        if customer.visit == 0:
            self.open += of_class.arrive(self.now, admitted=admitted)
            if admitted:
                of_class.change(self.now, in_system=1)
                self.present.add(customer)
        if not admitted:
            self.note(T_BLOCKED, customer.subject, station, 0)
            if customer.visit > 0:
                self.leave(customer, "blocked")
            return
        account.change(self.now, in_system=1)
        customer.joined, customer.needs = self.now, None
        if crew is not None:
            self._start(customer, crew, crew.idle[0])
        else:
            self._wait(customer)

    def _wait(self, customer: Customer) -> None:
        customer.delayed = True
        self.note(T_WAITS, customer.subject, self.station_numbers[customer.station], 0)
        law = int(self.program.arrays["classes"]["patience"][customer.number])
        if law != NONE:
            patience = self.length(law, Purpose.QUEUE_PATIENCE, customer)
            if patience == 0:
                self._give_up(customer)
                return
            order = priority(PATIENCE, customer.subject)
            customer.event = self.at(self.now + patience, order, partial(self._abandon, customer))
        self.enqueue(customer)

    def _abandon(self, customer: Customer) -> None:
        self.dequeue(customer)
        self._give_up(customer)

    def _give_up(self, customer: Customer) -> None:
        self.note(T_ABANDONED, customer.subject, self.station_numbers[customer.station], 0)
        self.end_visit(customer, "abandoned")
        self.leave(customer, "abandoned")

    def _start(self, customer: Customer, crew: Crew, server: int) -> None:
        """Begin a service by a server who is idle, or has just come or become free."""
        crew.settle(self.now)
        if server in crew.idle:
            crew.idle.remove(server)
        crew.serving.append(customer)
        customer.crew, customer.server, customer.started = crew, server, self.now
        self.note(T_STARTED, customer.subject, crew.number, server)
        if customer.needs is None:
            law = int(service_of(self.program.record, customer.number, crew.number))
            customer.needs = self.length(law, Purpose.QUEUE_SERVICE, customer)
        order = priority(END, customer.subject)
        customer.event = self.at(self.now + customer.needs, order, partial(self._finish, customer))

    def _finish(self, customer: Customer) -> None:
        crew, server = customer.crew, customer.server
        assert crew is not None
        self.note(T_ENDED, customer.subject, crew.number, server)
        self.end_visit(customer, "served")
        self._move_on(customer)
        crew.settle(self.now)
        crew.serving.remove(customer)
        if crew.on_duty >= crew.wanted:
            crew.absent.append(server)
        else:
            self.set_to_work(crew, server)

    def set_to_work(self, crew: Crew, server: int) -> None:
        """Give a server the customer who is next, or let the server rest."""
        crew.settle(self.now)
        following = self._next_for(crew.pool)
        if following is None:
            crew.idle.append(server)
            return
        self.take_back(following)
        self.dequeue(following)
        self._start(following, crew, server)

    def _next_for(self, pool: Pool) -> Customer | None:
        station = self.scenario.station_of(pool)
        queues = [self.queues[station, name] for name in self.scenario.serves(pool)]
        heads = [queue[0] for queue in queues if queue]
        if not heads:
            return None
        if pool.takes == "preference":
            return heads[0]
        return min(heads, key=lambda head: (head.kind.priority, *head.order))

    def break_off(self, crew: Crew) -> None:
        """Send the server home whose service began last; of several, the one with the highest customer number."""
        customer = max(crew.serving, key=lambda each: (each.started, each.subject))
        self.take_back(customer)
        self.note(T_INTERRUPTED, customer.subject, crew.number, customer.server)
        crew.serving.remove(customer)
        crew.absent.append(customer.server)
        if crew.pool.leave_policy == "lose":
            self.end_visit(customer, "interrupted")
            self.leave(customer, "interrupted")
            return
        assert customer.needs is not None
        if crew.pool.leave_policy == "requeue_resume":
            customer.needs -= self.now - customer.started
        other = self.idle_crew(customer)
        if other is None:
            customer.delayed = True
            self.enqueue(customer)
        else:
            self._start(customer, other, other.idle[0])

    def _move_on(self, customer: Customer) -> None:
        place = self.stations[customer.station]
        routes = self.scenario.routes_from(customer.kind, place)
        if sum(routes.values()) > 0:
            u = draw(self.program.record, int(Purpose.QUEUE_ROUTE), customer.subject, customer.visit)
            below = self.program.arrays["routes"][customer.number, self.station_numbers[customer.station]]
            target = next((name for name, bound in zip(self.stations, below, strict=True) if u < bound), None)
            if target is not None:
                customer.waited_before += customer.waited
                customer.delayed_before |= customer.delayed
                customer.waited, customer.delayed = 0, False
                customer.station, customer.joined = target, self.now
                customer.visit += 1
                self.at(self.now, priority(JOIN, customer.subject), partial(self.join, customer))
                return
        self.leave(customer, "served")
