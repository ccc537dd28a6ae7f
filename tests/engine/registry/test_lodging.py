"""Complete applications: what they lead to, alone or together, and that they are the ordinary way in fewer steps."""

from typing import Any

import pytest

from engine.calendar.day import DAY_US
from engine.events.enums import (
    ActorRole,
    EntryRoute,
)
from engine.events.lifecycle_words import Clock, State, Transition
from engine.events.records import Filed, Offered
from engine.lifecycle.command import Command
from engine.linked.records import Asked
from engine.registry.errors import RegistryClockError, RegistryStandingError, RequestError, UnknownDisputeError
from engine.registry.example import MONDAY, filed_dispute, lodging, one_court_platform, one_court_registry
from engine.registry.lodging import Lodge
from engine.registry.requests import Move


@pytest.mark.parametrize("route", EntryRoute)
def test_an_application_handed_in_complete_stands_where_the_ordinary_way_leads(route: EntryRoute):
    """Lodged or drafted, identified, submitted and filed at one instant: the process is the same in the end."""
    lodged, filed = one_court_registry(), one_court_registry()
    lodged.execute(lodging(entry_route=route), MONDAY)
    for request in filed_dispute(1, entry_route=route):
        filed.execute(request, MONDAY)

    assert repr(lodged.dispute(1)) == repr(filed.dispute(1))


def test_where_nobody_is_free_the_court_has_its_days_to_designate():
    """A dispute that waits has a clock at once, as one that was drafted; an offered one has that of its offer."""
    registry = one_court_registry(capacity=1)
    *offered, waiting = registry.lodge_many([lodging() for _ in range(3)], MONDAY)

    assert isinstance(waiting, list)
    assert [event.__struct_config__.tag for event in waiting] == ["dispute_opened", "filed", "moved"]
    assert [list(registry.dispute(number).processes[number].clocks) for number in (1, 2, 3)] == [
        [Clock.OFFER],
        [Clock.OFFER],
        [Clock.DESIGNATION],
    ]
    assert all(isinstance(outcome, list) and isinstance(outcome[-1], Offered) for outcome in offered)


def test_numbers_follow_the_largest_ever_seen():
    """Disputes and their cases get the next numbers, whoever chose the earlier ones; a refusal takes none."""
    registry = one_court_registry()
    for request in filed_dispute(41):
        registry.execute(request, MONDAY)
    unfit = lodging()
    outcomes = registry.lodge_many([lodging(), Lodge(**{**_fields(unfit), "court_id": 9}), lodging()], MONDAY)

    numbers = [outcome[0].dispute_id if isinstance(outcome, list) else None for outcome in outcomes]
    assert numbers == [42, None, 43]
    assert [*registry.numbers] == [41, 42, 43]
    assert registry.next_number == 44
    assert registry.process(43)[0].dispute_id == 43


def test_a_refused_application_changes_nothing():
    """Too many parties, or none to answer, are refused by name; the registry is as before."""
    registry = one_court_registry()
    before = registry.standing()
    for wrong in ({"parties": 64}, {"parties": 1}, {"applicants": 2}):
        with pytest.raises(RequestError, match=next(iter(wrong))):
            registry.execute(Lodge(**{**_fields(lodging()), **wrong}), MONDAY)

    assert registry.standing() == before


def test_a_batch_may_not_be_older_than_the_last_request():
    """What comes too late is refused whole."""
    registry = one_court_registry()
    registry.lodge_many([lodging()], MONDAY)
    with pytest.raises(RegistryClockError):
        registry.lodge_many([lodging()], MONDAY - 1)

    assert [*registry.numbers] == [1]


def test_asking_about_a_lodged_dispute_changes_nothing():
    """A dispute that somebody has looked at has the same bytes as one that nobody has."""
    asked, left = one_court_registry(), one_court_registry()
    for registry in (asked, left):
        registry.lodge_many([lodging() for _ in range(9)], MONDAY)
    states = [asked.dispute(number).processes[number].state for number in asked.numbers]

    assert states == [State.OFFERED] * 6 + [State.SELECTING] * 3
    assert asked.standing() == left.standing()


def test_the_mediation_platform_is_told_of_every_lodged_dispute():
    """Each lodged dispute is registered with the linked platform once, in a batch as by itself."""
    together, alone = one_court_platform(), one_court_platform()
    outcomes = together.lodge_many([lodging(), lodging()], MONDAY)
    expected = [alone.execute(lodging(), MONDAY) for _ in range(2)]

    assert outcomes == expected
    asked = [one.request for happened in expected for one in happened if isinstance(one, Asked)]
    assert [(str(request.purpose), request.dispute_id) for request in asked] == [
        ("register_mediation", 1),
        ("register_mediation", 2),
    ]


def test_a_log_that_ends_between_filing_and_offer_is_taken_over():
    """A dispute whose lodging was cut off stands where its events say, and has the same standing either way."""
    registry, other = one_court_registry(), one_court_registry()
    opening, filed, offered = registry.execute(lodging(), MONDAY)
    other.replay([opening, filed])

    assert isinstance(filed, Filed)
    assert other.dispute(1).processes[1].state is State.SELECTING
    other.replay([offered])
    assert other.standing() == registry.standing()


@pytest.mark.parametrize("damage", [slice(0, -1), slice(0, 40), slice(1, None)])
def test_bytes_of_something_else_are_refused(damage: slice):
    """Books take over their own standing only."""
    registry = one_court_registry()
    registry.lodge_many([lodging()], MONDAY)
    with pytest.raises(RegistryStandingError):
        one_court_registry()._books.restore(registry._books.standing()[damage])


def test_a_case_of_another_dispute_is_nobody_elses():
    """The number of a lodged case cannot be used for a process of another dispute."""
    registry = one_court_registry()
    registry.lodge_many([lodging(), lodging()], MONDAY)
    command = Command(case_id=2, transition=Transition.CONSENT, actor=ActorRole.PARTY, parties=0b10)
    with pytest.raises(UnknownDisputeError):
        registry.execute(Move(dispute_id=1, command=command), MONDAY)


def test_disputes_put_to_rest_are_as_they_were():
    """What was awake and is asked about again is the same dispute, and goes on the same."""
    rested, awake = one_court_registry(), one_court_registry()
    for registry in (rested, awake):
        registry.lodge_many([lodging() for _ in range(6)], MONDAY)
        for request in filed_dispute(41):
            registry.execute(request, MONDAY)
    before = [repr(rested.dispute(number)) for number in rested.numbers]
    rested._books.disputes.rest()

    assert [repr(rested.dispute(number)) for number in rested.numbers] == before
    rested._books.disputes.rest()
    assert rested.advance(MONDAY + 90 * DAY_US) == awake.advance(MONDAY + 90 * DAY_US)


def _fields(request: Lodge) -> dict[str, Any]:
    return {name: getattr(request, name) for name in request.__struct_fields__}
