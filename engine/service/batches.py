"""From groups that were taken in to their answers, batch by batch; at most one of them is being stored."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Final, NamedTuple, TypeAlias

from opentelemetry import trace

from engine.log.errors import LogBrokenError
from engine.service.answers import Outcome
from engine.service.errors import UnknownOutcomeError
from engine.service.gauges import Gauges
from engine.service.tickets import Ticket
from engine.service.writer import Begun, Writer

ASIDE_COMMANDS_MIN: Final = 200
"""Commands that must wait before a batch is stored by another thread: for fewer, waking it costs more than it saves."""
_TRACER: Final = trace.get_tracer("onestop")
"""Records nothing unless the process has named somebody to send to."""
Reply: TypeAlias = Callable[[Sequence[Ticket], Sequence[Outcome]], None]
"""Takes the tickets of a batch that is stored, or never will be, and what is to be answered."""


class _Underway(NamedTuple):
    """Groups that were carried out, not yet answered."""

    tickets: Sequence[Ticket]
    begun: Begun
    began: float
    """By the clock of the process, seconds."""


class Batches:
    """Carries out batches; while one is being stored the next one may be begun.

    Parameters
    ----------
    writer
        Of the store.
    clock
        Microseconds since the epoch.
    gauges
        Where batches are counted.
    reply
        Told what to answer.
    """

    def __init__(self, writer: Writer, clock: Callable[[], int], gauges: Gauges, reply: Reply) -> None:
        self._writer: Final = writer
        self._clock: Final = clock
        self._gauges: Final = gauges
        self._reply: Final = reply
        self._aside: Final = ThreadPoolExecutor(1, "onestop-store")
        self._underway: _Underway | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being stored."""
        return self._underway is None

    def write(self, tickets: Sequence[Ticket], *, waiting_commands: int) -> None:
        """Carry out groups and what is due; answer those of the batch before, and these, too, if they are stored.

        Parameters
        ----------
        tickets
            The groups; maybe none.
        waiting_commands
            How many wait behind them; if these are many, storing is left to another thread.

        Raises
        ------
        LogBrokenError
            If nobody knows whether a batch was stored. Everybody has been told.
        """
        began = perf_counter()
        aside = self._aside if waiting_commands >= ASIDE_COMMANDS_MIN else None
        with _TRACER.start_as_current_span("onestop.batch") as span:
            try:
                begun = self._writer.begin([ticket.group for ticket in tickets], self._clock(), aside=aside)
            except LogBrokenError as error:
                self._reply_unknown(tickets, error)
                self.finish()
                raise
            self.finish()
            if span.is_recording():
                span.set_attributes({"onestop.groups": len(tickets), "onestop.seq": self._writer.log.head.seq})
        self._underway = _Underway(tickets, begun, began)
        if begun.is_stored:
            self.finish()

    def finish(self) -> None:
        """Answer the groups whose batch is being stored, once it is.

        Raises
        ------
        LogBrokenError
            If nobody knows whether it was stored. They have been told.
        """
        underway, self._underway = self._underway, None
        if underway is None:
            return
        tickets = underway.tickets
        try:
            outcomes = self._writer.finish(underway.begun)
        except LogBrokenError as error:
            self._reply_unknown(tickets, error)
            raise
        self._gauges.batch(sum(len(ticket.group.commands) for ticket in tickets), perf_counter() - underway.began)
        self._reply(tickets, outcomes)

    def close(self) -> None:
        """Give the other thread back."""
        self._aside.shutdown(wait=False)

    def _reply_unknown(self, tickets: Sequence[Ticket], error: LogBrokenError) -> None:
        self._reply(tickets, [UnknownOutcomeError(str(error))] * len(tickets))
