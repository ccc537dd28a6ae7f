"""A world that matches in windows: legal, repeatable from its events, and even."""

from collections import Counter

import pytest

from engine.calendar.clock import WORKING_DAY_US
from engine.calendar.day import HOUR_US
from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy
from engine.events.enums import EscalationReason, OfferBasis
from engine.events.records import Declined, Escalated, Filed, Lapsed, Offered, RoundOpened
from sim.model import simulate as simulation
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.load import load_scenario, with_changes
from tests.engine.core.invariants import check_invariants
from tests.engine.core.reading import fingerprint
from tests.sim.model.conftest import SimulatedWeek, simulated

MATCHED = {"policy.name": "batch_optimal"}


@pytest.fixture(scope="module")
def matched_week(calendar):
    """A week of a hundredth of the nation, so crowded that cases wait and climb."""
    return simulated(fraction_of_the_nation(0.01, **{"population.mediators": 1_050, **MATCHED}), calendar)


@pytest.fixture
def cores(monkeypatch):
    """The cores that were simulated with, in order."""
    kept: list[AssignmentCore] = []

    class Kept(AssignmentCore):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            kept.append(self)

    monkeypatch.setattr(simulation, "AssignmentCore", Kept)
    return kept


def offers(run: SimulatedWeek) -> list[Offered]:
    """Every offer of a run."""
    return [event for event in run.events if isinstance(event, Offered)]


def test_the_events_give_the_same_state(calendar, cores):
    """A fresh core fed with the events of a world of matchings is equal to the one it ran with, byte for byte."""
    scenario = fraction_of_the_nation(0.01, **{"population.mediators": 1_050, "cases.weight_spread": 0.6, **MATCHED})
    run = simulated(scenario, calendar)
    (used,) = cores
    fresh = AssignmentCore(run.population.roster, used.settings)

    fresh.replay(run.events)

    assert used.settings.policy is Policy.BATCH_OPTIMAL
    assert fingerprint(fresh) == fingerprint(used)
    check_invariants(used)


def test_every_offer_is_a_match_at_the_end_of_a_window(matched_week, calendar):
    """Nobody is drawn, and every offer falls on the end of a working day, to one of a pool."""
    made = offers(matched_week)

    assert len(made) > 1_000
    assert {(e.basis, e.word, e.ticket_total, e.band_size) for e in made} == {(OfferBasis.MATCHED, 0, 0, 1)}
    assert min(e.pool_size for e in made) == 1
    for instant in {e.occurred_at for e in made}:
        assert calendar.working_us(matched_week.summary.starts_at, instant) % WORKING_DAY_US == 0
        assert calendar.is_working(instant - 1)


def test_windows_may_be_shorter(calendar):
    """With windows of two hours cases are offered every two working hours, hence sooner than at the day's end."""
    scenario = with_changes(load_scenario("one-court"), {"policy.window_working_hours": 2, **MATCHED})
    run = simulated(scenario, calendar)
    ends = {calendar.working_us(run.summary.starts_at, event.occurred_at) for event in offers(run)}

    assert {end % (2 * HOUR_US) for end in ends} == {0}
    assert len({end % WORKING_DAY_US for end in ends}) == 4


def test_a_case_is_matched_before_it_climbs(matched_week):
    """No case leaves the court it was filed at before a matching, at that very instant or earlier, has passed it."""
    made, made_before, climbs = 0, {}, 0
    for event in matched_week.events:
        if isinstance(event, Offered):
            made += 1
        elif isinstance(event, Filed):
            made_before[event.case_id] = made
        elif isinstance(event, Escalated) and event.reason is EscalationReason.TIMED_OUT:
            climbs += event.case_id in made_before
            assert made > made_before.get(event.case_id, -1)
    assert climbs > 100


def test_who_declines_is_not_matched_with_the_case_again(calendar):
    """Where a third of all offers is refused, nobody is asked twice in one round, and rounds are opened."""
    changes = {"offers.accept_share": 0.4, "offers.lapse_share": 0.1, **MATCHED}
    run = simulated(with_changes(load_scenario("one-court"), changes), calendar)
    refused: Counter[tuple[int, int]] = Counter()
    rounds: Counter[int] = Counter()
    for event in run.events:
        if isinstance(event, Offered):
            assert refused[event.case_id, event.mediator_id] <= rounds[event.case_id]
        elif isinstance(event, Declined | Lapsed):
            refused[event.case_id, event.mediator_id] += 1
        elif isinstance(event, RoundOpened):
            rounds[event.case_id] += 1
    assert rounds.total() > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lifetime_weight_is_spread_more_evenly_than_by_chance(calendar, cores, seed):
    """Over four weeks of one court, the mediators' weights differ less than under random draws of the same cases."""
    for changes in (MATCHED, {"policy.name": "random"}):
        simulated(with_changes(load_scenario("one-court"), changes), calendar, seed)
    matched, drawn = (core.mediators[1] for core in cores)

    assert matched.std() / matched.mean() < drawn.std() / drawn.mean()
