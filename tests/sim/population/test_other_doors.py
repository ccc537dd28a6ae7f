"""A made-up nation has a few experts, arbitrators and judges where the international commercial courts sit."""

from engine.events.track import Track
from sim.population.build import build_population
from sim.population.other_doors import PEOPLE_EACH, made_up_people
from sim.scenario.load import load_scenario


def test_they_sit_in_guangdong_and_shaanxi():
    """Each roster has its people at one intermediate court of both provinces, and the nation's courts as they are."""
    nation = build_population(load_scenario("national-2020"), seed=1)
    found = made_up_people(nation)

    assert list(found) == [Track.EVALUATION, Track.ARBITRATION, Track.LITIGATION]
    for track, people in found.items():
        seats = sorted(set(people.roster.mediator_court.tolist()))
        assert [nation.court_tier[seat] for seat in seats] == ["intermediate"] * 2
        provinces = [int(nation.roster.court_province[seat]) for seat in seats]
        assert [nation.province_codes[province] for province in provinces] == ["44", "61"]
        assert people.roster.mediators == 2 * PEOPLE_EACH[track]
        assert (people.roster.court_region == nation.roster.court_region).all()
        assert len(people.mediator_organisation) == people.roster.mediators
