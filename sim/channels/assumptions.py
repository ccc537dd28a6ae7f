"""What the numbers of filings scenarios and of the hotline rest on: found, derived or assumed."""

from pathlib import Path
from typing import Final

from sim.assumptions import Assumption, assumptions_of
from sim.channels.scenario import FilingsScenario
from sim.queueing.scenario import QueueScenario

FILE: Final = Path(__file__).with_suffix(".toml")
"""The file beside this module."""


def channel_assumptions(scenario: FilingsScenario | QueueScenario) -> list[Assumption]:
    """List what a filings scenario or a hotline rests on.

    Parameters
    ----------
    scenario
        A filings scenario, or a queue scenario with the classes and pools of the preset `hotline`.

    Returns
    -------
    list[Assumption]
        One for every number in the scenario, in its order.

    Raises
    ------
    AssumptionError
        Where the file does not document a key.

    Examples
    --------
    >>> from sim.channels.load import load_filings
    >>> used = {each.key: each for each in channel_assumptions(load_filings("court-filings-2020"))}
    >>> used["registered.all_per_civil"].tag, used["lawyers_site.at_opening_share"].tag
    ('derived', 'assumed')

    """
    return assumptions_of(scenario.model_dump(mode="json", exclude_none=True, by_alias=True), FILE)
