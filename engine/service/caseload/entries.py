"""The entries of the log that take one open case over."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from engine.desk.deadlines import Deadlines
from engine.events.articles import Article
from engine.events.calendar_events import Counting, DeskDeadline, DeskDeadlineMoved
from engine.events.enums import ConflictGround, ConflictSource, Stage
from engine.events.lifecycle_words import Clock
from engine.events.records import ConflictFound, Event, Exhausted, OpenedInProgress, PeriodExtended
from engine.registry.rest import Resting, RestingProcess
from engine.service.caseload.case import Assignment, CarriedDispute, CarriedProcess, OpenCase, microseconds
from engine.service.caseload.checking import barred_of
from engine.service.caseload.derived import Derivation, Standing
from engine.service.caseload.names import RosterNames
from engine.service.entries import Entry
from engine.service.records import DisputeMet


class Taking:
    """Turns checked lines into entries.

    Parameters
    ----------
    names
        Courts and mediators of the store.
    organisations
        Of each mediator.
    deadlines
        Ends of the desk's periods.
    derivation
        Says where a court's own dispute stands.
    at
        Instant of the import, microseconds since the epoch.
    """

    def __init__(
        self,
        names: RosterNames,
        organisations: Sequence[int],
        deadlines: Deadlines,
        derivation: Derivation,
        at: int,
    ) -> None:
        self._names: Final = names
        self._organisations: Final = organisations
        self._deadlines: Final = deadlines
        self._derivation: Final = derivation
        self._at: Final = at
        self._designated_by: Final = deadlines.designation_end(at)

    def entries(self, case: OpenCase, number: int) -> Iterator[Entry]:
        """Yield what takes a case over; `number` is that of a case that no store has numbered."""
        case_id, dispute_id = case.case_id or number, case.dispute_id or number
        court = self._names.court(case.court)
        assert court is not None, "every line was checked"
        if case.state is not Assignment.ELSEWHERE:
            about: dict[str, Any] = {
                "recorded_at": self._at,
                "dispute_id": dispute_id,
                "case_id": case_id,
                "court_id": court,
            }
            yield from self._assignment(case, about)
        if case.dispute is None:
            yield DisputeMet(at=self._at, dispute_id=dispute_id, dispute=self._derived(case, case_id, court))
        else:
            yield self._carried(case, case.dispute, dispute_id, court)

    def _assignment(self, case: OpenCase, about: dict[str, Any]) -> Iterator[Event]:
        mediator = None if case.mediator is None else self._names.mediator(case.mediator)
        met = self._met(case, about, mediator)
        yield met
        about = {**about, "occurred_at": self._at}
        for name, ground in barred_of(case):
            barred = self._names.mediator(name)
            if barred is not None:  # who has left the roster can be assigned nothing
                yield ConflictFound(
                    **about, mediator_id=barred, ground=ConflictGround(ground), source=ConflictSource.RECORD
                )
        yield from self._ends(case, met, about)
        if case.review_ends_at is not None:
            yield Exhausted(**about, step=case.step, deadline=microseconds(case.review_ends_at))

    def _met(self, case: OpenCase, about: dict[str, Any], mediator: int | None) -> OpenedInProgress:
        filed_at, is_held = microseconds(case.filed_at), mediator is not None
        ends_at = _instant(case.step_ends_at)
        if ends_at is None and not is_held:
            ends_at = self._deadlines.step_end(case.step, filed_at)
        return OpenedInProgress(
            occurred_at=filed_at,
            **about,
            dispute_type=case.dispute_type,
            channel=case.channel,
            entry_route=case.entry_route,
            language=case.language,
            origin=case.origin,
            mediator_gender=case.mediator_gender,
            weight_milli=case.weight_milli,
            boost_us=case.boost_us,
            stage=Stage.ACCEPTED if is_held else Stage.WAITING,
            mediator_id=mediator,
            organisation_id=None if mediator is None else self._organisations[mediator],
            attempt=int(is_held) if case.attempt is None else case.attempt,
            step=case.step,
            deadline=None if is_held else ends_at,
            accepted_at=_instant(case.accepted_at),
        )

    def _ends(self, case: OpenCase, met: OpenedInProgress, about: dict[str, Any]) -> Iterator[Event]:
        """Yield what moves the ends of periods to where the file has them."""
        designated_by = _instant(case.designated_by)
        if designated_by is not None and designated_by != self._designated_by:
            yield _moved(about, DeskDeadline.DESIGNATION, designated_by, self._designated_by)
        if met.accepted_at is None:
            return
        if case.step_ends_at is not None:
            waited_until = microseconds(case.step_ends_at)
            counted = self._deadlines.step_end(case.step, met.occurred_at) or designated_by or self._designated_by
            if waited_until != counted:
                yield _moved(about, DeskDeadline.STEP, waited_until, counted)
        if case.period_ends_at is not None:
            period_ends_at = microseconds(case.period_ends_at)
            counted = self._deadlines.period_end(met.accepted_at, pre_filing=case.entry_route.is_pre_filing)
            if period_ends_at != counted:
                yield PeriodExtended(**about, deadline=period_ends_at)

    def _derived(self, case: OpenCase, case_id: int, court: int) -> Resting:
        accepted_at = _instant(case.accepted_at)
        standing = Standing(
            entry_route=case.entry_route,
            procedure=case.procedure,
            parties=case.parties,
            applicants=case.applicants,
            filed_at=microseconds(case.filed_at),
            accepted_at=accepted_at,
            has_session=case.has_session,
        )
        found = self._derivation.resting(standing)
        (process,) = found.processes
        clocks = dict(process.clocks)
        if case.designated_by is not None and Clock.DESIGNATION in clocks:
            clocks[Clock.DESIGNATION] = microseconds(case.designated_by)
        if case.period_ends_at is not None and Clock.PERIOD in clocks:
            clocks[Clock.PERIOD] = microseconds(case.period_ends_at)
        known = process.counted or {}
        counted = {clock: one for clock, one in known.items() if clocks[clock] == process.clocks[clock]}
        seat = self._seat(case.mediator)
        attempt = int(accepted_at is not None) if case.attempt is None else case.attempt
        process = replace(
            process, case_id=case_id, clocks=clocks, counted=counted or None, attempt=attempt, step=case.step, **seat
        )
        return replace(found, **_of_the_dispute(case), court_id=court, processes=(process,))

    def _carried(self, case: OpenCase, dispute: CarriedDispute, dispute_id: int, court: int) -> DisputeMet:
        found = Resting(
            **_of_the_dispute(case),
            court_id=court,
            last_at=dispute.last_at,
            facts=dispute.facts,
            processes=tuple(map(self._process, dispute.processes)),
        )
        mediated = [self._names.mediator(name) for name in dispute.mediated]
        known = tuple(mediator for mediator in mediated if mediator is not None)
        return DisputeMet(at=self._at, dispute_id=dispute_id, dispute=found, mediated=known)

    def _process(self, process: CarriedProcess) -> RestingProcess:
        fields = {name: getattr(process, name) for name in _PROCESS_FIELDS}
        return RestingProcess(**fields, **self._seat(process.mediator))

    def _seat(self, name: str | None) -> dict[str, Any]:
        """Return a mediator and his organisation; nobody if he has left the roster."""
        mediator = None if name is None else self._names.mediator(name)
        organisation = None if mediator is None else self._organisations[mediator]
        return {"mediator_id": mediator, "organisation_id": organisation}


_PROCESS_FIELDS: Final = tuple(
    field.name for field in msgspec.structs.fields(RestingProcess) if field.name in CarriedProcess.__struct_fields__
)


def _of_the_dispute(case: OpenCase) -> dict[str, Any]:
    return {
        "dispute_type": case.dispute_type,
        "channel": case.channel,
        "entry_route": case.entry_route,
        "parties": case.parties,
        "applicants": case.applicants,
        "procedure": case.procedure,
        "amount_fen": case.amount_fen,
        "reach": case.reach,
        "impact": case.impact,
    }


def _moved(about: dict[str, Any], term: DeskDeadline, deadline: int, before: int) -> DeskDeadlineMoved:
    return DeskDeadlineMoved(
        **about,
        term=term,
        attempt=0,
        deadline=deadline,
        deadline_before=before,
        article=Article.ASSUMED,
        counting=Counting.WORKING_DAYS,
    )


def _instant(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)
