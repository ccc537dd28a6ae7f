"""Every trace is legal: each event fits the state before it, nobody is overloaded, nothing is lost."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest

from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from engine.events.enums import DisputeType, Language, Stage
from engine.events.records import (
    Accepted,
    Closed,
    Declined,
    Escalated,
    Filed,
    Lapsed,
    Offered,
    OpenedInProgress,
    RoundOpened,
)
from sim.scenario.fraction import fraction_of_the_nation
from tests.sim.model.conftest import simulated

BOTH = pytest.mark.parametrize("name", ["week", "crowded_week"])


@BOTH
def test_a_fresh_core_can_replay_the_trace(name, request):
    """Replaying the events through a core of another policy breaks no rule and leaves the cases that are open."""
    run = request.getfixturevalue(name)
    core = AssignmentCore(run.population.roster, PolicySettings(policy=Policy.RANDOM))

    core.replay(run.events)

    closed = sum(isinstance(event, Closed) for event in run.events)
    assert core.open_cases == run.summary.opened_in_progress + run.summary.filed - closed
    assert (core.mediators[0] <= 1000 * run.population.roster.capacity).all()


@BOTH
def test_no_mediator_ever_holds_more_than_the_capacity(name, request):
    """Counting offers and held cases by hand, capacity is kept after every single event."""
    run = request.getfixturevalue(name)
    load = Counter()
    for event in run.events:
        if isinstance(event, Offered) or (isinstance(event, OpenedInProgress) and event.mediator_id is not None):
            load[event.mediator_id] += 1
            assert load[event.mediator_id] <= run.population.roster.capacity[event.mediator_id]
        elif isinstance(event, Declined | Lapsed | Closed):
            load[event.mediator_id] -= 1


@BOTH
def test_time_never_runs_backwards(name, request):
    """Events are recorded in order of time, inside the window."""
    run = request.getfixturevalue(name)

    for earlier, later in pairwise(run.events):
        assert earlier.recorded_at <= later.recorded_at
    assert run.summary.starts_at <= run.events[0].recorded_at
    assert run.events[-1].recorded_at < run.summary.ends_at


@BOTH
def test_mediators_are_eligible_where_the_case_looks(name, request):
    """Whoever is offered a case takes its type, speaks its language and belongs to the unit of its ladder step."""
    run = request.getfixturevalue(name)
    roster, court_of = run.population.roster, run.population.roster.mediator_court
    types, languages = list(DisputeType), list(Language)
    cases = {e.case_id: e for e in run.events if isinstance(e, Filed | OpenedInProgress)}
    for event in run.events:
        if not isinstance(event, Offered):
            continue
        case, court = cases[event.case_id], court_of[event.mediator_id]
        assert roster.dispute_types[event.mediator_id] >> np.uint64(types.index(case.dispute_type)) & np.uint64(1)
        assert roster.languages[event.mediator_id] >> np.uint64(languages.index(case.language)) & np.uint64(1)
        same = (
            court == event.court_id,
            roster.court_region[court] == roster.court_region[event.court_id],
            roster.court_province[court] == roster.court_province[event.court_id],
            True,
        )
        assert same[event.step]


@BOTH
def test_nobody_is_asked_twice_in_a_round(name, request):
    """A mediator who declined a case or let it lapse is not offered it again until a new round is opened."""
    run = request.getfixturevalue(name)
    refused = defaultdict(set)
    for event in run.events:
        if isinstance(event, Offered):
            assert event.mediator_id not in refused[event.case_id]
        elif isinstance(event, Declined | Lapsed):
            refused[event.case_id].add(event.mediator_id)
        elif isinstance(event, RoundOpened):
            assert refused[event.case_id]
            refused[event.case_id].clear()


@BOTH
def test_closings_and_answers_fall_in_working_time(name, request, calendar):
    """Cases are accepted, declined and closed in office hours or at their edge, and close only after acceptance."""
    run = request.getfixturevalue(name)
    accepted_at = {e.case_id: e.accepted_at for e in run.events if isinstance(e, OpenedInProgress) and e.accepted_at}
    for event in run.events:
        if isinstance(event, Accepted):
            accepted_at[event.case_id] = event.occurred_at
        if isinstance(event, Accepted | Declined | Closed):
            assert calendar.is_working(event.occurred_at - 1)
        if isinstance(event, Closed):
            assert accepted_at[event.case_id] < event.occurred_at


def test_a_crowded_platform_climbs_the_ladder(crowded_week):
    """Where mediators are few, cases wait, escalate one step at a time, and still keep their age in the queue."""
    steps = [event.step for event in crowded_week.events if isinstance(event, Escalated)]

    assert len(steps) > 100
    assert set(steps) == {1, 2, 3}


def test_a_freed_mediator_takes_the_oldest_case_of_his_court(crowded_week):
    """Of the cases waiting at his court that he may take and has not refused, he is offered the oldest."""
    roster = crowded_week.population.roster
    types = list(DisputeType)
    cases, steps, refused, waiting = {}, {}, defaultdict(set), defaultdict(set)
    checked = 0
    for event in crowded_week.events:
        number, court = event.case_id, event.court_id
        if isinstance(event, Filed | OpenedInProgress):
            cases[number], steps[number] = event, event.step
            if isinstance(event, Filed) or event.stage is Stage.WAITING:
                waiting[court].add(number)
        elif isinstance(event, Escalated):
            steps[number] = event.step
        elif isinstance(event, Declined | Lapsed):
            waiting[court].add(number)
            refused[number].add(event.mediator_id)
        elif isinstance(event, RoundOpened):
            refused[number].clear()
        elif isinstance(event, Offered):
            if event.word == 0:
                mediator, home = event.mediator_id, roster.mediator_court[event.mediator_id]
                own = [
                    (cases[other].occurred_at, other)
                    for other in waiting[home]
                    if steps[other] == 0
                    and mediator not in refused[other]
                    and cases[other].language is Language.MANDARIN
                    and roster.dispute_types[mediator] >> np.uint64(types.index(cases[other].dispute_type))
                    & np.uint64(1)
                ]
                if own:
                    assert (cases[number].occurred_at, number) <= min(own)
                    checked += 1
            waiting[court].discard(number)
    assert checked > 50


def test_the_same_seed_gives_the_same_trace(calendar):
    """Two runs of one seed are equal event by event; another seed gives another trace."""
    scenario = fraction_of_the_nation(0.002)

    first, second, other = (simulated(scenario, calendar, seed).events for seed in (5, 5, 6))

    assert first == second
    assert first != other
