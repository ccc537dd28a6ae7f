"""Machines read from their data files, one a door."""

import tomllib
from functools import cache
from importlib import resources
from string import Template
from typing import Any, cast

import msgspec

from engine.lifecycle.errors import MachineError
from engine.lifecycle.machine import MachineEntry
from engine.lifecycle.parameters import Parameters, shipped_parameters


def read_machine(text: str, *, place: str, parameters: Parameters | None = None) -> MachineEntry:
    """Read one machine.

    Parameters
    ----------
    text
        TOML; see `engine/lifecycle/rules`.
    place
        Name of the file, for messages.
    parameters
        What stands for the names after a dollar sign; by default the shipped ones.

    Raises
    ------
    MachineError
        If it is no TOML, or a key, word or parameter is unknown, missing or of the wrong type.

    Examples
    --------
    >>> read_machine("track = 'cellar'", place="cellar.toml")
    Traceback (most recent call last):
    engine.lifecycle.errors.MachineError: cellar.toml: Invalid enum value 'cellar' - at `$.track`
    """
    values = msgspec.structs.asdict(parameters or shipped_parameters())
    try:
        return msgspec.convert(_bound(tomllib.loads(text), values), MachineEntry, str_keys=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MachineError(f"{place}: {error}") from error
    except KeyError as error:
        raise MachineError(f"{place}: parameter = {error}: must be one of {', '.join(values)}") from error


@cache
def shipped_machines(parameters: Parameters) -> tuple[MachineEntry, ...]:
    """Return the machines that are shipped, in order of their files' names."""
    folder = resources.files("engine.lifecycle").joinpath("rules")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(
        read_machine(file.read_text(encoding="utf-8"), place=file.name, parameters=parameters) for file in files
    )


def _bound(data: Any, values: dict[str, Any]) -> Any:
    """Return data with every name of a parameter replaced by its value, which alone in its place keeps its type."""
    if isinstance(data, dict):
        return {key: _bound(value, values) for key, value in cast("dict[str, Any]", data).items()}
    if isinstance(data, list):
        return [_bound(value, values) for value in cast("list[Any]", data)]
    if not isinstance(data, str) or "$" not in data:
        return data
    return values[data[1:]] if data[1:] in values else Template(data).substitute(values)
