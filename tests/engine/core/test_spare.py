"""Spare places, and people who are appointed to them while cases wait and are held."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from engine.audit.roster_file import read_roster_file, roster_hash, write_roster_file
from engine.core.assignment import AssignmentCore
from engine.core.census import appointed_census, presence_census
from engine.core.errors import RosterError, VacancyError
from engine.core.example import one_court_roster
from engine.core.layout import lay_out
from engine.core.policy import Policy, PolicySettings
from engine.core.qualification import is_appointed, qualification_of
from engine.core.spare import usual_spare, with_spare_places
from engine.core.views import Verdict
from engine.events.enums import DisputeType, Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.reading import contents
from tests.engine.core.worlds import mediator, random_roster, roster

CASE = 1
FAMILY = 1 << tuple(DisputeType).index(DisputeType.FAMILY)


def pair_with(places: int, *, mediators: int = 1, policy: Policy = Policy.BAND_DRAW, capacity: int = 1) -> Pair:
    """One court with so many mediators and vacant places."""
    made_of = roster(*(mediator(capacity=capacity) for _ in range(mediators)))
    return Pair(with_spare_places(made_of, np.array([places])).roster, PolicySettings(policy=policy))


def test_everybody_keeps_his_court_and_what_he_is():
    """Between vacant places, whoever was there has another number and the same court, attributes and room."""
    for seed in range(20):
        random = Random(seed)
        before = random_roster(random)
        places = np.array([random.randrange(4) for _ in range(before.courts)])
        wider, number = with_spare_places(before, places)

        assert wider.mediators == before.mediators + places.sum()
        assert np.flatnonzero(~wider.vacant).tolist() == number.tolist()
        for name in ("mediator_court", "capacity", "dispute_types", "languages", "origin", "gender", "attributes"):
            assert getattr(wider, name)[number].tolist() == getattr(before, name).tolist()
        assert np.bincount(wider.mediator_court[wider.vacant], minlength=wider.courts).tolist() == places.tolist()


def test_one_place_for_ten_and_two_at_least():
    """By default a court has two places, or one for each ten mediators it has begun."""
    made_of = roster(*(mediator(court) for court in (0, *(1,) * 21)), court_region=(0, 0, 0))

    assert usual_spare(made_of).tolist() == [2, 3, 2]


@pytest.mark.parametrize("places", [-1, 10_001])
def test_places_out_of_bounds_are_named(places: int):
    """Fewer places than none, or more than any court could need, are refused with court and bound."""
    with pytest.raises(RosterError, match=rf"court 0 = {places}: must be within 0..10000"):
        with_spare_places(one_court_roster(), np.array([places]))


def test_a_roster_without_spare_places_is_what_it_was(tmp_path: Path):
    """Its file has no new column and its digest is the one that older stores have; with places both differ."""
    plain = one_court_roster()
    wider = with_spare_places(plain, np.array([2])).roster
    for name, one in (("plain", plain), ("wider", wider)):
        write_roster_file(one, tmp_path / name)
        assert roster_hash(read_roster_file(tmp_path / name)) == roster_hash(one)

    assert roster_hash(plain) == "ea0a1cb1894a70215ddc87dcb3ea11ad990aaaa3146a2d85913f74e4dc9bd3a2"
    assert roster_hash(wider) != roster_hash(plain)
    assert read_roster_file(tmp_path / "wider").vacant.tolist() == [False, False, True, True]


def test_a_vacant_place_is_nobody():
    """It is in no pool, no funnel and no census, nobody can be asked by its number, and it pulls no case."""
    pair = pair_with(2)
    pair.apply(events.filed(CASE))

    assert pair.tickets(CASE) == {0: 1}
    assert pair.why_not(CASE, 1) is Verdict.OUTSIDE
    assert pair.compiled.funnel(CASE).roster == 1
    assert pair.decide_pull(1) is None
    assert (appointed_census(pair.compiled.state), presence_census(pair.compiled.state)) == (1, (1, 0, 0))
    assert [is_appointed(pair.compiled, place) for place in (-1, 0, 1, 2, 3)] == [False, True, False, False, False]


def test_who_is_appointed_is_drawn_and_pulls():
    """From his appointment on he is offered what waits, by his own attributes, and counts like everybody."""
    pair = pair_with(1)
    for case_id in (CASE, 2):
        pair.apply(events.filed(case_id))
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.appointed(1, dispute_types=FAMILY, capacity=2))

    assert pair.decide_pull(1) == 2
    assert pair.tickets(2) == {1: 1}
    assert qualification_of(pair.compiled, 1) == (FAMILY, 1, 0, 1000, 2)
    assert appointed_census(pair.compiled.state) == 2
    pair.check()


def test_a_court_without_a_vacant_place_says_so():
    """The refusal names the court and how many places it was made with."""
    pair = pair_with(1)
    assert pair.compiled.vacant_place(0) == 1
    pair.apply(events.appointed(1))

    with pytest.raises(VacancyError, match="court_id = 0: must have a vacant place: all 1 that"):
        pair.compiled.vacant_place(0)
    assert pair.refusal(events.appointed(1)) is VacancyError


def test_who_is_qualified_for_less_keeps_what_he_holds():
    """He is drawn for nothing that he no longer takes, and answers and closes what he was asked for before."""
    pair = pair_with(0, capacity=3)
    for case_id in (CASE, 2):
        pair.apply(events.filed(case_id))
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.qualified(0, dispute_types=1, capacity=1))

    assert pair.why_not(2, 0) is Verdict.DISPUTE_TYPE
    pair.apply(events.accepted(CASE, 0))
    assert pair.case(CASE).stage is Stage.ACCEPTED
    pair.apply(events.closed(CASE, 0))
    pair.check()


def test_many_changes_are_the_same_as_one_after_another():
    """A block of changes leaves every byte of the state as single ones do."""
    made_of = with_spare_places(random_roster(Random(3)), np.full(random_roster(Random(3)).courts, 3)).roster
    single, together = (AssignmentCore(made_of, PolicySettings()) for _ in range(2))
    changes = [
        events.appointed(place, court=court, dispute_types=1 << place % 14)
        for court in range(made_of.courts)
        for place in np.flatnonzero(made_of.vacant & (made_of.mediator_court == court)).tolist()
    ]
    single.replay(changes)
    with together.many_changes():
        together.replay(changes)

    assert contents(single) == contents(together)


def test_a_layout_is_what_a_roster_is_built_with():
    """Laid out anew, lists, positions, copies and counts are byte for byte those that the roster was given."""
    for seed in range(20):
        core = AssignmentCore(random_roster(Random(seed)), PolicySettings())
        before = contents(core)
        lay_out(core.state)

        assert contents(core) == before
