"""Parties who give up waiting: as often as theory says, at their instant, and nobody whom a mediator has accepted."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US
from engine.events.enums import OfferBasis, Stage
from engine.events.records import Accepted, Event, Filed, Offered, OpenedInProgress, Withdrawn
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.model.course import answer_to_offer, withdraws_at
from sim.model.laws import CaseLaws, case_laws
from sim.model.simulate import window_of
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.scenario import Scenario

CALENDAR = WorkCalendar.china()
SEED = 4


def _world(**changes: Any) -> Scenario:
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return fraction_of_the_nation(0.01, **({"window.history_days": 20} | named))


def _story(world: Scenario) -> list[Event]:
    people = build_population(world, seed=SEED)
    events: list[Event] = []
    take = RowEvents(people.mediator_organisation).events
    run_fast(world, people, CALENDAR, lambda rows: events.extend(take(rows)), seed=SEED)
    return events


def _laws(world: Scenario) -> CaseLaws:
    return case_laws(world, CALENDAR, seed=SEED, replication=0)


def _at(events: Sequence[Event], kind: type[Event]) -> dict[int, int]:
    """When each case's event of a kind happened."""
    return {event.case_id: event.occurred_at for event in events if isinstance(event, kind)}


@pytest.fixture(scope="module")
def crowded() -> tuple[Scenario, list[Event]]:
    """A week in which mediators are too few from the start, and half of the parties wait for three days on average."""
    world = _world(
        window__days=7, window__history_days=60, population__mediators=900, withdrawal__share=0.5,
        withdrawal__patience_mean_days=3.0,
    )  # fmt: skip
    return world, _story(world)


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_where_nobody_is_there_patience_alone_decides(share: float):
    """With all mediators away, 1 - exp(-t / m) of the impatient are gone t after filing (z-scores below 4)."""
    days, mean_days = 14, 4.0
    plain = _world(window__days=days)
    away = {"on": plain.window.starts_on, "kind": "outage", "share": 1.0}
    world = _world(window__days=days, change=[away], withdrawal__share=share, withdrawal__patience_mean_days=mean_days)
    events, ends_at = _story(world), window_of(world)[1]
    filed, withdrawn = _at(events, Filed), _at(events, Withdrawn)

    assert not any(isinstance(event, Offered) for event in events)
    for horizon_days in (0.5, 2.0, 5.0, 10.0):
        horizon = round(horizon_days * DAY_US)
        seen = [case for case, at in filed.items() if at + horizon < ends_at]
        gone = sum(withdrawn.get(case, ends_at) <= filed[case] + horizon for case in seen)
        expected = share * -np.expm1(-horizon_days / mean_days)
        assert len(seen) > 500
        assert abs(gone - expected * len(seen)) < 4 * sqrt(len(seen) * expected * (1 - expected))


def test_with_room_for_all_the_answer_and_patience_race():
    """A case offered at its filing is accepted if the answer comes no later than patience ends, else withdrawn then."""
    world = _world(
        window__days=4, offers__accept_share=1.0, offers__lapse_share=0.0, withdrawal__share=1.0,
        withdrawal__patience_mean_days=0.3,
    )  # fmt: skip
    events, laws, ends_at = _story(world), _laws(world), window_of(world)[1]
    filed, accepted, withdrawn = (_at(events, kind) for kind in (Filed, Accepted, Withdrawn))
    offers = [event for event in events if isinstance(event, Offered) and filed.get(event.case_id) == event.occurred_at]
    asked = {event.case_id: event.mediator_id for event in events if isinstance(event, Withdrawn)}
    outcomes: list[bool] = []
    for offer in offers:
        answers_at = answer_to_offer(laws, offer.case_id, 1, offer.occurred_at)[1]
        ends = withdraws_at(laws, offer.case_id, offer.occurred_at)
        if min(answers_at, ends) < ends_at:
            found = accepted.get(offer.case_id), withdrawn.get(offer.case_id), asked.get(offer.case_id)
            patient = answers_at <= ends
            assert found == ((answers_at, None, None) if patient else (None, ends, offer.mediator_id))
            outcomes.append(patient)

    assert min(outcomes.count(True), outcomes.count(False)) > 100


def test_cases_met_in_progress_carry_their_patience_on(crowded: tuple[Scenario, list[Event]]):
    """Of those that nobody has accepted none is met whose patience was over; each is withdrawn when it is."""
    world, events = crowded
    laws, (starts_at, ends_at) = _laws(world), window_of(world)
    accepted, withdrawn = _at(events, Accepted), _at(events, Withdrawn)
    met = [event for event in events if isinstance(event, OpenedInProgress) and event.stage is not Stage.ACCEPTED]
    for event in met:
        ends = withdraws_at(laws, event.case_id, event.occurred_at)
        taken = event.case_id in accepted and accepted[event.case_id] <= ends
        assert ends >= starts_at
        assert withdrawn.get(event.case_id) == (None if taken or ends >= ends_at else ends)

    assert {event.stage for event in met} == {Stage.WAITING, Stage.OFFERED}


def test_nothing_happens_to_a_case_after_its_withdrawal(crowded: tuple[Scenario, list[Event]]):
    """No offer, answer, escalation or closing follows, and no accepted case is withdrawn."""
    _, events = crowded
    gone: set[int] = set()
    held: set[int] = set()
    for event in events:
        assert event.case_id not in gone
        if isinstance(event, Accepted) or (isinstance(event, OpenedInProgress) and event.stage is Stage.ACCEPTED):
            held.add(event.case_id)
        elif isinstance(event, Withdrawn):
            assert event.case_id not in held
            gone.add(event.case_id)

    assert len(gone) > 100


def test_whoever_was_asked_gets_the_oldest_case_that_waits(crowded: tuple[Scenario, list[Event]]):
    """An offer that ends by withdrawal gives its room to the next at once."""
    _, events = crowded
    followed = [
        following
        for event, following in pairwise(events)
        if isinstance(event, Withdrawn)
        and isinstance(following, Offered)
        and following.basis is OfferBasis.FREED
        and (following.mediator_id, following.occurred_at) == (event.mediator_id, event.occurred_at)
    ]

    assert len(followed) > 10


def test_without_impatience_nothing_differs():
    """With a share of 0 the length of patience is never asked for: every event is as without the section."""
    plain = _world(window__days=2)
    other = _world(window__days=2, withdrawal__patience_mean_days=0.1)

    assert _story(plain) == _story(other)
