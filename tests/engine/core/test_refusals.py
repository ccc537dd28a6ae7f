"""Whatever does not fit is refused with an error of its own, and changes nothing."""

from collections.abc import Callable

import pytest

from engine.core.errors import (
    AbsentError,
    CapacityError,
    CaseStateError,
    ConflictError,
    CoreError,
    PolicyVersionError,
    UnknownCaseError,
    UnknownMediatorError,
)
from engine.core.policy import PolicySettings
from engine.events.enums import OfferBasis, Stage
from engine.events.records import Event
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.refusing import ASKED, AWAY, FULL, HELD, NOT_OPEN, NOT_THERE, ROOMY, WAITS, refused, small_world
from tests.engine.core.worlds import mediator, roster


@pytest.fixture
def pair() -> Pair:
    return small_world()


FILINGS: list[tuple[dict[str, int], str]] = [
    ({"court_id": 2}, r"court_id = 2: must be within 0\.\.1"),
    ({"court_id": -1}, "court_id = -1"),
    ({"step": 4}, r"step = 4: must be within 0\.\.3"),
    ({"step": -1}, "step = -1"),
    ({"weight_milli": -1}, "weight_milli = -1"),
    ({"weight_milli": 2**31}, "weight_milli = 2147483648"),
    ({"boost_us": -1}, "boost_us = -1"),
    ({"boost_us": 315_576_000_000_001}, r"boost_us = 315576000000001: must be within 0\.\.315576000000000"),
]


@pytest.mark.parametrize(("change", "words"), FILINGS)
def test_a_filing_outside_the_roster_or_the_ladder_is_refused(pair: Pair, change: dict[str, int], words: str):
    """A new case needs a court of the roster, a step of the ladder and a weight, met in progress or not."""
    refused(pair, events.filed(NOT_OPEN, **change), CoreError, words)
    refused(pair, events.in_progress(NOT_OPEN, Stage.WAITING, **change), CoreError, words)


@pytest.mark.parametrize("seats", [0, -1, 10])
def test_a_panel_has_one_to_nine_seats(pair: Pair, seats: int):
    """More mediators than any rule asks for, or none, is a mistake."""
    refused(pair, events.filed(NOT_OPEN, panel_size=seats), CoreError, rf"panel_size = {seats}: must be within 1\.\.9")


@pytest.mark.parametrize("case_id", [-1, 2**63])
def test_a_case_needs_a_number(pair: Pair, case_id: int):
    """Case numbers are not negative and fit 63 bits."""
    refused(pair, events.filed(case_id), CoreError, f"case_id = {case_id}")


@pytest.mark.parametrize("case_id", [WAITS, ASKED, HELD])
def test_an_open_case_is_not_opened_again(pair: Pair, case_id: int):
    """A number that is open cannot be filed or met again."""
    refused(pair, events.filed(case_id), CaseStateError, f"case_id = {case_id}: must not be open already")
    refused(pair, events.in_progress(case_id, Stage.WAITING), CaseStateError, "must not be open already")


IN_PROGRESS: list[tuple[Stage, dict[str, int | None], type[CoreError], str]] = [
    (Stage.ACCEPTED, {"mediator_id": FULL}, CapacityError, "as many cases as"),
    (Stage.OFFERED, {"mediator_id": FULL}, CapacityError, "as many cases as"),
    (Stage.ACCEPTED, {"mediator_id": NOT_THERE}, UnknownMediatorError, "within the roster"),
    (Stage.OFFERED, {"mediator_id": None}, UnknownMediatorError, "within the roster"),
    (Stage.OFFERED, {"mediator_id": ROOMY, "attempt": 0}, CaseStateError, "attempt"),
    (Stage.OFFERED, {"mediator_id": ROOMY, "attempt": 2**31}, CoreError, "attempt = 2147483648"),
    (Stage.WAITING, {"attempt": -1}, CoreError, "attempt = -1"),
    (Stage.WAITING, {"mediator_id": ROOMY}, CaseStateError, "must wait without a mediator"),
    (Stage.CHOOSING, {"mediator_id": None}, CaseStateError, "must wait without a mediator"),
    (Stage.ACCEPTED, {"mediator_id": AWAY}, AbsentError, "is absent"),
]


@pytest.mark.parametrize(("stage", "change", "error", "words"), IN_PROGRESS)
def test_a_case_met_in_progress_must_fit(
    pair: Pair, stage: Stage, change: dict[str, int | None], error: type[CoreError], words: str
):
    """A case met in progress needs a mediator with room exactly if it does not wait."""
    refused(pair, events.in_progress(NOT_OPEN, stage, **change), error, words)


OF_A_CASE: list[Callable[[int], Event]] = [
    lambda case_id: events.offered(case_id, ROOMY, attempt=9),
    lambda case_id: events.accepted(case_id, ROOMY),
    lambda case_id: events.declined(case_id, ROOMY),
    lambda case_id: events.lapsed(case_id, ROOMY),
    lambda case_id: events.escalated(case_id, 2),
    events.round_opened,
    events.deck_renewed,
    events.exhausted,
    events.choice_opened,
    events.choice_ended,
    lambda case_id: events.released(case_id, ROOMY),
    lambda case_id: events.conflict_found(case_id, ROOMY),
    lambda case_id: events.conflict_lifted(case_id, ROOMY),
    lambda case_id: events.shortlisted(case_id, ROOMY),
    lambda case_id: events.lead_named(case_id, ROOMY),
    lambda case_id: events.closed(case_id, ROOMY),
    lambda case_id: events.withdrawn(case_id, None, attempt=0),
]


@pytest.mark.parametrize("event", OF_A_CASE)
def test_nothing_happens_to_a_case_that_is_not_open(pair: Pair, event: Callable[[int], Event]):
    """Every event but an opening needs a case that is open."""
    refused(pair, event(NOT_OPEN), UnknownCaseError, "case_id = 9: must be one of the 3 open cases")


WRONG_STAGE: list[Event] = [
    events.offered(ASKED, ROOMY, attempt=9),
    events.offered(HELD, ROOMY, attempt=9),
    events.accepted(WAITS, ROOMY, attempt=2),
    events.accepted(HELD, ROOMY),
    events.declined(WAITS, ROOMY, attempt=2),
    events.declined(HELD, ROOMY),
    events.lapsed(HELD, ROOMY),
    events.escalated(ASKED, 2),
    events.escalated(HELD, 2),
    *(
        event(case_id)
        for case_id in (ASKED, HELD)
        for event in (events.round_opened, events.deck_renewed, events.exhausted, events.choice_opened)
    ),
    *(events.choice_ended(case_id) for case_id in (WAITS, ASKED, HELD)),
    events.released(WAITS, ROOMY, attempt=2),
    events.offered(WAITS, ROOMY, attempt=3, seat=1),
    events.offered(WAITS, ROOMY, attempt=3, seat=-1),
    events.closed(WAITS, ROOMY, attempt=2),
    events.closed(ASKED, FULL, attempt=4),
    events.withdrawn(HELD, ROOMY, attempt=1),
    events.withdrawn(HELD, None, attempt=1),
]


@pytest.mark.parametrize("event", WRONG_STAGE, ids=repr)
def test_an_event_of_another_stage_is_refused(pair: Pair, event: Event):
    """Offers, choices and looking on need a waiting seat, answers an offered one, closing an accepted one."""
    refused(pair, event, CaseStateError, "not at the stage")


MISFITS: list[tuple[Event, type[CoreError], str]] = [
    (events.offered(WAITS, NOT_THERE, attempt=3), UnknownMediatorError, "mediator_id=3"),
    (events.offered(WAITS, -1, attempt=3), UnknownMediatorError, "mediator_id=-1"),
    (events.offered(WAITS, FULL, attempt=3), CapacityError, "as many cases as"),
    (events.offered(WAITS, AWAY, attempt=3), AbsentError, "is absent"),
    (events.offered(WAITS, ROOMY, attempt=2), CaseStateError, "attempt must be a new one"),
    (events.offered(WAITS, ROOMY, attempt=2**31), CoreError, "attempt = 2147483648"),
    (events.accepted(ASKED, ROOMY, attempt=4), CaseStateError, "must be the one who was asked"),
    (events.declined(ASKED, NOT_THERE, attempt=4), CaseStateError, "must be the one who was asked"),
    (events.closed(HELD, FULL), CaseStateError, "must be the one who was asked"),
    (events.withdrawn(WAITS, ROOMY, attempt=2), CaseStateError, "must be the one who was asked"),
    (events.withdrawn(WAITS, -1, attempt=2), CaseStateError, "must be the one who was asked"),
    (events.withdrawn(WAITS, None, attempt=1), CaseStateError, "the open one in an answer"),
    (events.withdrawn(ASKED, None, attempt=4), CaseStateError, "must be the one who was asked"),
    (events.withdrawn(ASKED, FULL, attempt=3), CaseStateError, "the open one in an answer"),
    (events.accepted(ASKED, FULL, attempt=3), CaseStateError, "the open one in an answer"),
    (events.lapsed(ASKED, FULL, attempt=5), CaseStateError, "the open one in an answer"),
    (events.closed(HELD, ROOMY, attempt=2), CaseStateError, "the open one in an answer"),
    (events.accepted(ASKED, FULL, attempt=4, weight_milli=-1), CoreError, "weight_milli = -1"),
    (events.declined(ASKED, FULL, attempt=4, penalty_milli=2**31), CoreError, "penalty_milli = 2147483648"),
    (events.lapsed(ASKED, FULL, attempt=4, penalty_milli=-1), CoreError, "penalty_milli = -1"),
    (events.released(HELD, FULL), CaseStateError, "must be the one who was asked"),
    (events.released(HELD, ROOMY, attempt=2), CaseStateError, "the open one in an answer"),
    (events.released(ASKED, FULL, attempt=3), CaseStateError, "the open one in an answer"),
    (events.escalated(WAITS, 1), CaseStateError, "larger than the present one and on the ladder"),
    (events.escalated(WAITS, 0), CaseStateError, "larger than the present one"),
    (events.escalated(WAITS, 4), CaseStateError, "on the ladder"),
    (events.conflict_found(WAITS, NOT_THERE), UnknownMediatorError, "mediator_id=3"),
    (events.conflict_found(ASKED, FULL), CaseStateError, "taken from the mediator first"),
    (events.conflict_found(HELD, ROOMY), CaseStateError, "taken from the mediator first"),
    (events.conflict_lifted(WAITS, ROOMY), ConflictError, "a conflict that both parties can consent to"),
    (events.conflict_lifted(WAITS, AWAY), ConflictError, "a conflict that both parties can consent to"),
    (events.shortlisted(WAITS, NOT_THERE), UnknownMediatorError, "mediator_id=3"),
    (events.lead_named(HELD, FULL), CaseStateError, "mediator_id must be"),
    (events.policy_adopted(0), PolicyVersionError, r"court_id = 0: policy_version = 0: must be 1"),
    (events.policy_adopted(2), PolicyVersionError, r"policy_version = 2: must be 1"),
    (events.policy_adopted(1, court=2), CoreError, "court_id = 2"),
    (events.policy_adopted(1, band_width_milli=-1), CoreError, "band_width_milli = -1"),
    (events.policy_adopted(1, sample_size=4), CoreError, r"sample_size = 4: must be within 2\.\.3"),
    (events.policy_adopted(1, by_weight=2), CoreError, "by_weight = 2"),
    (events.capacity_set(ROOMY, -1), CoreError, "capacity = -1"),
    (events.capacity_set(ROOMY, 1_000_001), CoreError, "capacity = 1000001"),
    (events.capacity_set(NOT_THERE, 1), UnknownMediatorError, "mediator_id = 3"),
    (events.went_absent(-1), UnknownMediatorError, "mediator_id = -1"),
    (events.went_absent(ROOMY, court=2), CoreError, "court_id = 2"),
    (events.returned(NOT_THERE), UnknownMediatorError, "mediator_id = 3"),
    (events.returned(AWAY, entry_milli=-1), CoreError, "entry_milli = -1"),
    (events.returned(AWAY, entry_milli=2**31), CoreError, "entry_milli = 2147483648"),
]


@pytest.mark.parametrize(("event", "error", "words"), MISFITS)
def test_an_event_that_names_the_wrong_thing_is_refused(pair: Pair, event: Event, error: type[CoreError], words: str):
    """Mediator, attempt, step, version and every number must be those that are waited for or within bounds."""
    refused(pair, event, error, words)


def test_an_offer_in_spite_of_a_conflict_is_refused(pair: Pair):
    """Neither a draw nor a human puts a case to whom a conflict bars from it."""
    pair.apply(events.declined(ASKED, FULL, attempt=4))

    for basis in OfferBasis:
        refused(pair, events.offered(WAITS, FULL, attempt=3, basis=basis), ConflictError, "keeps the mediator out")


@pytest.mark.parametrize("basis", [OfferBasis.DRAWN, OfferBasis.FREED, OfferBasis.MATCHED])
def test_nobody_is_drawn_while_the_parties_choose(pair: Pair, basis: OfferBasis):
    """Until the choice ends, only the parties' choice or an override is an offer, and no question finds the case."""
    pair.apply(events.choice_opened(WAITS))

    refused(pair, events.offered(WAITS, ROOMY, attempt=3, basis=basis), CaseStateError, "not at the stage")
    for kind in (events.round_opened, events.deck_renewed, events.exhausted, events.choice_opened):
        refused(pair, kind(WAITS), CaseStateError, "not at the stage")
    refused(pair, events.escalated(WAITS, 2), CaseStateError, "not at the stage")


def test_a_refused_opening_leaves_no_room_taken():
    """A case met in progress that is refused when every slot is taken does not make the arrays grow."""
    pair = Pair(roster(mediator(capacity=1)), PolicySettings())
    pair.compiled.replay(events.filed(case_id) for case_id in range(1024))
    pair.reference.apply(events.filed(0))
    full = events.offered(0, 0)
    pair.compiled.apply(full)
    pair.reference.apply(full)

    assert pair.refusal(events.in_progress(5000, Stage.ACCEPTED)) is CapacityError
