"""A large international dispute on its whole way, and the threshold of neutral evaluation under both bounds."""

import msgspec
import pytest

from engine.calendar.day import local_datetime
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Impact, Reach, Track, Transition
from engine.lifecycle.errors import MachineError
from engine.lifecycle.example_doors import COURSE, followed, large_dispute, moves
from engine.lifecycle.parameters import shipped_parameters
from engine.lifecycle.reading import read_machine
from engine.lifecycle.rulebook import Rulebook
from tests.engine.lifecycle.at_doors import BOTH, Case

EVALUATION, PARTY, APPLY = Track.EVALUATION, ActorRole.PARTY, Transition.APPLY
INCLUSIVE = Rulebook.shipped(msgspec.structs.replace(shipped_parameters(), evaluation_bound=">="))

# Case, transition, state, article, end of the clock that it sets: by hand, with the State Council's holidays.
EXPECTED = """
1 apply submitted GUI_1 2024-03-12T00:00
1 accept appointing GUI_1 2024-03-16T00:00
1 constitute evaluating assumed 2024-04-12T00:00
1 deliver_opinion evaluated GUI_1 2024-05-10T00:00
2 apply submitted CICC_11 2024-04-23T00:00
1 choose_way completed CICC_11 -
2 accept mediating CICC_11 2024-05-18T00:00
2 fail failed CICC_11 -
3 apply submitted CICC_11 2024-05-21T00:00
3 accept accepted ARB_24 2024-06-18T00:00
4 apply submitted PRE_3 2024-05-23T00:00
4 transmit transmitted PRE_3 2024-05-24T00:00
4 find_urgent transmitted PRE_4 -
4 open_case examining CICC_14 2024-05-24T11:00
4 order_security awaiting_security PRE_5 2024-05-28T00:00
4 give_security examining PRE_4 2024-05-25T11:00
4 grant granted PRE_4 2024-05-25T11:00
4 carry_out preserved INT_485 2025-05-25T00:00
4 serve preserved PRE_3 2024-05-30T00:00
4 close_window preserved PRE_25 -
3 constitute constituted ARB_32 2024-08-13T00:00
3 open_hearing hearing ARB_39 2025-01-16T00:00
3 award awarded ARB_57 2025-06-21T00:00
3 open_enforcement awarded CPL_250 2026-12-21T00:00
5 apply_to_enforce_award enforcement_filed CPL_248 2025-02-18T00:00
5 accept enforcing CPL_251 2025-08-14T00:00
5 allow_time enforcing INT_480 2025-02-25T00:00
4 convert converted INT_168 -
5 give_notice enforcing INT_480 -
5 complete enforced CPL_251 -
3 follow_court performed ARB_62 -
"""


def test_400_million_go_from_evaluation_to_enforcement():
    """Evaluated, mediated in vain, arbitrated with preservation, awarded and enforced: each step cites its article."""
    case = Case()
    happened = moves(followed(case.lifecycle, large_dispute()))
    lines: list[str] = []
    for event in happened:
        end = "-" if event.deadline is None else local_datetime(event.deadline).strftime("%Y-%m-%dT%H:%M")
        article = event.article.value.replace(" ", "_")
        lines.append(f"{event.case_id} {event.transition.value} {event.state.value} {article} {end}")
    assert lines == EXPECTED.strip().splitlines()


def test_the_course_replays_to_the_same_dispute():
    """What is recorded leads a fresh dispute to the same states, clocks and sums, with nothing done because of it."""
    case, lived, told = Case(), large_dispute(), large_dispute()
    for event in followed(case.lifecycle, lived, COURSE):
        case.lifecycle.replay(told, event)
    assert told == lived


@pytest.mark.parametrize(
    ("amount_yuan", "rulebook", "is_open"),
    [
        (300_000_000, Rulebook.shipped(), False),
        (300_000_000, INCLUSIVE, True),
        (300_000_001, Rulebook.shipped(), True),
        (299_999_999, INCLUSIVE, False),
    ],
)
def test_evaluation_is_open_by_the_bound_chosen(amount_yuan: int, rulebook: Rulebook, is_open: bool):
    """At exactly 300 million yuan evaluation is refused under `>` and open under `>=`."""
    case = Case(amount_yuan=amount_yuan, rulebook=rulebook)
    if is_open:
        assert case.do("2024-03-04 10:00", 1, EVALUATION, APPLY, PARTY, parties=BOTH)
    else:
        article, reason = case.refused("2024-03-04 10:00", 1, EVALUATION, APPLY, PARTY, parties=BOTH)
        assert article == "GUI 1"
        assert f"amount_fen = {amount_yuan * 100}" in reason


def test_significant_impact_opens_evaluation():
    """A small dispute that a human has flagged may be evaluated, a domestic one may not."""
    case = Case(amount_yuan=1_000_000, impact=Impact.SIGNIFICANT)
    assert case.do("2024-03-04 10:00", 1, EVALUATION, APPLY, PARTY, parties=BOTH)
    domestic = Case(reach=Reach.DOMESTIC, impact=Impact.SIGNIFICANT)
    assert domestic.refused("2024-03-04 10:00", 1, EVALUATION, APPLY, PARTY, parties=BOTH)[0] == "CICC 3"


def test_a_panel_has_one_to_three_experts():
    """A panel of four is refused; other parameters allow it."""
    wide = Rulebook.shipped(msgspec.structs.replace(shipped_parameters(), evaluation_experts_max=5))
    for rulebook, is_allowed in ((Rulebook.shipped(), False), (wide, True)):
        case = Case(rulebook=rulebook)
        case.do("2024-03-04 10:00", 1, EVALUATION, APPLY, PARTY, parties=BOTH)
        case.do("2024-03-05 10:00", 1, EVALUATION, Transition.ACCEPT, ActorRole.COURT)
        panel = ("2024-03-06 10:00", 1, EVALUATION, Transition.CONSTITUTE, ActorRole.COURT)
        if is_allowed:
            case.do(*panel, number=4)
        else:
            assert "must be from 1 to 3" in case.refused(*panel, number=4)[1]


def test_an_unknown_parameter_is_named():
    """A machine that asks for a parameter nobody knows is refused, with those that are known."""
    with pytest.raises(MachineError, match=r"cellar\.toml: parameter = 'depth': must be one of evaluation_bound"):
        read_machine('track = "evaluation"\ninitial = "$depth"', place="cellar.toml")
