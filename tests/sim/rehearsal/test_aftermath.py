"""Confirmations from before a run stand where the rules would have led them, as many as the steady state has."""

import random
from math import sqrt

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, local_instant_us
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Track, Transition
from engine.events.moves import Moved
from engine.lifecycle.apply import opened
from engine.lifecycle.command import Command
from engine.lifecycle.invariants import Checker
from sim.model.course import features
from sim.model.simulate import simulate
from sim.order import Rank
from sim.population.build import build_population
from sim.rehearsal.doors.after_course import ANSWER_US, APPLIED_AT, PROCESS_SHIFT, STAGE
from sim.rehearsal.doors.after_law import AGREED, OVER, after_law
from sim.rehearsal.doors.aftermath import (
    ACCEPTED_AT,
    ATTEMPT,
    CASE_ID,
    CLOSED_AT,
    FILED_AT,
    PARTIAL_AT,
    WINDOW_ENDS_AT,
    aftermath,
)
from sim.rehearsal.doors.agents import Agents
from sim.rehearsal.doors.before import Before
from sim.rehearsal.doors.reinstatement import Reinstatement
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.law import MEDIA
from sim.rehearsal.rehearsal import Rehearsal
from sim.scenario.doors import Doors
from sim.scenario.load import load_scenario, with_changes
from tests.sim.model.nation import Collector
from tests.sim.rehearsal.lives import Life, lived, opening, world

STARTS_AT = local_instant_us(2022, 6, 6)
EVER = 2**60
Z_MAX = 4.5
EVENTFUL = Doors(
    confirmation_share=1.0,
    review_mean_days=3.0,
    decision_mean_days=9.0,
    refused_share=0.1,
    rejected_share=0.1,
    objected_share=0.4,
    revoked_share=0.2,
    performed_share=0.4,
    enforcement_mean_days=20.0,
    withdrawn_share=0.05,
)


def found(doors, count, seed):
    """Agreements of random cases of four months, and the rows of their confirmations, over a long run."""
    calendar, laws, _, law, lifecycle = world()
    chance = random.Random(seed)
    case_ids = np.array([chance.randrange(2**40) & ~(1 << 28 | 1 << 29) for _ in range(count)])
    filed_at = np.array([
        calendar.unlevelled(calendar.levelled(STARTS_AT - chance.randrange(120 * DAY_US))) for _ in range(count)
    ])  # fmt: skip
    rows = aftermath(laws, law, after_law(doors, lifecycle.rulebook.at(STARTS_AT)), case_ids, filed_at, STARTS_AT, EVER)
    return rows.agreements.tolist(), rows.confirmations.tolist()


def life_of(agreed, laws):
    """The life that led to an agreement; it was filed eight hours before its acceptance."""
    like = features(laws, np.array([agreed[CASE_ID]]), np.array([agreed[FILED_AT]]))
    agreed[FILED_AT], agreed[ATTEMPT] = agreed[ACCEPTED_AT] - 8 * HOUR_US, 1
    return Life(
        case_id=agreed[CASE_ID],
        route=int(like.entry_route[0]),
        code=1,
        accepted_at=agreed[ACCEPTED_AT],
        closes_at=agreed[CLOSED_AT],
    )


class Lived:
    """A dispute that goes on after its mediation by the rules, act by act, until a run begins."""

    def __init__(self, life, doors):
        _, laws, _, _, self.lifecycle = where = world()
        self.dispute, _ = lived(life, where)
        self.before = Before()
        self.agents = Agents(
            doors,
            laws,
            self.lifecycle.rulebook,
            self.before,
            dispute_of=lambda _: self.dispute,
            carry_out=lambda _, command, at: self.follow(self.lifecycle.execute(self.dispute, command, at)),
            number_of=lambda dispute: dispute.dispute_id | len(dispute.processes) << PROCESS_SHIFT,
        )

    def follow(self, events):
        """Plan what follows; what is applied for is looked at a minute later."""
        moved = {event.case_id for event in events if event.track is not Track.MEDIATION}
        at = events[-1].occurred_at
        if events[0].transition is Transition.APPLY:
            at += ANSWER_US
            self.before.at(at, Rank.ACTION, 0, lambda: self.agents.follow(self.dispute, moved, at, way=False))
        elif moved:
            self.agents.follow(self.dispute, moved, at, way=False)

    def apply(self, at):
        """Let all parties apply."""
        command = Command(
            case_id=self.dispute.dispute_id | 1 << PROCESS_SHIFT,
            track=Track.CONFIRMATION,
            transition=Transition.APPLY,
            actor=ActorRole.PARTY,
            parties=self.dispute.everybody,
        )
        self.before.at(at, Rank.ACTION, 0, lambda: self.follow(self.lifecycle.execute(self.dispute, command, at)))

    def until(self, end):
        """Live on; of one instant, the ends of periods come first."""
        while True:
            due, act_at = self.dispute.next_deadline, self.before.next_at
            if due is not None and due[0] < end and (act_at is None or due[0] <= act_at):
                self.follow(self.lifecycle.advance(self.dispute, due[0]))
            elif act_at is not None and act_at < end:
                self.before.happen()
            else:
                return self.dispute


def reinstated(agreed, after, life):
    """The same dispute, made of its rows."""
    calendar, laws, law, _, lifecycle = world()
    first = opening(life, law, laws)
    dossier = Dossier(
        case_id=life.case_id,
        dispute=opened(first),
        checker=Checker(),
        medium=MEDIA[0],
        route=life.route,
        closing_code=1,
    )
    Reinstatement(lifecycle.rulebook.at(STARTS_AT), calendar, STARTS_AT).reinstate(dossier, first, agreed, after)
    return dossier.dispute


def check(doors, count, seed):
    """Compare both for each agreement, and return the stages at which they stood."""
    _, laws, *_ = world()
    stages = set()
    for agreed, after in zip(*found(doors, count, seed), strict=True):
        life = life_of(agreed, laws)
        other = Lived(life, doors)
        other.apply(after[APPLIED_AT])
        dispute = other.until(STARTS_AT)
        mediation = dispute.processes[life.case_id]
        mediation.mediator_id = mediation.organisation_id = None
        stood = reinstated(agreed, after, life)
        if agreed[PARTIAL_AT] and agreed[WINDOW_ENDS_AT] < STARTS_AT:
            for one in (dispute, stood):  # what it leaves open has gone other ways meanwhile
                del one.processes[life.case_id]
            stood.last_at = dispute.last_at

        assert stood == dispute, (life, after)
        stages.add(after[STAGE])
    return stages


def test_a_confirmation_made_of_numbers_equals_one_that_was_lived():
    """At every stage, state, periods, facts and all else are those to which acts and rules have led."""
    assert check(EVENTFUL, 2_500, seed=3) == set(range(AGREED, OVER))


@pytest.mark.full
def test_thousands_of_them_equal_those_that_were_lived():
    """The same for thousands, with the shipped shares, too."""
    check(EVENTFUL, 30_000, seed=4)
    check(Doors(confirmation_share=1.0), 30_000, seed=5)


@pytest.fixture(scope="module")
def weeks():
    """Four weeks of a busy court, with the shipped shares and means."""
    changes: dict[str, object] = {"window.days": 28, "arrivals.cases_per_year": 30_000, "population.mediators": 1_000}
    changes["lifecycle"] = {"diary_share": 0.0, "doors": {"international_per_year": 0.0}}
    scenario = with_changes(load_scenario("one-court"), changes)
    calendar, population, sink = WorkCalendar.china(), build_population(scenario, seed=2), Collector()
    rehearsal = Rehearsal(scenario, population, calendar, seed=2)
    simulate(scenario, population, calendar, sink, seed=2, companion=rehearsal)
    return [event for event in sink.events if isinstance(event, Moved)], rehearsal.summary()


def happened(events, track, transition):
    """When something happened, in order."""
    return [event.occurred_at for event in events if (event.track, event.transition) == (track, transition)]


def test_as_many_confirmations_happen_as_agreements_give_rise_to(weeks):
    """From the first day on: what is applied for, confirmed and performed is the stated part of what came before it."""
    events, summary = weeks
    doors = Doors()
    settled = len([e for e in events if e.transition is Transition.SETTLE and e.deadline is not None])
    counts = {
        transition: len(happened(events, Track.CONFIRMATION, transition))
        for transition in (Transition.APPLY, Transition.CONFIRM, Transition.PERFORM)
    }
    applied, confirmed, performed = counts.values()
    # What is withdrawn may be so at either step, and what is refused or rejected only at its own.
    through = (1 - doors.refused_share - doors.withdrawn_share) * (1 - doors.rejected_share - doors.withdrawn_share)

    for found_, source, share in (
        (applied, settled, doors.confirmation_share),
        (confirmed, applied, through),
        (performed, confirmed, doors.performed_share),
    ):
        # Both are counts of independent cases; the earlier one's chance is scaled by the share.
        assert abs(found_ - share * source) / sqrt(share * source + share * share * source) < Z_MAX, counts
    assert summary["confirmations"]["from_before"] > 0
    assert (summary["refusals"], summary["invariants_broken"]) == (0, 0)


def test_confirmations_do_not_grow_from_nothing(weeks):
    """As many of each step happen in the first two weeks as in the last two, in enforcement, too."""
    events, _ = weeks
    middle = local_instant_us(2020, 8, 24) + 14 * DAY_US
    steps = [(Track.CONFIRMATION, one) for one in (Transition.APPLY, Transition.ACCEPT, Transition.PERFORM)]
    steps.append((Track.LITIGATION, Transition.COMPLETE))

    for track, transition in steps:
        instants = happened(events, track, transition)
        early = sum(instant < middle for instant in instants)
        assert len(instants) > 20
        assert abs(2 * early - len(instants)) / sqrt(len(instants)) < Z_MAX, (transition, early, len(instants))
