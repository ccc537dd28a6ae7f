"""Events that assign nobody leave both cores as they were."""

from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.ladder import NATIONAL_LADDER
from engine.core.policy import PolicySettings
from engine.core.reference import ReferenceCore
from engine.events.records import PASSED_OVER
from tests.engine.core.reading import contents
from tests.engine.events.examples import one_of


def test_they_change_nothing_of_the_assignment():
    """Whatever of these kinds happens, no core assigns anybody, knows another case or refuses."""
    roster, settings = one_court_roster(), PolicySettings()
    compiled = AssignmentCore(roster, settings, NATIONAL_LADDER)
    reference = ReferenceCore(roster, settings, NATIONAL_LADDER)
    before = contents(compiled)
    for core in (compiled, reference):
        for kind in PASSED_OVER:
            core.apply(one_of(kind))

    assert contents(compiled) == before
    assert vars(reference)["_cases"] == {}
