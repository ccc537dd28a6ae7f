"""A surge brings as many more filings as it says, and leaves every case what it is."""

from datetime import date
from math import sqrt

import numpy as np

from engine.calendar.day import local_midnight_us
from engine.events.records import Filed, OpenedInProgress
from sim.arrivals.intensity import intensity
from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.load import with_changes
from tests.sim.model.conftest import simulated


def test_a_surge_multiplies_the_filings_of_its_days(calendar):
    """The filings of two days with factor 3 are Poisson of three times their mean (z below 4); other days do not."""
    steady = fraction_of_the_nation(0.01, **{"arrivals.court_day_variation": 0.0})
    days = {"starts_on": date(2020, 8, 25), "ends_on": date(2020, 8, 26), "factor": 3.0}
    usual, busy = (simulated(with_changes(steady, surge), calendar) for surge in ({}, {"arrivals.surge": [days]}))
    window = steady.window
    expected = intensity(
        steady.arrivals, steady.cases.channel, calendar, starts_on=window.starts_on, days=window.days
    ).day_mean
    starts_at = local_midnight_us(window.starts_on)
    counts = [
        np.bincount([(e.occurred_at - starts_at) // 86_400_000_000 for e in run.events if isinstance(e, Filed)])
        for run in (usual, busy)
    ]
    mean = 3.0 * expected[1:3].sum()

    assert abs(counts[1][1:3].sum() - mean) / sqrt(mean) < 4.0
    assert counts[1][0] == counts[0][0]
    for day in range(3, 7):
        assert abs(counts[1][day] - expected[day]) / sqrt(expected[day]) < 4.0


def test_a_surge_leaves_a_case_what_it_is(calendar):
    """The n-th case of a court is the same with a surge; its instant differs, and with the hour its channel."""
    days = {"starts_on": date(2020, 8, 25), "ends_on": date(2020, 8, 26), "factor": 0.3}
    scenario = fraction_of_the_nation(0.01)
    usual, quiet = (simulated(with_changes(scenario, surge), calendar) for surge in ({}, {"arrivals.surge": [days]}))
    kinds = []
    for run in (usual, quiet):
        filed = [event for event in run.events if isinstance(event, Filed)]
        kinds.append({e.case_id: (e.dispute_type, e.language, e.entry_route, e.weight_milli) for e in filed})
    when = [{e.case_id: e.occurred_at for e in run.events if isinstance(e, Filed)} for run in (usual, quiet)]

    assert kinds[1].items() < kinds[0].items()
    later = sum(when[1][case] > when[0][case] for case in when[1])
    assert all(when[1][case] >= when[0][case] for case in when[1])
    assert later > 0.5 * len(when[1])
    assert [e for e in usual.events if isinstance(e, OpenedInProgress)] == [
        e for e in quiet.events if isinstance(e, OpenedInProgress)
    ]
