"""The cases that are open when the window begins: found, seated, announced and set in motion."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.core.state import NONE
from engine.events.enums import Stage
from engine.events.records import OpenedInProgress
from engine.events.sink import EventSink
from sim.laws.traits import CHANNELS, ENTRY_ROUTES
from sim.model.case import Case
from sim.model.course import OPEN_ACCEPTED, Features, Survivors, features, survivors
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.model.seating import Seats, seat
from sim.population.population import Population
from sim.scenario.scenario import Scenario

_COURT_SHIFT: Final = 32
_BATCH: Final = 65_536
"""Events handed to the sink at once."""


def open_in_progress(
    platform: Platform,
    core: AssignmentCore,
    laws: CaseLaws,
    scenario: Scenario,
    population: Population,
    sink: EventSink,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    starts_at: int,
) -> int:
    """Seat the cases still open at the beginning, announce them and let the model carry them on.

    Parameters
    ----------
    platform, core
        The model and its assignment core; the core must be empty.
    laws, scenario
        Laws and words of the cases, and the weight of each.
    population
        For the organisation of each mediator.
    sink
        Takes one `OpenedInProgress` a case, in order of filing.
    case_ids, filed_at
        int64[n]: every filing of the days before the beginning.
    starts_at
        The beginning, microseconds.

    Returns
    -------
    int
        How many cases were open.
    """
    order = np.lexsort((case_ids, filed_at))
    cases = survivors(laws, case_ids[order], filed_at[order], starts_at)
    like = features(laws, cases.case_id)
    seats = seat(core.state, laws, cases, like)
    core.adopt(cases.case_id, seats.slot)
    batch: list[OpenedInProgress] = []
    for case, event, ends_at in _opened(cases, like, seats, population, scenario.cases.weight_milli, starts_at):
        batch.append(event)
        if len(batch) == _BATCH:
            sink.append(batch)
            batch = []
        if event.stage is Stage.ACCEPTED:
            if ends_at >= platform.ends_at:
                continue
            platform.resume_accepted(case, ends_at)
        elif event.stage is Stage.OFFERED:
            platform.resume_offered(case, ends_at)
        else:
            platform.resume_waiting(case)
    if batch:
        sink.append(batch)
    return len(cases.case_id)


def _opened(
    cases: Survivors,
    like: Features,
    seats: Seats,
    population: Population,
    weight_milli: int,
    starts_at: int,
) -> Iterator[tuple[Case, OpenedInProgress, int]]:
    """Yield each case, its event, and when it closes (accepted) or was offered (offered)."""
    organisations = population.mediator_organisation
    organisation_of = np.where(seats.mediator == NONE, NONE, organisations[seats.mediator])
    columns: list[list[int]] = [
        column.tolist() for column in [*cases, *like, seats.mediator, organisation_of, seats.step]
    ]
    rows: Iterable[tuple[int, ...]] = zip(*columns, strict=True)
    for (
        case_id, filed_at, stage_number, attempt, moved_at, deadline, closes_at,
        dispute_type, language, entry_route, channel, closing_code,
        mediator, organisation, step,
    ) in rows:  # fmt: skip
        seated = mediator != NONE
        accepted = seated and stage_number == OPEN_ACCEPTED
        stage = Stage.ACCEPTED if accepted else Stage.OFFERED if seated else Stage.WAITING
        case = Case(
            case_id=case_id,
            court=case_id >> _COURT_SHIFT,
            filed_at=filed_at,
            dispute_type=dispute_type,
            language=language,
            entry_route=entry_route,
            channel=channel,
            closing_code=closing_code,
            attempt=attempt if seated else attempt - 1,
            step=step,
            mediator=mediator,
        )
        event = OpenedInProgress(
            occurred_at=filed_at,
            recorded_at=starts_at,
            dispute_id=case_id,
            case_id=case_id,
            court_id=case.court,
            dispute_type=DISPUTE_TYPES[case.dispute_type],
            channel=CHANNELS[case.channel],
            entry_route=ENTRY_ROUTES[case.entry_route],
            language=LANGUAGES[case.language],
            weight_milli=weight_milli,
            stage=stage,
            mediator_id=mediator if seated else None,
            organisation_id=organisation if seated else None,
            attempt=case.attempt,
            step=step,
            deadline=deadline if stage is Stage.OFFERED else None,
            accepted_at=moved_at if accepted else None,
        )
        yield case, event, closes_at if accepted else moved_at
