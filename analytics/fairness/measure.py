"""All fairness measures of one event file."""

from pathlib import Path

from analytics.fairness.band_spread import band_spread
from analytics.fairness.chi_square import draw_uniformity
from analytics.fairness.gini import gini
from analytics.fairness.observed import observe_offers
from analytics.fairness.open_load import open_load
from analytics.fairness.overrides import override_ledger
from analytics.fairness.predictability import predictability
from analytics.fairness.records import Fairness


def measure_fairness(
    events: Path, *, mediators: Path | None = None, with_opening: bool = False, confidence: float = 0.95
) -> Fairness:
    """Measure how fairly the cases of an event file were assigned.

    Parameters
    ----------
    events
        Event file of one replication.
    mediators
        Roster, a Parquet file with `mediator_id` and `court_id`; without it there is nothing by mediator.
    with_opening
        Whether weight held when the file begins counts as accepted in it.
    confidence
        Level of the intervals, between 0 and 1.

    Returns
    -------
    Fairness
        Every measure that the two files allow.

    Raises
    ------
    EventTableError, RosterFileError
        If a file is missing, unreadable or not what it should be.
    StatisticsError
        If `confidence` is not inside (0, 1).
    """
    with observe_offers(events, mediators=mediators, with_opening=with_opening) as observed:
        return Fairness(
            gini=gini(observed),
            band_spread=band_spread(observed),
            open_load=open_load(observed),
            predictability=predictability(observed, confidence=confidence),
            uniformity=draw_uniformity(observed),
            overrides=override_ledger(observed, confidence=confidence),
        )
