"""Read filings scenarios: a preset by its name, or a TOML file by its path."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sim.channels.scenario import FilingsScenario
from sim.errors import Mistake, ScenarioError
from sim.scenario.mistakes import field_mistakes
from sim.scenario.reading import PRESETS, based, find_file, preset_names_of_filings, read_toml


def filings_names() -> list[str]:
    """List the presets of what reaches the courts beside mediation.

    Examples
    --------
    >>> "court-filings-2020" in filings_names()
    True

    """
    return preset_names_of_filings()


def load_filings(name_or_path: str) -> FilingsScenario:
    """Read and check a filings scenario.

    Parameters
    ----------
    name_or_path
        Name of a preset, or path of a TOML file.

    Returns
    -------
    FilingsScenario
        Complete and consistent.

    Raises
    ------
    ScenarioError
        Where the file is missing, is not TOML, or has mistakes: all of them, one line each.

    Examples
    --------
    >>> load_filings("court-filings-2020").mobile_court.courts
    3501

    """
    names = filings_names()
    path = find_file(name_or_path, names)
    file = path.name if path.is_relative_to(PRESETS) else name_or_path
    return filings_from(based(read_toml(path, file), file, names), file=file)


def filings_from(values: Mapping[str, Any], *, file: str) -> FilingsScenario:
    """Check nested tables and build the filings scenario they describe.

    Parameters
    ----------
    values
        The tables of a scenario file.
    file
        Name to show before each mistake.

    Raises
    ------
    ScenarioError
        Where there are mistakes: all of them, one line each.

    """
    try:
        return FilingsScenario.model_validate(values)
    except ValidationError as error:
        raise ScenarioError(_mistakes(file, error)) from error


def with_reading(scenario: FilingsScenario, reading: str) -> FilingsScenario:
    """Give the same scenario with its published off-hours share read in another way.

    Parameters
    ----------
    scenario
        Where to start; it stays as it is.
    reading
        "days" or "hours", see `sim.channels.scenario.OffHours`.

    Raises
    ------
    ScenarioError
        If there is no such reading.

    Examples
    --------
    >>> found = load_filings("court-filings-2020")
    >>> round(found.off_hours.outside, 6), with_reading(found, "hours").off_hours.outside
    (0.2, 0.1)

    """
    values = scenario.model_dump(mode="python")
    values["off_hours"]["reading"] = reading
    return filings_from(values, file=scenario.name)


def _mistakes(file: str, error: ValidationError) -> list[Mistake]:
    """Translate the findings; one about the whole file has no key."""
    whole = [found for found in error.errors(include_url=False) if not found["loc"]]
    if not whole:
        return list(field_mistakes(file, error, FilingsScenario))
    return [Mistake(file=file, key="", value=None, must=str(found.get("ctx", {})["error"])) for found in whole]
