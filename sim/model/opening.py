"""The cases that are open when the window begins: found, seated, announced and set in motion."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.core.state import NONE
from engine.events.enums import Stage
from engine.events.records import OpenedInProgress
from engine.events.sink import EventSink
from sim.fast.columns import RowColumns
from sim.laws.traits import CHANNELS, ENTRY_ROUTES
from sim.model.case import Case
from sim.model.companion import Companion
from sim.model.course import Features, features
from sim.model.laws import CaseLaws
from sim.model.opening_rows import opening_rows
from sim.model.platform import Platform
from sim.model.seating import Seats, seated
from sim.model.survivors import OPEN_ACCEPTED, OPEN_OFFERED, Survivors, survivors
from sim.model.words import DrawWords
from sim.population.population import Population
from sim.randomness.words import COURT_SHIFT

_BATCH: Final = 65_536
"""Events handed to the sink at once."""
_THREADS: Final = 2
"""Compiled code runs beside other threads; following four million filings is the longest wait without progress."""
STAGES: Final = {OPEN_OFFERED: Stage.OFFERED, OPEN_ACCEPTED: Stage.ACCEPTED}
"""Of cases that somebody is offered or holds."""


def open_in_progress(
    platform: Platform,
    core: AssignmentCore,
    laws: CaseLaws,
    population: Population,
    sink: EventSink,
    words: DrawWords,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    starts_at: int,
    companion: Companion | None = None,
    *,
    replication: int = 0,
) -> int:
    """Seat the cases still open at the beginning, announce them and let the model carry them on.

    Parameters
    ----------
    platform, core
        The model and its assignment core; the core must be empty.
    laws
        Laws and words of the cases.
    population
        For the organisation of each mediator.
    sink
        Takes one `OpenedInProgress` a case, in order of filing.
    words
        Told of every case that may still be drawn for.
    case_ids, filed_at
        int64[n]: every filing of the days before the beginning.
    starts_at
        The beginning, microseconds.
    companion
        Told of the cases, if there is one.
    replication
        Number of the simulation run, for a sink that takes columns.

    Returns
    -------
    int
        How many cases were open.
    """
    found = _survivors(laws, case_ids, filed_at, starts_at)
    cases, like, seats = seated(core.state, laws, found, features(laws, found.case_id, found.filed_at), starts_at)
    core.adopt(cases.case_id, seats.slot)
    with ThreadPoolExecutor(1) as beside:
        announced = beside.submit(_announce, sink, words, population, replication, cases, like, seats, starts_at)
        if companion is not None:
            companion.meet(cases, like, seats)
        _resume(platform, cases, like, seats)
    announced.result()
    return len(cases.case_id)


def _survivors(laws: CaseLaws, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], starts_at: int) -> Survivors:
    """Find the cases still open, in order of filing; halves of the filings on two threads, which share nothing."""
    parts = zip(np.array_split(case_ids, _THREADS), np.array_split(filed_at, _THREADS), strict=True)
    with ThreadPoolExecutor(_THREADS) as threads:
        running = [threads.submit(survivors, laws, ids, instants, starts_at) for ids, instants in parts]
    found = [run.result() for run in running]
    columns = [np.concatenate([part[field] for part in found]) for field in range(len(Survivors._fields))]
    order = np.lexsort((columns[0], columns[1]))
    return Survivors(*(column[order] for column in columns))


def _announce(
    sink: Any,
    words: DrawWords,
    population: Population,
    replication: int,
    cases: Survivors,
    like: Features,
    seats: Seats,
    starts_at: int,
) -> None:
    """Hand one event a case to the sink: as columns where it takes them, since records of half a million take long."""
    drawn_for = (seats.mediator == NONE) | (cases.stage != OPEN_ACCEPTED)
    take = _taker(sink, population, replication, cases, like, seats, starts_at)
    for start in range(0, len(cases.case_id), _BATCH):
        part = slice(start, start + _BATCH)
        for case_id in cases.case_id[part][drawn_for[part]].tolist():
            words.opened(case_id)
        take(part)


def _taker(
    sink: Any,
    population: Population,
    replication: int,
    cases: Survivors,
    like: Features,
    seats: Seats,
    starts_at: int,
) -> Callable[[slice], None]:
    """Return what hands a part of the events to a sink."""
    if not hasattr(sink, "append_rows"):
        events = _events(cases, like, seats, population, starts_at)
        return lambda part: sink.append(list(islice(events, part.stop - part.start)))
    provinces = population.roster.court_province
    columns = RowColumns(population.mediator_organisation, provinces, replication=replication)
    rows = opening_rows(cases, like, seats, starts_at)
    return lambda part: sink.append_rows(columns.batch(rows[part]))


def _events(
    cases: Survivors,
    like: Features,
    seats: Seats,
    population: Population,
    starts_at: int,
) -> Iterator[OpenedInProgress]:
    """Yield the event that announces each case."""
    organisations = population.mediator_organisation
    for row in _rows(*cases, *like, seats.mediator, organisations[seats.mediator], seats.step):
        mediator, organisation, step = row[-3:]
        yield met_in_progress(row[:-3], mediator, organisation, step, starts_at)


def met_in_progress(
    row: Sequence[int], mediator: int, organisation: int, step: int, starts_at: int
) -> OpenedInProgress:
    """Return the event that announces a case which is open when observation of it begins.

    Parameters
    ----------
    row
        The fields of `Survivors`, then those of `Features`.
    mediator, organisation, step
        Who holds it or is offered it, `NONE` if nobody, and its ladder step.
    starts_at
        When observation begins, microseconds.
    """
    case_id, filed_at, stage_number, attempt, moved_at, deadline, _ = row[:7]
    dispute_type, language, entry_route, channel, _, weight_milli = row[7:]
    stage = STAGES[stage_number] if mediator != NONE else Stage.WAITING
    waits = stage is Stage.WAITING
    return OpenedInProgress(
        occurred_at=filed_at,
        recorded_at=starts_at,
        dispute_id=case_id,
        case_id=case_id,
        court_id=case_id >> COURT_SHIFT,
        dispute_type=DISPUTE_TYPES[dispute_type],
        channel=CHANNELS[channel],
        entry_route=ENTRY_ROUTES[entry_route],
        language=LANGUAGES[language],
        weight_milli=weight_milli,
        stage=stage,
        mediator_id=None if waits else mediator,
        organisation_id=None if waits else organisation,
        attempt=attempt - 1 if waits else attempt,
        step=step,
        deadline=deadline if stage is Stage.OFFERED else None,
        accepted_at=moved_at if stage is Stage.ACCEPTED else None,
    )


def _resume(platform: Platform, cases: Survivors, like: Features, seats: Seats) -> None:
    """Carry on the cases to which something will happen in the window; most stay as they are beyond it."""
    waits = seats.mediator == NONE
    offered = ~waits & (cases.stage == OPEN_OFFERED)
    closing = ~waits & ~offered & (cases.closes_at < platform.ends_at)
    for chosen, resume, instants in (
        (closing, platform.resume_accepted, cases.closes_at),
        (offered, platform.resume_offered, cases.moved_at),
        (waits, platform.resume_waiting, cases.moved_at),
    ):
        attempts = cases.attempt - waits
        columns = (cases.case_id, cases.filed_at, *like, attempts, seats.step, seats.mediator, instants)
        for row in _rows(*(column[chosen] for column in columns)):
            case_id, filed_at, dispute_type, language, entry_route, channel, code, weight_milli = row[:8]
            attempt, step, mediator, at = row[8:]
            case = Case(
                case_id=case_id,
                court=case_id >> COURT_SHIFT,
                filed_at=filed_at,
                dispute_type=dispute_type,
                language=language,
                entry_route=entry_route,
                channel=channel,
                closing_code=code,
                weight_milli=weight_milli,
                attempt=attempt,
                step=step,
                mediator=mediator,
            )
            resume(case, at)


def _rows(*columns: NDArray[np.int64] | NDArray[np.int32]) -> Iterable[tuple[int, ...]]:
    lists: list[list[int]] = [column.tolist() for column in columns]
    return zip(*lists, strict=True)
