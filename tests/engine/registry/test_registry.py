"""The registry keeps the lifecycle of disputes and the assignment of their mediators in step."""

import msgspec
import pytest

from engine.calendar.day import DAY_US
from engine.desk.errors import StaleOfferError
from engine.events.enums import ActorRole, ClosingCode, DeclineReason
from engine.events.lifecycle_words import State, Transition
from engine.events.records import Closed, Offered
from engine.lifecycle.errors import MoveError, NotOpenError
from engine.registry.errors import RegistryClockError, RequestError, UnknownDisputeError
from engine.registry.example import MONDAY, filed_dispute, one_court_registry
from engine.registry.requests import AnswerOffer, FileCase
from tests.engine.registry.court import Platform


@pytest.fixture
def platform() -> Platform:
    return Platform(one_court_registry())


def test_an_agreement_closes_the_mediation_and_starts_the_window_for_its_confirmation(platform: Platform):
    """Concluded by all signatures, a delegated mediation is settled until the parties part, and its mediator free."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    platform.meet(1)
    platform.agree(1)
    events = platform.move(1, Transition.CONCLUDE, ActorRole.MEDIATOR)
    closed = [event for event in events if isinstance(event, Closed)]
    assert [event.closing_code for event in closed] == [ClosingCode.AGREEMENT]
    assert platform.state(1) is State.SETTLED
    platform.move(1, Transition.PART, ActorRole.PARTY, parties=0b01)
    assert platform.state(1) is State.CLOSED_OUT_OF_COURT


def test_a_conclusion_without_all_signatures_is_refused_and_the_desk_keeps_the_case(platform: Platform):
    """The rules are asked before the desk: a refused closing leaves mediator and case as they were."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    platform.meet(1)
    platform.move(1, Transition.DRAFT_AGREEMENT, ActorRole.MEDIATOR)
    with pytest.raises(MoveError, match="conclude from signing"):
        platform.move(1, Transition.CONCLUDE, ActorRole.MEDIATOR)
    assert platform.state(1) is State.SIGNING
    assert not [event for event in platform.events if isinstance(event, Closed)]


def test_a_period_that_ends_unextended_closes_under_code_6_and_the_court_registers(platform: Platform):
    """Nobody acts: the period expires by the clock, and the duty to register a delegated case is done by the clock."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    events = platform.wait(60)
    codes = [event.closing_code for event in events if isinstance(event, Closed)]
    assert codes == [ClosingCode.PERIOD_EXPIRED]
    assert platform.state(1) is State.REGISTERED


def test_an_extension_moves_the_end_for_the_desk_and_for_the_lifecycle(platform: Platform):
    """Agreed by all, an extension keeps the case open and off the list of overdue ones."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    until = platform.now + 90 * DAY_US
    platform.move(1, Transition.EXTEND, ActorRole.PARTY, parties=0b11, until=until)
    platform.wait(60)
    assert platform.state(1) is State.CONTACTING


def test_a_decline_looks_for_the_next_and_an_answer_to_an_old_offer_is_refused(platform: Platform):
    """The second mediator is offered at once; whoever declined can no longer accept."""
    platform.ask(*filed_dispute(1))
    late = platform.answer(1)
    platform.ask(platform.answer(1, DeclineReason.WORKLOAD))
    assert platform.state(1) is State.OFFERED
    with pytest.raises(StaleOfferError):
        platform.ask(late)


def test_a_lapsed_offer_goes_on_to_the_next_by_the_clock(platform: Platform):
    """Three working days of silence end the offer and make the next."""
    platform.ask(*filed_dispute(1))
    kinds = [type(event).__name__ for event in platform.wait(7)]
    assert kinds[:2] == ["Lapsed", "Moved"]
    assert "Offered" in kinds


def test_parties_take_their_case_back_before_acceptance_only(platform: Platform):
    """A withdrawal ends an offered case; of an accepted one it is refused by name."""
    platform.ask(*filed_dispute(1), *filed_dispute(2))
    platform.move(1, Transition.WITHDRAW, ActorRole.PARTY, parties=0b01)
    assert platform.state(1) is State.WITHDRAWN
    platform.accept(2)
    with pytest.raises(NotOpenError, match="offered, selecting"):
        platform.move(2, Transition.WITHDRAW, ActorRole.PARTY, parties=0b01)


def test_the_second_refusal_of_a_mediator_without_a_choice_counts_as_refusing_mediation(platform: Platform):
    """Replaced once, the court draws anew; replaced again, the case closes, a party being unwilling (ONL 14)."""
    platform.ask(*filed_dispute(1))
    platform.accept(1)
    platform.move(1, Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, parties=0b10)
    platform.move(1, Transition.RELEASE, ActorRole.COURT)
    assert platform.state(1) is State.OFFERED
    platform.accept(1)
    platform.move(1, Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, parties=0b10)
    events = platform.move(1, Transition.RELEASE, ActorRole.COURT)
    assert [event.closing_code for event in events if isinstance(event, Closed)] == [ClosingCode.PARTY_UNWILLING]
    assert platform.state(1) is State.TO_REGISTER


def test_a_panel_is_accepted_when_its_last_seat_is(platform: Platform):
    """Of two mediators, the first to accept leaves the case offered, the second begins its period (ONL 11)."""
    *opening, filing = filed_dispute(1)
    assert isinstance(filing, FileCase)
    events = platform.ask(*opening, msgspec.structs.replace(filing, panel_size=2))
    offers = [event for event in events if isinstance(event, Offered)]
    states: list[State] = []
    for offer in offers:
        platform.ask(AnswerOffer(case_id=1, mediator_id=offer.mediator_id, attempt=offer.attempt))
        states.append(platform.state(1))
    assert states == [State.OFFERED, State.CONTACTING]


def test_a_closed_case_gives_its_mediator_to_one_that_waits():
    """With room for two cases in all, the third is offered when the first is closed."""
    platform = Platform(one_court_registry(capacity=1))
    platform.ask(*filed_dispute(1), *filed_dispute(2), *filed_dispute(3))
    platform.accept(1)
    assert platform.state(3) is State.SELECTING
    platform.meet(1)
    platform.move(1, Transition.CLOSE_GAP, ActorRole.MEDIATOR)
    assert platform.state(3) is State.OFFERED


def test_requests_out_of_turn_are_refused(platform: Platform):
    """A date in the past, an undue clock, an unknown or taken number, a wrong request: each has its own error."""
    requests = filed_dispute(1)
    platform.ask(*requests)
    with pytest.raises(RegistryClockError, match="must not lie before"):
        platform.registry.execute(requests[0], MONDAY)
    with pytest.raises(RegistryClockError, match="advance"):
        platform.registry.execute(requests[0], platform.now + 30 * DAY_US)
    with pytest.raises(UnknownDisputeError, match="must not be registered already"):
        platform.ask(requests[0])
    with pytest.raises(UnknownDisputeError, match="dispute_id = 9"):
        platform.ask(FileCase(dispute_id=9, case_id=9))
    with pytest.raises(RequestError, match="parties = 64"):
        platform.ask(msgspec.structs.replace(filed_dispute(2)[0], parties=64))
    with pytest.raises(RequestError, match="applicants = 2"):
        platform.ask(msgspec.structs.replace(filed_dispute(2)[0], applicants=2))
    with pytest.raises(RequestError, match="answer_offer"):
        platform.move(1, Transition.ACCEPT, ActorRole.MEDIATOR)
