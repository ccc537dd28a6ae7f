"""A busy court: sessions in the diary, and after agreements the confirmations for which the parties apply."""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from math import sqrt

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, MINUTE_US
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Accepted, OpenedInProgress
from engine.lifecycle.invariants import broken
from sim.model.simulate import simulate
from sim.population.build import build_population
from sim.rehearsal.doors.timing import asks_at
from sim.rehearsal.outages import instant_of
from sim.rehearsal.rehearsal import Rehearsal
from sim.scenario.lifecycle import Lifecycle
from sim.scenario.load import load_scenario, with_changes
from tests.sim.model.nation import Collector
from tests.sim.rehearsal.lives import world

DOORS = {
    "confirmation_share": 0.6,
    "confirmation_mean_days": 0.4,
    "decision_mean_days": 0.5,
    "review_mean_days": 0.3,
    "refused_share": 0.1,
    "withdrawn_share": 0.1,
    "rejected_share": 0.2,
    "objected_share": 0.4,
    "performance_mean_days": 3.0,
    "performed_share": 0.5,
    "enforcement_mean_days": 2.0,
    "choice_mean_days": 2.0,
    "international_per_year": 0.0,
}
LATE_US = 5 * DAY_US
"""Who has not applied by then hardly ever does: twelve means."""
Z_MAX = 4.5
RESCHEDULED = 0.3
at = datetime.fromisoformat
DOWN = {"system": "case_handling", "starts_at": at("2020-09-02 09:00"), "ends_at": at("2020-09-02 17:00")}


@pytest.fixture(scope="module")
def confirmed():
    """Three weeks of one busy court in which nearly everything that may follow an agreement soon does."""
    lifecycle = {"doors": DOORS, "outage": [DOWN], "diary_share": 1.0, "rescheduled_share": RESCHEDULED}
    changes = {
        "window.days": 21,
        "arrivals.cases_per_year": 4_000,
        "population.mediators": 150,
        "lifecycle": lifecycle,
    }
    scenario = with_changes(load_scenario("one-court"), changes)
    calendar, population, sink = WorkCalendar.china(), build_population(scenario, seed=1), Collector()
    rehearsal = Rehearsal(scenario, population, calendar, seed=1)
    simulate(scenario, population, calendar, sink, seed=1, companion=rehearsal)
    return sink.events, rehearsal.summary()


def moved(events, track, *transitions):
    """Moves of some kinds at a door."""
    return [event for event in events if isinstance(event, Moved) and (event.track, event.transition) in {
        (track, transition) for transition in transitions
    }]  # fmt: skip


def test_the_stated_share_applies_together_and_in_time(confirmed):
    """Of agreements in effect for long enough, as many as stated; all parties together, and after it."""
    events, _ = confirmed
    settled = {
        event.dispute_id: event.occurred_at for event in moved(events, Track.MEDIATION, Transition.SETTLE)
        if event.state is State.SETTLED and event.occurred_at < events[-1].occurred_at - LATE_US
    }  # fmt: skip
    applied = {event.dispute_id: event for event in moved(events, Track.CONFIRMATION, Transition.APPLY)}
    asked = [applied[number] for number in settled if number in applied]
    share = DOORS["confirmation_share"]

    assert abs(len(asked) / len(settled) - share) / sqrt(share * (1 - share) / len(settled)) < Z_MAX
    assert all(settled[event.dispute_id] < event.occurred_at for event in asked)
    assert all(event.parties in (0b11, 0b111) for event in asked)


def test_the_court_deals_with_them_by_its_shares(confirmed):
    """Of those looked at, the stated share is turned down; of those examined, the stated share is rejected."""
    events, _ = confirmed
    kinds = (Transition.ACCEPT, Transition.REFUSE_ACCEPTANCE, Transition.WITHDRAW)
    accepted, refused, _ = (len(moved(events, Track.CONFIRMATION, kind)) for kind in kinds)
    rejected = len(moved(events, Track.CONFIRMATION, Transition.REJECT))
    ruled = rejected + len(moved(events, Track.CONFIRMATION, Transition.CONFIRM))

    for found, count, share in ((refused, accepted + refused, 1 / 9), (rejected, ruled, 2 / 9)):
        # Weights are taken in turn: refused 0.1, withdrawn 0.1, the rest; so 0.1 of the 0.9 that are not withdrawn.
        assert abs(found / count - share) / sqrt(share * (1 - share) / count) < Z_MAX


def test_everything_that_may_follow_is_lawful(confirmed):
    """Objections, revocations, performance and enforcement happen; nothing is refused and no invariant is broken."""
    events, summary = confirmed
    seen = {(event.track, event.state) for event in events if isinstance(event, Moved)}
    confirmation = {state for track, state in seen if track is Track.CONFIRMATION}
    of_dispute = defaultdict(list)
    for event in events:
        of_dispute[event.dispute_id].append(event)

    assert confirmation == {
        State.SUBMITTED, State.NOT_ACCEPTED, State.WITHDRAWN, State.EXAMINING, State.CONFIRMED,
        State.UNDER_OBJECTION, State.REJECTED, State.CLOSED, State.REVOKED, State.PERFORMED,
    }  # fmt: skip
    assert {(Track.LITIGATION, State.ENFORCING), (Track.LITIGATION, State.ENFORCED)} <= seen
    assert (summary["refusals"], summary["invariants_broken"]) == (0, 0)
    assert [b for lives in of_dispute.values() if isinstance(lives[0], DisputeOpened) for b in broken(lives)] == []
    assert sum(summary["states"].values()) == summary["disputes_touched"]


def test_the_court_waits_for_its_own_system(confirmed):
    """Nobody looks at an application made while the court's system is out before it is back, and none is lost."""
    events, summary = confirmed
    linked = summary["linked"]

    assert (linked["dead"], linked["lost_or_done_twice"]) == (0, 0)
    assert linked["asked"] == linked["answered"] + linked["unanswered_at_end"]
    assert [at[:13] for at in linked["drained_at"]] == ["2020-09-02T17"]
    out_from, out_to = instant_of(DOWN["starts_at"]), instant_of(DOWN["ends_at"])
    applied = {event.case_id: event.occurred_at for event in moved(events, Track.CONFIRMATION, Transition.APPLY)}
    accepted = {event.case_id: event.occurred_at for event in moved(events, Track.CONFIRMATION, Transition.ACCEPT)}
    late = [case_id for case_id, instant in applied.items() if out_from <= instant < out_to and case_id in accepted]

    assert late
    assert all(accepted[case_id] > out_to for case_id in late)


def test_applications_come_within_the_days_there_are():
    """However long the mean, the parties apply after the agreement and before the end of their thirty days."""
    calendar, laws, *_ = world()
    since = calendar.unlevelled(1_650_000_000_000_000)
    before = since + 30 * DAY_US
    asked = [asks_at(laws, case_id, since, before, mean) for case_id in range(500) for mean in (0.01, 5.0, 1_000.0)]

    assert all(since < instant < before for instant in asked)


def sessions(events):
    """When each mediator held sessions, by mediator, in order."""
    mediator_of, held = {}, defaultdict(list)
    for event in events:
        if isinstance(event, Accepted | OpenedInProgress):
            mediator_of[event.case_id] = event.mediator_id
        elif isinstance(event, Moved) and event.transition in (Transition.START_SESSION, Transition.HOLD_SESSION):
            held[mediator_of[event.case_id]].append(event.occurred_at)
    return held


def test_no_mediator_is_booked_twice_at_a_time(confirmed):
    """Sessions that found a time begin at quarters in office hours, and no mediator's follow each other too closely."""
    events, summary = confirmed
    calendar, diary = WorkCalendar.china(), summary["sessions"]
    at_quarters = {
        mediator: [instant for instant in instants if instant % (15 * MINUTE_US) == 0]
        for mediator, instants in sessions(events).items()
    }
    followed = [later - earlier for instants in at_quarters.values() for earlier, later in pairwise(instants)]
    found = [instant for instants in at_quarters.values() for instant in instants]

    assert diary["double_booked"] == 0
    assert min(followed) >= 45 * MINUTE_US
    assert len(found) > 0.6 * sum(map(len, sessions(events).values()))
    assert abs(len(found) - diary["held"]) <= diary["without_time"]
    assert all(calendar.working_us(instant, instant + 45 * MINUTE_US) == 45 * MINUTE_US for instant in found)


def test_sessions_are_missed_and_moved_by_their_shares(confirmed):
    """For each one held, as many were missed as stated; at most the stated share moves, for some find no other time."""
    _, summary = confirmed
    diary, missed = summary["sessions"], Lifecycle().no_show_share
    deviation = sqrt(RESCHEDULED * (1 - RESCHEDULED) * (diary["booked"] + diary["missed"]))

    assert abs(diary["missed"] / diary["held"] - missed) / sqrt(missed * (1 - missed) / diary["held"]) < Z_MAX
    assert 0 < diary["moved"] <= RESCHEDULED * (diary["booked"] + diary["missed"]) + Z_MAX * deviation
    assert diary["settings_per_held"] > 1


def test_what_fell_due_before_a_slow_filing_is_done_first():
    """Where applications lie for weeks, the clocks that began with them end before anybody is asked."""
    scenario = with_changes(load_scenario("one-court"), {"window.days": 21, "lifecycle": {"lead_mean_hours": 300.0}})
    calendar, population = WorkCalendar.china(), build_population(scenario, seed=1)
    rehearsal = Rehearsal(scenario, population, calendar, seed=1)
    simulate(scenario, population, calendar, Collector(), seed=1, companion=rehearsal)
    summary = rehearsal.summary()

    assert (summary["refusals"], summary["invariants_broken"]) == (0, 0)
    assert summary["reminders"] > 0
