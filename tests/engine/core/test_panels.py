"""Cases that several mediators handle together (ONL 11), and cases for which the parties choose (ONL 10)."""

import pytest

from engine.core.assignment import NEW_ROUND, NOBODY, CaseView
from engine.core.errors import CaseStateError, ConflictError
from engine.core.policy import Policy, PolicySettings
from engine.core.views import Verdict
from engine.events.enums import ConflictGround, OfferBasis, Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.refusing import refused
from tests.engine.core.worlds import mediator, roster

CASE = 1


def panel(size: int, mediators: int) -> Pair:
    """A case for so many mediators of one court."""
    pair = Pair(roster(*(mediator() for _ in range(mediators))), PolicySettings(policy=Policy.RANDOM))
    pair.apply(events.filed(CASE, panel_size=size))
    return pair


def test_seats_are_filled_one_after_the_other_by_different_people():
    """Each draw is for the first seat that waits, among those who have no other seat of the case."""
    pair = panel(3, 3)
    for seat, drawn in enumerate((2, 1, 0)):
        decision = pair.decide_offer(CASE, -1)
        assert decision == (drawn, 3 - seat, 3 - seat, 3 - seat)
        pair.apply(events.offered(CASE, drawn, attempt=seat + 1, seat=seat))

    assert pair.cases[CASE] == tuple(CaseView(Stage.OFFERED, 0, seat + 1, 2 - seat) for seat in range(3))
    assert pair.case(CASE) == pair.cases[CASE][0]


def test_every_seat_takes_room():
    """A panel case weighs on each of its mediators alone."""
    pair = panel(2, 3)
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.offered(CASE, 2, attempt=2, seat=1))

    assert pair.compiled.mediators[0].tolist() == [1000, 0, 1000]


def test_a_seat_that_is_declined_waits_while_the_others_stay():
    """The decliner is passed over for the seat; once the others have all declined or sit, a round is due."""
    pair = panel(2, 3)
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.offered(CASE, 1, attempt=2, seat=1))
    pair.apply(events.accepted(CASE, 1, attempt=2))
    pair.apply(events.declined(CASE, 0))
    assert pair.decide_offer(CASE, 0).mediator == 2

    pair.apply(events.offered(CASE, 2, attempt=3))
    pair.apply(events.declined(CASE, 2, attempt=3))

    assert pair.decide_offer(CASE, 0).mediator == NEW_ROUND
    assert pair.why_not(CASE, 1) is Verdict.CONFLICT


def test_decliners_are_forgotten_with_the_last_acceptance():
    """While a seat is open its decliners are remembered, though another seat is accepted."""
    pair = panel(2, 3)
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.declined(CASE, 0))
    pair.apply(events.offered(CASE, 1, attempt=2))
    pair.apply(events.accepted(CASE, 1, attempt=2))
    assert pair.why_not(CASE, 0) is Verdict.DECLINED

    pair.apply(events.offered(CASE, 2, attempt=3, seat=1))
    pair.apply(events.accepted(CASE, 2, attempt=3))
    pair.apply(events.released(CASE, 2, attempt=3))

    assert pair.why_not(CASE, 0) is Verdict.IN_POOL


def test_a_panel_is_closed_whole():
    """Only once all have accepted, by any of them; then all have their room back."""
    pair = panel(2, 3)
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.accepted(CASE, 0))
    refused(pair, events.closed(CASE, 0), CaseStateError, "not at the stage")
    pair.apply(events.offered(CASE, 1, attempt=2, seat=1))
    pair.apply(events.accepted(CASE, 1, attempt=2))
    refused(pair, events.closed(CASE, 1, attempt=1), CaseStateError, "the open one in an answer")
    refused(pair, events.closed(CASE, 2, attempt=2), CaseStateError, "the one who was asked")
    pair.apply(events.lead_named(CASE, 0))

    pair.apply(events.closed(CASE, 1, attempt=2))

    assert pair.cases == {}
    assert pair.compiled.mediators[0].tolist() == [0, 0, 0]


def test_nobody_sits_on_a_panel_twice():
    """By hand as by draw, whoever sits is not asked for another seat, and attempts count through all seats."""
    pair = panel(2, 3)
    pair.apply(events.offered(CASE, 0, attempt=4))

    override = events.offered(CASE, 0, attempt=5, seat=1, basis=OfferBasis.OVERRIDE)
    refused(pair, override, ConflictError, "another seat of the same panel")
    refused(pair, events.offered(CASE, 1, attempt=4, seat=1), CaseStateError, "attempt must be a new one")
    refused(pair, events.offered(CASE, 1, attempt=5, seat=0), CaseStateError, "not at the stage")


def test_a_panel_moves_up_as_one():
    """All seats are at one step; those that wait look there, those that are held stay held."""
    world = roster(mediator(), mediator(), mediator(court=1), court_region=(0, 0))
    pair = Pair(world, PolicySettings())
    pair.apply(events.filed(CASE, panel_size=3))
    pair.apply(events.offered(CASE, 0, seat=1))

    pair.apply(events.escalated(CASE, 1))

    assert [view.step for view in pair.cases[CASE]] == [1, 1, 1]
    assert set(pair.tickets(CASE)) == {1, 2}
    assert pair.decide_pull(0) is None
    assert pair.decide_pull(2) == CASE


def test_a_panel_is_pulled_seat_by_seat():
    """Seats of one case stand in the queue in their order, before younger cases."""
    pair = panel(2, 3)
    pair.apply(events.filed(2, occurred_at=1))
    pair.apply(events.offered(CASE, 1, seat=1))

    assert pair.decide_pull(0) == CASE
    pair.apply(events.offered(CASE, 0, attempt=2))
    assert pair.decide_pull(2) == 2


def test_a_case_is_out_of_the_queue_while_the_parties_choose():
    """Nobody is drawn or pulled; when the choice ends, the case waits with the age it had."""
    pair = panel(1, 2)
    pair.apply(events.filed(2, occurred_at=5))
    pair.apply(events.choice_opened(CASE))
    assert pair.decide_pull(0) == 2
    with pytest.raises(CaseStateError, match="must be waiting"):
        pair.compiled.decide_offer(CASE, 0)

    pair.apply(events.choice_ended(CASE))

    assert pair.decide_pull(0) == CASE


@pytest.mark.parametrize("basis", [OfferBasis.CHOSEN, OfferBasis.SHORTLISTED, OfferBasis.OVERRIDE])
@pytest.mark.parametrize("answer", [events.declined, events.lapsed, events.released])
def test_a_choice_is_an_offer_like_any_other(basis: OfferBasis, answer):
    """Whom the parties chose is asked and takes room; if he does not take the case, it waits as any other."""
    pair = panel(1, 2)
    pair.apply(events.choice_opened(CASE))
    pair.apply(events.offered(CASE, 1, basis=basis))
    assert pair.case(CASE) == (Stage.OFFERED, 0, 1, 1)
    assert pair.compiled.mediators[0].tolist() == [0, 1000]

    pair.apply(answer(CASE, 1))

    assert pair.case(CASE) == (Stage.WAITING, 0, 1, None)
    assert pair.decide_pull(0) == CASE


def test_a_panel_is_not_chosen_but_drawn():
    """A choice is opened for one mediator, not for a panel."""
    pair = panel(2, 3)

    refused(pair, events.choice_opened(CASE), CaseStateError, "not at the stage")


@pytest.mark.parametrize("stage", [Stage.OFFERED, Stage.ACCEPTED])
def test_release_charges_nothing(stage: Stage):
    """A case taken from its mediator gives room back; charges and the idle clock stay, and he is no decliner."""
    pair = panel(1, 2)
    pair.apply(events.offered(CASE, 0, at=3))
    if stage is Stage.ACCEPTED:
        pair.apply(events.accepted(CASE, 0, at=4, weight_milli=700))
    _, cumulative, idle_since = pair.compiled.mediators

    pair.apply(events.released(CASE, 0, at=9))

    assert pair.compiled.mediators[0].tolist() == [0, 0]
    assert pair.compiled.mediators[1].tolist() == cumulative.tolist()
    assert pair.compiled.mediators[2].tolist() == idle_since.tolist()
    assert pair.why_not(CASE, 0) is Verdict.IN_POOL


def test_a_replaced_mediator_never_gets_the_case_again():
    """Released because a party asked for another (ONL 14), a mediator is barred through every round."""
    pair = panel(1, 1)
    pair.apply(events.offered(CASE, 0))
    pair.apply(events.accepted(CASE, 0))
    pair.apply(events.released(CASE, 0))
    pair.apply(events.conflict_found(CASE, 0, ground=ConflictGround.REPLACED))
    pair.apply(events.conflict_found(CASE, 0, ground=ConflictGround.KINSHIP))
    pair.apply(events.round_opened(CASE))

    assert pair.decide_offer(CASE, 0).mediator == NOBODY
    refused(pair, events.conflict_lifted(CASE, 0), ConflictError, "that both parties can consent to")
