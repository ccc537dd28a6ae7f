"""The reporting checklist STRESS-DES for an experiment: its twenty items in order, filled from scenario and results."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from sim.experiments.job import AnyScenario, is_platform
from sim.experiments.stress_platform import platform_items
from sim.experiments.stress_queue import queue_items

_LIBRARIES: Final = ("numpy", "numba", "scipy", "simpy", "SALib", "polars")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of the checklist."""

    number: str
    section: str
    title: str
    text: Sequence[str]
    """Paragraphs."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """What an experiment was, for the items that no scenario file can fill."""

    purpose: str
    """The question."""
    outputs: Sequence[str]
    """Measures with their definitions."""
    aims: str
    """What was varied and compared."""
    scenarios: str
    """How the scenarios differ."""
    estimation: str
    """Replications, intervals, random numbers shared or not."""
    seeds: str


TITLES: Final[Sequence[tuple[str, str, str]]] = (
    ("1.1", "Objectives", "Purpose of the model"),
    ("1.2", "Objectives", "Model outputs"),
    ("1.3", "Objectives", "Experimentation aims"),
    ("2.1", "Logic", "Base model overview diagram"),
    ("2.2", "Logic", "Base model logic"),
    ("2.3", "Logic", "Scenario logic"),
    ("2.4", "Logic", "Algorithms"),
    ("2.5", "Logic", "Components"),
    ("3.1", "Data", "Data sources"),
    ("3.2", "Data", "Pre-processing"),
    ("3.3", "Data", "Input parameters"),
    ("3.4", "Data", "Assumptions"),
    ("4.1", "Experimentation", "Initialisation"),
    ("4.2", "Experimentation", "Run length"),
    ("4.3", "Experimentation", "Estimation approach"),
    ("5.1", "Implementation", "Software or programming language"),
    ("5.2", "Implementation", "Random sampling"),
    ("5.3", "Implementation", "Model execution"),
    ("5.4", "Implementation", "System specification"),
    ("6.1", "Code access", "Computer model sharing statement"),
)
"""Number, section and title of each item, in the checklist's order."""


def stress_items(scenario: AnyScenario, experiment: Experiment) -> list[Item]:
    """Fill the checklist.

    Parameters
    ----------
    scenario
        The base scenario.
    experiment
        What was asked of it, and how.

    Returns
    -------
    list[Item]
        All twenty items, in order.

    References
    ----------
    T. Monks, C. S. M. Currie, B. S. Onggo, S. Robinson, M. Kunc and S. J. E. Taylor, Strengthening the reporting of
    empirical simulation studies: introducing the STRESS guidelines, Journal of Simulation 13(1), 2019.
    """
    filled = {
        "1.1": [experiment.purpose],
        "1.2": experiment.outputs,
        "1.3": [experiment.aims],
        "2.3": [experiment.scenarios],
        "4.3": [experiment.estimation],
        "5.1": [_software()],
        "5.2": [_sampling(), experiment.seeds],
        "5.4": [_machine()],
        "6.1": [
            (
                f"The simulator onestop {version('onestop')} (Apache-2.0) with this scenario file reproduces every "
                "number on any machine; nothing else is needed."
            )
        ],
    }
    filled |= platform_items(scenario) if is_platform(scenario) else queue_items(scenario)
    return [Item(number=number, section=section, title=title, text=filled[number]) for number, section, title in TITLES]


def _software() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"onestop {version('onestop')}, Python {platform.python_version()}, {libraries}."


def _sampling() -> str:
    return (
        "Philox4x64-10, a counter-based generator: a random word is a function of seed, replication, purpose, subject "
        "and ordinal, so scenarios that share seed and replication share their random numbers by construction, and "
        "streams of different purposes never overlap. Variates come by inversion, except gamma (Marsaglia and Tsang)."
    )


def _machine() -> str:
    return f"{os.cpu_count()} logical processors, {platform.machine()}, {platform.system()}, {sys.implementation.name}."
