"""Outages, changes of policy and surges do what they say, and nothing else."""

from collections import Counter, defaultdict
from datetime import date
from itertools import takewhile
from math import floor

import numpy as np
import pytest

from engine.calendar.day import local_midnight_us
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy
from engine.events.enums import AbsenceCause, OfferBasis
from engine.events.records import Closed, Offered, PolicyAdopted, Returned, WentAbsent
from sim.model.planned import Adoption, planned_changes
from sim.model.rules import ladder_of, policy_settings
from sim.scenario.fraction import fraction_of_the_nation
from tests.engine.core.invariants import check_invariants
from tests.sim.model.conftest import simulated

GOES, IS_BACK = date(2020, 8, 26), date(2020, 8, 28)
BUSY = {"population.mediators": 1_050}


def outage(share, *, on=GOES, until=IS_BACK, **more):
    """An outage of Wednesday and Thursday."""
    return {"kind": "outage", "on": on, "until": until, "share": share, **more}


@pytest.fixture(scope="module")
def outage_week(calendar):
    """A week with too few mediators, six in ten of whom are away for two days."""
    return simulated(fraction_of_the_nation(0.01, **BUSY, change=[outage(0.6)]), calendar)


def test_those_chosen_go_and_come_back_at_midnight(outage_week):
    """Each of those chosen has one event at either midnight, for a planned leave, and nobody else has any."""
    run = outage_week
    leave, come_back = planned_changes(run.scenario, run.population.roster, seed=1, replication=0)
    for kind, on, expected in ((WentAbsent, GOES, leave), (Returned, IS_BACK, come_back)):
        found = [event for event in run.events if isinstance(event, kind)]

        assert {event.occurred_at for event in found} == {local_midnight_us(on)}
        assert {event.cause for event in found} == {AbsenceCause.CALENDAR}
        assert not isinstance(expected, Adoption)
        assert [event.mediator_id for event in found] == expected.mediators.tolist()
        assert len(found) == floor(0.6 * run.population.roster.mediators + 0.5)


def test_nobody_is_offered_anything_while_away(outage_week):
    """Whoever is away gets no offer, while many of the others do; before and afterwards he gets some."""
    away, offers = set(), defaultdict(Counter)
    for event in outage_week.events:
        if isinstance(event, WentAbsent):
            away.add(event.mediator_id)
        elif isinstance(event, Returned):
            away.discard(event.mediator_id)
        elif isinstance(event, Offered):
            assert event.mediator_id not in away
            span = (event.occurred_at >= local_midnight_us(GOES)) + (event.occurred_at >= local_midnight_us(IS_BACK))
            offers[span][event.mediator_id] += 1
    gone = {event.mediator_id for event in outage_week.events if isinstance(event, WentAbsent)}
    stayed = outage_week.population.roster.mediators - len(gone)

    assert len(offers[1].keys() - gone) > 0.2 * stayed
    assert len(offers[0].keys() & gone) > 0.2 * len(gone)
    assert len(offers[2].keys() & gone) > 0.2 * len(gone)


def test_what_is_held_is_finished(outage_week):
    """Cases held by somebody who is away are closed by him; his offers are answered."""
    gone = {event.mediator_id for event in outage_week.events if isinstance(event, WentAbsent)}
    span = range(local_midnight_us(GOES), local_midnight_us(IS_BACK))
    during = Counter(
        type(event).__name__
        for event in outage_week.events
        if event.occurred_at in span and getattr(event, "mediator_id", None) in gone
    )

    assert during["Closed"] > 20
    assert during["Accepted"] > 0


def test_whoever_is_back_is_asked_for_what_waits(outage_week):
    """Among the returns of a midnight waiting cases are offered, each in the turn of the mediator's event."""
    events = outage_week.events
    first = next(place for place, event in enumerate(events) if isinstance(event, Returned))
    together = list(takewhile(lambda event: isinstance(event, Returned | Offered), events[first:]))
    returned, woken = None, Counter()
    for event in together:
        if isinstance(event, Returned):
            returned = event.mediator_id
        else:
            assert (event.basis, event.mediator_id) == (OfferBasis.FREED, returned)
            woken[returned] += 1

    assert sum(isinstance(event, Returned) for event in together) == floor(0.6 * 1050 + 0.5)
    assert woken.total() > 50


def test_a_return_raises_the_weight_of_who_has_done_less(outage_week):
    """Whoever is back lies at most one case below the least burdened of his court who was there, or the raise says."""
    run = outage_week
    core = AssignmentCore(run.population.roster, policy_settings(run.scenario), ladder_of(run.scenario))
    court_of, present = run.population.roster.mediator_court, np.ones(run.population.roster.mediators, np.bool_)
    raised = 0
    for event in run.events:
        if isinstance(event, Returned):
            weights = core.mediators[1]
            colleagues = present & (court_of == event.court_id)
            if colleagues.any():
                least = int(weights[colleagues].min()) - 1000
                assert event.entry_milli == max(0, least - int(weights[event.mediator_id]))
            raised += event.entry_milli > 0
        core.apply(event)
        if isinstance(event, WentAbsent | Returned):
            present[event.mediator_id] = isinstance(event, Returned)

    check_invariants(core)
    assert raised > 0


def test_every_court_adopts_the_policy_and_goes_by_it(calendar):
    """At either midnight the version of courts and offers rises by one, and `random` gives all the pool a ticket."""
    first, second = date(2020, 8, 27), date(2020, 8, 29)
    changes = [{"kind": "policy", "on": first, "name": "random"}, {"kind": "policy", "on": second, "name": "deck"}]
    run = simulated(fraction_of_the_nation(0.01, change=changes, **{"policy.name": "ranked_list"}), calendar)
    core = AssignmentCore(run.population.roster, policy_settings(run.scenario), ladder_of(run.scenario))
    drawn = defaultdict(list)
    for event in run.events:
        if isinstance(event, Offered) and event.basis is OfferBasis.DRAWN:
            version, settings = core.policy_of(event.court_id)
            assert event.policy_version == version
            drawn[version, settings.policy].append((event.pool_size, event.ticket_total))
        core.apply(event)
    adopted = [event for event in run.events if isinstance(event, PolicyAdopted)]

    assert [(event.court_id, event.policy_version) for event in adopted] == [
        (court, version) for version in (1, 2) for court in range(100)
    ]
    assert set(drawn) == {(0, Policy.RANKED_LIST), (1, Policy.RANDOM), (2, Policy.DECK)}
    assert {tickets for _, tickets in drawn[0, Policy.RANKED_LIST]} == {1}
    assert all(pool == tickets for pool, tickets in drawn[1, Policy.RANDOM])
    assert max(tickets for _, tickets in drawn[1, Policy.RANDOM]) > 5


def test_before_the_first_change_nothing_is_different(calendar, outage_week):
    """Until the midnight of the outage the events are those of the scenario without it."""
    without = simulated(fraction_of_the_nation(0.01, **BUSY), calendar)
    first = next(place for place, event in enumerate(outage_week.events) if isinstance(event, WentAbsent))

    assert outage_week.events[:first] == without.events[:first]
    assert sum(isinstance(event, Closed) for event in outage_week.events[:first]) > 0
