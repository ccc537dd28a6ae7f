"""Where the start of a queue ends."""

import pytest

from sim.experiments.job import change_any
from sim.experiments.warm_up import warm_up_course
from sim.queueing.scenario import QueueScenario
from tests.sim.experiments.queues import mmc


@pytest.mark.parametrize("length", [200.0, 500.0, 5_000.0])
def test_the_course_of_a_short_run_is_known(length):
    """The last customers, whom no run waits for, do not hide the course of all before them."""
    course = warm_up_course(mmc(12, length=length), seed=1, replications=4)

    assert course is not None
    assert course.cut < course.points[-1][0]
    assert 0.0 < course.mean < 1.0


def test_a_queue_that_turns_customers_away_has_no_course():
    """Where some are turned away all along, there is no wait of the n-th customer."""
    full = change_any(mmc(9, length=500.0), {"class.callers.queue_limit": 0})
    assert isinstance(full, QueueScenario)

    assert warm_up_course(full, seed=1, replications=4) is None
