"""Where an accepted mediation stands at the beginning of a run, read off its course instead of lived through.

This repeats in numbers what the rules' data say of the steps before; a test holds it against a mediation that has gone
through all of them by the rules, for thousands of courses.
"""

from typing import TYPE_CHECKING, Final

from engine.calendar.calendar import WorkCalendar
from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Clock, Procedure, State, Track
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.periods import Periods
from engine.lifecycle.rulebook import Era
from sim.laws.traits import ENTRY_ROUTES
from sim.rehearsal.law import PROCEDURES, period_length
from sim.rehearsal.steps import (
    COMMISSION,
    CONSENT,
    DRAFT_AGREEMENT,
    DRAFT_PARTIAL,
    EXTEND,
    HOLD_SESSION,
    IDENTIFY,
    RECEIVE,
    REFUSE,
    SEAL,
    SHORTEN,
    SIGN,
    START_SESSION,
)

if TYPE_CHECKING:
    from engine.lifecycle.machine import Length

_OVERDUE: Final = "overdue"


class Standings:
    """Leads accepted mediations through the steps of their courses.

    Parameters
    ----------
    era
        The rules in force.
    calendar
        The courts' working calendar.
    """

    def __init__(self, era: Era, calendar: WorkCalendar) -> None:
        self._periods: Final = Periods(calendar)
        self._period_of: Final[dict[tuple[EntryRoute, Procedure], Length]] = {
            (route, procedure): period_length(era, route, procedure)
            for route in ENTRY_ROUTES
            for procedure in PROCEDURES
        }
        self._length_of: Final = {
            clock: era.periods[Track.MEDIATION, clock][0].entry
            for clock in (Clock.CONTACT, Clock.APPRAISAL, Clock.SEALING, Clock.ENDING)
        }

    def lead(self, dispute: Dispute, process: Process, steps: list[list[int]], until: int) -> int:
        """Lead a mediation that has just been accepted through its steps.

        Parameters
        ----------
        dispute, process
            The dispute and its mediation; changed.
        steps
            Its course, rows of `sim.rehearsal.steps.Step`.
        until
            What lies at or after this instant has not happened; microseconds.

        Returns
        -------
        int
            How many of the steps have happened.
        """
        past = 0
        for at, what, parties, agreed_on, _ in steps:
            if at >= until:
                break
            past += 1
            mark = _PERSONAL.get(what)
            if mark is not None:
                self._take_personal(dispute, process, at, what, parties, mark)
            elif what in _COMMON:
                self._take_common(process, at, what, agreed_on)
            else:
                continue
            dispute.last_at = at
        for clock in _REMINDING:
            if clock in process.clocks:
                dispute.last_at = max(dispute.last_at, self._remind(process, clock, until))
        return past

    def _take_personal(self, dispute: Dispute, process: Process, at: int, what: int, parties: int, mark: str) -> None:
        """Take a step of single parties, which leaves a mark on them."""
        marks, clocks = process.marks, process.clocks
        marks[mark] = marks.get(mark, 0) | parties
        everybody = dispute.everybody
        if what == CONSENT and dispute.entry_route is EntryRoute.JUDGE_LED and marks[mark] == everybody:
            self._remind(process, Clock.CONTACT, at + 1)
            del clocks[Clock.CONTACT]
            clocks[Clock.PERIOD] = self.period_from(dispute.entry_route, dispute.procedure, at)
        elif what == SIGN and marks[mark] == everybody:
            process.state, process.entered_at = State.IN_EFFECT, at
            process.facts["agreed_at"] = at
            clocks.clear()
            clocks[Clock.SEALING] = self.end(Clock.SEALING, at)
        elif what == REFUSE:
            marks["consented"] &= ~parties
            clocks[Clock.ENDING] = self.end(Clock.ENDING, at)

    def _take_common(self, process: Process, at: int, what: int, agreed_on: int) -> None:
        """Take a step that is all parties' or none's."""
        clocks, facts = process.clocks, process.facts
        if what in (START_SESSION, HOLD_SESSION):
            process.marks.pop("identified", None)
            if what == START_SESSION:
                self._stop(process, Clock.CONTACT, State.IN_SESSION, at)
        elif what in (EXTEND, SHORTEN):
            clocks[Clock.PERIOD] = agreed_on
        elif what == COMMISSION:
            process.state, process.entered_at = State.SUSPENDED, at
            process.paused[Clock.PERIOD] = (clocks.pop(Clock.PERIOD), at)
            clocks[Clock.APPRAISAL] = self.end(Clock.APPRAISAL, at)
        elif what == RECEIVE:
            self._stop(process, Clock.APPRAISAL, State.IN_SESSION, at)
            end, since = process.paused.pop(Clock.PERIOD)
            clocks[Clock.PERIOD] = self._periods.shifted(end, at - since)
        elif what == SEAL:
            facts["sealed"] = at
        else:
            process.state, process.entered_at = State.SIGNING, at
            if what == DRAFT_PARTIAL:
                facts["partial"] = at

    def _stop(self, process: Process, clock: Clock, state: State, at: int) -> None:
        """Come into a state in which nobody is reminded any more of what came before."""
        process.clocks.pop(clock, None)
        process.facts.pop(_OVERDUE, None)
        process.state, process.entered_at = state, at

    def _remind(self, process: Process, clock: Clock, until: int) -> int:
        """Remind of what was due before an instant, again and again; return when for the last time, 0 if never."""
        reminded_at, end = 0, process.clocks[clock]
        while end < until:
            reminded_at, end = end, self.end(clock, end)
        if reminded_at:
            process.facts[_OVERDUE] = reminded_at
            process.clocks[clock] = end
        return reminded_at

    def end(self, clock: Clock, at: int) -> int:
        """Return the end of any other period of a mediation that begins at an instant."""
        return self._periods.end(self._length_of[clock], at)

    def period_from(self, route: EntryRoute, procedure: Procedure, at: int) -> int:
        """Return the end of a mediation's period that begins at an instant."""
        return self._periods.end(self._period_of[route, procedure], at)


_PERSONAL: Final = {CONSENT: "consented", IDENTIFY: "identified", SIGN: "signed", REFUSE: "refused"}
"""The mark that each leaves."""
_REMINDING: Final = (Clock.CONTACT, Clock.SEALING)
"""Clocks at whose end somebody is reminded, once a mediation is accepted and people act."""
_COMMON: Final = frozenset(
    {START_SESSION, HOLD_SESSION, EXTEND, SHORTEN, COMMISSION, RECEIVE, DRAFT_AGREEMENT, DRAFT_PARTIAL, SEAL}
)
