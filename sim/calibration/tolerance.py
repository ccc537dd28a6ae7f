"""How near is near enough: stated here, before any comparison, and not a matter of what comes out.

A log is one run of the real thing, so it may differ from the mean of the simulations by as much as one simulated run of
the same length does: that is the spread. A model leaves things out besides, which more runs never mend: that is the
margin. The tolerance is their sum, and both are told.
"""

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final

import numpy as np

from sim.output.student import student_quantile

LEVEL: Final = 0.95
"""Chance that one more simulated run lies within the spread."""
MARGINS: Final[dict[str, tuple[float, bool]]] = {
    "wait_mean_served": (0.15, True),
    "abandonment_share": (0.02, False),
    "wait_ks_served": (0.10, False),
}
"""Margin of each measure that is judged, and whether it is a share of what was observed."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A measure, observed and simulated, and whether they are near enough."""

    measure: str
    """Its name."""
    observed: float
    """In the log."""
    simulated: float
    """Mean over the replications."""
    low: float
    """Lower end of the interval in which one more run lies."""
    high: float
    """Upper end."""
    difference: float
    """Simulated less observed; for a distance, the distance itself."""
    spread: float
    """Half the length of that interval."""
    margin: float
    """What the model is allowed beside."""
    judged: bool
    """Whether the measure is one of those judged."""

    @property
    def tolerance(self) -> float:
        """Most difference allowed."""
        return self.spread + self.margin

    @property
    def met(self) -> bool:
        """Whether the difference is within the tolerance."""
        return isfinite(self.difference) and abs(self.difference) <= self.tolerance

    @property
    def met_by_margin(self) -> bool:
        """Whether the margin alone would do."""
        return isfinite(self.difference) and abs(self.difference) <= self.margin


def verdict(measure: str, observed: float, runs: list[float]) -> Verdict:
    """Judge a measure.

    Parameters
    ----------
    measure
        Its name; those of `MARGINS` are judged, others told.
    observed
        In the log.
    runs
        One a replication, at least two.

    Examples
    --------
    >>> found = verdict("abandonment_share", 0.10, [0.11, 0.12, 0.10, 0.11])
    >>> found.met, found.margin, round(found.difference, 6)
    (True, 0.02, 0.01)

    """
    values = np.array(runs)
    mean, spread = float(np.mean(values)), half_width(runs)
    margin, relative = MARGINS.get(measure, (0.0, False))
    return Verdict(
        measure=measure,
        observed=observed,
        simulated=mean,
        low=mean - spread,
        high=mean + spread,
        difference=mean - observed,
        spread=spread,
        margin=margin * abs(observed) if relative else margin,
        judged=measure in MARGINS,
    )


def distance_verdict(measure: str, to_log: float, between_runs: list[float]) -> Verdict:
    """Judge a distance between distribution functions, which is 0 at best.

    Parameters
    ----------
    measure
        Its name.
    to_log
        Distance of all simulated runs together to the log.
    between_runs
        Distance of each run to the others together: what chance alone makes.

    """
    usual = float(np.quantile(between_runs, LEVEL))
    return Verdict(
        measure=measure,
        observed=0.0,
        simulated=to_log,
        low=0.0,
        high=usual,
        difference=to_log,
        spread=usual,
        margin=MARGINS.get(measure, (0.0, False))[0],
        judged=measure in MARGINS,
    )


def half_width(runs: list[float]) -> float:
    """Return half the interval in which one more run lies: Student's, with the run's own variance."""
    count = len(runs)
    deviation = float(np.std(np.array(runs), ddof=1))
    return student_quantile(count - 1, (1 + LEVEL) / 2) * deviation * sqrt(1 + 1 / count)
