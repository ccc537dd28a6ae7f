"""What a file of open cases must fulfil beyond the form of its lines, each line by itself and all together."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeAlias

import numpy as np

from engine.calendar.calendar import WorkCalendar
from engine.core.ladder import NATIONAL_LADDER
from engine.core.roster import Roster
from engine.desk.deadlines import Deadlines
from engine.events.enums import ConflictGround
from engine.service.caseload.case import Assignment, CarriedDispute, OpenCase, microseconds, written
from engine.service.caseload.mistakes import Mistakes
from engine.service.caseload.names import RosterNames
from engine.service.records import Predecessor

Finding: TypeAlias = tuple[str, object, str]
"""Field, value, and the bound after the word "must"."""
_STANDARD_MILLI: Final = 1000
_LAST_STEP: Final = len(NATIONAL_LADDER.steps) - 1
_GROUNDS: Final = {str(ground.value): ground for ground in ConflictGround}
_PLANS: Final = ("step_ends_at", "designated_by", "review_ends_at", "period_ends_at")


class Checker:
    """Looks at every line before any is written.

    Parameters
    ----------
    names, roster
        Courts and mediators of the store.
    calendar
        The store's working calendar.
    deadlines
        Ends of periods by it.
    at
        Instant of the import, microseconds since the epoch.
    continues
        The log that the file was written of; None if it is the user's own.
    mistakes
        Takes what is wrong.
    """

    def __init__(
        self,
        names: RosterNames,
        roster: Roster,
        calendar: WorkCalendar,
        deadlines: Deadlines,
        at: int,
        continues: Predecessor | None,
        mistakes: Mistakes,
    ) -> None:
        self._names: Final = names
        self._calendar: Final = calendar
        self._deadlines: Final = deadlines
        self._at: Final = at
        self._continues: Final = continues
        self._mistakes: Final = mistakes
        self._capacity_milli: Final = roster.capacity.astype(np.int64) * _STANDARD_MILLI
        self._load_milli: Final = np.zeros(roster.mediators, np.int64)
        self._lines: Final[dict[tuple[str, object], int]] = {}
        self.count = 0
        """Lines that were looked at."""

    def look(self, line: int, case: OpenCase) -> None:
        """Look at a line, and note what is wrong with it."""
        self.count += 1
        for found in (self._numbers, self._people, self._times, self._kind):
            for field, value, must in found(line, case):
                self._mistakes.add(line, field, value, must)

    def _numbers(self, line: int, case: OpenCase) -> Iterator[Finding]:
        if self._continues is None:
            if case.reference is None:
                yield "reference", None, "be there, since every case needs a number of the court's own"
            for field in ("case_id", "dispute_id", "dispute"):
                if getattr(case, field) is not None:
                    yield field, None, "be left out, unless the file continues a log"
        elif case.case_id is None or case.dispute_id is None or case.dispute is None:
            yield (
                "dispute_id",
                case.dispute_id,
                "be there with case_id and dispute, as in all that a store wrote",
            )
        else:
            yield from self._kept_numbers(case.case_id, case.dispute_id, case.dispute, self._continues.last_number)
        for field, value in _unique(case):
            if (first := self._lines.setdefault((field, value), line)) != line:
                yield field, value, f"be there once (also on line {first})"

    def _kept_numbers(self, case_id: int, dispute_id: int, dispute: CarriedDispute, last: int) -> Iterator[Finding]:
        cases = [process.case_id for process in dispute.processes]
        for number in (dispute_id, *cases):
            if number > last:
                yield "case_id", number, f"be at most {last}, the last number of the log that is continued"
        if case_id not in cases and case_id != dispute_id:
            yield "case_id", case_id, "be one of the dispute's processes"

    def _people(self, line: int, case: OpenCase) -> Iterator[Finding]:
        del line
        if self._names.court(case.court) is None:
            yield "court", case.court, "be a court_id of the roster"
        if not case.applicants < case.parties:
            yield "applicants", case.applicants, f"be within 1..{case.parties - 1}, so that there is a respondent"
        if case.mediator is not None:
            yield from self._holder(case, case.mediator)
        for mediator, ground in barred_of(case):
            if self._names.mediator(mediator) is None and case.dispute is None:
                yield "barred", mediator, "be a mediator_id of the roster"
            if ground not in _GROUNDS:
                yield "barred", ground, f"be one of {', '.join(_GROUNDS)}"
            if mediator == case.mediator:
                yield "barred", mediator, "be another than the mediator who holds the case"

    def _holder(self, case: OpenCase, name: str) -> Iterator[Finding]:
        mediator = self._names.mediator(name)
        if mediator is None:
            yield "mediator", name, "be a mediator_id of the roster; who has left it must give his cases back first"
            return
        held, capacity = int(self._load_milli[mediator]), int(self._capacity_milli[mediator])
        if held + max(case.weight_milli, 1) > capacity:
            must = f"have room: a capacity of {capacity} thousandths, of which {held} are held by lines above"
            yield "mediator", name, f"{must}, for {case.weight_milli} more"
        self._load_milli[mediator] += case.weight_milli

    def _times(self, line: int, case: OpenCase) -> Iterator[Finding]:
        del line
        filed_at, first = microseconds(case.filed_at), self._calendar.starts_at
        if not first <= filed_at <= self._at:
            yield "filed_at", _text(case.filed_at), "lie within the calendar and not after the import"
        if case.accepted_at is not None and not filed_at <= microseconds(case.accepted_at) <= self._at:
            yield "accepted_at", _text(case.accepted_at), "lie between the filing and the import"
        for field in _PLANS:
            plan: datetime | None = getattr(case, field)
            if plan is not None and not filed_at <= microseconds(plan) < self._calendar.ends_at:
                yield field, _text(plan), "lie after the filing and within the calendar"

    def _kind(self, line: int, case: OpenCase) -> Iterator[Finding]:
        del line
        if case.step > _LAST_STEP:
            yield "step", case.step, f"be within 0..{_LAST_STEP}"
        is_held = case.state is Assignment.HELD
        for field in ("mediator", "accepted_at"):
            if (getattr(case, field) is not None) != is_held:
                yield field, None, f"be there if a case is held, and only then (state = {case.state.value})"
        if case.state is Assignment.ELSEWHERE and case.dispute is None:
            yield "state", case.state.value, "be waiting or held in a file that no store has written"
        if is_held and case.attempt == 0:
            yield "attempt", 0, "be at least 1 for a case that is held"
        if not is_held and case.has_session:
            yield "has_session", None, "be left out unless the case is held"
        if is_held and case.dispute is None and case.accepted_at is not None and _is_known(self._calendar, case):
            yield from self._period(case, microseconds(case.accepted_at))

    def _period(self, case: OpenCase, accepted_at: int) -> Iterator[Finding]:
        counted = self._deadlines.period_end(accepted_at, pre_filing=case.entry_route.is_pre_filing)
        ends_at = counted if case.period_ends_at is None else microseconds(case.period_ends_at)
        if ends_at <= self._at:
            value = _text(written(ends_at))
            yield "period_ends_at", value, "lie after the import: close the case first, or give its later end (ONL 24)"


def _unique(case: OpenCase) -> Iterator[tuple[str, object]]:
    """Yield what no other line may have."""
    if case.reference is not None:
        yield "reference", case.reference
    if case.dispute_id is not None:
        yield "dispute_id", case.dispute_id
    for process in () if case.dispute is None else case.dispute.processes:
        yield "case_id", process.case_id


def barred_of(case: OpenCase) -> list[tuple[str, str]]:
    """Return who may not take a case, and why, as the file has it."""
    parts = [part.strip().rpartition(":") for part in case.barred.split(";") if part.strip()]
    return [(mediator.strip(), ground.strip()) for mediator, _, ground in parts]


def _is_known(calendar: WorkCalendar, case: OpenCase) -> bool:
    return case.accepted_at is not None and calendar.starts_at <= microseconds(case.accepted_at) < calendar.ends_at


def _text(at: datetime) -> str:
    return at.isoformat()
