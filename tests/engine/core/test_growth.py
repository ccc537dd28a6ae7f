"""Memory follows the cases that are open: it grows when they are many and is used again when they are gone."""

import numpy as np
import pytest

from engine.core.assignment import NEW_ROUND, AssignmentCore
from engine.core.policy import PolicySettings
from engine.events.enums import ConflictGround, Stage
from tests.engine.core import events
from tests.engine.core.invariants import check_invariants
from tests.engine.core.reading import read
from tests.engine.core.walk import crowd
from tests.engine.core.worlds import mediator, roster


def waiting_core(cases: int) -> AssignmentCore:
    """A core in which so many cases wait, the youngest filed first."""
    core = AssignmentCore(roster(mediator(capacity=10_000)), PolicySettings())
    for case_id in range(cases):
        core.apply(events.filed(case_id, occurred_at=-case_id))
    return core


@pytest.mark.parametrize(("cases", "slots"), [(1024, 1024), (1025, 2048), (2048, 2048), (2049, 4096), (5000, 8192)])
def test_slots_double_when_they_run_out(cases: int, slots: int):
    """Up to 1024 open cases fit as they are; each time that is not enough the room doubles, and nothing is lost."""
    core = waiting_core(cases)

    assert len(read(core)["status"]) == slots
    assert {core.case(case_id).stage for case_id in range(cases)} == {Stage.WAITING}
    check_invariants(core)


def test_a_queue_keeps_its_order_through_growth():
    """Cases filed in reverse are pulled in order of age, those from before the growth among those after it."""
    core = waiting_core(1500)

    pulled: list[int] = []
    for _ in range(1500):
        case_id = core.decide_pull(0)
        assert case_id is not None
        core.apply(events.offered(case_id, 0))
        pulled.append(case_id)

    assert pulled == list(range(1500))[::-1]


def test_slots_are_used_again():
    """As many new cases as were closed need no more room."""
    core = crowd(3000)
    assert core.open_cases == 1000
    slots = len(read(core)["status"])

    for case_id in range(10_000, 12_000):
        core.apply(events.filed(case_id))

    assert len(read(core)["status"]) == slots == 4096
    check_invariants(core)


def test_decliners_grow_and_are_used_again():
    """Any number of cases remember their decliners, and a new round gives the room back."""
    core = crowd(3000)
    nodes = len(read(core)["barred"])
    assert nodes == 1024
    check_invariants(core)

    for case_id in range(0, 3000, 3):
        core.apply(events.round_opened(case_id))
    check_invariants(core)
    for case_id in range(0, 3000, 3):
        core.apply(events.offered(case_id, 1, attempt=2))
        core.apply(events.lapsed(case_id, 1, attempt=2))

    assert len(read(core)["barred"]) == nodes
    check_invariants(core)


def test_a_panel_grows_the_slots_in_its_middle():
    """Seats of a panel that need more room than is left are all there, in order, and share one chain of bars."""
    core = waiting_core(1020)

    core.apply(events.filed(5000, panel_size=9))
    core.apply(events.conflict_found(5000, 0))

    assert len(read(core)["status"]) == 2048
    assert len(core.seats(5000)) == 9
    check_invariants(core)


def test_conflicts_of_closed_cases_are_used_again():
    """Any number of cases with conflicts need no more room than those that are open at once."""
    core = AssignmentCore(roster(*(mediator() for _ in range(3))), PolicySettings())
    for case_id in range(2000):
        core.apply(events.filed(case_id))
        core.apply(events.conflict_found(case_id, 1))
        core.apply(events.conflict_found(case_id, 2, ground=ConflictGround.REPLACED))
        core.apply(events.offered(case_id, 0))
        core.apply(events.accepted(case_id, 0))
        core.apply(events.closed(case_id, 0))

    assert len(read(core)["barred"]) == 256
    check_invariants(core)


def test_a_case_can_be_declined_by_everybody():
    """Hundreds of mediators decline one case, each is passed over afterwards, and only then a round opens."""
    core = AssignmentCore(roster(*(mediator() for _ in range(600))), PolicySettings())
    core.apply(events.filed(1))
    asked: list[int] = []
    while (decision := core.decide_offer(1, 0)).mediator >= 0:
        asked.append(decision.mediator)
        core.apply(events.offered(1, decision.mediator, attempt=len(asked)))
        core.apply(events.declined(1, decision.mediator, attempt=len(asked)))

    assert np.array_equal(np.sort(asked), np.arange(600))
    assert decision.mediator == NEW_ROUND
    check_invariants(core)
