"""The readable model: any queue scenario as SimPy callbacks.

It reads the scenario itself, not the arrays of the compiled loop, and shares with it only what makes the two
comparable: the laws, the words, the arrivals and the staff wanted at an instant.
"""

from functools import partial
from typing import Final

import numpy as np

from sim.queueing.arrivals import SOURCE, first_arrival, next_arrival, take_arrival
from sim.queueing.model_parts import Account, Crew, Customer
from sim.queueing.model_service import Service
from sim.queueing.order import JOIN, STAFF, T_STAFF, priority
from sim.queueing.program import NONE, Program
from sim.queueing.scenario import QueueScenario
from sim.queueing.staffing import staff_at, staff_change_after
from sim.queueing.state import CREW, LEDGER
from sim.queueing.tally import FOLLOWED_LENGTHS, Snapshot, Tally


def run_model(scenario: QueueScenario, program: Program, stops: list[int]) -> Tally:
    """Run a scenario in SimPy.

    Parameters
    ----------
    scenario
        What to simulate.
    program
        The same as arrays; holds the laws and the key of the words.
    stops
        Instants to look at, rising, the ends of warm-up and of the run among them; microseconds.

    """
    return _Model(scenario, program).tally(stops)


class _Model(Service):
    """The whole scenario in motion; what happens to customers is `Service`, what begins it is here."""

    def __init__(self, scenario: QueueScenario, program: Program) -> None:
        super().__init__(scenario, program)
        self.sources: Final = np.zeros(len(scenario.classes), SOURCE)
        for number in range(len(scenario.classes)):
            first_arrival(program.record, self.sources[number], number)
            self._expect(number)
        for crew in self.crews.values():
            self._expect_staff(crew)

    def tally(self, stops: list[int]) -> Tally:
        """Run to the end and collect what there is to know."""
        in_system: list[int] = []
        area: list[float] = []
        came: list[int] = []
        snapshots: dict[int, Snapshot] = {}
        for stop in stops:
            self._run(stop)
            came.append(self.customers)
            snapshots[stop] = self._snapshot(stop)
            of_classes = [self.accounts[each.name] for each in self.scenario.classes]
            in_system.append(sum(account.counts["in_system"] for account in of_classes))
            area.append(sum(account.counts["system_area"] for account in of_classes))
        self._run(self.end * (1 + FOLLOWED_LENGTHS), followed=True)
        self._cut_off()
        return Tally(
            at_warm_up=snapshots[self.warm],
            at_end=snapshots[self.end],
            ledgers=self._ledgers(),
            waits=np.array([account.waits for account in self._all_accounts()]),
            in_system=np.array(in_system, np.int64),
            area=np.array(area, np.float64),
            came=np.array(came, np.int64),
            series=np.array(self.series, np.int64).reshape(-1, 2),
            trace=np.array(self.trace, np.int64).reshape(-1, 5),
            events=self.handled,
            customers=self.customers,
            last_left=self.last_left,
        )

    def _run(self, until: int, *, followed: bool = False) -> None:
        """Let everything happen that happens before an instant; or, following, until nobody measured is left."""
        while self.env.peek() < until and not (followed and self.open == 0) and not self.traced_out:
            self.env.step()
            self.handled += self.happened
            self.happened = 0

    def _expect(self, number: int) -> None:
        at, subject = next_arrival(self.program.record, self.sources[number], number)
        if at != NONE and not (self.scenario.run.ending == "close" and at >= self.end):
            self.at(int(at), priority(JOIN, int(subject)), partial(self._arrive, number, int(subject)))

    def _arrive(self, number: int, subject: int) -> None:
        take_arrival(self.program.record, self.sources[number], number)
        self._expect(number)
        kind = self.scenario.classes[number]
        customer = Customer(
            subject=subject,
            kind=kind,
            number=number,
            station=self.scenario.station_of(kind),
            entered=self.now,
            sequence=self.customers,
        )
        self.customers += 1
        if customer.sequence < int(self.program.record["waits_max"]):
            self.series.append([self.now, NONE])
        self.join(customer)

    def _expect_staff(self, crew: Crew) -> None:
        at = staff_change_after(self.program.record, crew.number, self.now)
        if at != NONE:
            self.at(int(at), priority(STAFF, crew.number), partial(self._change_staff, crew))

    def _change_staff(self, crew: Crew) -> None:
        self._expect_staff(crew)
        wanted = int(staff_at(self.program.record, crew.number, self.now))
        if wanted == crew.wanted:
            return
        crew.settle(self.now)
        crew.wanted = wanted
        self.note(T_STAFF, crew.number, 0, wanted)
        while crew.on_duty > wanted and crew.idle:
            crew.absent.append(crew.idle.popleft())
        while crew.on_duty > wanted and crew.pool.leave_policy != "finish":
            self.break_off(crew)
        while crew.on_duty < wanted:
            self.set_to_work(crew, crew.absent.pop())

    def _all_accounts(self) -> list[Account]:
        names = [each.name for each in self.scenario.classes] + ["@" + place.name for place in self.scenario.places]
        return [self.accounts[name] for name in names]

    def _ledgers(self) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
        return np.array([account.row() for account in self._all_accounts()], LEDGER)

    def _snapshot(self, at: int) -> Snapshot:
        for account in self._all_accounts():
            account.settle(at)
        for crew in self.crews.values():
            crew.settle(at)
        return Snapshot(ledgers=self._ledgers(), crews=np.array([crew.row() for crew in self.crews.values()], CREW))

    def _cut_off(self) -> None:
        now = max(self.end, self.last_event)
        for customer in self.present:
            waited = customer.waited + (0 if customer.queued is None else now - customer.queued)
            self.accounts[customer.kind.name].cut_off(customer.entered, now, waited + customer.waited_before)
            self.accounts["@" + customer.station].cut_off(customer.joined, now, waited)
