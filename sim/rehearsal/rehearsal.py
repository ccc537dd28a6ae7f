"""A rehearsal of the whole lifecycle, going along with the SimPy model: what it does with what it is told."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.core.state import NONE
from engine.events.records import Accepted, Closed, Event
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.rulebook import Rulebook
from sim.model.companion import AccompaniedRecorder
from sim.model.course import Features, closes_at
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.model.seating import Seats
from sim.model.survivors import OPEN_ACCEPTED, Survivors
from sim.order import Rank
from sim.population.population import Population
from sim.rehearsal.application import applications, particulars
from sim.rehearsal.closing import ASSIGNMENT, closing
from sim.rehearsal.doors.international import International
from sim.rehearsal.doors.recall import Recall
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.driver import Driver
from sim.rehearsal.errors import RehearsalError
from sim.rehearsal.intake import Intake
from sim.rehearsal.law import held, lifecycle_law
from sim.rehearsal.linked import Linked
from sim.rehearsal.registry import Registry
from sim.rehearsal.revival import Revival
from sim.rehearsal.sessions import SessionDiary
from sim.rehearsal.summary import summary_of
from sim.rehearsal.touching import NEVER, courses, first_touches, in_parts
from sim.scenario.lifecycle import Lifecycle as Section
from sim.scenario.load import with_changes
from sim.scenario.scenario import Scenario


def with_lifecycle(scenario: Scenario) -> Scenario:
    """Give a scenario the section `[lifecycle]` with its defaults, unless it has one."""
    return scenario if scenario.lifecycle is not None else with_changes(scenario, {"lifecycle": {}})


class Rehearsal:
    """A companion of the SimPy model that drives every dispute through the statutory lifecycle.

    Parameters
    ----------
    scenario
        With a section `[lifecycle]`; see `with_lifecycle`.
    population
        For the organisation of each mediator.
    calendar
        The courts' working calendar.
    seed, replication
        Key of the words of linked systems; all others come from the run's laws.
    clock
        Tells the seconds of a clock on the wall, for the summary.
    """

    def __init__(
        self,
        scenario: Scenario,
        population: Population,
        calendar: WorkCalendar,
        *,
        seed: int,
        replication: int = 0,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._section: Final = scenario.lifecycle or Section()
        self._organisations: Final = population.mediator_organisation
        self._courts: Final = len(population.court_share)
        self._lifecycle: Final = Lifecycle(Rulebook.shipped(), calendar)
        self._calendar: Final = calendar
        self._key: Final = seed, replication
        self._clock: Final = clock
        self._ticks: Final[list[float]] = []
        self.disputes_live = 0
        """Disputes open when the run began."""

    def begin(self, platform: Platform, recorder: AccompaniedRecorder, laws: CaseLaws, starts_at: int) -> None:
        """Make ready."""
        self._tick()
        self._platform, self._laws, self._starts_at = platform, laws, starts_at
        self._held = held(lifecycle_law(self._section, self._lifecycle.rulebook.at(starts_at)))
        self.linked = Linked(self._section, platform, *self._key, starts_at=starts_at)
        self.driver = Driver(
            self._lifecycle,
            platform,
            recorder,
            laws=laws,
            held=self._held,
            linked=self.linked,
            doors=self._section.doors,
            sessions=SessionDiary(self._section, self._calendar, laws),
        )
        self.international = International(
            self._section,
            self._lifecycle,
            self._calendar,
            platform,
            recorder,
            laws=laws,
            courts=self._courts,
            seed=self._key[0],
            replication=self._key[1],
            starts_at=starts_at,
        )
        self.international.begin()
        revival = Revival(self._lifecycle, self._calendar, starts_at)
        self._registry = Registry(laws, self._held, revival, self._organisations, ends_at=platform.ends_at)

    def recall(self, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64]) -> None:
        """Look among the cases of before for agreements whose confirmation the run goes on with."""
        doors, era = self._section.doors, self._lifecycle.rulebook.at(self._starts_at)
        using: dict[str, Any] = {"laws": self._laws, "held": self._held, "starts_at": self._starts_at}
        self._recall = Recall(
            doors, era, self._calendar, self._platform, driver=self.driver, registry=self._registry, **using
        )
        self._recall.look_back(case_ids, filed_at)

    def meet(self, cases: Survivors, like: Features, seats: Seats) -> None:
        """Keep the cases open at the beginning as numbers, and wake each when something first happens to it."""
        self.disputes_live = len(cases.case_id)
        first, run_ends_at = np.full(len(cases.case_id), NEVER), self._platform.ends_at
        waits = seats.mediator == NONE
        first[waits] = self._starts_at
        accepted = ~waits & (cases.stage == OPEN_ACCEPTED)
        chosen = (cases.case_id, like.entry_route, like.closing_code, cases.moved_at, cases.closes_at)
        columns = [column[accepted] for column in chosen]
        first[accepted] = np.concatenate(in_parts(first_touches, self._laws, self._held, columns, self._starts_at))
        # Who is closed first is woken by the close.
        soon = first < run_ends_at
        closing = accepted & (soon | (cases.closes_at < run_ends_at))
        self._registry.meet(cases, like, seats, soon | closing | ~accepted)
        columns = [column[closing] for column in chosen]
        self._registry.keep_courses(columns[0], in_parts(courses, self._laws, self._held, columns, run_ends_at))
        order = np.lexsort((cases.case_id[soon], first[soon]))
        rows = zip(first[soon][order].tolist(), cases.case_id[soon][order].tolist(), strict=True)
        self._wake_next(iter(rows), None)

    def expect(self, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], like: Features) -> None:
        """Let the applications of the cases that will be filed be drafted when it is time."""
        made, first = applications(self._laws, self._held, case_ids, filed_at, like.entry_route, self._starts_at)
        known = particulars(self._laws, self._held, case_ids)
        Intake(self._platform, self.driver, self._registry).expect(case_ids, like, known, made, first)
        self._recall.wake()
        self._tick()

    def follow(self, event: Event) -> None:
        """Have the lifecycle take over an event of the assignment, if the rules allow it.

        Raises
        ------
        RehearsalError
            If the event is not the one that the lifecycle itself would record.
        MoveError
            If the rules do not allow it.
        """
        if isinstance(event, Closed):
            self._close(self._dossier(event.case_id), event)
        elif type(event) in ASSIGNMENT:
            self._move(self._dossier(event.case_id), event)

    def _dossier(self, case_id: int) -> Dossier:
        """Return what is kept of a dispute, brought back from numbers where it has stood still until now."""
        dossier = self.driver.dossiers.get(case_id)
        if dossier is None:
            dossier = self._registry.revived(case_id)
            self.driver.adopt(dossier)
        return dossier

    def _wake_next(self, rows: Iterator[tuple[int, int]], case_id: int | None) -> None:
        """Wake a dispute, unless an event has, and let the next be woken in its turn."""
        if case_id is not None:
            self._dossier(case_id)
        following = next(rows, None)
        if following is not None:
            at, waking = following
            self._platform.at(at, Rank.PERIOD_END, waking, partial(self._wake_next, rows, waking))

    def _move(self, dossier: Dossier, event: Event) -> None:
        transition, actor = ASSIGNMENT[type(event)]
        self._lifecycle.check(
            dossier.dispute,
            Command(case_id=event.case_id, transition=transition, actor=actor, parties=0b1),
            event.occurred_at,
        )
        self._take(dossier, event, self._lifecycle.follow(dossier.dispute, event))
        if isinstance(event, Accepted):
            at = event.occurred_at
            dossier.closes_at = closes_at(self._laws, event.case_id, at)
            dossier.steps = self._registry.course_of(dossier, at, dossier.closes_at)
            dossier.place = 0
            self.driver.expect(dossier)

    def _close(self, dossier: Dossier, event: Closed) -> None:
        """Have the lifecycle close the mediation by itself; what it records must be what the assignment has."""
        if dossier.place < len(dossier.steps):
            raise RehearsalError(f"case_id = {event.case_id}: closes before {dossier.steps[dossier.place :]} are done")
        command = closing(event.case_id, event.closing_code, dossier.dispute)
        events = self._lifecycle.execute(dossier.dispute, command, event.occurred_at)
        if events[0] != event:
            raise RehearsalError(f"case_id = {event.case_id}: the lifecycle closes by {events[0]}, not by {event}")
        self._take(dossier, event, events)
        self.linked.report(dossier, event)

    def _take(self, dossier: Dossier, event: Event, events: list[Event]) -> None:
        self.driver.judge(dossier, [event])
        self.driver.took(dossier, events[1:])

    def end(self) -> None:
        """Sum up, and let go of the disputes.

        Platform and rehearsal know each other, so what they keep would stay until the collector has walked through all
        of it: a tenth of the time of a national day.
        """
        self._tick()
        self._summary = summary_of(
            self.driver,
            self.linked,
            self.international,
            disputes_live=self.disputes_live,
            ends_at=self._platform.ends_at,
        )
        self.driver.dossiers.clear()  # the driver and those who act with it know each other, too
        del self.driver, self.linked, self.international, self._recall, self._registry, self._platform

    def summary(self) -> dict[str, Any]:
        """Return what a run's summary says of the rehearsal, after the run."""
        seconds = [round(later - earlier, 3) for earlier, later in pairwise(self._ticks)]
        return self._summary | {
            "seconds": dict(zip(("to_get_ready", "to_run"), seconds, strict=True)) if seconds else None
        }

    def _tick(self) -> None:
        if self._clock is not None:
            self._ticks.append(self._clock())
