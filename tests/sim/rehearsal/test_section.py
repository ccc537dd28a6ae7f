"""What `[lifecycle]` refuses: each mistake by its key, value and bound."""

from datetime import datetime

import pytest

from sim.errors import ScenarioError
from sim.scenario.lifecycle import Lifecycle
from sim.scenario.load import load_scenario, with_changes

at = datetime.fromisoformat
MORNING = {"system": "case_handling", "starts_at": at("2020-08-24 10:00"), "ends_at": at("2020-08-24 11:00")}


def outages(*entries):
    """A scenario's section with outages."""
    return {"lifecycle": {"outage": [MORNING | entry for entry in entries]}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lifecycle": {"no_show_share": 1.0}}, "no_show_share"),
        ({"lifecycle": {"video_share": 0.7, "video_at_turns_share": 0.4}}, "together at most 1"),
        (outages({"ends_at": at("2020-08-24 09:00")}), "end after it starts"),
        (outages({"starts_at": at("2020-08-24 10:00+08:00")}), "without an offset"),
        (outages({}, {}), "apart from one another"),
        (outages({"system": "post_office"}), "identity_authentication"),
    ],
)
def test_mistakes_are_named(changes, said):
    """A share out of bounds, shares beyond a whole, and outages that end early, overlap or name nobody are refused."""
    with pytest.raises(ScenarioError, match=said):
        with_changes(load_scenario("one-court"), changes)


def test_a_scenario_without_the_section_stays_without_it():
    """Plain runs are not told of assumptions that they do not use, and their identity does not hang on them."""
    assert load_scenario("national-2020").lifecycle is None
    assert Lifecycle() == with_changes(load_scenario("one-court"), {"lifecycle": {}}).lifecycle
