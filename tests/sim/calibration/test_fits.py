"""Fits: laws, patience, rates and staff come out as they were put in."""

from math import exp, sqrt

import numpy as np
import pytest

from sim.calibration.crew import fit_crew, whole_servers
from sim.calibration.errors import CalibrationError
from sim.calibration.fit import fit_queue
from sim.calibration.patience import fit_patience
from sim.calibration.reading import read_log
from sim.calibration.service import fit_service
from sim.calibration.slots import mapped_slots
from tests.sim.calibration.lookalike import (
    CLOSES,
    HOURLY,
    MU,
    OPENS,
    PATIENCE_MEAN,
    SERVERS,
    SIGMA,
    mapping,
    write_log,
)

NIGHT = slice(0, 2 * OPENS)
DAYTIME = slice(2 * OPENS + 1, 2 * CLOSES - 1)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Three weeks of the look-alike."""
    return read_log(write_log(tmp_path_factory.mktemp("log") / "log.csv").path, mapping())


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("lognormal", lambda rng, n: np.exp(rng.normal(4.8, 0.95, n))),
        ("gamma", lambda rng, n: rng.gamma(0.4, 100.0, n)),
        ("erlang", lambda rng, n: rng.gamma(6.0, 20.0, n)),
    ],
)
def test_the_nearest_law_is_the_one_that_was_drawn(name, draw):
    """Of lengths of a law that very law is taken, and its distance is what chance makes."""
    found = fit_service(draw(np.random.default_rng(3), 8_000))

    if name == "erlang":  # a gamma law of the same shape is the same law
        assert found.chosen.name in {"erlang", "gamma"}
        assert next(each for each in found.candidates if each.name == "erlang").parameters["phases"] == 6
    else:
        assert found.chosen.name == name
    assert found.chosen.ks < 1.36 / sqrt(8_000)


def test_exponential_lengths_are_near_every_law_that_holds_them():
    """Gamma, Erlang and Weibull hold the exponential law; the lognormal, which does not, is far off."""
    found = fit_service(np.random.default_rng(4).exponential(100.0, 8_000))
    ks = {each.name: each.ks for each in found.candidates}

    assert ks["lognormal"] > 3 * ks["exponential"]
    assert max(ks["exponential"], ks["gamma"], ks["weibull"]) < 1.36 / sqrt(8_000)


def test_service_is_recovered_beside_its_short_part(log):
    """The lognormal's parameters are those drawn, within four standard errors; the short part has its share."""
    customers = log.customers
    found = fit_service(customers.service[customers.served], short_below=10.0)
    rows = found.rows - found.short_rows

    assert found.chosen.name == "lognormal"
    assert abs(found.chosen.parameters["mu"] - MU) < 4 * SIGMA / sqrt(rows) + 0.005  # what is below 10 s is cut off
    assert abs(found.chosen.parameters["sigma"] - SIGMA) < 4 * SIGMA / sqrt(2 * rows) + 0.005
    assert found.table["parts"][0]["share"] == pytest.approx(found.short_rows / found.rows, abs=1e-6)


def test_service_without_two_lengths_is_refused():
    """One length says nothing of a law."""
    with pytest.raises(CalibrationError, match="must have two different lengths"):
        fit_service(np.array([60.0, 60.0]))


def test_patience_is_recovered_though_most_are_served(log):
    """The exponential mean is that drawn, within four standard errors, and that law is near enough to the curve."""
    found = fit_patience(log.customers.wait, log.customers.served)

    assert abs(found.mean_exponential - PATIENCE_MEAN) < 4 * PATIENCE_MEAN / sqrt(found.left)
    assert found.law == "exponential"
    assert abs(found.survival["60"] - exp(-60 / PATIENCE_MEAN)) < 0.04


def test_the_curve_as_a_law_has_the_curves_quantiles(log):
    """The values that stand for Kaplan and Meier's curve outlast any believed time as often as the curve says."""
    found = fit_patience(log.customers.wait, log.customers.served, law="kaplan-meier")
    assert found.curve is not None
    assert found.table is not None
    values = np.array(found.table["values"])
    times = np.linspace(1.0, found.believed_to, 40)
    shares = [float(np.mean(values > time)) for time in times]

    np.testing.assert_allclose(shares, found.curve.survival_at(times), atol=2.5e-3)
    assert np.all(np.diff(values) >= 0)


def test_balking_is_an_atom_of_those_who_must_wait():
    """Two who left at 0 beside eight who waited are a fifth; whoever was served at once never had to wait."""
    wait = np.array([0.0, 0.0, 0.0, *[30.0] * 8])
    served = np.array([True, False, False, *[True] * 6, False, False])

    assert fit_patience(wait, served).balk_share == pytest.approx(0.2)


def test_nobody_who_left_means_no_patience():
    """A log without abandonment bounds no patience, and the scenario has none."""
    found = fit_patience(np.array([0.0, 10.0]), np.array([True, True]))

    assert (found.table, found.law) == (None, "none")


def test_rates_and_day_effect_are_recovered(log):
    """The hourly rate is that drawn within four standard errors, nobody comes at night, and days vary as they do."""
    rates = fit_queue(log.customers, log.at_once, mapping()).rates
    weekdays = rates.per_slot[0, 0]
    spread = HOURLY / 2 * 0.15 / sqrt(15) + sqrt(HOURLY / 2 / 15 / len(weekdays[DAYTIME]))

    assert abs(float(weekdays[DAYTIME].mean()) - HOURLY / 2) < 4 * spread
    assert not weekdays[NIGHT].any()
    assert 0.08 < rates.day_variation < 0.25
    assert rates.bursts == ()


def test_a_burst_is_found_and_left_out_of_the_rates(tmp_path):
    """Eighty extra in half an hour are named with their day, and the usual rate of that half-hour stays."""
    made = write_log(tmp_path / "log.csv", burst_day=9)
    found = read_log(made.path, mapping())
    (burst,) = fit_queue(found.customers, found.at_once, mapping()).rates.bursts
    rates = fit_queue(found.customers, found.at_once, mapping()).rates.per_slot[0, 0]

    assert (burst.day, burst.slot) == (9, 24)
    assert burst.queued_extra == pytest.approx(80, abs=30)
    assert rates[24] < 1.3 * rates[DAYTIME].mean()


@pytest.mark.parametrize("estimator", ["available", "busy_while_waiting", "presence", "active"])
def test_staff_is_recovered(log, estimator):
    """Where nobody rests between calls every estimate finds the three who work."""
    crew = fit_crew(log.customers, mapped_slots(mapping()), estimator=estimator)

    np.testing.assert_allclose(crew.mean[0, DAYTIME], SERVERS, atol=0.15)
    assert not crew.servers[0, NIGHT].any()


def test_services_at_once_would_underestimate_staff(log):
    """The mean number busy is below the staff: why it is none of the estimates."""
    customers = log.customers
    busy = float(np.nansum(customers.service)) / (21 * 3_600 * (CLOSES - OPENS))

    assert busy < 0.9 * SERVERS


def test_whole_servers_keep_the_days_sum():
    """What rounding takes from one interval the next gives back, and nobody is never the answer where some worked."""
    mean = np.array([[0.0, 2.4, 2.4, 2.4, 2.4, 2.4, 0.2]])
    whole = whole_servers(mean)

    assert whole[0, 0] == 0
    assert whole[0, 6] == 1
    assert abs(whole[0, 1:6].sum() - mean[0, 1:6].sum()) <= 0.5
