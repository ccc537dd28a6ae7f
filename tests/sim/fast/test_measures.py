"""The measures of the loop are those of its events."""

import math
from collections import defaultdict

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import DAY_US, HOUR_US
from engine.events import records
from sim.fast.measures import run_measures
from sim.fast.records import RowEvents
from sim.fast.simulate import run_fast
from sim.population.build import build_population
from tests.sim.fast.worlds import random_world


@pytest.mark.parametrize("number", [0, 1, 4])
def test_measures_are_those_counted_from_the_events(number: int):
    """Counted again in plain Python from the event records, every measure comes out."""
    world, calendar = random_world(number), WorkCalendar.china()
    people = build_population(world, seed=number)
    events: list = []
    take = RowEvents(people.mediator_organisation).events
    run = run_fast(world, people, calendar, lambda rows: events.extend(take(rows)), seed=number)
    outcome = run_measures(world, seed=number)
    counted = _counted(events, run.ends_at - run.starts_at, run.ends_at, calendar, people.roster.capacity.sum())
    for name, value in counted.items():
        assert outcome.measures[name] == pytest.approx(value, rel=1e-9), name
    assert math.fsum(outcome.waiting_mean_by_court) == pytest.approx(outcome.measures["waiting_mean"])
    capacity = np.bincount(people.roster.mediator_court, people.roster.capacity, people.roster.courts)
    load = np.nansum(outcome.utilisation_by_court * capacity) / capacity.sum()
    assert load == pytest.approx(outcome.measures["utilisation"])


def test_replications_differ_and_a_repeat_does_not():
    """The same seed and replication give the same measures to the last bit; another replication gives others."""
    world = random_world(2)
    first, again, other = (run_measures(world, seed=3, replication=number).measures for number in (0, 0, 1))
    assert first == again
    assert first != other


def _count_withdrawn(event, totals, left, weight_milli, *, was_filed) -> None:
    totals["withdrawn"] += 1
    totals["given_up"] += was_filed
    totals["pending"] -= left
    totals["waiting"] -= left if event.mediator_id is None else 0
    totals["load"] -= 0 if event.mediator_id is None else left * weight_milli


def _counted(events, span_us, ends_at, calendar, capacity) -> dict[str, float]:
    filed, accepted_at, weight, climbed, due = {}, {}, {}, set(), {}
    totals: defaultdict[str, float] = defaultdict(float)
    waits, durations = [], []
    for event in events:
        case, left = event.case_id, ends_at - event.recorded_at
        if isinstance(event, records.Filed | records.OpenedInProgress):
            weight[case] = event.weight_milli
            totals["pending"] += left
            if isinstance(event, records.Filed):
                filed[case] = event.occurred_at
                due_at = calendar.add_working_us(event.occurred_at, WORKING_DAY_US)
                if due_at < ends_at:
                    due[case] = due_at
                totals["waiting"] += left
            elif event.mediator_id is None:
                totals["waiting"] += left
            else:
                totals["load"] += left * weight[case]
                accepted_at[case] = event.accepted_at
        elif isinstance(event, records.Offered):
            totals["offers"] += 1
            totals["waiting"] -= left
            totals["load"] += left * weight[case]
        elif isinstance(event, records.Declined | records.Lapsed):
            totals["waiting"] += left
            totals["load"] -= left * weight[case]
        elif isinstance(event, records.Accepted):
            accepted_at[case] = event.occurred_at
            if case in filed:
                waits.append(event.occurred_at - filed[case])
                totals["in_time"] += case in due and event.occurred_at <= due[case]
        elif isinstance(event, records.Closed):
            durations.append(event.occurred_at - accepted_at[case])
            totals["settled"] += event.closing_code.outcome == "settled"
            totals["pending"] -= left
            totals["load"] -= left * weight[case]
        elif isinstance(event, records.Withdrawn):
            _count_withdrawn(event, totals, left, weight[case], was_filed=case in filed)
        elif isinstance(event, records.Escalated) and event.reason == "timed_out" and case in filed:
            climbed.add(case)
    return {
        "cases": len(filed),
        "accepted": len(waits),
        "closed": len(durations),
        "withdrawn": totals["withdrawn"],
        "withdrawn_share": totals["given_up"] / len(filed),
        "pending_mean": totals["pending"] / span_us,
        "waiting_mean": totals["waiting"] / span_us,
        "wait_mean_hours": float(np.mean(waits)) / HOUR_US,
        "accepted_in_time_share": totals["in_time"] / len(due),
        "offers_per_case": totals["offers"] / len(filed),
        "escalated_share": len(climbed) / len(filed),
        "settled_share": totals["settled"] / len(durations),
        "duration_mean_days": float(np.mean(durations)) / DAY_US,
        "utilisation": totals["load"] / (span_us * capacity * 1000),
    }
