"""The results: one frozen record a measure. Weights are thousandths of a standard case, as events have them."""

import msgspec

from analytics.records import Proportion


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen and keyword-only, like every record here."""


class CourtGini(_Record, frozen=True, kw_only=True):
    """Inequality among the mediators of one court."""

    court_id: int
    mediators: int
    weight_milli: int
    """Accepted by all of them together."""
    gini: float | None
    """None where nobody accepted anything."""


class GiniIndex(_Record, frozen=True, kw_only=True):
    """Inequality of the weight that mediators have accepted, within courts."""

    gini: float | None
    """Mean of the courts' coefficients, each weighted by its mediators; None where no court has any weight."""
    mediators: int
    """Mediators of the courts averaged over."""
    by_court: list[CourtGini]
    """In order of court; every court of the roster."""


class CourtSpread(_Record, frozen=True, kw_only=True):
    """How far apart the mediators of one court lie."""

    court_id: int
    mediators: int
    range_milli: int
    """Largest less smallest accepted weight."""
    inner_range_milli: float
    """95th less 5th percentile."""


class BandSpread(_Record, frozen=True, kw_only=True):
    """How far apart mediators of one court lie in accepted weight, over all courts."""

    mean_range_milli: float | None
    """Mean of the courts' ranges, each weighted by its mediators; None without mediators."""
    mean_inner_range_milli: float | None
    largest_range_milli: int | None
    by_court: list[CourtSpread]
    """In order of court; every court of the roster."""


class OpenLoad(_Record, frozen=True, kw_only=True):
    """How much the busiest mediators held."""

    cases_max: int
    """Most cases that one mediator held at one time."""
    mediators: int
    """Mediators of the roster, those without a case too."""
    p99_weight_milli: int
    """Weight held at the end of the file that 99 % of the mediators do not exceed."""


class CourtPredictability(_Record, frozen=True, kw_only=True):
    """How well the draws of one court could be foreseen."""

    court_id: int
    draws: int
    suppressed: bool
    """Fewer than 30 draws: the rest is None."""
    entropy_bits: float | None
    predictable_share: float | None
    pool_one_share: float | None


class Predictability(_Record, frozen=True, kw_only=True):
    """How well draws could be foreseen by somebody who knows the state but not the word."""

    draws: int
    """Offers with basis `drawn`."""
    pool_one: Proportion | None
    """Draws with a pool of one / draws: nothing to draw, whatever the policy. None without draws."""
    predictable: Proportion | None
    """Draws whose winner was certain / draws among several: the policy's own doing. None without such draws."""
    entropy_bits: float | None
    """Mean over draws among several; exact if `unequal_draws` is 0, otherwise no more than this."""
    unequal_draws: int
    """Draws among several in which members of the band had different numbers of tickets."""
    by_court: list[CourtPredictability]
    """In order of court; every court with a draw."""


class CourtUniformity(_Record, frozen=True, kw_only=True):
    """Whether the winning tickets of one court look drawn."""

    court_id: int
    draws: int
    chi_square: float
    p: float
    adjusted_p: float
    """After Benjamini and Hochberg, over all courts tested."""


class DrawUniformity(_Record, frozen=True, kw_only=True):
    """Whether winning tickets spread over all tickets as declared."""

    draws: int
    """Draws of more than one ticket, in the courts tested."""
    courts_too_small: int
    """Courts with such draws, but too few to test."""
    flagged: int
    """Courts whose adjusted p is at most `level`."""
    level: float
    """False discovery rate: the share of false alarms among the alarms that is accepted."""
    smallest_adjusted_p: float | None
    """None where no court was tested."""
    by_court: list[CourtUniformity]
    """In order of court; those tested."""


class MediatorDeviation(_Record, frozen=True, kw_only=True):
    """A mediator who was drawn more or less often than his tickets promised."""

    position: int
    """Place in the arrays given."""
    observed: int
    expected: float
    p: float
    adjusted_p: float


class Deviations(_Record, frozen=True, kw_only=True):
    """Draws of each mediator against his tickets."""

    tested: int
    """Mediators whose draws left anything to chance."""
    impossible: list[int]
    """Positions of those whose draws were certain and came out otherwise."""
    smallest_adjusted_p: float | None
    level: float
    flagged: list[MediatorDeviation]
    """Smallest p first."""


class PairingAlarm(_Record, frozen=True, kw_only=True):
    """A party met the same mediator more often than chance explains."""

    court_id: int
    party_key: int | str
    mediator_id: int
    cases: int
    """Of the party with this mediator."""
    expected: float
    party_cases: int
    mediator_cases: int
    court_cases: int
    p: float
    adjusted_p: float


class RepeatPairing(_Record, frozen=True, kw_only=True):
    """Repeated pairings of parties and mediators."""

    pairs: int
    """Pairs that could have repeated: a party with several cases, a mediator of its court."""
    level: float
    smallest_adjusted_p: float | None
    alarms: list[PairingAlarm]
    """Smallest p first."""


class CourtOverrides(_Record, frozen=True, kw_only=True):
    """Overrides of one court."""

    court_id: int
    offers: int
    overrides: int
    share: float
    """Overrides / offers of the court."""
    by_code: dict[str, int]


class OverrideLedger(_Record, frozen=True, kw_only=True):
    """Offers that a human put out of sequence."""

    offers: int
    out_of_sequence: Proportion | None
    """Overrides / offers; None without offers."""
    by_code: dict[str, int]
    by_court: list[CourtOverrides]
    """In order of court; those with an override."""


class Fairness(_Record, frozen=True, kw_only=True):
    """Every measure that an event file and a roster allow."""

    gini: GiniIndex | None
    """None, as are the next two, without a roster."""
    band_spread: BandSpread | None
    open_load: OpenLoad | None
    predictability: Predictability
    uniformity: DrawUniformity
    overrides: OverrideLedger
