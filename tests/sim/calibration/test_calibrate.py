"""From a log to a scenario and back: what comes out is near what went in, and what is far is called far."""

import tomllib
from dataclasses import replace

import numpy as np
import pytest

from sim.calibration.calibrate import calibrate
from sim.calibration.compare import compare
from sim.calibration.distances import distances, earth_mover
from sim.calibration.errors import CalibrationError
from sim.calibration.fit import fit_queue
from sim.calibration.mapping import read_mapping
from sim.calibration.reading import read_log
from sim.calibration.record import calibration_record
from sim.calibration.replay import replay
from sim.calibration.scenario_text import scenario_of
from sim.calibration.tolerance import MARGINS, verdict
from sim.queueing.load import load_queue
from tests.sim.calibration.lookalike import mapping, write_log

BANK = "anonymous_bank_1999_02_01_20.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The look-alike, calibrated."""
    log = write_log(tmp_path_factory.mktemp("made") / "log.csv")
    return calibrate(log.path, mapping(), replications=10, seed=5)


def test_a_log_of_known_laws_is_met(made):
    """Simulated waits and abandonment are within the tolerance, on the whole log and on days held out."""
    assert made.met is True
    assert made.hold_out is not None
    assert made.whole.met
    assert made.fit.service[0].chosen.name == "lognormal"


def test_the_held_out_days_were_not_fitted(made):
    """The first two thirds of the days foretell the last third."""
    assert made.hold_out.days == made.log.customers.days[14:]
    assert made.hold_out.customers < made.whole.customers / 2


def test_the_margin_alone_would_do_where_the_model_is_true(made):
    """A log that a queue made is met without the spread of single runs."""
    wait, gone, curve = (next(v for v in made.whole.judged if v.measure == name) for name in MARGINS)

    assert gone.met_by_margin
    assert curve.met_by_margin
    assert abs(wait.difference) < 0.3 * wait.observed


def test_the_file_is_the_scenario_that_was_simulated(made, tmp_path):
    """The TOML loads, comments and all, to the very scenario of the fit."""
    (tmp_path / "s.toml").write_text(made.text, encoding="utf-8")

    assert load_queue(str(tmp_path / "s.toml")) == scenario_of(made.fit)
    assert tomllib.loads(made.text)["kind"] == "queue"
    assert "# Service of customers: lognormal, from" in made.text
    assert all(len(line) <= 120 or "{" in line for line in made.text.splitlines())


def test_the_same_seed_gives_the_same_answer(made):
    """A calibration is a function of log, mapping and seed."""
    again = replay(scenario_of(made.fit), made.log.customers, seed=5, replication=0)
    once = replay(scenario_of(made.fit), made.log.customers, seed=5, replication=0)

    assert np.array_equal(again.wait, once.wait)


def test_wrong_staff_is_called_far(tmp_path):
    """With one server where three worked the tolerance is missed: the check can fail."""
    made = write_log(tmp_path / "log.csv")
    roster = tmp_path / "roster.csv"
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    roster.write_text(
        "weekday,starts,ends,servers\n" + "".join(f"{day},08:00,17:30,2\n" for day in days), encoding="utf-8"
    )
    found = calibrate(made.path, mapping(), roster=roster, replications=4)

    assert found.fit.crew.estimator == "roster"
    assert found.met is False


def test_types_may_be_classes_of_their_own(tmp_path):
    """Each type gets its own arrivals and service, and together they are all customers."""
    made = write_log(tmp_path / "log.csv", days=7)
    found = calibrate(made.path, mapping(classes="type", priorities={"b": 1}), check=False)

    assert found.fit.classes == ("a", "b")
    assert [each.priority for each in scenario_of(found.fit).classes] == [0, 1]
    assert found.fit.rates.per_slot.sum() == pytest.approx(
        fit_queue(found.log.customers, found.log.at_once, mapping(classes="type")).rates.per_slot.sum()
    )
    assert found.met is None


def test_the_empirical_law_may_be_asked_for(tmp_path):
    """The scenario then holds quantiles of the log's own services."""
    made = write_log(tmp_path / "log.csv", days=7)
    found = calibrate(made.path, mapping(service_law="empirical"), check=False)

    assert found.fit.service[0].table["parts"][1]["law"]["kind"] == "empirical"
    assert scenario_of(found.fit).pools[0].shifts is not None


def test_the_record_has_every_part(made):
    """What `--json` prints names what was fitted, observed, simulated, how far they are, and the verdict."""
    record = calibration_record(made)

    assert {"fitted", "observed", "simulated", "differences", "tolerance", "met", "hold_out"} <= set(record)
    assert record["fitted"]["service"]["law"] == "lognormal"
    assert set(record["tolerance"]) == set(MARGINS)
    assert set(record["observed"]) == set(record["simulated"])
    assert len(record["differences"]["abandonment_by_hour"]["observed"]) == 24
    assert len(record["differences"]["arrivals_by_half_hour"]["observed"]) == 48


def test_a_log_is_at_no_distance_from_itself(made):
    """Every distance of a log to itself is 0, and grows when its waits do."""
    log = made.log.customers
    later = replace(log, wait=log.wait + 60.0)

    assert set(distances(log, log).values()) == {0.0}
    assert distances(log, later)["relative_seconds"] == pytest.approx(60.0)
    assert distances(log, later)["cycle_seconds"] == pytest.approx(60.0)


def test_the_earth_movers_distance_is_the_shift():
    """Moving a sample by a length costs that length; its order does not matter."""
    sample = np.random.default_rng(2).gamma(2.0, 3.0, 500)

    assert earth_mover(sample, sample[::-1] + 4.0) == pytest.approx(4.0)


def test_a_comparison_with_its_own_runs_is_met(made):
    """One simulated run in the place of the log is within the tolerance of others."""
    scenario, like = scenario_of(made.fit), made.log.customers
    one, *others = (replay(scenario, like, seed=9, replication=number) for number in range(8))

    assert compare(one, others, made.fit.slots).met


def test_a_difference_beyond_margin_and_spread_is_missed():
    """A verdict is the comparison of the difference with spread and margin, told apart."""
    near, far = verdict("abandonment_share", 0.10, [0.12, 0.12, 0.12]), verdict("abandonment_share", 0.1, [0.2, 0.2])

    assert (near.met, near.met_by_margin) == (True, True)
    assert (far.met, far.met_by_margin) == (False, False)
    assert verdict("abandonment_share", 0.1, [0.1, 0.2]).tolerance > 0.02


def test_one_replication_is_refused(tmp_path):
    """One run has no spread."""
    made = write_log(tmp_path / "log.csv", days=1)

    with pytest.raises(CalibrationError, match="replications = 1: must be at least 2"):
        calibrate(made.path, mapping(), replications=1)


def test_a_short_log_holds_nothing_out(tmp_path):
    """Five days are fitted and compared, and none are held out."""
    made = write_log(tmp_path / "log.csv", days=5)
    found = calibrate(made.path, mapping(), replications=3)

    assert found.hold_out is None
    assert found.whole is not None


def test_the_bank_is_met(onestop_data):
    """The bank's service is lognormal, its patience that of the published curve, and the simulation within tolerance.

    The look-alike above is the twin that always runs. Published for the whole month: lognormal of 10 s and more with
    sigma .953, distance .014 against .063 of the shifted exponential; S(60) = .821, S(120) = .711, S(300) = .487.
    """
    found = calibrate(onestop_data / BANK, read_mapping("anonymous-bank"), replications=10)
    service, patience = found.fit.service[0], found.fit.patience[0]
    ks = {each.name: each.ks for each in service.candidates}

    assert service.chosen.name == "lognormal"
    assert service.chosen.parameters["sigma"] == pytest.approx(0.953, abs=0.02)
    assert ks["lognormal"] < 0.02
    assert ks["shifted exponential"] > 0.05
    assert patience.survival["60"] == pytest.approx(0.821, abs=0.015)
    assert patience.survival["300"] == pytest.approx(0.487, abs=0.03)
    assert found.log.rejected["outcome: PHANTOM, dropped by the mapping"] == 209
    assert next(burst.day for burst in found.fit.rates.bursts) == 2
    assert found.met
    bank = read_log(onestop_data / BANK, read_mapping("anonymous-bank"))
    assert bank.rows == bank.used + bank.at_once.size + sum(bank.rejected.values())
