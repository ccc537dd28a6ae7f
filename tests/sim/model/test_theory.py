"""The model agrees with what can be computed without it: laws, shares, Little's law, an unlimited platform."""

import numpy as np
import pytest

from analytics.statistics.hall_wellner import hall_wellner_band
from analytics.statistics.kaplan_meier import kaplan_meier
from engine.calendar.day import DAY_US
from engine.events.records import Accepted, Closed, Filed, OpenedInProgress
from sim.laws.duration import duration_law, survival
from sim.scenario.fraction import fraction_of_the_nation
from tests.sim.model.conftest import simulated

CONFIDENCE = 0.999
"""Of the simultaneous band: a right model leaves it once in a thousand seeds, and the seed here is fixed."""


@pytest.fixture(scope="module")
def big_week(calendar):
    """A week of a twentieth of the nation."""
    return simulated(fraction_of_the_nation(0.05), calendar, seed=11)


def spells(week, calendar):
    """Return entry, exit (levelled microseconds since acceptance) and whether the case closed, as arrays."""
    accepted_at, entered_at, closed_at = {}, {}, {}
    for event in week.events:
        if isinstance(event, OpenedInProgress) and event.accepted_at is not None:
            accepted_at[event.case_id] = event.accepted_at
            entered_at[event.case_id] = week.summary.starts_at
        elif isinstance(event, Accepted):
            accepted_at[event.case_id] = entered_at[event.case_id] = event.occurred_at
        elif isinstance(event, Closed):
            closed_at[event.case_id] = event.occurred_at
    cases = list(accepted_at)
    start = calendar.levelled_many(np.array([accepted_at[case] for case in cases]))
    entry = calendar.levelled_many(np.array([entered_at[case] for case in cases])) - start
    end = [closed_at.get(case, week.summary.ends_at) for case in cases]
    leave = calendar.levelled_many(np.array(end)) - start
    return entry, leave, np.array([case in closed_at for case in cases])


def test_durations_follow_their_law(big_week, calendar):
    """The Kaplan-Meier curve of the durations, with delayed entry and censoring, lies in its band of the known law."""
    entries, exits, is_event = spells(big_week, calendar)
    curve = kaplan_meier(exits, is_event, entries=entries)
    low, high = hall_wellner_band(curve, confidence=CONFIDENCE)
    law = duration_law(big_week.scenario.durations)
    known = survival(law, curve.times)
    inside = np.isfinite(low) & np.isfinite(high)

    assert inside.sum() > 1_000
    assert ((low <= known) & (known <= high))[inside].all()


def test_another_law_would_leave_the_band(big_week, calendar):
    """The same test notices a law whose mean is 3 % longer, so it can fail."""
    entries, exits, is_event = spells(big_week, calendar)
    curve = kaplan_meier(exits, is_event, entries=entries)
    low, high = hall_wellner_band(curve, confidence=CONFIDENCE)
    longer = big_week.scenario.durations.model_copy(update={"mean_days": 24.03, "within_period_mean_days": 19.2})
    known = survival(duration_law(longer), curve.times)
    inside = np.isfinite(low) & np.isfinite(high)

    assert not ((low <= known) & (known <= high))[inside].all()


def test_pending_obeys_littles_law(big_week):
    """Time-average pending is within 3 % of acceptances a day times the mean duration of the cases closed."""
    starts, ends = big_week.summary.starts_at, big_week.summary.ends_at
    accepted_at, closed_at = {}, {}
    for event in big_week.events:
        if isinstance(event, OpenedInProgress) and event.accepted_at is not None:
            accepted_at[event.case_id] = event.accepted_at
        elif isinstance(event, Accepted):
            accepted_at[event.case_id] = event.occurred_at
        elif isinstance(event, Closed):
            closed_at[event.case_id] = event.occurred_at
    held = sum(min(closed_at.get(c, ends), ends) - max(at, starts) for c, at in accepted_at.items())
    pending = held / (ends - starts)
    per_day = sum(at >= starts for at in accepted_at.values()) / ((ends - starts) / DAY_US)
    mean_days = np.mean([at - accepted_at[case] for case, at in closed_at.items()]) / DAY_US

    assert pending == pytest.approx(per_day * mean_days, rel=0.03)


def test_the_week_begins_in_its_steady_state(big_week):
    """Pending does not drift: its ends differ by less than four standard deviations of a week's flow."""
    accepted = sum(isinstance(event, Accepted) for event in big_week.events)
    closed = sum(isinstance(event, Closed) for event in big_week.events)
    filed = sum(isinstance(event, Filed) for event in big_week.events)

    # Filings vary more than Poisson because of the day effect; their own count bounds the scale.
    assert abs(accepted - closed) < 4 * np.sqrt(accepted + closed) * 2
    assert abs(filed - accepted) < 4 * np.sqrt(filed + accepted) * 2


def test_a_longer_history_changes_nothing_that_matters(calendar):
    """With twice the history the number of cases open at the start differs by chance only (z below 4)."""
    short = simulated(fraction_of_the_nation(0.01), calendar)
    long = simulated(fraction_of_the_nation(0.01, **{"window.history_days": 360}), calendar)

    opened = [week.summary.opened_in_progress for week in (short, long)]

    assert abs(opened[0] - opened[1]) / np.sqrt(sum(opened)) < 4 * 1.5
