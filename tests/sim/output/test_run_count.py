"""Replications until the mean is precise: where it stops, that it does not stop early, and that it owns up."""

from itertools import count
from math import sqrt

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.output.errors import OutputError
from sim.output.run_count import Precision, judge_runs, planned_runs, run_until
from sim.output.student import student_interval

ONE_PERCENT = Precision(half_width=0.01)


def normal_runs(seed: int, runs: int = 1500) -> np.ndarray:
    """Replications of mean 100 and deviation 10."""
    return Generator(Philox(seed)).normal(100, 10, runs)


def test_the_plan_for_one_percent_is_387():
    """With mean 100 and deviation 10, one percent at 95 % takes 387 runs, and 386 are not enough."""
    assert planned_runs(relative_deviation=0.1, relative_half_width=0.01) == 387
    assert planned_runs(relative_deviation=0.001, relative_half_width=0.5) == 2


def test_it_stops_near_the_plan_and_covers():
    """Over 400 repeats the stop is 387 on average but for chance and haste, and the intervals hold their level."""
    stops = [judge_runs(normal_runs(seed), ONE_PERCENT) for seed in range(400)]
    runs = np.array([stop.runs for stop in stops])

    assert all(stop.reached and stop.got <= 0.0101 for stop in stops)
    assert abs(np.mean(runs) - 387) < 8
    assert np.std(runs) == pytest.approx(sqrt(2 * 387), rel=0.25)  # what the sample deviation's own noise makes of it
    assert abs(np.mean([stop.estimate.covers(100) for stop in stops]) - 0.95) < 4 * sqrt(0.95 * 0.05 / 400)


def test_it_never_stops_before_the_interval_is_short_enough():
    """At the stop, and over the look-ahead, the half width is within the bound; one run before it was not."""
    for seed in range(30):
        values = normal_runs(seed)
        stop = judge_runs(values, ONE_PERCENT)
        widths = [student_interval(values[:n]) for n in range(stop.runs - 1, stop.estimate.runs + 1)]
        relative = [estimate.half_width / estimate.mean for estimate in widths]
        assert all(width <= 0.01 for width in relative[1:])
        assert relative[0] > 0.01 or stop.runs == ONE_PERCENT.n_min


def test_numbers_alike_by_chance_do_not_stop_it():
    """Twelve equal runs before noisy ones end no series of a larger minimum, nor of one within the look-ahead."""
    values = np.concatenate((np.full(12, 100.0), normal_runs(1)))

    assert judge_runs(values, Precision(half_width=0.01, n_min=15)).runs > 200
    assert judge_runs(values, Precision(half_width=0.01, n_min=10)).runs > 200
    assert judge_runs(values, Precision(half_width=0.01, n_min=10, look_ahead=0)).runs == 10


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_batches_change_what_is_run_and_not_the_answer(batch):
    """Whatever is asked for at once, stop and estimate are the same, and no replication is run twice or left out."""
    values = normal_runs(3)
    asked: list[int] = []

    def sample(run: int) -> float:
        asked.append(run)
        return float(values[run])

    stop = run_until(sample, ONE_PERCENT, batch=batch)

    assert stop == judge_runs(values, ONE_PERCENT)
    assert asked == list(range(len(asked)))
    assert stop.estimate.runs <= len(asked) < stop.estimate.runs + batch


def test_the_cap_is_owned_up_to():
    """At the cap it says that the precision was not reached, and how far it got."""
    stop = run_until(lambda run: float(normal_runs(4)[run]), Precision(half_width=0.01, n_max=50), batch=20)

    assert (stop.reached, stop.estimate.runs, stop.runs) == (False, 50, 50)
    assert 0.02 < stop.got < 0.04
    assert str(stop).startswith("stopped at the cap of 50 runs: half width 0.0")


def test_absolute_precision_does_not_ask_for_the_mean():
    """An absolute half width works at a mean of 0, where a relative one can never be reached."""
    noise = Generator(Philox(5)).standard_normal(3000)

    assert judge_runs(noise, Precision(half_width=0.1, relative=False)).reached
    exact = judge_runs(np.tile([1.0, -1.0], 50), Precision(half_width=0.1, n_max=100))
    assert not exact.reached
    assert exact.got == float("inf")


def test_a_mean_of_zero_that_never_varies_is_known():
    """Nothing is as precise as a measure that is always 0; one whose mean happens to be 0 is never relatively so."""
    never = judge_runs([0.0] * 20, Precision(half_width=0.1))
    about = judge_runs([1.0, -1.0] * 10, Precision(half_width=0.1, n_max=20))

    assert (never.reached, never.got) == (True, 0.0)
    assert (about.reached, about.got) == (False, float("inf"))


def test_equal_runs_need_only_the_minimum():
    """Without any noise it stops after the minimum and its look-ahead."""
    counter = count()
    stop = run_until(lambda _: next(counter) * 0.0 + 5.0, Precision(half_width=0.01))

    assert (stop.runs, stop.estimate.runs, stop.got) == (10, 15, 0.0)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"half_width": 0.0}, r"half_width: 0\.0"),
        ({"n_min": 2}, "n_min: 2 is below 3"),
        ({"n_max": 5}, "n_max: 5 is below n_min, 10"),
        ({"level": 0.0}, r"level: 0\.0"),
        ({"look_ahead": -1}, "look_ahead: -1 is below 0"),
    ],
)
def test_bad_settings_are_refused_by_name(settings, words):
    """A setting out of range is named with its bound before anything runs."""
    with pytest.raises(OutputError, match=words):
        run_until(lambda _: 1 / 0, Precision(**({"half_width": 0.01} | settings)))


def test_a_run_without_a_number_is_refused():
    """A run that gives no finite number is named by its place."""
    with pytest.raises(OutputError, match=r"values\[3\]: nan"):
        run_until(lambda run: float("nan") if run == 3 else 1.0, ONE_PERCENT)
