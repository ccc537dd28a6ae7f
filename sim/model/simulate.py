"""Run the SimPy model over a window of days, from the steady state at its beginning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

import numpy as np
import simpy
from numpy.typing import NDArray

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_midnight_us
from engine.collector import paused_collector
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy
from engine.events.sink import EventSink
from sim.arrivals.draw import Variation, draw_filings
from sim.arrivals.intensity import intensity
from sim.model.case import Case
from sim.model.changes import Changes
from sim.model.companion import AccompaniedRecorder, Companion
from sim.model.course import Features, features
from sim.model.laws import CaseLaws, case_laws
from sim.model.opening import open_in_progress
from sim.model.planned import planned_changes
from sim.model.platform import Platform
from sim.model.recorder import Recorder
from sim.model.rules import ladder_of, policy_settings
from sim.model.words import SealedWords, StreamWords
from sim.order import Rank
from sim.population.population import Population
from sim.randomness.words import COURT_SHIFT
from sim.scenario.scenario import Scenario

_PROGRESS_STEPS_A_DAY: Final = 24


@dataclass(frozen=True, kw_only=True)
class SimulationSummary:
    """What a run simulated."""

    starts_at: int
    """First instant of the window, microseconds."""
    ends_at: int
    """End of the window, excluded, microseconds."""
    filed: int
    """Cases filed in the window."""
    opened_in_progress: int
    """Cases already open at its beginning."""
    pace: "Pace | None" = None
    """How quick the compiled loop was; None of the SimPy model."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Where the time of a run of the compiled loop went, in seconds of a clock on the wall."""

    compile_seconds: float
    """Compiling, or loading what had been compiled, before the run."""
    loop_seconds: float
    """The run itself: filings, cases met in progress and everything that happened in the window."""
    write_seconds: float
    """Work on files, by a second thread beside the loop and after it."""


def simulate(
    scenario: Scenario,
    population: Population,
    calendar: WorkCalendar,
    sink: EventSink,
    *,
    seed: int,
    replication: int = 0,
    sealed: SealedWords | None = None,
    companion: Companion | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> SimulationSummary:
    """Simulate a scenario's window.

    The arrivals of the days before the window are drawn from the same streams; those whose course keeps them open are
    seated through the core in order of filing, and the stream of events opens with them.

    Parameters
    ----------
    scenario, population
        What to simulate, and its courts and mediators.
    calendar
        The courts' working calendar; must know the window, the days before it and the reference year.
    sink
        Takes every event in order.
    seed, replication
        Key of all random words.
    sealed
        Words of the draws that can be verified later; by default they come from the run's own streams.
    companion, on_progress
        Goes along with the model (`sim.model.companion`); called now and then with the share of the window passed.

    Raises
    ------
    CalendarRangeError, ScenarioError
        If the calendar does not know a day that is needed, or an outage is of a court that the population lacks.
    """
    starts_at, ends_at = window_of(scenario)
    calendar.check_period(starts_at, ends_at)
    planned = planned_changes(scenario, population.roster, seed=seed, replication=replication)
    laws = case_laws(scenario, calendar, seed=seed, replication=replication)
    case_ids, filed_at = _filings(scenario, population, calendar, seed, replication)
    core = AssignmentCore(population.roster, policy_settings(scenario), ladder_of(scenario))
    words = StreamWords(laws) if sealed is None else sealed
    recorder = _recorder(core, sink, population, scenario, companion)
    env = simpy.Environment(initial_time=starts_at)
    using: dict[str, Any] = {"scenario": scenario, "laws": laws, "words": words, "calendar": calendar}
    platform = Platform(env, core, recorder, **using, ends_at=ends_at)
    before = filed_at < starts_at
    past = case_ids[before], filed_at[before]
    _begin(platform, recorder, laws, starts_at, past)
    with paused_collector():
        met = open_in_progress(
            platform, core, laws, population, sink, words, *past, starts_at, companion, replication=replication
        )
        Changes(platform, core, recorder).schedule(planned)
        _match_in_windows(platform, core, calendar, scenario, starts_at)
        _expect_filings(platform, laws, case_ids[~before], filed_at[~before], companion)
        _run(env, recorder, starts_at, ends_at, on_progress)
    return SimulationSummary(starts_at=starts_at, ends_at=ends_at, filed=int((~before).sum()), opened_in_progress=met)


def _recorder(
    core: AssignmentCore,
    sink: EventSink,
    population: Population,
    scenario: Scenario,
    companion: Companion | None,
) -> Recorder:
    organisations = population.mediator_organisation.tolist()
    if companion is None:
        return Recorder(core, sink, organisations=organisations, scenario=scenario)
    return AccompaniedRecorder(companion, core=core, sink=sink, organisations=organisations, scenario=scenario)


def _begin(platform: Platform, recorder: Recorder, laws: CaseLaws, starts_at: int, past: tuple[Any, Any]) -> None:
    """Let a companion make ready, and look back at the cases filed before."""
    if isinstance(recorder, AccompaniedRecorder):
        recorder.companion.begin(platform, recorder, laws, starts_at)
        recorder.companion.recall(*past)


def _expect_filings(
    platform: Platform,
    laws: CaseLaws,
    case_ids: NDArray[np.int64],
    filed_at: NDArray[np.int64],
    companion: Companion | None,
) -> None:
    like = features(laws, case_ids, filed_at)
    if companion is not None:
        companion.expect(case_ids, filed_at, like)
    _file_in_order(platform, case_ids, filed_at, like)


def window_of(scenario: Scenario) -> tuple[int, int]:
    """First instant of the window, and the one after its last."""
    starts_at = local_midnight_us(scenario.window.starts_on)
    return starts_at, starts_at + scenario.window.days * DAY_US


def _filings(
    scenario: Scenario, population: Population, calendar: WorkCalendar, seed: int, replication: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    window = scenario.window
    expected = intensity(
        scenario.arrivals,
        scenario.cases.channel,
        calendar,
        starts_on=window.starts_on - timedelta(days=window.history_days),
        days=window.history_days + window.days,
    )
    arrivals = scenario.arrivals
    variation = Variation(arrivals.court_day_variation, arrivals.national_day_variation)
    return draw_filings(seed, replication, population.court_share, expected, variation)


def _file_in_order(
    platform: Platform, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], like: Features
) -> None:
    """Let each filing schedule the next, so that the event heap holds one filing and not a window of them."""
    order = np.lexsort((case_ids, filed_at))
    cases = (
        Case(
            case_id=case_id,
            court=case_id >> COURT_SHIFT,
            filed_at=instant,
            dispute_type=dispute_type,
            language=language,
            entry_route=entry_route,
            channel=channel,
            closing_code=closing_code,
            weight_milli=weight_milli,
        )
        for case_id, instant, dispute_type, language, entry_route, channel, closing_code, weight_milli in zip(
            case_ids[order].tolist(),
            filed_at[order].tolist(),
            *(column[order].tolist() for column in like),
            strict=True,
        )
    )

    def file_next(case: Case | None) -> None:
        if case is not None:
            platform.file(case)
        following = next(cases, None)
        if following is not None:
            platform.at(following.filed_at, Rank.FILING, following.case_id, partial(file_next, following))

    file_next(None)


def _match_in_windows(
    platform: Platform, core: AssignmentCore, calendar: WorkCalendar, scenario: Scenario, starts_at: int
) -> None:
    """Have the waiting cases matched at the ends of windows, if that is the policy."""
    if core.settings.policy is not Policy.BATCH_OPTIMAL:
        return
    from sim.model.matching import match_in_windows  # noqa: PLC0415 - its solver takes long to import, and few need it

    hours = scenario.policy.window_working_hours
    match_in_windows(platform, core, calendar, window_working_hours=hours, starts_at=starts_at)


def _run(
    env: simpy.Environment,
    recorder: Recorder,
    starts_at: int,
    ends_at: int,
    on_progress: Callable[[float], None] | None,
) -> None:
    """Run to the end, saying now and then how far it has come; hand over the last events, and let a companion go."""
    step_us = DAY_US // _PROGRESS_STEPS_A_DAY
    for until in range(starts_at + step_us, ends_at + step_us, step_us):
        env.run(until=min(until, ends_at))
        if on_progress is not None:
            on_progress((env.now - starts_at) / (ends_at - starts_at))
    recorder.flush()
    if isinstance(recorder, AccompaniedRecorder):
        recorder.companion.end()
