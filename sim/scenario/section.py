"""What all sections of a scenario have in common: strictness, and the kinds of numbers that stand in them."""

from collections.abc import Mapping, Sequence
from math import fsum, isclose
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SHARES_TOLERANCE: Final = 1e-6
"""How far shares that must sum to 1 may miss it: thirds written with seven digits pass, a forgotten per cent fails."""


class Section(BaseModel):
    """A frozen table of a scenario: unknown keys, text for numbers, infinities and NaN are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


def _sum_to_one(shares: Sequence[float]) -> Sequence[float]:
    total = fsum(shares)
    if not isclose(total, 1, rel_tol=0, abs_tol=SHARES_TOLERANCE):
        raise ValueError(f"sum to 1 within {SHARES_TOLERANCE:f} (they sum to {total:.7g})")
    return shares


K = TypeVar("K")


def shares_sum_to_one(shares: Mapping[K, float]) -> Mapping[K, float]:
    """Refuse a table of shares that does not sum to 1.

    Raises
    ------
    ValueError
        Where the sum misses 1 by more than `SHARES_TOLERANCE`; the message holds the sum.

    """
    _sum_to_one(tuple(shares.values()))
    return shares


Share = Annotated[float, Field(ge=0, le=1)]
"""A fraction of a whole, 0 to 1."""
InnerShare = Annotated[float, Field(gt=0, lt=1)]
"""A fraction that is neither nothing nor everything, so that its odds are finite."""
Weight = Annotated[float, Field(ge=0, le=1e6)]
"""A relative size without unit."""
Shares = Annotated[tuple[Share, ...], AfterValidator(_sum_to_one)]
"""Fractions of one whole."""
