"""Applications of which no records are made come to what they come to one by one."""

from random import Random
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.calendar.day import DAY_US, HOUR_US
from engine.core.errors import CoreError
from engine.desk.example import words
from engine.errors import EngineError
from engine.events.lifecycle_words import Track
from engine.events.records import Event, Offered
from engine.events.written_part import WrittenPart
from engine.registry.asked_columns import asked_columns
from engine.registry.example import MONDAY, lodging, one_court_registry
from engine.registry.lodging import WRITTEN_MIN, Lodge
from tests.engine.registry.test_lodging_alike import answer_some, one_by_one, random_lodging, random_registry


def many_words(case_ids: NDArray[np.int64], attempt: int, at: int) -> NDArray[np.int64]:
    """The desk's own words, of many cases."""
    return np.array([words(case_id, attempt, at) for case_id in case_ids.tolist()], np.int64)


def some(random: Random, courts: int, odd_share: float) -> list[Lodge]:
    """Applications of which few are out of the ordinary, so that long runs of others stand between them."""
    requests: list[Lodge] = []
    while len(requests) < 150:
        one = random_lodging(random, courts)
        is_odd = one.panel_size > 1 or one.choose or one.court_id == courts or one.parties == 99 or one.applicants > 1
        if not is_odd or random.random() < odd_share:
            requests.append(replace(one, party_keys=one.party_keys if random.random() < odd_share else ()))
    return requests


@pytest.mark.parametrize("seed", range(4))
def test_written_and_recorded_are_the_same(seed: int):
    """Whatever is asked, the events are the same word for word, and so are the states, batch after batch."""
    together, alone, random = random_registry(seed), random_registry(seed), Random(seed)
    courts, at, are_written = together.desks[Track.MEDIATION].core.roster.courts, MONDAY, 0
    for odd_share in (0.0, 0.05, 0.2):
        requests = some(random, courts, odd_share)
        found, expected = together.lodge_many(requests, at, words=many_words), one_by_one(alone, requests, at)
        are_written += sum(isinstance(one, WrittenPart) for one in found)
        assert list(map(repr, found)) == list(map(repr, expected))
        assert together.standing() == alone.standing()
        at += random.choice((HOUR_US, DAY_US))
        assert together.advance(at) == alone.advance(at)
        new: list[Event] = [event for one in found if not isinstance(one, EngineError) for event in one]
        offers, again = [event for event in new if isinstance(event, Offered)], random.random()
        assert answer_some(together, Random(again), offers, at) == answer_some(alone, Random(again), offers, at)
    assert are_written >= WRITTEN_MIN
    assert together.standing() == alone.standing()


def test_what_the_core_refuses_ends_a_run():
    """An application to a court that does not exist is refused in its place, and harms no other of its run."""
    registry = one_court_registry(capacity=500)
    requests = [lodging() for _ in range(3 * WRITTEN_MIN)]
    requests[WRITTEN_MIN] = replace(requests[WRITTEN_MIN], court_id=9)
    outcomes = registry.lodge_many(requests, MONDAY, words=many_words)
    refused = [place for place, one in enumerate(outcomes) if isinstance(one, EngineError)]
    assert refused == [WRITTEN_MIN]
    assert isinstance(outcomes[WRITTEN_MIN], CoreError)
    assert [*registry.numbers] == list(range(1, 3 * WRITTEN_MIN))


@pytest.mark.parametrize("odd", [{"amount_fen": 2**63}, {"amount_fen": 1.5}, {"weight_milli": None}])
def test_what_no_column_holds_is_left_to_records(odd: dict[str, Any]):
    """A number beyond 64 bits, and what is no whole number, are not taken for others."""
    assert asked_columns([lodging(), replace(lodging(), **odd)], lambda _keys: False) is None


def test_parties_are_asked_about_where_they_are_named():
    """Who has a relation to a mediator, wants a panel or a choice goes the ordinary way, and nobody else does."""
    odd: list[dict[str, Any]] = [
        {},
        {"party_keys": ("a",)},
        {"party_keys": ("b",)},
        {"panel_size": 2},
        {"choose": True},
    ]
    found = asked_columns([replace(lodging(), **one) for one in odd], lambda keys: "b" in keys)
    assert found is not None
    assert found.is_ordinary.tolist() == [True, True, False, False, False]
