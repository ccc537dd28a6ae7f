"""Whatever does not fit is refused with an error of its own, and changes nothing."""

from collections.abc import Callable

import pytest

from engine.core.assignment import AssignmentCore
from engine.core.errors import CapacityError, CaseStateError, CoreError, UnknownCaseError, UnknownMediatorError
from engine.core.policy import PolicySettings
from engine.events.enums import Stage
from engine.events.records import Event
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.reading import fingerprint
from tests.engine.core.worlds import mediator, roster

WAITS, ASKED, HELD, NOT_OPEN = 1, 2, 3, 9
"""Cases of the world below."""
FULL, ROOMY, NOT_THERE = 0, 1, 2
"""Its mediators."""


@pytest.fixture
def pair() -> Pair:
    """Two courts; one case waits after two offers, one is asked of a mediator now full, one is held by the other."""
    world = roster(mediator(capacity=1), mediator(court=1, capacity=2), court_region=(0, 0))
    pair = Pair(world, PolicySettings())
    pair.apply(events.in_progress(WAITS, Stage.WAITING, attempt=2, step=1))
    pair.apply(events.in_progress(ASKED, Stage.OFFERED, mediator_id=FULL, attempt=4))
    pair.apply(events.in_progress(HELD, Stage.ACCEPTED, mediator_id=ROOMY))
    return pair


def refused(pair: Pair, event: Event, error: type[CoreError], words: str) -> None:
    """Check that both cores refuse the event with exactly the error, and the message names what is wrong."""
    assert pair.refusal(event) is error
    with pytest.raises(error, match=words):
        pair.compiled.apply(event)
    pair.check()


FILINGS: list[tuple[dict[str, int], str]] = [
    ({"court_id": 2}, r"court_id = 2: must be within 0\.\.1"),
    ({"court_id": -1}, "court_id = -1"),
    ({"step": 4}, r"step = 4: must be within 0\.\.3"),
    ({"step": -1}, "step = -1"),
    ({"weight_milli": -1}, "weight_milli = -1"),
    ({"weight_milli": 2**31}, "weight_milli = 2147483648"),
]


@pytest.mark.parametrize(("change", "words"), FILINGS)
def test_a_filing_outside_the_roster_or_the_ladder_is_refused(pair: Pair, change: dict[str, int], words: str):
    """A new case needs a court of the roster, a step of the ladder and a weight, met in progress or not."""
    refused(pair, events.filed(NOT_OPEN, **change), CoreError, words)
    refused(pair, events.in_progress(NOT_OPEN, Stage.WAITING, **change), CoreError, words)


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
    (Stage.WAITING, {"mediator_id": ROOMY}, CaseStateError, "must be None while the case waits"),
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
    lambda case_id: events.closed(case_id, ROOMY),
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
    events.round_opened(ASKED),
    events.round_opened(HELD),
    events.closed(WAITS, ROOMY, attempt=2),
    events.closed(ASKED, FULL, attempt=4),
]


@pytest.mark.parametrize("event", WRONG_STAGE, ids=repr)
def test_an_event_of_another_stage_is_refused(pair: Pair, event: Event):
    """Offers, escalations and rounds need a waiting case, answers an offered one, closing an accepted one."""
    refused(pair, event, CaseStateError, "not at the stage")


MISFITS: list[tuple[Event, type[CoreError], str]] = [
    (events.offered(WAITS, NOT_THERE, attempt=3), UnknownMediatorError, "mediator_id=2"),
    (events.offered(WAITS, -1, attempt=3), UnknownMediatorError, "mediator_id=-1"),
    (events.offered(WAITS, FULL, attempt=3), CapacityError, "as many cases as"),
    (events.offered(WAITS, ROOMY, attempt=2), CaseStateError, "attempt must be a new one"),
    (events.offered(WAITS, ROOMY, attempt=2**31), CoreError, "attempt = 2147483648"),
    (events.accepted(ASKED, ROOMY, attempt=4), CaseStateError, "must be the one who was asked"),
    (events.declined(ASKED, NOT_THERE, attempt=4), CaseStateError, "must be the one who was asked"),
    (events.closed(HELD, FULL), CaseStateError, "must be the one who was asked"),
    (events.accepted(ASKED, FULL, attempt=3), CaseStateError, "the open one in an answer"),
    (events.lapsed(ASKED, FULL, attempt=5), CaseStateError, "the open one in an answer"),
    (events.closed(HELD, ROOMY, attempt=2), CaseStateError, "the open one in an answer"),
    (events.accepted(ASKED, FULL, attempt=4, weight_milli=-1), CoreError, "weight_milli = -1"),
    (events.declined(ASKED, FULL, attempt=4, penalty_milli=2**31), CoreError, "penalty_milli = 2147483648"),
    (events.lapsed(ASKED, FULL, attempt=4, penalty_milli=-1), CoreError, "penalty_milli = -1"),
    (events.escalated(WAITS, 1), CaseStateError, "larger than the present one and below 4"),
    (events.escalated(WAITS, 0), CaseStateError, "larger than the present one"),
    (events.escalated(WAITS, 4), CaseStateError, "below 4"),
]


@pytest.mark.parametrize(("event", "error", "words"), MISFITS)
def test_an_event_that_names_the_wrong_thing_is_refused(pair: Pair, event: Event, error: type[CoreError], words: str):
    """Mediator, attempt, step, weight and penalty must be those the case is waiting for."""
    refused(pair, event, error, words)


QUESTIONS: list[tuple[Callable[[AssignmentCore], object], type[CoreError], str]] = [
    (lambda core: core.case(NOT_OPEN), UnknownCaseError, "case_id = 9"),
    (lambda core: core.decide_offer(NOT_OPEN, 0), UnknownCaseError, "case_id = 9"),
    (lambda core: core.decide_offer(ASKED, 0), CaseStateError, "case_id = 2: must be waiting"),
    (lambda core: core.decide_offer(HELD, 0), CaseStateError, "case_id = 3: must be waiting"),
    (lambda core: core.decide_offer(WAITS, 2**63), CoreError, "word = 9223372036854775808"),
    (lambda core: core.decide_pull(-1), UnknownMediatorError, r"mediator = -1: must be within 0\.\.1"),
    (lambda core: core.decide_pull(NOT_THERE), UnknownMediatorError, "mediator = 2"),
    (lambda core: core.staffed_step(2, 0, 0, 0), CoreError, "court = 2"),
    (lambda core: core.staffed_step(0, 14, 0, 0), CoreError, "dispute_type = 14"),
    (lambda core: core.staffed_step(0, 0, -1, 0), CoreError, "language = -1"),
    (lambda core: core.staffed_step(0, 0, 0, 4), CoreError, "step = 4"),
]


@pytest.mark.parametrize(("ask", "error", "words"), QUESTIONS)
def test_a_question_about_nothing_is_refused(
    pair: Pair, ask: Callable[[AssignmentCore], object], error: type[CoreError], words: str
):
    """Questions need an open case at the right stage, a mediator of the roster, a word of 64 bits."""
    before = fingerprint(pair.compiled)

    with pytest.raises(error, match=words) as caught:
        ask(pair.compiled)

    assert caught.type is error
    assert fingerprint(pair.compiled) == before


def test_a_refused_opening_leaves_no_room_taken():
    """A case met in progress that is refused when every slot is taken does not make the arrays grow."""
    pair = Pair(roster(mediator(capacity=1)), PolicySettings())
    pair.compiled.replay(events.filed(case_id) for case_id in range(1024))
    pair.reference.apply(events.filed(0))
    full = events.offered(0, 0)
    pair.compiled.apply(full)
    pair.reference.apply(full)

    assert pair.refusal(events.in_progress(5000, Stage.ACCEPTED)) is CapacityError
