"""Hearings stand in the diary of those who hold them, and none is held without a whole panel."""

from collections import defaultdict
from math import sqrt
from typing import Any

import msgspec
import pytest

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, MINUTE_US
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Article, Medium, State, Track, Transition
from engine.events.moves import Moved
from engine.events.records import Accepted
from engine.scheduling.booking import Booking
from engine.scheduling.resource import Resource
from engine.scheduling.words import BookingStatus, Purpose, ResourceKind
from sim.rehearsal.doors.order import DoorOrder
from sim.rehearsal.sessions import double_booked
from sim.scenario.lifecycle import Lifecycle
from tests.sim.rehearsal.test_doors import doors_run, moves

Z_MAX = 4.5
LATE_US = 14 * DAY_US
"""Nine means of the time until somebody applies."""
HEARD = {
    (Track.ARBITRATION, Transition.OPEN_HEARING),
    (Track.LITIGATION, Transition.OPEN_HEARING),
    (Track.EVALUATION, Transition.DELIVER_OPINION),
}


@pytest.fixture(scope="module")
def heard():
    """A month of many disputes that soon come to hearings, with few people to hear them."""
    soon = {"constitution_mean_days": 3.0, "hearing_mean_days": 8.0, "evaluation_mean_days": 5.0, "suit_share": 0.3}
    few = {"arbitrators": 5, "experts": 4, "judges": 4, "mediation_share": 0.1, "member_accepts_share": 0.7}
    return doors_run(28, 1_800, history_days=60, **soon, **few)


def hearings(events):
    """What was done where all had come together."""
    return [event for event in moves(events) if (event.track, event.transition) in HEARD]


def test_nobody_is_booked_twice_and_nothing_is_refused(heard):
    """Counted apart from the diary; a hearing of too few, or of others than the panel, would be a breach."""
    _, summary = heard

    assert summary["international"]["hearings"]["double_booked"] == 0
    assert (summary["refusals"], summary["first_refusal"]) == (0, None)
    assert (summary["invariants_broken"], summary["first_breach"]) == (0, None)


def test_every_hearing_is_in_the_diary(heard):
    """As many are held as happen, at each of the three doors, save those for which there was no time."""
    events, summary = heard
    counted, held = summary["international"]["hearings"], hearings(events)

    assert {(event.track, event.transition) for event in held} == HEARD
    assert 0 <= len(held) - counted["held"] <= counted["without_time"]
    assert counted["held"] > 50


def test_hearings_begin_at_quarters_in_office_hours(heard):
    """The diary says when, not the wish."""
    events, summary = heard
    calendar, instants = WorkCalendar.china(), [event.occurred_at for event in hearings(events)]
    at_quarters = [at for at in instants if at % (15 * MINUTE_US) == 0]

    assert len(instants) - len(at_quarters) <= summary["international"]["hearings"]["without_time"]
    assert all(calendar.working_us(at, at + 45 * MINUTE_US) == 45 * MINUTE_US for at in at_quarters)


def test_hearings_are_missed_moved_and_given_up(heard):
    """As many are missed as stated; some are moved, some cancelled when their case ends or is mediated first."""
    _, summary = heard
    counted, share = summary["international"]["hearings"], Lifecycle().no_show_share
    begun = counted["held"] + counted["missed"]

    assert abs(counted["missed"] - share * begun) / sqrt(share * (1 - share) * begun) < Z_MAX
    assert counted["moved"] > 0
    assert counted["cancelled"] > 0


def about(at: int) -> dict[str, Any]:
    """The fields of every event of one arbitration."""
    return {"occurred_at": at, "recorded_at": at, "dispute_id": 7, "case_id": 8, "court_id": 0}


def accepted(member):
    """A member joins the panel."""
    seat = {"mediator_id": member, "organisation_id": 0, "attempt": 1, "step": 0, "weight_milli": 1_000}
    return Accepted(**about(member), track=Track.ARBITRATION, **seat)


CONSTITUTED = Moved(
    **about(9),
    track=Track.ARBITRATION,
    transition=Transition.CONSTITUTE,
    actor=ActorRole.INSTITUTION,
    state=State.CONSTITUTED,
    number=3,
    article=Article.ASSUMED,
)


def test_a_panel_of_too_few_is_noticed():
    """Constituted with two acceptances of three is a breach, with three it is none."""
    order = DoorOrder()
    for member in (1, 2):
        order.follow(accepted(member))

    assert order.follow(CONSTITUTED) == "a panel of 3 must have been accepted by as many, not by 2"
    order.follow(accepted(3))
    assert order.follow(CONSTITUTED) is None


def test_a_hearing_without_its_panel_is_noticed():
    """Before it is constituted, and by others than its members."""
    order = DoorOrder()
    for member in (1, 2, 3):
        order.follow(accepted(member))

    assert order.hear(8, (1, 2, 3)) == "case 8 must have its whole panel before it is heard, not 3 members"
    order.follow(CONSTITUTED)
    assert order.hear(8, (1, 2, 4)) == "case 8 must be heard by its panel, not by [1, 2, 4]"
    assert order.hear(8, (3, 2, 1)) is None


def test_who_is_booked_twice_is_counted():
    """Two bookings of one person that overlap are one; not if one of them was cancelled, nor if they only touch."""
    first = Booking(
        number=0,
        dispute_id=7,
        case_id=8,
        court_id=0,
        track=Track.ARBITRATION,
        purpose=Purpose.HEARING,
        medium=Medium.VIDEO,
        participants=(Resource(ResourceKind.ARBITRATOR, 1),),
        starts_at=0,
        ends_at=10,
        not_after=None,
        attempt=1,
        revision=0,
        status=BookingStatus.BOOKED,
        changed_at=0,
    )
    changes = ({"starts_at": 9, "ends_at": 19}, {"starts_at": 9, "status": BookingStatus.CANCELLED}, {"starts_at": 10})
    second = [msgspec.structs.replace(first, number=1, **change) for change in changes]

    assert [double_booked([first, other]) for other in second] == [1, 0, 0]


def test_a_suit_sent_to_mediation_is_mediated_commercially(heard):
    """What the commercial court entrusts goes to commercial mediation next, and its hearing is no longer booked."""
    events, _ = heard
    of_dispute = defaultdict(list)
    for event in moves(events):
        of_dispute[event.dispute_id].append(event)
    after = [
        [(one.track, one.transition) for one in lives[place + 1 :]]
        for lives in of_dispute.values()
        for place, event in enumerate(lives)
        if event.transition is Transition.ENTRUST_MEDIATION and event.occurred_at < events[-1].occurred_at - LATE_US
    ]

    assert after
    assert all((Track.COMMERCIAL_MEDIATION, Transition.APPLY) in later for later in after)
