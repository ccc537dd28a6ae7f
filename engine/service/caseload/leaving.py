"""The open cases of a store, as lines that another store takes over; what a line cannot hold is changed by name."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from engine.desk.docket import DocketEntry
from engine.events.enums import ReleaseGround
from engine.events.lifecycle_words import Track
from engine.events.records import ChoiceEnded, Event, Filed, OpenedInProgress, Released
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.onestop import OneStop
from engine.registry.rest import Resting, RestingProcess
from engine.service.caseload.case import Assignment, CarriedDispute, CarriedProcess, OpenCase, written
from engine.service.caseload.names import RosterNames

_OF_THE_DISPUTE: Final = (
    "dispute_type", "channel", "entry_route", "parties", "applicants", "procedure", "amount_fen", "reach", "impact",
)  # fmt: skip
_OF_THE_FILING: Final = ("language", "weight_milli", "origin", "mediator_gender")
_PROCESS_FIELDS: Final = tuple(
    field.name for field in msgspec.structs.fields(CarriedProcess) if field.name in RestingProcess.__struct_fields__
)
_PACKED_EVERY: Final = 50_000
"""Cases after which the entries looked at are packed again."""
OFFERED: Final = "offer: taken back, the case waits again"
CHOOSING: Final = "choice of the parties: ended, the court designates"
REPEATED: Final = "mediators who declined: forgotten, they may be asked again"
REPLACED: Final = "replacements of a mediator: counted anew; who was replaced stays barred"
PANEL: Final = "panel of several mediators: left behind"
"""What becomes of a case whose state has no line."""


class Change(NamedTuple):
    """What is otherwise in the new store."""

    dispute_id: int
    case_id: int
    what: str


class Leaving:
    """Writes the disputes of a world that are not over; the world is changed and serves nothing else afterwards.

    Parameters
    ----------
    platform
        As its log left it.
    lifecycle
        The rules, by the platform's calendar.
    names
        Courts and mediators of its roster.
    references
        The courts' own numbers, by case.
    at
        Instant at which it is left; not before its last entry.
    """

    def __init__(
        self, platform: OneStop, lifecycle: Lifecycle, names: RosterNames, references: Mapping[int, str], at: int
    ) -> None:
        self._registry: Final = platform.registry
        self._lifecycle: Final = lifecycle
        self._names: Final = names
        self._references: Final = references
        self._at: Final = at
        self._shelf: Final = self._registry.desks[Track.MEDIATION].docket.shelf
        self._final: Final = lifecycle.rulebook.at(at).final
        self.changes: Final[list[Change]] = []
        """What the lines do not say, in order of case."""

    def prepare(self) -> list[int]:
        """Bring every open case into a state that a line can hold; return the cases, but for those left behind."""
        kept: list[int] = []
        changing: list[DocketEntry] = []
        for entry in self._shelf:
            if entry.panel_size > 1:
                self._change(entry, PANEL)
                continue
            kept.append(entry.case_id)
            if entry.replaced or not entry.is_held:
                changing.append(entry)
        for entry in changing:
            self._change_entry(entry)
        self.changes.sort()
        return kept

    def _change_entry(self, entry: DocketEntry) -> None:
        if entry.chooses:
            self._change(entry, CHOOSING)
            self._registry.replay([ChoiceEnded(**self._about(entry))])
        if entry.attempt > len(entry.seats) and not entry.is_held:
            self._change(entry, REPEATED)
        for seat in [seat for seat in entry.seats.values() if seat.deadline is not None]:
            self._change(entry, OFFERED)
            self._release(entry, seat.mediator, seat.organisation_id, seat.attempt)
        if entry.replaced:
            self._change(entry, REPLACED)

    def lines(self, filings: Mapping[int, Filed | OpenedInProgress]) -> Iterator[OpenCase]:
        """Yield the open disputes in the order in which they were opened.

        Parameters
        ----------
        filings
            First event of every case that `prepare` returned.
        """
        left = {change.dispute_id for change in self.changes if change.what == PANEL}
        for count, (dispute_id, found) in enumerate(self._registry.resting()):
            if dispute_id in left or not self._is_open(found):
                continue
            case_id = next((one.case_id for one in found.processes if one.case_id in filings), None)
            if case_id is None:
                yield self._elsewhere(dispute_id, found)
            else:
                entry = self._shelf.find(case_id)
                assert entry is not None, "whoever has a filing is open"
                yield self._assigned(dispute_id, found, entry, filings[case_id])
            if not count % _PACKED_EVERY:
                self._shelf.pack()

    def _is_open(self, found: Resting) -> bool:
        if not found.processes:
            return True
        return any((process.track, process.state) not in self._final for process in found.processes)

    def _assigned(
        self, dispute_id: int, found: Resting, entry: DocketEntry, filing: Filed | OpenedInProgress
    ) -> OpenCase:
        seat = entry.seats.get(0)
        process = next(one for one in found.processes if one.case_id == entry.case_id)
        accepted_at = process.facts.get("accepted_at", filing.occurred_at)
        bars = ";".join(f"{self._names.mediator_name(one)}:{ground.value}" for one, ground in entry.bars.items())
        return OpenCase(
            **self._about_dispute(dispute_id, found),
            **{field: getattr(filing, field) for field in _OF_THE_FILING},
            reference=self._references.get(entry.case_id),
            case_id=entry.case_id,
            filed_at=written(filing.occurred_at),
            boost_us=filing.boost_us,
            state=Assignment.WAITING if seat is None else Assignment.HELD,
            step=entry.step,
            step_ends_at=None if entry.exhausted else written(entry.waits_until),
            designated_by=written(entry.designated_by),
            review_ends_at=written(entry.waits_until) if entry.exhausted and seat is None else None,
            mediator=None if seat is None else self._names.mediator_name(seat.mediator),
            accepted_at=None if seat is None else written(accepted_at),
            period_ends_at=None if entry.period_ends_at is None else written(entry.period_ends_at),
            attempt=entry.attempt,
            barred=bars,
        )

    def _elsewhere(self, dispute_id: int, found: Resting) -> OpenCase:
        last = found.processes[-1].case_id if found.processes else dispute_id
        first = found.processes[0].opened_at if found.processes else found.last_at
        return OpenCase(
            **self._about_dispute(dispute_id, found),
            reference=self._references.get(last),
            case_id=last,
            filed_at=written(first),
            state=Assignment.ELSEWHERE,
        )

    def _about_dispute(self, dispute_id: int, found: Resting) -> dict[str, Any]:
        mediated = self._registry.desks[Track.MEDIATION].role_bars.of_dispute(dispute_id)
        return {
            **{field: getattr(found, field) for field in _OF_THE_DISPUTE},
            "dispute_id": dispute_id,
            "court": self._names.court_name(found.court_id),
            "dispute": CarriedDispute(
                last_at=found.last_at,
                facts=found.facts,
                processes=tuple(map(self._process, found.processes)),
                mediated=tuple(map(self._names.mediator_name, mediated)),
            ),
        }

    def _process(self, process: RestingProcess) -> CarriedProcess:
        mediator = process.mediator_id
        fields = {name: getattr(process, name) for name in _PROCESS_FIELDS}
        return CarriedProcess(**fields, mediator=None if mediator is None else self._names.mediator_name(mediator))

    def _release(self, entry: DocketEntry, mediator: int, organisation: int, attempt: int) -> None:
        released = Released(
            **self._about(entry),
            mediator_id=mediator,
            organisation_id=organisation,
            attempt=attempt,
            step=entry.step,
            ground=ReleaseGround.RESCINDED,
        )
        following: list[Event] = [released]
        self._registry.replay(following)
        dispute, _ = self._registry.process(entry.case_id)
        self._lifecycle.settle(dispute, entry.case_id, self._at)

    def _about(self, entry: DocketEntry) -> dict[str, Any]:
        return {
            "occurred_at": self._at,
            "recorded_at": self._at,
            "dispute_id": entry.dispute_id,
            "case_id": entry.case_id,
            "court_id": entry.court_id,
        }

    def _change(self, entry: DocketEntry, what: str) -> None:
        self.changes.append(Change(entry.dispute_id, entry.case_id, what))
