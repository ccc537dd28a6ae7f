"""What happens at each moment of a postbox: sending, hearing, waiting, and the breaker's part in them.

A new request to a system in order goes out at once. Everything else waits in the system's line and goes out one by one,
with a least gap between two: a system that comes back is not overrun by all who waited for it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from engine.linked.answers import AnyAnswer
from engine.linked.backoff import backoff_us
from engine.linked.ledger import Ledger
from engine.linked.line import NOBODY, Line
from engine.linked.moments import RELEASE, REPLY, REST_END, RETRY, TIMEOUT, Content, Moments
from engine.linked.records import (
    Answered,
    AnyRecord,
    AttemptFailed,
    BreakerClosed,
    BreakerHalfOpened,
    BreakerOpened,
    GaveUp,
)
from engine.linked.words import BreakerState, FailureReason, GiveUpReason, System

_Fire = Callable[[int, int, int, Content], None]


class Sending:
    """The rules of a postbox, one method for each kind of moment.

    Parameters
    ----------
    ledger
        Changed by every record and by nothing else.
    lines
        One for each system.
    moments
        Where what follows is entered.
    words
        Random bits for the jitter, by request and attempt.
    """

    def __init__(
        self, ledger: Ledger, lines: Mapping[System, Line], moments: Moments, words: Callable[[int, int], int]
    ) -> None:
        self._ledger: Final = ledger
        self._lines: Final = lines
        self._places: Final = tuple(lines.values())
        self._moments: Final = moments
        self._words: Final = words
        self._flights: Final[dict[int, int]] = {}
        self._happened: list[AnyRecord] = []
        self.fire: Final[Sequence[_Fire]] = (
            self._reply,
            self._time_out,
            self._end_rest,
            self._retry,
            self._send,
            self._release,
        )
        """What to do, by kind of moment."""

    def taken(self) -> list[AnyRecord]:
        """Hand over what has happened since the last time."""
        happened, self._happened = self._happened, []
        return happened

    def resume(self, at: int) -> None:
        """Forget what is under way, put everybody without an answer in line, let open breakers rest to their end."""
        ledger = self._ledger
        self._moments.heap.clear()
        self._flights.clear()
        for line in self._places:
            line.empty()
            if ledger.announced[line.system] is BreakerState.OPEN:
                self._moments.push(max(at, ledger.rests_until[line.system]), REST_END, line.place)
            self._announce(line, at)
        for number, entry in ledger.entries.items():
            if number not in ledger.dead:
                self._moments.push(max(at, entry.retry_at), RETRY, number)

    def _send(self, at: int, number: int, _attempt: int = 0, _content: Content = None) -> None:
        entry = self._ledger.entries.get(number)
        if entry is None:
            return  # an answer was entered before it went out
        line = self._lines[entry.request.system]
        if line.breaker.state is BreakerState.CLOSED:
            self._fly(line, number, at)
        else:
            self._wait(line, number, at)

    def _retry(self, at: int, number: int, _attempt: int = 0, _content: Content = None) -> None:
        if number in self._ledger.entries:
            self._wait(self._line(number), number, at)

    def _wait(self, line: Line, number: int, at: int) -> None:
        line.held.append(number)
        self._stir(line, at)

    def _stir(self, line: Line, at: int) -> None:
        """Let the first in line go as soon as the breaker and the retry budget allow."""
        state = line.breaker.state
        if state is BreakerState.CLOSED and line.held and not line.releasing:
            line.releasing = True
            self._moments.push(max(at, line.next_resend_at), RELEASE, line.place)
        elif state is BreakerState.HALF_OPEN and line.probe == NOBODY:
            line.probe = self._first_held(line)
            if line.probe != NOBODY:
                self._fly(line, line.probe, at)

    def _release(self, at: int, place: int, _attempt: int = 0, _content: Content = None) -> None:
        line = self._places[place]
        line.releasing = False
        if line.breaker.state is BreakerState.CLOSED and (number := self._first_held(line)) != NOBODY:
            line.next_resend_at = at + line.settings.resend_gap_us
            self._fly(line, number, at)
            self._stir(line, at)

    def _first_held(self, line: Line) -> int:
        while line.held:
            number = line.held.popleft()
            if number in self._ledger.entries:  # else a late answer has come while it waited
                return number
        return NOBODY

    def _fly(self, line: Line, number: int, at: int) -> None:
        entry = self._ledger.entries[number]
        attempt = entry.attempts + 1
        ends_at = at + line.settings.timeout_us
        push = self._moments.push
        self._flights[number] = attempt
        try:
            replies = line.port.send(entry.request, entry.key, attempt, at)
        except BaseException:
            push(ends_at, TIMEOUT, number, attempt)  # nobody knows whether it went out
            raise
        unsettled = True
        for reply in replies:
            push(max(reply.at, at), REPLY, number, attempt, reply.content)
            if reply.at <= ends_at:
                unsettled = False
        if unsettled:
            push(ends_at, TIMEOUT, number, attempt)

    def _reply(self, at: int, number: int, attempt: int, content: Content) -> None:
        entry = self._ledger.entries.get(number)
        if entry is None:
            return  # answered before: this is the answer's double
        if type(content) is entry.request.answer_type:
            self._answer(at, self._lines[entry.request.system], number, attempt, cast("AnyAnswer", content))
        else:
            reason = content if isinstance(content, FailureReason) else FailureReason.MALFORMED
            self._fail(at, number, attempt, reason)

    def _answer(self, at: int, line: Line, number: int, attempt: int, answer: AnyAnswer) -> None:
        self._flights.pop(number, None)
        self._enter(Answered(at=at, number=number, attempt=attempt, answer=answer))
        if line.breaker.state is not self._ledger.announced[line.system]:
            self._announce(line, at)

    def _time_out(self, at: int, number: int, attempt: int, _content: Content = None) -> None:
        self._fail(at, number, attempt, FailureReason.TIMED_OUT)

    def _fail(self, at: int, number: int, attempt: int, reason: FailureReason) -> None:
        if self._flights.get(number) != attempt:
            return  # this attempt has been settled, by another reply or by its timeout
        del self._flights[number]
        entry, line = self._ledger.entries[number], self._line(number)
        # An attempt that only tries whether the system is back says nothing about the request.
        spent = entry.spent + (line.breaker.state is not BreakerState.HALF_OPEN)
        given_up = self._given_up(line, spent, reason)
        retry_at = at
        if given_up is None:
            settings = line.settings
            word = self._words(number, attempt)
            retry_at += backoff_us(max(spent, 1), settings.backoff_base_us, settings.backoff_cap_us, word)
        self._enter(AttemptFailed(at=at, number=number, attempt=attempt, reason=reason, spent=spent, retry_at=retry_at))
        if given_up is None:
            self._moments.push(retry_at, RETRY, number)
        else:
            self._enter(GaveUp(at=at, number=number, reason=given_up))
        self._announce(line, at)

    def _given_up(self, line: Line, spent: int, reason: FailureReason) -> GiveUpReason | None:
        if reason is FailureReason.REJECTED:
            return GiveUpReason.REJECTED
        return GiveUpReason.ATTEMPTS_SPENT if spent >= line.settings.attempts_max else None

    def _end_rest(self, at: int, place: int, _attempt: int = 0, _content: Content = None) -> None:
        line = self._places[place]
        self._enter(BreakerHalfOpened(at=at, system=line.system))
        self._stir(line, at)

    def _announce(self, line: Line, at: int) -> None:
        """Enter what a breaker has become through the last record, and let follow what follows."""
        state = line.breaker.state
        if state is self._ledger.announced[line.system]:
            return
        line.probe = NOBODY
        if state is BreakerState.OPEN:
            until = at + line.settings.breaker_rest_us
            self._enter(BreakerOpened(at=at, system=line.system, until=until))
            self._moments.push(until, REST_END, line.place)
        else:
            self._enter(BreakerClosed(at=at, system=line.system))
            self._stir(line, at)

    def _enter(self, record: AnyRecord) -> None:
        self._ledger.apply(record)
        self._happened.append(record)

    def _line(self, number: int) -> Line:
        return self._lines[self._ledger.entries[number].request.system]
