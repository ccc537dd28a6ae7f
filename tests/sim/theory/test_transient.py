"""The start from empty, against published values and a differential equation solved another way."""

import numpy as np
import pytest
from scipy.linalg import expm

from sim.theory.errors import TheoryError
from sim.theory.infinite_server import piecewise_load
from sim.theory.mmc import mmc
from sim.theory.transient import mmc_from_empty


@pytest.fixture(scope="module")
def start():
    """M/M/1 at a load of .8."""
    return mmc_from_empty(arrival_rate=0.8, service_rate=1.0, servers=1, horizon=1000)


def test_the_mean_number_gives_the_worked_example(start):
    """The mean number at six times agrees to every digit printed."""
    found = [f"{start.mean_number(time):.6f}" for time in (5, 10, 20, 50, 100, 200)]

    assert found == ["1.469461", "2.030282", "2.647635", "3.405039", "3.791873", "3.962982"]


def test_time_averages_give_the_worked_example(start):
    """Averages from 0 and over later spans agree to every digit printed: a run from empty says too little."""
    ends = [f"{start.time_average(0, end):.4f}" for end in (50, 100, 200, 500, 1000)]
    spans = [f"{start.time_average(*span):.4f}" for span in ((50, 100), (100, 500), (200, 1000))]

    assert ends == ["2.6037", "3.1211", "3.5122", "3.8001", "3.9000"]
    assert spans == ["3.6385", "3.9698", "3.9969"]


def test_it_equals_the_exponential_of_the_generator():
    """Five servers, overloaded, agree with the matrix exponential of the truncated chain."""
    top = 120
    generator = np.diag(np.full(top, 6.0), 1) + np.diag(np.minimum(np.arange(1, top + 1), 5) * 1.0, -1)
    generator -= np.diag(generator.sum(axis=1))
    start = mmc_from_empty(arrival_rate=6.0, service_rate=1.0, servers=5, horizon=8.0)

    for time in (0.0, 0.1, 2.0, 8.0):
        expected = float(expm(generator * time)[0] @ np.arange(top + 1))
        assert start.mean_number(time) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_it_ends_in_the_steady_state():
    """Long after the start the mean number is that of M/M/c; with servers for all it is M/M/inf's course."""
    late = mmc_from_empty(arrival_rate=8.4, service_rate=1.0, servers=12, horizon=60)
    assert late.mean_number(60) == pytest.approx(mmc(arrival_rate=8.4, service_rate=1, servers=12).mean_number)
    wide = mmc_from_empty(arrival_rate=8.4, service_rate=1.0, servers=60, horizon=3)
    expected = piecewise_load(1.5, edges=[0, 3], rates=[8.4], service_rate=1.0)
    assert wide.mean_number(1.5) == pytest.approx(expected, rel=1e-9)


def test_times_beyond_the_horizon_are_refused(start):
    """A time that was not computed, a reversed span and a hopeless horizon are named."""
    with pytest.raises(TheoryError, match="time: 1001 is beyond the horizon, 1000"):
        start.mean_number(1001)
    with pytest.raises(TheoryError, match="start: 5 is not before"):
        start.time_average(5, 5)
    with pytest.raises(TheoryError, match="horizon"):
        mmc_from_empty(arrival_rate=1.0, service_rate=1.0, servers=1, horizon=1e9)
