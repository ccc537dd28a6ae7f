"""The pages of help name the presets there are."""

from cli.run import DEFAULT_SCENARIO, NATIONAL_YEAR, PRESETS
from sim.scenario.load import preset_names


def test_help_names_every_preset_of_the_platform():
    """No preset is missing from the list, none is in it that is not there, and the defaults are among them."""
    assert sorted(PRESETS.split(", ")) == preset_names()
    assert {DEFAULT_SCENARIO, NATIONAL_YEAR} <= set(preset_names())
