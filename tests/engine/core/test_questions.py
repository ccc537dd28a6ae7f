"""Questions about nothing are refused, and no question changes anything."""

from collections.abc import Callable

import pytest

from engine.core.errors import CaseStateError, CoreError, UnknownCaseError, UnknownMediatorError
from engine.core.views import Verdict
from tests.engine.core.pair import Core
from tests.engine.core.reading import contents
from tests.engine.core.refusing import ASKED, FULL, HELD, NOT_OPEN, NOT_THERE, ROOMY, WAITS, small_world

QUESTIONS: list[tuple[Callable[[Core], object], type[CoreError], str]] = [
    (lambda core: core.case(NOT_OPEN), UnknownCaseError, "case_id = 9"),
    (lambda core: core.seats(NOT_OPEN), UnknownCaseError, "case_id = 9"),
    (lambda core: core.pool(NOT_OPEN), UnknownCaseError, "case_id = 9"),
    (lambda core: core.funnel(NOT_OPEN), UnknownCaseError, "case_id = 9"),
    (lambda core: core.why_not(NOT_OPEN, ROOMY), UnknownCaseError, "case_id = 9"),
    (lambda core: core.why_not(WAITS, NOT_THERE), UnknownMediatorError, "mediator = 3"),
    (lambda core: core.decide_offer(NOT_OPEN, 0), UnknownCaseError, "case_id = 9"),
    (lambda core: core.decide_offer(ASKED, 0), CaseStateError, "case_id = 2: must be waiting"),
    (lambda core: core.decide_offer(HELD, 0), CaseStateError, "case_id = 3: must be waiting"),
    (lambda core: core.decide_offer(WAITS, 2**63), CoreError, "word = 9223372036854775808"),
    (lambda core: core.decide_offer(WAITS, -(2**63) - 1), CoreError, "word = -9223372036854775809"),
    (lambda core: core.decide_pull(-1), UnknownMediatorError, r"mediator = -1: must be within 0\.\.2"),
    (lambda core: core.decide_pull(NOT_THERE), UnknownMediatorError, "mediator = 3"),
    (lambda core: core.staffed_step(NOT_OPEN, 0), UnknownCaseError, "case_id = 9"),
    (lambda core: core.staffed_step(WAITS, -1), CoreError, "step = -1"),
    (lambda core: core.staffed_step(WAITS, 4), CoreError, r"step = 4: must be within 0\.\.3"),
    (lambda core: core.is_present(NOT_THERE), UnknownMediatorError, "mediator = 3"),
    (lambda core: core.entry_raise(-1, 0), UnknownMediatorError, "mediator = -1"),
    (lambda core: core.entry_raise(ROOMY, -1), CoreError, "drift_cap_milli = -1"),
]


@pytest.mark.parametrize(("ask", "error", "words"), QUESTIONS)
def test_a_question_about_nothing_is_refused(ask: Callable[[Core], object], error: type[CoreError], words: str):
    """Questions need an open case at the right stage, a mediator of the roster, a word of 64 bits."""
    pair = small_world()
    before = contents(pair.compiled)

    with pytest.raises(error, match=words) as caught:
        ask(pair.compiled)

    assert caught.type is error
    assert contents(pair.compiled) == before
    with pytest.raises(error) as caught:
        ask(pair.reference)
    assert caught.type is error


def test_who_is_hindered_is_told_of_any_open_case():
    """Asked of a case that is held or being asked, the core says who else could take it, though nobody is drawn."""
    pair = small_world()

    assert [pair.unhindered(case_id) for case_id in (WAITS, ASKED, HELD)] == [[ROOMY], [], []]
    assert [pair.why_not(ASKED, who) for who in (FULL, ROOMY)] == [Verdict.CONFLICT, Verdict.OUTSIDE]
    assert all(column.tolist() == [] for column in pair.compiled.pool(HELD))
