"""Whom an outage takes, and in which order the changes of a scenario happen."""

from datetime import date
from math import floor, sqrt

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.model.planned import Adoption, Departure, Planned, Return, planned_changes
from sim.population.build import build_population
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.load import load_scenario

GOES, IS_BACK = date(2020, 8, 26), date(2020, 8, 28)


def outage(share, *, on=GOES, until: date | None = IS_BACK, **more):
    """An outage of Wednesday and Thursday."""
    return {"kind": "outage", "on": on, "until": until, "share": share, **more}


def planned(changes, seed=1):
    """What these changes come to for a hundredth of the nation."""
    scenario = fraction_of_the_nation(0.01, change=changes)
    return planned_changes(scenario, build_population(scenario, seed=seed).roster, seed=seed, replication=0)


def people(planned: Planned) -> set[int]:
    """Whom a departure or a return takes."""
    assert not isinstance(planned, Adoption)
    return set(planned.mediators.tolist())


def whom(changes, kind=Departure):
    """Whom the only departure, or return, takes."""
    (found,) = [each for each in planned(changes) if isinstance(each, kind)]
    return set(found.mediators.tolist())


def test_a_larger_outage_contains_the_smaller_ones():
    """Of 1,653 mediators the nearest whole number goes, and whoever goes in a smaller outage goes in a larger one."""
    small, large, everybody = (whom([outage(share)]) for share in (0.25, 0.6, 1.0))

    assert [len(each) for each in (small, large, everybody)] == [413, 992, 1653]
    assert small < large < everybody


def test_the_choice_is_shared_by_scenarios_and_differs_by_seed():
    """Another day, policy or demand leaves the choice as it was; another seed makes another."""
    alone = whom([outage(0.4)])
    scenario = fraction_of_the_nation(
        0.01, change=[outage(0.4, on=date(2020, 8, 29), until=None)], **{"policy.name": "deck"}
    )
    roster = build_population(scenario, seed=1).roster
    (other,) = planned_changes(scenario, roster, seed=1, replication=0)
    (another,) = planned_changes(scenario, roster, seed=2, replication=0)

    assert people(other) == alone
    assert people(another) != alone


def test_who_goes_is_drawn_evenly():
    """Over 400 seeds the mediators' share of outages of one in ten is binomial: mean 40, variance 36 (z below 4)."""
    scenario = fraction_of_the_nation(0.01, change=[outage(0.1)])
    roster = build_population(scenario, seed=1).roster
    counts = np.zeros(roster.mediators)
    for seed in range(400):
        counts[list(people(planned_changes(scenario, roster, seed=seed, replication=0)[0]))] += 1

    spread = counts.var() / 36.0
    assert counts.mean() == pytest.approx(40.0, rel=0.01)
    assert abs(spread - 1.0) < 4.0 * sqrt(2.0 / roster.mediators)


def test_an_outage_of_a_court_is_of_its_mediators_alone():
    """Half of one court's mediators go, halves rounded up, and nobody else's."""
    scenario = fraction_of_the_nation(0.01)
    court_of = build_population(scenario, seed=1).roster.mediator_court
    for court in range(5):
        away = whom([outage(0.5, court=court)])

        assert {int(court_of[mediator]) for mediator in away} == {court}
        assert len(away) == floor((court_of == court).sum() / 2 + 0.5)


def test_outages_in_a_row_let_nobody_come_back_for_an_instant():
    """Where one outage ends and another begins, those of both stay away without an event; the others come or go."""
    first, then = outage(0.6), outage(0.2, on=IS_BACK, until=date(2020, 8, 30))
    for changes in ([first, then], [then, first]):
        found = planned(changes)
        kinds = [type(each) for each in found]
        leave, back, gone, last = (people(each) for each in found)

        assert kinds == [Departure, Return, Departure, Return]
        assert gone == set()
        assert last == whom([outage(0.2)])
        assert back == leave - last


def test_changes_of_one_day_happen_in_the_order_of_the_file():
    """Who comes back comes first; the rest happens as it is written."""
    adopts = {"kind": "policy", "on": IS_BACK, "name": "random"}
    begins = {"kind": "outage", "on": IS_BACK, "share": 0.1, "court": 3}
    ends = outage(0.3, court=7)
    for changes, expected in (
        ([adopts, begins, ends], ["Return", "Adoption", "Departure"]),
        ([ends, begins, adopts], ["Return", "Departure", "Adoption"]),
    ):
        assert [type(each).__name__ for each in planned(changes)[1:]] == expected


def test_a_court_that_the_roster_does_not_have_is_refused():
    """With the user's own courts, whose number no scenario file holds, the roster is asked."""
    scenario = fraction_of_the_nation(0.01, change=[outage(0.5, court=99)])
    roster = build_population(load_scenario("one-court"), seed=1).roster

    with pytest.raises(ScenarioError, match=r"change #1\.court = 99: must be below 1, the courts there are"):
        planned_changes(scenario, roster, seed=1, replication=0)
