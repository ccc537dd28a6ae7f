"""People appointed and qualified at a running desk: who is matched, what begins where, and what is refused."""

from typing import Any

import numpy as np
import pytest

from engine.core.errors import CoreError, UnknownMediatorError, VacancyError
from engine.core.ladder import Ladder, LadderStep
from engine.core.qualification import qualification_of
from engine.core.spare import with_spare_places
from engine.desk.appointment import APPOINTED_AT_ONCE_MAX, Appointment
from engine.desk.desk import Desk
from engine.desk.errors import AppointmentError, DeskError
from engine.desk.example import MONDAY
from engine.events.enums import AbsenceCause, ConflictGround, ConflictSource, DeclineReason, DisputeType, Language
from engine.events.external_id import external_id_of
from engine.events.records import MediatorAppointed
from tests.engine.desk.worlds import ALL_TYPES, desk_of, filing, kinds, roster, the

COURT_ONLY = Ladder(steps=(LadderStep(circle=0),))
FAMILY, LABOUR = DisputeType.FAMILY, DisputeType.LABOUR


def desk_with(places: int, courts: list[int] | None = None, **fields: Any) -> Desk:
    """A desk of one mediator a court, or of those named, with so many vacant places at each court."""
    made_of = roster(courts or [0], **fields)
    return desk_of(with_spare_places(made_of, np.full(made_of.courts, places)).roster, ladder=COURT_ONLY)


def somebody(court_id: int = 0, **fields: Any) -> Appointment:
    """Takes family disputes, one at once."""
    return Appointment(
        **{"court_id": court_id, "organisation_id": 7, "dispute_types": (FAMILY,), "capacity": 1, **fields}
    )


def test_who_is_appointed_is_offered_what_waits():
    """He gets the first vacant place, belongs to his organisation, and takes the case that has waited longest."""
    desk = desk_with(2)
    for case_id in (1, 2, 3):
        desk.file(filing(case_id), MONDAY + case_id)
    events = desk.appoint([somebody(external_id="M-31")], MONDAY + 9)

    assert kinds(events) == ["MediatorAppointed", "Offered"]
    appointed = the(MediatorAppointed, events)
    assert (appointed.mediator_id, appointed.rank, external_id_of(appointed)) == (1, 1, "M-31")
    assert (events[1].case_id, desk.entry(2).seats[0].organisation_id) == (2, 7)
    assert (desk.organisation_of(1), desk.appointed) == (7, {1: "M-31"})


def test_many_begin_alike():
    """People of one command begin with the same weight: the second is not measured by the first."""
    desk = desk_with(3, capacity=9)
    for case_id in range(1, 7):
        desk.file(filing(case_id), MONDAY)
        desk.accept(case_id, 0, 1, MONDAY)
    events = desk.appoint([somebody(), somebody(), somebody(share_milli=400)], MONDAY)
    raised = [event.entry_milli for event in events if isinstance(event, MediatorAppointed)]

    assert raised[0] > 0
    assert len(set(raised)) == 1
    assert desk.core.mediators[1].tolist()[1:] == raised


def test_all_are_appointed_or_nobody():
    """Where one of many has no place left nobody is appointed, and the refusal names court and places."""
    desk = desk_with(2, [0, 1], court_region=(0, 0))
    before = desk.standing()
    with pytest.raises(VacancyError, match=r"court_id = 1: 3 appointed: must be at most 2, the places left vacant of"):
        desk.appoint([somebody(0), *[somebody(1)] * 3], MONDAY)

    assert desk.standing() == before
    desk.appoint([somebody(1)], MONDAY)
    with pytest.raises(VacancyError, match=r"court_id = 1: 2 appointed: must be at most 1, .* of the 2 that"):
        desk.appoint([somebody(1)] * 2, MONDAY)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": 0}, r"mediators\[1\]\.capacity = 0: must be within 1\.\.1000000"),
        ({"share_milli": 1001}, r"mediators\[1\]\.share_milli = 1001: must be within 1\.\.1000"),
        ({"rank": -1}, r"mediators\[1\]\.rank = -1: must be within 0\.\."),
        ({"organisation_id": 2**31}, r"mediators\[1\]\.organisation_id = 2147483648: must be within 0\.\."),
        ({"dispute_types": ()}, r"mediators\[1\]\.dispute_types is empty"),
        ({"languages": ()}, r"mediators\[1\]\.languages is empty"),
        ({"attributes": ("tall",)}, r"mediators\[1\]\.attributes = 'tall': must be left out: the roster has no"),
        ({"external_id": "x" * 33}, r"mediators\[1\]\.external_id = 'x+': must be printable.* at most 32 bytes"),
        ({"external_id": "17"}, r"mediators\[1\]\.external_id = '17': must not be a number"),
        ({"external_id": "A"}, r"mediators\[1\]\.external_id = 'A': must not be somebody's already"),
        ({"court_id": 1}, "court_id = 1: must be within 0..0"),
    ],
)
def test_what_no_roster_could_have_is_named(fields: dict[str, Any], words: str):
    """Field, value and bound of the one who is wrong; nobody of the command is appointed."""
    desk = desk_with(4)
    before = desk.standing()
    with pytest.raises((DeskError, CoreError), match=words):
        desk.appoint([somebody(external_id="A"), somebody(**fields)], MONDAY)

    assert desk.standing() == before


@pytest.mark.parametrize("count", [0, APPOINTED_AT_ONCE_MAX + 1])
def test_how_many_is_bounded(count: int):
    """A command appoints one at least and no more than its bound."""
    with pytest.raises(AppointmentError, match=rf"mediators has {count} entries: must have within 1\.\.500"):
        desk_with(2).appoint([somebody()] * count, MONDAY)


def test_names_are_nobody_elses():
    """Where the roster's mediators have ids of their own, whoever comes needs one that nobody has."""
    made_of = with_spare_places(roster([0]), np.array([3])).roster
    plain = desk_of(made_of, ladder=COURT_ONLY)
    desk = Desk(plain.core, plain.in_force, lambda *_: 0, external_ids={"M1"})
    for name, words in (("", "must be given"), ("M1", "must not be somebody's already")):
        with pytest.raises(AppointmentError, match=words):
            desk.appoint([somebody(external_id=name)], MONDAY)
    desk.appoint([somebody(external_id="M2")], MONDAY)

    with pytest.raises(AppointmentError, match="somebody's already"):
        desk.appoint([somebody(external_id="M2")], MONDAY)


def test_a_vacant_place_takes_no_command():
    """Whatever is asked about a place that nobody has is refused, and changes nothing."""
    desk = desk_with(1)
    desk.file(filing(1), MONDAY)
    before = desk.standing()
    for command in (
        lambda: desk.set_capacity(1, 3, MONDAY),
        lambda: desk.go_absent(1, AbsenceCause.MANUAL, MONDAY),
        lambda: desk.return_(1, AbsenceCause.MANUAL, MONDAY),
        lambda: desk.hold_presence(1, MONDAY + 9, MONDAY),
        lambda: desk.plan_absence(1, MONDAY, MONDAY + 9, MONDAY),
        lambda: desk.qualify(1, MONDAY, capacity=3),
        lambda: desk.find_conflict(1, 1, ConflictGround.KINSHIP, ConflictSource.COURT, MONDAY),
        lambda: desk.enter_relation("a", 1, ConflictGround.KINSHIP, ConflictSource.COURT, MONDAY, provenance="f"),
    ):
        with pytest.raises(UnknownMediatorError):
            command()

    assert desk.standing() == before


def test_a_qualification_changes_what_is_named_and_nothing_else():
    """What is left out stays; what he holds he keeps; the case that he may take now is offered at once."""
    desk = desk_with(0, capacity=2, types=1 << tuple(DisputeType).index(FAMILY))
    desk.file(filing(1), MONDAY)
    desk.file(filing(2, dispute_type=LABOUR), MONDAY)
    desk.accept(1, 0, 1, MONDAY)
    events = desk.qualify(0, MONDAY, dispute_types=(LABOUR,), share_milli=500)

    assert kinds(events) == ["MediatorQualified", "Offered"]
    assert (events[1].case_id, desk.cases_of(0)) == (2, (1, 2))
    types = 1 << tuple(DisputeType).index(LABOUR)
    assert qualification_of(desk.core, 0) == (types, 1, 0, 500, 2)
    assert desk.qualify(0, MONDAY, dispute_types=(LABOUR,), capacity=2) == []
    assert desk.core.case(1).mediator == 0


def test_the_last_who_had_not_declined_goes():
    """Once the only one who had not declined no longer takes such a case, all have, and their next round begins."""
    desk = desk_with(0, [0, 0], capacity=2, types=ALL_TYPES, languages=1)
    desk.go_absent(1, AbsenceCause.MANUAL, MONDAY)
    desk.file(filing(1), MONDAY)
    assert kinds(desk.decline(1, 0, 1, DeclineReason.WORKLOAD, MONDAY)) == ["Declined"]

    events = desk.qualify(1, MONDAY, languages=(Language.TIBETAN,))

    assert kinds(events) == ["MediatorQualified", "RoundOpened", "Offered"]
