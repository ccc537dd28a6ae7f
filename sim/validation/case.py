"""A case: one scenario, the exact values of some of its measures, and how long to simulate it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from sim.queueing.load import load_queue, with_changes
from sim.queueing.scenario import QueueScenario

Measures: TypeAlias = Mapping[str, float]
"""Value by name of what one run measured."""


Exact: TypeAlias = Callable[[QueueScenario], Mapping[str, float]]
"""Computes exact values by name of measure, from the numbers that stand in the scenario itself."""


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """How much is simulated on one backend."""

    runs: int
    """Independent replications; 1 only where nothing is random."""
    length: float
    """What is measured of each, after the warm-up; unit: the scenario's."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One scenario of which theory knows the answer."""

    name: str
    """Unique; lower-case letters, digits and hyphens."""
    family: str
    """What kind of queue it is: the scoreboard is filtered by it."""
    theory: str
    """The formula and whose it is."""
    preset: str
    """Scenario to start from."""
    exact: Exact
    """The exact values."""
    fast: Horizon
    """For the compiled loop, long enough for a standard error of about half a per cent."""
    simpy: Horizon
    """For the readable model, which is a hundred times slower: its error is judged by its own standard error alone."""
    changes: Mapping[str, object] = field(default_factory=dict[str, object])
    """Changes to the preset, by dotted key."""
    warm_up: float = 0.0
    """Beginning that is not measured; unit: the scenario's. Many times what the queue needs to forget its start."""
    random: bool = True
    """False where nothing is random, so that estimate and exact value must be equal, not close."""
    quick: bool = False
    """Whether it belongs to the small set that is run for a first look."""

    def horizon(self, backend: str) -> Horizon:
        """Return how much is simulated on a backend."""
        return self.fast if backend == "fast" else self.simpy

    def scenario(self, backend: str) -> QueueScenario:
        """Build what a backend runs.

        Parameters
        ----------
        backend
            "fast" or "simpy".

        Returns
        -------
        QueueScenario
            The preset with the changes, the warm-up and the backend's own length.

        Raises
        ------
        ScenarioError
            If a change leads nowhere or the preset is missing.

        Examples
        --------
        >>> from sim.validation.catalogue import CASES
        >>> next(case for case in CASES if case.name == "erlang-c").scenario("fast").pools[0].servers
        12
        """
        run = {"run.warm_up": self.warm_up, "run.length": self.warm_up + self.horizon(backend).length}
        return with_changes(load_queue(self.preset), {**self.changes, **run})
