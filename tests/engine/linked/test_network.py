"""A postbox over a network: outages, errors and a killed client, and every request is answered once."""

from contextlib import closing

from engine.linked.ledger import Ledger
from engine.linked.postbox import Postbox
from engine.linked.records import Answered, AnyRecord, Asked, AttemptFailed, BreakerOpened
from engine.linked.simulator.checker import contradictions
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.simulator.words import mixed_words
from engine.linked.words import FailureReason, System
from tests.engine.linked.over_network import Wire
from tests.engine.linked.worlds import HOUR, KINDS, SECOND, changed, every

DOWN = System.CASE_HANDLING


class Driver:
    """A postbox whose systems are at the other end of a wire; time goes from one due thing to the next."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.records: list[AnyRecord] = []
        self.begin(0)

    def begin(self, at: int) -> None:
        """Begin with the ledger that the records lead to, as a service does at its start."""
        ledger = Ledger.of(self.wire.settings, self.records)
        self.wire.asked = ledger
        self.wire.reopen()
        self.postbox = Postbox(self.wire.settings, self.wire.network.ports, mixed_words(2), ledger=ledger, at=at)

    def advance(self, to: int) -> None:
        """Go on to an instant, step by step; replies come at the instant of their calls."""
        while (due := self.postbox.next_due) is not None and due <= to:
            self.step(due)
        self.step(to)

    def step(self, at: int) -> None:
        """Let happen what is due, and take in what comes back."""
        self.wire.now = at
        self.records += self.postbox.advance(at)
        while arrived := self.wire.arrived():
            for number, attempt, content in arrived:
                self.postbox.receive(number, attempt, content, at)
            self.records += self.postbox.advance(at)

    def ask_all(self, count: int) -> None:
        """Ask as many requests as that, a second apart, each kind in turn."""
        for at, request in every(SECOND, count):
            self.advance(at)
            asked = self.postbox.ask(request, at)
            self.records.append(asked)
            self.wire.network.stored(asked)

    def contradictions(self) -> list[str]:
        """What the systems' books say against the records."""
        books = {system: simulated.book for system, simulated in self.wire.systems.items()}
        ledger = self.postbox.ledger
        return contradictions(self.records, books, ledger.entries.keys() - ledger.dead.keys())


def test_every_request_is_answered_once_through_errors_and_an_outage():
    """With failing systems, and one that is away for a while, all requests end answered, and each was done once."""
    faults = dict.fromkeys(System, Faults(error_milli=200, duplicate_milli=100))
    faults[DOWN] = Faults(outages=(Outage(from_at=0, to_at=90 * SECOND),))
    with closing(Wire(changed(), faults)) as wire:
        driver = Driver(wire)
        driver.ask_all(66)
        driver.advance(HOUR)

        answered = [record for record in driver.records if isinstance(record, Answered)]
        reasons = {record.reason for record in driver.records if isinstance(record, AttemptFailed)}
        assert len(answered) == 66
        assert reasons == {FailureReason.SYSTEM_ERROR, FailureReason.UNREACHABLE}
        assert any(isinstance(record, BreakerOpened) and record.system is DOWN for record in driver.records)
        assert driver.contradictions() == []
        assert sum(simulated.book.done for simulated in wire.systems.values()) == 66
        assert wire.failed == []


def test_a_client_that_is_killed_is_followed_by_one_that_asks_again_under_the_same_keys():
    """Work that was done before the end, and whose answer nobody took in, is not done again by the next client."""
    with closing(Wire(changed())) as wire:
        driver = Driver(wire)
        for number in range(len(KINDS)):
            asked = driver.postbox.ask(KINDS[number](number), 0)
            driver.records.append(asked)
            wire.network.stored(asked)
        driver.records += driver.postbox.advance(0)
        assert len(wire.arrived()) == len(KINDS)
        assert not any(isinstance(record, Answered) for record in driver.records)
        driver.begin(SECOND)
        driver.advance(HOUR)

        works = [work for simulated in wire.systems.values() for work in simulated.book.works.values()]
        assert {(work.times_asked, work.times_done) for work in works} == {(2, 1)}
        assert sum(isinstance(record, Answered) for record in driver.records) == len(KINDS)
        assert sum(isinstance(record, Asked) for record in driver.records) == len(KINDS)
        assert driver.contradictions() == []
