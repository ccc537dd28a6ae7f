"""Requests about people and about who handles a case, with the rules asked first."""

import msgspec
import pytest

from engine.desk.errors import ChoiceError, ConflictEntryError, ConsentError, DeskCaseError
from engine.desk.party_choice import Side
from engine.events.enums import (
    AbsenceCause,
    ActorRole,
    ClosingCode,
    ConflictGround,
    ConflictSource,
    OfferBasis,
    OverrideCode,
    PolicyName,
    ReleaseGround,
)
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.records import Closed, ConflictFound, Offered, PolicyAdopted, Released
from engine.lifecycle.errors import NotOpenError
from engine.registry.designation_requests import (
    ChooseMediator,
    EndChoice,
    FindConflict,
    LiftConflict,
    OpenChoice,
    OverrideDraw,
    ReplaceMediator,
)
from engine.registry.errors import RequestError
from engine.registry.example import filed_dispute, one_court_registry
from engine.registry.requests import FileCase
from engine.registry.staff_requests import (
    AdoptPolicy,
    EnterRelation,
    GoAbsent,
    HoldPresence,
    PlanAbsence,
    ReturnToWork,
    SetCapacity,
)
from tests.engine.registry.court import Platform

HOUR = 3_600_000_000
BOTH = tuple(Side)


@pytest.fixture
def platform() -> Platform:
    return Platform(one_court_registry())


def _holder(platform: Platform, case_id: int = 1) -> int:
    return platform.registry.panel(case_id)[0]


def _filing(case_id: int, **fields: object) -> FileCase:
    filing = filed_dispute(case_id)[-1]
    assert isinstance(filing, FileCase)
    return msgspec.structs.replace(filing, **fields)


def test_a_suspended_mediator_loses_what_he_holds_and_the_process_looks_again(platform: Platform):
    """With the desk's release the mediation leaves its mediator, its period stops, and another is asked at once."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    who = _holder(platform)
    events = platform.ask(GoAbsent(mediator_id=who, cause=AbsenceCause.SUSPENDED, release_held=True))
    released = next(event for event in events if isinstance(event, Released))
    assert (released.mediator_id, released.ground) == (who, ReleaseGround.ABSENT)
    assert platform.state(1) is State.OFFERED
    assert not any(event.mediator_id == who for event in events if isinstance(event, Offered))
    platform.ask(ReturnToWork(mediator_id=who, cause=AbsenceCause.SUSPENDED))


def test_nobody_is_taken_from_an_agreement_in_effect(platform: Platform):
    """Once all have signed, no way leads back to looking for a mediator: suspension with release is refused whole."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    platform.meet(1)
    platform.agree(1)
    who, before = _holder(platform), platform.registry.standing()
    for request in (
        GoAbsent(mediator_id=who, cause=AbsenceCause.SUSPENDED, release_held=True),
        FindConflict(case_id=1, mediator_id=who, ground=ConflictGround.KINSHIP, source=ConflictSource.PARTY),
        ReplaceMediator(case_id=1),
    ):
        with pytest.raises(NotOpenError, match="release from in_effect"):
            platform.registry.execute(request, platform.now)
        assert platform.registry.standing() == before
    platform.ask(GoAbsent(mediator_id=who, cause=AbsenceCause.SUSPENDED))
    assert _holder(platform) == who


def test_a_disclosed_conflict_moves_the_case_on_and_both_sides_may_lift_it(platform: Platform):
    """Who discloses a relation loses the case; he may have it again when both sides consent, and not by one of them."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    who = _holder(platform)
    platform.ask(
        FindConflict(case_id=1, mediator_id=who, ground=ConflictGround.EMPLOYMENT, source=ConflictSource.DISCLOSED)
    )
    assert platform.state(1) is State.OFFERED
    with pytest.raises(ConsentError):
        platform.ask(LiftConflict(case_id=1, mediator_id=who, consents=(Side.APPLICANT,)))
    platform.ask(LiftConflict(case_id=1, mediator_id=who, consents=BOTH))
    with pytest.raises(ConflictEntryError):
        platform.ask(LiftConflict(case_id=1, mediator_id=who, consents=BOTH))


def test_a_replacement_by_choice_is_offered_to_whom_the_parties_want(platform: Platform):
    """The parties name another; asked a second time without a choice, the mediation closes, a party being unwilling."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    who = _holder(platform)
    platform.move(1, Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, parties=0b10)
    events = platform.ask(ReplaceMediator(case_id=1, mediator_id=who, choice=1 - who))
    assert [event.basis for event in events if isinstance(event, Offered)] == [OfferBasis.CHOSEN]
    platform.accept(1)
    closed = [event for event in platform.ask(ReplaceMediator(case_id=1)) if isinstance(event, Closed)]
    assert [event.closing_code for event in closed] == [ClosingCode.PARTY_UNWILLING]
    assert platform.state(1) is State.TO_REGISTER


def test_parties_who_choose_at_the_filing_are_asked_before_anybody_is_drawn(platform: Platform):
    """Nobody is offered the case until both have chosen; whom they choose is, and nobody but one who could be drawn."""
    *opening, _ = filed_dispute(1)
    events = platform.ask(*opening, _filing(1, choose=True))
    assert not [event for event in events if isinstance(event, Offered)]
    with pytest.raises(ChoiceError):
        platform.ask(OpenChoice(case_id=1))
    platform.ask(ChooseMediator(case_id=1, mediator_id=1))
    assert platform.state(1) is State.OFFERED
    assert platform.answer(1).mediator_id == 1


def test_parties_who_do_not_agree_leave_it_to_the_court(platform: Platform):
    """The end of the choice draws at once."""
    *opening, _ = filed_dispute(1)
    platform.ask(*opening, _filing(1, choose=True))
    events = platform.ask(EndChoice(case_id=1))
    assert [event.basis for event in events if isinstance(event, Offered)] == [OfferBasis.DRAWN]


def test_an_override_takes_an_open_offer_back_and_makes_its_own(platform: Platform):
    """With a second person's approval the case goes to whom the court names; the process follows both steps."""
    platform.ask(*filed_dispute(1))
    other = 1 - platform.answer(1).mediator_id
    events = platform.ask(OverrideDraw(case_id=1, mediator_id=other, code=OverrideCode.URGENT, approver="judge 5"))
    assert [event.basis for event in events if isinstance(event, Offered)] == [OfferBasis.OVERRIDE]
    assert "judge 5" not in repr(platform.events)
    assert platform.state(1) is State.OFFERED
    platform.accept(1)
    assert _holder(platform) == other


def test_a_relation_in_the_register_bars_at_the_filing(platform: Platform):
    """Whoever is known to stand near a party is never asked for its case, and no event names the party."""
    platform.ask(
        EnterRelation(
            party="7f3a", mediator_id=0, ground=ConflictGround.KINSHIP, source=ConflictSource.RECORD, provenance="p 1"
        )
    )
    *opening, _ = filed_dispute(1)
    events = platform.ask(*opening, _filing(1, parties=("7f3a",)))
    assert [event.mediator_id for event in events if isinstance(event, ConflictFound)] == [0]
    assert platform.answer(1).mediator_id == 1
    assert "7f3a" not in repr(platform.events)


def test_room_presence_and_policy_reach_the_cases_that_wait():
    """More room, a leave that begins, a lease and another policy: each goes through the desk of the door named."""
    platform = Platform(one_court_registry(capacity=1))
    for case_id in (1, 2, 3):
        platform.ask(*filed_dispute(case_id))
    assert platform.state(3) is State.SELECTING
    platform.ask(SetCapacity(mediator_id=0, capacity=2))
    assert platform.state(3) is State.OFFERED
    platform.ask(PlanAbsence(mediator_id=1, starts_at=platform.now + HOUR, ends_at=platform.now + 2 * HOUR))
    platform.ask(HoldPresence(mediator_id=0, until=platform.now + HOUR))
    policy = platform.ask(AdoptPolicy(court_id=0, policy=PolicyName.RANDOM))
    assert [event.policy for event in policy if isinstance(event, PolicyAdopted)] == [PolicyName.RANDOM]
    kinds = {type(event).__name__ for event in platform.pass_time(3 * HOUR)}
    assert {"WentAbsent", "Returned"} <= kinds
    with pytest.raises(RequestError, match="no desk assigns its cases"):
        platform.ask(SetCapacity(track=Track.LITIGATION, mediator_id=0, capacity=2))


def test_what_nobody_has_cannot_be_taken_away(platform: Platform):
    """Before a mediator has accepted there is nobody to replace."""
    platform.ask(*filed_dispute(1))
    with pytest.raises(DeskCaseError):
        platform.ask(ReplaceMediator(case_id=1))
