"""The rules by which one of several eligible, free mediators is chosen.

Every policy is the same procedure with two settings: a *metric* of each mediator and a *band width*. The band is
everybody whose metric is at most the smallest metric plus the width; the draw picks uniformly within the band.
Adding such a policy is one member of `Policy`, with what is known of it, and one line in `decide._metric`.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from engine.core.errors import CoreError

STANDARD_CASE_MILLI: Final = 1000
"""Weight of a standard case, in thousandths: weights are integers so that every machine adds them alike."""
WEIGHT_MILLI_MAX: Final = 2**31 - 1
"""Largest weight, penalty or band width: no sum of them over a mediator's life overflows 64 bits."""


class Policy(IntEnum):
    """Which metric is smallest-first."""

    BAND_DRAW = 0
    """Cumulative weight within `band_width_milli`: near-equal lifetime load, hard to foresee.

    Guarantee: if each offer is accepted before the next is made, mediators who take the same cases and always have
    room never lie further apart than the width plus the largest weight.
    Source: the definition. Only who lies within the width of the minimum is charged, and the minimum never falls.
    """
    LEAST_LOADED = 1
    """Cases held or offered now; ties are drawn.

    Guarantee: where cases never end, the largest load is at most ceil(log2 n) + 1 times the best possible one.
    Source: Azar, Naor, Rom, "The Competitiveness of On-Line Assignments", Journal of Algorithms 18(2), 1995.
    """
    LONGEST_IDLE = 2
    """Time of the last answer to an offer (acceptance, decline or lapse resets the clock); ties are drawn.

    Guarantee: with exponential services and cases served in order of filing, the steady state has a product form.
    Source: Adan, Weiss, "A Skill Based Parallel Service System under FCFS-ALIS", Stochastic Systems 4(1), 2014.
    """
    RANDOM = 3
    """Uniform over all who are eligible and free.

    Guarantee: nobody can foresee a draw better than one in the pool; of n cases over n mediators, one mediator gets
    about ln n / ln ln n.
    Source: Raab, Steger, "Balls into Bins: A Simple and Tight Analysis", RANDOM 1998, LNCS 1518.
    """


@dataclass(frozen=True, kw_only=True)
class PolicySettings:
    """A policy and its one knob.

    Raises
    ------
    CoreError
        If the width is negative or beyond any sum of weights that a mediator could reach.
    """

    policy: Policy = Policy.BAND_DRAW
    band_width_milli: int = STANDARD_CASE_MILLI
    """Width of the band in thousandths of a standard case; only `BAND_DRAW` reads it."""

    def __post_init__(self) -> None:
        """Check the width."""
        if not 0 <= self.band_width_milli <= WEIGHT_MILLI_MAX:
            bound = f"within 0..{WEIGHT_MILLI_MAX}"
            raise CoreError(f"band_width_milli = {self.band_width_milli}: must be {bound}")
