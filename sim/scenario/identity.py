"""One short name for everything a scenario says, to tell runs of different scenarios apart."""

import json
from hashlib import blake2b
from pathlib import Path

from sim.scenario.scenario import Scenario


def scenario_hash(scenario: Scenario) -> str:
    """Digest a scenario.

    Rosters read from files enter by file name only, so that a run means the same in another folder; what is in them
    is the business of `sim.population.population.population_hash`.

    Returns
    -------
    str
        16 hexadecimal digits, equal for equal scenarios whatever file, order of keys or spelling they came from.

    Examples
    --------
    >>> from sim.scenario.load import load_scenario
    >>> scenario_hash(load_scenario("one-court")) == scenario_hash(load_scenario("national-2020"))
    False

    """
    values = scenario.model_dump(mode="json")
    for key in ("courts_file", "mediators_file"):
        if key in values["population"]:
            values["population"][key] = Path(values["population"][key]).name
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return blake2b(text.encode(), digest_size=8).hexdigest()
