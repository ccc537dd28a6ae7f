"""What a minute of filings is: how many, at which courts, of what kind, and what becomes of each."""

from typing import Final

import msgspec

from loadtests.errors import ProfileError

FACTOR_MAX: Final = 1_000.0
"""A thousand national working minutes in one: more than any machine of ours takes."""
_ROUNDING: Final = 1e-6


class CourtShare(msgspec.Struct, frozen=True, kw_only=True):
    """One court's part of the filings."""

    court_id: int
    share: float
    """Fraction of all filings."""
    languages: tuple[str, ...] = ()
    """Minority languages spoken at home there."""


class Mix(msgspec.Struct, frozen=True, kw_only=True):
    """What filings are like; every table of shares sums to 1."""

    courts: tuple[CourtShare, ...]
    dispute_types: dict[str, float]
    """Fraction of filings by dispute type."""
    channels: dict[str, float]
    """By counter or site."""
    entry_routes: dict[str, float]
    """By way into mediation."""
    minority_language_share: float
    """Fraction of filings in one of the court's minority languages; where it has none, in Mandarin all the same."""

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        tables = {
            "courts": [court.share for court in self.courts],
            "dispute_types": list(self.dispute_types.values()),
            "channels": list(self.channels.values()),
            "entry_routes": list(self.entry_routes.values()),
        }
        for name, shares in tables.items():
            total = sum(shares)
            if min(shares, default=-1.0) < 0 or abs(total - 1) > _ROUNDING:
                raise ProfileError(f"{name}: shares sum to {total:g}: must be at least 0 each and sum to 1")


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a filing, and when. The seconds are assumptions: a court's hours, so that a short run sees all.

    Rates of answers and endings follow the rate of filings once a run is older than these delays, as on the platform.
    """

    accept_share: float = 0.92
    """Fraction of offers that are accepted."""
    lapse_share: float = 0.03
    """Fraction of offers that nobody answers; the rest is declined."""
    answer_mean_seconds: float = 2.0
    """Mean, exponential, from an offer to its answer."""
    end_mean_seconds: float = 4.0
    """Mean, exponential, from accepting a case to its end."""

    def __post_init__(self) -> None:
        """Refuse shares above 1 together, and delays below 0."""
        if min(self.accept_share, self.lapse_share) < 0 or self.accept_share + self.lapse_share > 1:
            raise ProfileError(
                f"accept_share = {self.accept_share}, lapse_share = {self.lapse_share}: must be at least 0 and at most "
                "1 together"
            )
        if min(self.answer_mean_seconds, self.end_mean_seconds) <= 0:
            raise ProfileError(
                f"answer_mean_seconds = {self.answer_mean_seconds}, end_mean_seconds = {self.end_mean_seconds}: must "
                "be above 0"
            )


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A load.

    Examples
    --------
    >>> from loadtests.example import example_profile
    >>> example_profile(factor=20).filings_per_minute
    1320.0
    """

    name: str
    base_filings_per_minute: float
    """Of the minute that the factor multiplies."""
    factor: float = 1.0
    mix: Mix
    course: Course = Course()

    def __post_init__(self) -> None:
        """Refuse a load of nothing, or beyond any machine."""
        if self.base_filings_per_minute <= 0:
            raise ProfileError(f"base_filings_per_minute = {self.base_filings_per_minute}: must be above 0")
        if not 0 < self.factor <= FACTOR_MAX:
            raise ProfileError(f"factor = {self.factor:g}: must be above 0 and at most {FACTOR_MAX:g}")

    @property
    def filings_per_minute(self) -> float:
        """Filings of an average minute of this load."""
        return self.base_filings_per_minute * self.factor
