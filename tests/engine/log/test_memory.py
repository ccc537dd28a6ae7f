"""The log in memory keeps every promise of a log."""

from engine.events.records import Event
from engine.events.sink import EventSink
from engine.events.upcasters import UPCASTERS, Upcasters
from engine.log.codec import EventCodec
from engine.log.log import Batch, Log
from engine.log.memory import MemoryLog
from tests.engine.log.chain_contract import ChainContract
from tests.engine.log.contract import LogContract, LogMaker, escalations


class MemoryLogMaker(LogMaker):
    def make_log(self, upcasters: Upcasters = UPCASTERS) -> MemoryLog[Event]:
        return MemoryLog(codec=EventCodec(upcasters))

    def put(self, log: Log[Event], place: int, batch: Batch | None) -> None:
        assert isinstance(log, MemoryLog)
        log._batches[place : place + 1] = [] if batch is None else [batch]


class TestMemoryLog(MemoryLogMaker, LogContract):
    """Writing and reading."""


class TestMemoryChain(MemoryLogMaker, ChainContract):
    """Verification."""


def hand_over(sink: EventSink) -> None:
    sink.append(escalations(1))


def test_a_log_is_a_sink():
    """Whatever hands its events to a sink can hand them to a log."""
    log = MemoryLog()
    hand_over(log)

    assert log.head.seq == 1
