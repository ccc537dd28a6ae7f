"""Records of requests are checked while a run goes on, and forgetting what is settled hides no fault."""

import pytest

from engine.linked.postbox import Postbox
from engine.linked.records import Answered, Asked
from engine.linked.requests import VerifyIdentity
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.linked.words import System
from sim.rehearsal.requests import RequestRecords

SECOND_US = 1_000_000


@pytest.fixture
def asking():
    """What asks so many parties' identities from an instant on; the records, which let go after fifty; the book."""
    settings = shipped_settings()
    systems = simulated_systems(settings, mixed_key_words(1))
    postbox = Postbox(settings, systems, mixed_words(2), at=0)
    records = RequestRecords({system: one.book for system, one in systems.items()}, kept_max=50)

    def ask(first, count):
        for number in range(first, first + count):
            records.add(postbox.ask(VerifyIdentity(dispute_id=number, subject=0), number * SECOND_US))
            records.take(postbox.advance((number + 1) * SECOND_US - 1))
        records.take(postbox.advance((first + count + 60) * SECOND_US))

    return ask, records, systems[System.IDENTITY_AUTHENTICATION]


def test_what_is_settled_is_forgotten_and_counted(asking):
    """All requests are counted, none contradicts the book, and few records and works are still kept."""
    ask, records, system = asking
    ask(0, 200)

    assert (records.count()[Asked], records.count()[Answered]) == (200, 200)
    assert records.lost_or_done_twice(()) == 0
    assert len(records) <= 50
    assert len(system.book.works) <= 50


def test_what_was_done_twice_is_found_before_it_is_forgotten(asking):
    """A work done twice stays one contradiction when its records have gone."""
    ask, records, system = asking
    ask(0, 1)
    (key,) = system.book.works
    system.book.works[key].times_done = 2
    ask(100, 200)

    assert key not in system.book.works
    assert records.lost_or_done_twice(()) == 1


def test_what_is_done_again_after_it_was_forgotten_is_found(asking):
    """A forgotten request that reaches its system once more stands in the book without having been asked for."""
    ask, records, system = asking
    ask(0, 200)
    request = VerifyIdentity(dispute_id=3, subject=0)
    system.send(request, request.key, 2, 2_000 * SECOND_US)

    assert records.lost_or_done_twice(()) == 1
