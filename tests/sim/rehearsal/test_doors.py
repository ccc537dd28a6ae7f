"""International disputes go through the other doors by the rules, and linked systems that fail lose nothing of them."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import sqrt

import msgspec
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, local_datetime, local_instant_us
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.lifecycle.apply import opened
from engine.lifecycle.invariants import broken
from engine.lifecycle.rulebook import Rulebook
from engine.registry.intake import opening
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.rehearsal.doors.act import choose
from sim.rehearsal.doors.arrivals import COURTS_OF_THE_NATION, INTERNATIONAL_BIT, arrivals
from sim.rehearsal.doors.order import DoorOrder
from sim.rehearsal.doors.way import first_doors
from sim.rehearsal.rehearsal import Rehearsal
from sim.scenario.doors import Doors
from sim.scenario.load import load_scenario, with_changes
from tests.sim.model.nation import Collector
from tests.sim.rehearsal.lives import world

FULL_OF_ACCIDENTS = {
    "suspended_share": 0.4,
    "challenged_share": 0.5,
    "refused_share": 0.15,
    "annulled_share": 0.4,
    "performed_share": 0.3,
    "confirmation_share": 0.7,
    "objected_share": 0.3,
    "rejected_share": 0.2,
    "reconsidered_share": 0.5,
    "significant_share": 0.5,
    "before_suit_share": 0.1,
    "mediation_share": 0.4,
}
FROM = date(2024, 6, 3)
DOWN = ("litigation_service", "preservation", "case_handling", "commercial_court")
Z_MAX = 4.5
TWO_YEARS = {(Track.ARBITRATION, State.LAPSED), (Track.CONFIRMATION, State.LAPSED), (Track.LITIGATION, State.LAPSED)}
"""Nobody lets the two years pass in which something can be enforced."""


def outages(days):
    """An hour every morning and afternoon in which each of some systems is out."""
    dates = [(FROM + timedelta(day)).isoformat() for day in range(days)]
    starts = [datetime.fromisoformat(f"{day} {hour}:00") for day in dates for hour in (10, 15)]
    return [{"system": system, "starts_at": at, "ends_at": at + timedelta(hours=1)} for system in DOWN for at in starts]


def doors_run(days, a_year, **changes):
    """Rehearse one court and so many international disputes a year."""
    doors = FULL_OF_ACCIDENTS | {"international_per_year": a_year * COURTS_OF_THE_NATION} | changes
    lifecycle = {"doors": doors, "outage": outages(days)}
    scenario = with_changes(
        load_scenario("one-court"), {"window.starts_on": FROM, "window.days": days, "lifecycle": lifecycle}
    )
    calendar, population, sink = WorkCalendar.china(), build_population(scenario, seed=1), Collector()
    rehearsal = Rehearsal(scenario, population, calendar, seed=1)
    simulate(scenario, population, calendar, sink, seed=1, companion=rehearsal)
    return sink.events, rehearsal.summary()


@pytest.fixture(scope="module")
def rehearsed_doors():
    """Three weeks of some four hundred international disputes a year, half a year of them before."""
    return doors_run(21, 400, history_days=180)


def moves(events):
    """Moves at other doors than mediation at court."""
    return [event for event in events if isinstance(event, Moved) and event.track is not Track.MEDIATION]


def test_the_rules_allow_everything_at_the_other_doors(rehearsed_doors):
    """No act is refused and no invariant broken, however many accidents there are."""
    _, summary = rehearsed_doors

    assert (summary["refusals"], summary["first_refusal"]) == (0, None)
    assert (summary["invariants_broken"], summary["first_breach"]) == (0, None)
    assert summary["international"]["disputes_known"] > summary["international"]["disputes_opened"] > 0


def test_disputes_stand_at_every_door(rehearsed_doors):
    """Something happens at each of the six other doors, and most of their states are come to within weeks."""
    events, _ = rehearsed_doors
    seen = {(event.track, event.state) for event in moves(events)}
    states = {
        (track, state)
        for track, machine in Rulebook.shipped().machines.items()
        if track is not Track.MEDIATION
        for state in machine.states
    }

    assert {track for track, _ in seen} == {track for track, _ in states}
    assert len(seen) > 0.6 * len(states)


def test_the_summary_counts_what_was_recorded(rehearsed_doors):
    """Moves by door and transition, of international disputes and of confirmations, are those of the event stream."""
    events, summary = rehearsed_doors
    recorded = defaultdict(Counter)
    for event in moves(events):
        recorded[event.dispute_id & INTERNATIONAL_BIT > 0, event.track.value][event.transition.value] += 1
    counted = {
        (is_international, door): Counter(transitions)
        for is_international, part in ((True, "international"), (False, "confirmations"))
        for door, transitions in summary[part]["moves"].items()
    }

    assert counted == recorded


def test_new_international_disputes_keep_the_invariants(rehearsed_doors):
    """Their recorded events alone, judged again from the beginning, break nothing, and time runs forward."""
    events, summary = rehearsed_doors
    of_dispute = defaultdict(list)
    for event in events:
        if event.dispute_id & INTERNATIONAL_BIT:
            of_dispute[event.dispute_id].append(event)
    new = [lives for lives in of_dispute.values() if isinstance(lives[0], DisputeOpened)]

    assert len(new) == summary["international"]["disputes_opened"]
    assert [breach for lives in new for breach in broken(lives)] == []
    assert all(earlier.recorded_at <= later.recorded_at for earlier, later in pairwise(events))


def test_preservation_through_an_institution_takes_its_way(rehearsed_doors):
    """Transmitted, opened, secured, ruled on in the days that the rules give, carried out and served, in this order."""
    events, _ = rehearsed_doors
    of_case = defaultdict(list)
    for event in moves(events):
        if event.track is Track.PRESERVATION:
            of_case[event.case_id].append(event.transition)
    order = (Transition.TRANSMIT, Transition.OPEN_CASE, Transition.ORDER_SECURITY, Transition.GIVE_SECURITY,
             Transition.GRANT, Transition.CARRY_OUT, Transition.SERVE)  # fmt: skip
    whole = [taken for taken in of_case.values() if taken[0] is Transition.APPLY and Transition.SERVE in taken]

    assert whole
    assert all([step for step in taken if step in order] == list(order) for taken in whole)


def test_outages_lose_nothing_of_the_other_doors(rehearsed_doors):
    """With systems out two hours a day, requests fail, all are answered in the end, none twice."""
    _, summary = rehearsed_doors
    linked = summary["international"]["linked"]
    asked = linked["asked"]

    assert linked["failed"] > 0
    assert {"open_preservation", "transmit_preservation_letter", "file_case", "open_evaluation"} <= asked.keys()
    assert (linked["dead"], linked["lost_or_done_twice"], summary["linked"]["lost_or_done_twice"]) == (0, 0, 0)
    assert linked["unanswered_at_end"] <= 2
    hours = [datetime.fromisoformat(at).hour for at in linked["drained_at"] if at is not None]
    assert len(hours) >= len(linked["drained_at"]) - 2
    assert set(hours) <= {11, 16}


def test_what_comes_out_of_order_is_noticed(rehearsed_doors):
    """Of a dispute's moves alone, one that needs an earlier one is a breach as soon as that one is left out."""
    events, _ = rehearsed_doors
    granted = next(event for event in moves(events) if event.transition is Transition.GRANT)
    order = DoorOrder()

    assert order.follow(granted) == "grant at preservation must follow give_security"
    order.follow(msgspec.structs.replace(granted, transition=Transition.GIVE_SECURITY))
    assert order.follow(granted) is None


def test_disputes_come_at_the_stated_rate():
    """As many as a Poisson law of the stated yearly number gives, in order and in office hours."""
    _, laws, *_ = world()
    starts_at, days = local_instant_us(2022, 1, 3), 364
    doors = Doors(international_per_year=2_000.0)
    at = [
        at
        for at, _ in arrivals(
            doors, laws, courts=COURTS_OF_THE_NATION, starts_at=starts_at, ends_at=starts_at + days * DAY_US
        )
    ]
    mean = doors.international_per_year * days / 365.25

    assert abs(len(at) - mean) / sqrt(mean) < Z_MAX
    assert at == sorted(at)
    assert all(9 <= local_datetime(instant).hour <= 18 for instant in at)


def test_first_doors_are_taken_by_their_shares():
    """Of disputes that may be evaluated the stated share is; the rest splits by the others; none before 2024."""
    _, laws, *_ = world()
    rulebook, doors = Rulebook.shipped(), Doors(amount_median_yuan=1e9, amount_spread=0.0)
    _, first = next(
        arrivals(doors, laws, courts=COURTS_OF_THE_NATION, starts_at=local_instant_us(2022, 1, 3), ends_at=2**60)
    )
    dispute = opened(opening(first, 0))

    for year, evaluated in ((2024, doors.evaluation_share), (2022, 0.0)):
        at = local_instant_us(year, 6, 3)
        acts = first_doors(dispute, doors, rulebook.at(at), at)
        taken = Counter(
            act.opens for place in range(10_000) if (act := choose(acts, (place + 0.5) / 10_000)) is not None
        )
        rest = 1 - evaluated
        assert abs(taken[Track.EVALUATION] / 10_000 - evaluated) < 1e-3
        assert abs(taken[Track.COMMERCIAL_MEDIATION] / 10_000 - rest * doors.mediation_share) < 1e-3
        assert abs(taken[Track.LITIGATION] / 10_000 - rest * (doors.suit_share + doors.recognition_share)) < 1e-3


@pytest.mark.full
def test_every_state_of_every_door_is_come_to():
    """Two months of thousands of disputes walk all states of the six doors, save those of two years of neglect."""
    events, summary = doors_run(60, 2_500)
    seen = {(event.track, event.state) for event in moves(events)}
    states = {
        (track, state)
        for track, machine in Rulebook.shipped().machines.items()
        if track is not Track.MEDIATION
        for state in machine.states
    }

    assert states - seen == TWO_YEARS
    assert (summary["refusals"], summary["invariants_broken"]) == (0, 0)
    assert summary["international"]["linked"]["lost_or_done_twice"] == 0
