"""What a planner wants to hold: a measure, a bound, and how sure it must be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from sim.experiments.errors import ExperimentError
from sim.experiments.job import AnyScenario, is_platform
from sim.experiments.measures import meaning, measured_by

if TYPE_CHECKING:
    from sim.queueing.scenario import QueueScenario

_OF_DEMAND: Final = frozenset({"arrived", "arrival_rate", "customers", "cases"})
"""Measures of what comes in, whoever is there to serve it."""
_FORM: Final = re.compile(r"\s*(?P<measure>[A-Za-z_][\w:@.\-]*)\s*(?P<sign>>=|<=)\s*(?P<bound>[^\s]+)\s*")


@dataclass(frozen=True, kw_only=True)
class Objective:
    """A bound that a measure's mean shall keep."""

    measure: str
    at_least: bool
    """Whether the bound is the least or the most."""
    bound: float

    def __str__(self) -> str:
        return f"{self.measure} {'>=' if self.at_least else '<='} {self.bound:g}"

    def margin(self, values: Sequence[float]) -> float:
        """By how much the mean keeps the bound; negative where it does not, or is no number."""
        mean = float(np.mean(values))
        margin = mean - self.bound if self.at_least else self.bound - mean
        return margin if margin == margin else -inf  # noqa: PLR0124 - a measure of nobody is not a number

    def sure_margin(self, values: Sequence[float], confidence: float) -> float:
        """By how much the bound is kept at least, with that confidence; the one-sided end of Student's interval."""
        margin = self.margin(values)
        return margin - self.half_width(values, confidence) if margin > -inf else -inf

    def half_width(self, values: Sequence[float], confidence: float) -> float:
        """Distance from the mean to the one-sided end of Student's interval; infinite where it is not known."""
        from sim.output.student import student_interval  # noqa: PLC0415 - loads scipy

        if len(values) < 2 or self.margin(values) == -inf:
            return inf
        # What is left on the other side of a two-sided interval counts as kept.
        return student_interval(values, level=2.0 * confidence - 1.0).half_width


def read_objective(text: str) -> Objective:
    """Read an objective as people write it.

    Parameters
    ----------
    text
        `measure >= bound` or `measure <= bound`.

    Raises
    ------
    ExperimentError
        Where it is not of that form.

    Examples
    --------
    >>> read_objective("accepted_in_time_share >= 0.95")
    Objective(measure='accepted_in_time_share', at_least=True, bound=0.95)
    """
    found = _FORM.fullmatch(text)
    try:
        if found is not None and abs(bound := float(found["bound"])) < inf:
            return Objective(measure=found["measure"], at_least=found["sign"] == ">=", bound=bound)
    except ValueError:
        pass
    raise ExperimentError(f"objective = {text}: must be a measure, >= or <=, and a number")


def check_objective(objective: Objective, scenario: AnyScenario) -> None:
    """Refuse before anything runs an objective that no staff of a scenario could be searched by.

    Parameters
    ----------
    objective
        A bound on a measure's mean.
    scenario
        What is to be staffed.

    Raises
    ------
    ExperimentError
        If the scenario's runs do not have the measure, staff does not change it, or the bound is on its wrong side:
        the more wait is asked for, the fewer would do.
    """
    measured = measured_by(scenario)
    if objective.measure not in measured:
        raise ExperimentError(f"objective = {objective}: must be on one of {', '.join(measured)}")
    if objective.measure.partition(":")[0] in _OF_DEMAND:
        raise ExperimentError(f"objective = {objective}: must be on a measure that staff changes, not on what comes in")
    better = meaning(objective.measure).better
    if better is not None and objective.at_least != (better == "higher"):
        sign = ">=" if better == "higher" else "<="
        raise ExperimentError(f"objective = {objective}: must be {sign} a number, since {better} is better")


def default_objective(scenario: AnyScenario) -> Objective:
    """Return what to hold where nobody says.

    On the platform a case shall wait at most an hour, on average, until a mediator has room: staff can do that, while
    how fast mediators answer, and so how many cases are accepted within a day, is their own. A queue with a time that
    counts as in time shall serve the call centres' usual 80 % within it; any other shall make at most one in five wait.
    """
    if is_platform(scenario):
        return Objective(measure="room_wait_mean_hours", at_least=False, bound=1.0)
    if cast("QueueScenario", scenario).run.target_wait > 0:
        return Objective(measure="service_level_offered", at_least=True, bound=0.8)
    return Objective(measure="wait_probability", at_least=False, bound=0.2)
