"""Conflicts found and lifted, mediators replaced, overrides: nothing is edited, everything is matched again."""

import pytest

from engine.core.errors import AbsentError, CapacityError, ConflictError
from engine.core.ladder import Ladder, LadderStep
from engine.desk.errors import ChoiceError, ConflictEntryError, ConsentError, DeskCaseError
from engine.desk.example import MONDAY
from engine.desk.keys import Keys
from engine.desk.party_choice import Side
from engine.events.enums import (
    AbsenceCause,
    ClosingCode,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    DisputeType,
    OfferBasis,
    OverrideCode,
    ReleaseGround,
    Stage,
)
from engine.events.records import Closed, ConflictFound, Offered, OverrideApproved, Released
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster, the

COURT_ONLY = Ladder(steps=(LadderStep(circle=0),))
KIN = (ConflictGround.KINSHIP, ConflictSource.DISCLOSED)
BOTH = frozenset(Side)


def held(desk, case_id=1):
    """File a case, let it be accepted and return its mediator."""
    desk.file(filing(case_id), MONDAY)
    mediator = asked(desk, case_id)
    desk.accept(case_id, mediator, desk.core.case(case_id).attempt, MONDAY)
    return mediator


def test_a_conflict_known_beforehand_bars():
    """A mediator barred while the case waits is not offered it when he gets room."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    held(desk)
    desk.file(filing(2), MONDAY)

    assert kinds(desk.find_conflict(2, 0, *KIN, MONDAY)) == ["ConflictFound"]
    assert kinds(desk.close(1, ClosingCode.AGREEMENT, MONDAY)) == ["Closed"]


@pytest.mark.parametrize("accepted", [True, False])
def test_a_conflict_found_later_takes_the_case_away_and_draws_anew(accepted):
    """Whoever is asked or holds the case is released first, then barred; the new offer is a new draw."""
    desk = desk_of(roster([0, 0]))
    desk.file(filing(1), MONDAY)
    first = asked(desk, 1)
    if accepted:
        desk.accept(1, first, 1, MONDAY)
    released, found, offered = desk.find_conflict(1, first, *KIN, MONDAY + 1)

    assert isinstance(released, Released)
    assert (released.ground, released.attempt) == (ReleaseGround.CONFLICT, 1)
    assert isinstance(found, ConflictFound)
    assert isinstance(offered, Offered)
    assert (offered.mediator_id, offered.attempt, offered.basis) == (1 - first, 2, OfferBasis.DRAWN)


def test_whoever_was_released_is_matched_and_not_with_the_same_case():
    """A mediator who loses a case for a conflict takes the oldest other case that waits."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    held(desk)
    desk.file(filing(2), MONDAY)
    events = desk.find_conflict(1, 0, *KIN, MONDAY)

    assert kinds(events) == ["Released", "ConflictFound", "Offered"]
    assert events[2].case_id == 2
    assert desk.core.case(1).stage is Stage.WAITING


def test_the_same_conflict_twice_is_once():
    """A mediator who is barred already is not barred again, and nothing happens."""
    desk = desk_of(roster([0, 0]))
    desk.file(filing(1), MONDAY, choose=True)

    assert kinds(desk.find_conflict(1, 0, *KIN, MONDAY)) == ["ConflictFound"]
    assert desk.find_conflict(1, 0, *KIN, MONDAY) == []


def test_a_conflict_can_bring_a_new_round():
    """If everybody else has declined, barring the last one left opens a round at once."""
    desk = desk_of(roster([0, 0]), ladder=COURT_ONLY)
    desk.file(filing(9), MONDAY)
    busy = asked(desk, 9)
    desk.accept(9, busy, 1, MONDAY)
    desk.file(filing(1), MONDAY)
    assert asked(desk, 1) == 1 - busy
    assert kinds(desk.decline(1, 1 - busy, 1, DeclineReason.WORKLOAD, MONDAY)) == ["Declined"]

    assert kinds(desk.find_conflict(1, busy, *KIN, MONDAY)) == ["ConflictFound", "RoundOpened", "Offered"]


def test_both_parties_lift_a_conflict():
    """With the consent of both sides (SIM 15) the mediator may be asked again, and is."""
    desk = desk_of(roster([0]), ladder=COURT_ONLY)
    desk.file(filing(1), MONDAY)
    desk.find_conflict(1, 0, *KIN, MONDAY)
    with pytest.raises(ConsentError, match="respondent"):
        desk.lift_conflict(1, 0, {Side.APPLICANT}, MONDAY)

    assert kinds(desk.lift_conflict(1, 0, BOTH, MONDAY)) == ["ConflictLifted", "Offered"]
    with pytest.raises(ConflictEntryError):
        desk.lift_conflict(1, 0, BOTH, MONDAY)


def test_a_replacement_is_no_conflict():
    """A replacement cannot be entered as a conflict, and no consent lifts it."""
    desk = desk_of(roster([0, 0]))
    mediator = held(desk)
    with pytest.raises(ConflictEntryError):
        desk.find_conflict(1, mediator, ConflictGround.REPLACED, ConflictSource.PARTY, MONDAY)
    desk.replace(1, MONDAY)

    with pytest.raises(ConflictEntryError):
        desk.lift_conflict(1, mediator, BOTH, MONDAY)


def test_a_party_may_have_the_mediator_replaced_once():
    """The first time the court draws anew (ONL 14); the second time without a choice ends the mediation."""
    desk = desk_of(roster([0, 0, 0]))
    first = held(desk)
    events = desk.replace(1, MONDAY)
    assert kinds(events) == ["Released", "ConflictFound", "Offered"]
    grounds = the(Released, events).ground, the(ConflictFound, events).ground
    assert grounds == (ReleaseGround.REPLACED, ConflictGround.REPLACED)

    second = asked(desk, 1)
    assert second != first
    desk.accept(1, second, 2, MONDAY)
    (closed,) = desk.replace(1, MONDAY)
    assert isinstance(closed, Closed)
    assert closed.closing_code is ClosingCode.PARTY_UNWILLING
    assert desk.core.open_cases == 0


def test_the_parties_own_choice_replaces_again():
    """Parties who choose themselves are not taken to refuse mediation, however often they do."""
    desk = desk_of(roster([0] * 4))
    for attempt in range(1, 4):
        if attempt == 1:
            held(desk)
        mediator = asked(desk, 1)
        choice = next(m for m in range(4) if m not in desk.entry(1).bars and m != mediator)
        offered = the(Offered, desk.replace(1, MONDAY, choice=choice))
        assert (offered.mediator_id, offered.basis) == (choice, OfferBasis.CHOSEN)
        desk.accept(1, choice, attempt + 1, MONDAY)


def test_a_replacement_that_cannot_be_is_refused_before_anybody_is_released():
    """A choice that is busy, barred or the same person, and a case nobody holds, leave everything as it was."""
    desk = desk_of(roster([0, 0, 0]))
    mediator = held(desk)
    busy = held(desk, 2)
    desk.file(filing(3), MONDAY)

    with pytest.raises(ChoiceError, match="room"):
        desk.replace(1, MONDAY, choice=busy)
    with pytest.raises(DeskCaseError, match="another"):
        desk.replace(1, MONDAY, choice=mediator)
    with pytest.raises(DeskCaseError, match="holds"):
        desk.replace(3, MONDAY)
    with pytest.raises(DeskCaseError, match="holds"):
        desk.replace(1, MONDAY, mediator=busy)
    assert desk.core.case(1) == (Stage.ACCEPTED, 0, 1, mediator)


def test_an_override_is_marked_and_approved():
    """A human may put a case to somebody no draw would find; the offer has the code, and the approval a key."""
    only_labour = 1 << list(DisputeType).index(DisputeType.LABOUR)
    desk = desk_of(roster([0, 1], court_region=(0, 0), types=[(1 << 14) - 1, only_labour]))
    desk.file(filing(1), MONDAY)
    with pytest.raises(ConsentError, match="approve"):
        desk.override(1, 1, OverrideCode.EXPERTISE, MONDAY, approver=" ")
    released, offered, approved = desk.override(1, 1, OverrideCode.EXPERTISE, MONDAY, approver="presiding judge")

    assert isinstance(released, Released)
    assert released.ground is ReleaseGround.RESCINDED
    assert isinstance(offered, Offered)
    assert (offered.mediator_id, offered.basis, offered.override_code) == (
        1,
        OfferBasis.OVERRIDE,
        OverrideCode.EXPERTISE,
    )
    assert isinstance(approved, OverrideApproved)
    assert (approved.attempt, approved.approver_key) == (2, Keys().of("presiding judge"))


def test_an_override_may_end_a_choice():
    """A case that the parties choose for can be put out of sequence without an offer to take back."""
    desk = desk_of(roster([0, 0]))
    desk.file(filing(1), MONDAY, choose=True)

    assert kinds(desk.override(1, 0, OverrideCode.URGENT, MONDAY, approver="j")) == ["Offered", "OverrideApproved"]


def test_whoever_loses_an_offer_to_an_override_is_matched():
    """The mediator whose offer is taken back is offered the oldest case that waits."""
    desk = desk_of(roster([0, 1], court_region=(0, 0)), ladder=COURT_ONLY)
    desk.file(filing(1), MONDAY)
    desk.file(filing(2), MONDAY)
    events = desk.override(1, 1, OverrideCode.RELATED_CASE, MONDAY, approver="j")

    assert [(type(event).__name__, event.case_id) for event in events] == [
        ("Released", 1),
        ("Offered", 1),
        ("OverrideApproved", 1),
        ("Offered", 2),
    ]


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda desk: desk.go_absent(1, AbsenceCause.MANUAL, MONDAY), AbsentError),
        (lambda desk: desk.find_conflict(1, 1, *KIN, MONDAY), ConflictError),
        (lambda desk: desk.file(filing(2, 1), MONDAY), CapacityError),
        (lambda desk: desk.set_capacity(1, 0, MONDAY), CapacityError),
    ],
)
def test_no_approval_lifts_absence_conflict_or_want_of_room(prepare, error):
    """An override to somebody absent, in conflict or full is refused, and the open offer stays."""
    desk = desk_of(roster([0, 1], court_region=(0, 1), region_province=(0, 0)))
    desk.file(filing(1), MONDAY)
    prepare(desk)

    with pytest.raises(error, match="mediator = 1"):
        desk.override(1, 1, OverrideCode.OTHER, MONDAY, approver="j")
    assert desk.core.case(1).stage is Stage.OFFERED


def test_a_held_case_is_not_overridden():
    """A held case, or the mediator who is asked already, is refused."""
    desk = desk_of(roster([0, 0]))
    mediator = held(desk)

    with pytest.raises(DeskCaseError, match="held"):
        desk.override(1, 1 - mediator, OverrideCode.OTHER, MONDAY, approver="j")
    with pytest.raises(DeskCaseError, match="already"):
        desk.override(1, mediator, OverrideCode.OTHER, MONDAY, approver="j")
