"""Scenarios with something wrong in them, and the lines that say so."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario, with_changes


def lines_for(preset: str, changes: dict[str, object]) -> list[str]:
    """The lines a preset earns when these keys are changed, without the name of the file; none if it is right."""
    scenario = load_scenario(preset)
    try:
        with_changes(scenario, changes)
    except ScenarioError as error:
        return [line.removeprefix(f"{preset}: ") for line in str(error).splitlines()]
    return []


def lines_of_file(path) -> list[str]:
    """The lines a file that must not load earns, without its name."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(str(path))
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]
