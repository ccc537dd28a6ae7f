"""A court's policy and its settings."""

from dataclasses import dataclass
from typing import Final

from engine.core.errors import CoreError
from engine.core.policies.table import Policy

STANDARD_CASE_MILLI: Final = 1000
"""Weight of a standard case, in thousandths: weights are integers so that every machine adds them alike."""
WEIGHT_MILLI_MAX: Final = 2**31 - 1
"""Largest weight, penalty or band width: no sum of them over a mediator's life overflows 64 bits."""
SAMPLE_SIZES: Final = (2, 3)
"""Looks that `POWER_OF_D` may take: with four, the tickets of a large pool would leave the bias of the draw visible."""


@dataclass(frozen=True, kw_only=True)
class PolicySettings:
    """A policy and its settings; those that the policy does not read are kept and do nothing.

    Raises
    ------
    CoreError
        If the width is negative or beyond any sum of weights that a mediator could reach, or the sample size is none
        of `SAMPLE_SIZES`.
    """

    policy: Policy = Policy.BAND_DRAW
    band_width_milli: int = STANDARD_CASE_MILLI
    """Width of the band in thousandths of a standard case; `BAND_DRAW` reads it."""
    sample_size: int = 2
    """Members looked at; `POWER_OF_D` reads it."""
    by_weight: bool = False
    """Whether load is counted in weight instead of cases; `LEAST_LOADED` and `POWER_OF_D` read it."""

    def __post_init__(self) -> None:
        """Check the settings."""
        if not 0 <= self.band_width_milli <= WEIGHT_MILLI_MAX:
            bound = f"within 0..{WEIGHT_MILLI_MAX}"
            raise CoreError(f"band_width_milli = {self.band_width_milli}: must be {bound}")
        if self.sample_size not in SAMPLE_SIZES:
            raise CoreError(f"sample_size = {self.sample_size}: must be one of {SAMPLE_SIZES}")


__all__ = ["SAMPLE_SIZES", "STANDARD_CASE_MILLI", "WEIGHT_MILLI_MAX", "Policy", "PolicySettings"]
