"""How a queue's waits settle from its start, and where its warm-up ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.queueing.scenario import QueueScenario

CUSTOMERS: Final = 5_000
"""First customers whose waits are looked at."""
_POINTS: Final = 250
"""Points of the course that are drawn."""
_LEAST: Final = 100
"""Customers below whom nothing is said."""
_SERVED_SHARE: Final = 0.9
"""Share of the customers who must all be served, one after another from the first."""


@dataclass(frozen=True, kw_only=True)
class WarmUpCourse:
    """The waits of the first customers, averaged over replications."""

    points: Sequence[tuple[float, float]]
    """Customer and mean wait, some of them averaged together."""
    cut: int
    """Customers that MSER-5 cuts off."""
    mean: float
    """Mean wait after the cut; unit: the scenario's."""
    mean_of_all: float
    """Without a cut."""
    doubtful: bool
    """Whether the series is too short to say."""
    replications: int

    @property
    def words(self) -> str:
        """What the course says, in a sentence."""
        if self.doubtful:
            return "The waits have not settled within these customers: the run is too short to say where it starts."
        return f"After {self.cut:,} customers the waits have settled; their mean is then {self.mean:.4g}."

    @property
    def rows(self) -> list[list[str]]:
        """The numbers as a table."""
        return [
            ["Customers cut off", f"{self.cut:,}"],
            ["Mean wait after the cut", f"{self.mean:.4g}"],
            ["Mean wait of all", f"{self.mean_of_all:.4g}"],
            ["Replications averaged", f"{self.replications}"],
        ]


def warm_up_course(scenario: "QueueScenario", *, seed: int, replications: int = 20) -> WarmUpCourse | None:
    """Look at the waits of the first customers of a queue.

    Parameters
    ----------
    scenario
        A queue; its own warm-up is not cut off here.
    seed
        Key of every random number.
    replications
        Runs averaged.

    Returns
    -------
    WarmUpCourse or None
        None if too few customers come, or some of them are turned away or never served; the last ones, whom the run
        does not wait for, are left out.

    References
    ----------
    `sim.output.warm_up` for the rule.
    """
    from sim.output.warm_up import mser_of_replications  # noqa: PLC0415 - loads scipy
    from sim.queueing.run import run_queue  # noqa: PLC0415 - compiled code

    waits = [
        run_queue(scenario, seed=seed, replication=number, waits_max=CUSTOMERS).waits for number in range(replications)
    ]
    count = min(len(each) for each in waits)
    if count < _LEAST:
        return None
    together = np.array([each[:count] for each in waits])
    served = np.isfinite(together).all(axis=0)
    known = count if served.all() else int(np.argmin(served))
    if known < max(_LEAST, _SERVED_SHARE * count):
        return None
    count, together = known, together[:, :known]
    rule = mser_of_replications(together)
    course = together.mean(axis=0)
    block = max(1, count // _POINTS)
    blocks = course[: count // block * block].reshape(-1, block).mean(axis=1)
    return WarmUpCourse(
        points=[(float(place * block + block / 2), float(mean)) for place, mean in enumerate(blocks)],
        cut=rule.cut,
        mean=rule.mean,
        mean_of_all=float(course.mean()),
        doubtful=rule.doubtful,
        replications=replications,
    )
