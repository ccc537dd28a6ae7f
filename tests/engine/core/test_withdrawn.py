"""A case that its parties take back leaves nothing behind."""

import pytest

from engine.core.errors import CaseStateError, UnknownCaseError
from engine.core.policy import PolicySettings
from engine.events.enums import Stage
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import mediator, roster


@pytest.fixture
def pair() -> Pair:
    """One mediator with room for one case."""
    return Pair(roster(mediator(capacity=1)), PolicySettings())


def test_a_waiting_case_leaves_its_queue(pair: Pair):
    """The mediator who has room afterwards is due the younger case, not the one that was taken back."""
    pair.apply(events.filed(1))
    pair.apply(events.offered(1, 0))
    for case_id in (2, 3):
        pair.apply(events.filed(case_id, occurred_at=case_id))
    pair.apply(events.withdrawn(2, None, attempt=0, at=9))
    pair.apply(events.declined(1, 0))
    pair.apply(events.withdrawn(1, None, attempt=1, at=9))
    pair.check()

    assert pair.decide_pull(0) == 3


def test_an_offer_ends_without_penalty_or_answer(pair: Pair):
    """The room is given back, and neither the cumulative weight nor the last answer of the mediator moves."""
    pair.apply(events.filed(1))
    before = [column.tolist() for column in pair.compiled.mediators]
    pair.apply(events.offered(1, 0, at=5))
    pair.apply(events.withdrawn(1, 0, attempt=1, at=9))
    pair.check()

    assert [column.tolist() for column in pair.compiled.mediators] == before
    with pytest.raises(UnknownCaseError):
        pair.compiled.case(1)


def test_parties_who_choose_and_panels_may_withdraw(pair: Pair):
    """So may parties who are choosing, and those of a panel nobody of whom has accepted; after one has, no more."""
    wide = Pair(roster(mediator(), mediator()), PolicySettings())
    wide.apply(events.filed(1))
    wide.apply(events.choice_opened(1))
    wide.apply(events.withdrawn(1, None, attempt=0))
    for case_id in (2, 3):
        wide.apply(events.filed(case_id, panel_size=2))
        wide.apply(events.offered(case_id, 0))
        wide.apply(events.offered(case_id, 1, attempt=2, seat=1))
    wide.apply(events.withdrawn(2, 0, attempt=1))
    wide.apply(events.accepted(3, 0))
    wide.check()

    assert wide.refusal(events.withdrawn(3, 1, attempt=2)) is CaseStateError
    assert wide.case(3).stage is Stage.ACCEPTED
