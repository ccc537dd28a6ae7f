"""Loads counted again from the docket: equal to the core's, and unequal where one of them is wrong."""

from random import Random

import numpy as np
import pytest

from engine.core.policy import Policy
from engine.desk.errors import DeskCaseError
from engine.desk.example import MONDAY, filing, one_court_desk
from engine.desk.recount import recount
from tests.engine.desk.histories import REGISTRAR_COMMANDS, World


@pytest.mark.parametrize("seed", [0, 1, 4, 11])  # in each, offers are declined or lapse
def test_core_and_docket_agree(seed: int):
    """After any history the docket alone gives the loads that the core has, panels and weightless cases included."""
    clerk, random = World(seed, Policy.BAND_DRAW).clerk(), Random(seed)
    for _ in range(60):
        clerk.act(random.choice(REGISTRAR_COMMANDS), random)
        assert recount(clerk.desk) == ()


def test_a_difference_is_told():
    """A docket that says otherwise of one case is told with its mediator and both counts."""
    desk = one_court_desk()
    desk.file(filing(7), MONDAY)
    mediator = desk.core.case(7).mediator
    desk.docket.entry(7).weight_milli = 700

    assert recount(desk) == ((mediator, 1000, 700, 1, 1),)


def test_a_case_that_one_of_them_does_not_know_is_told():
    """If the docket has lost a case, that is said before anything is counted."""
    desk = one_court_desk()
    desk.file(filing(7), MONDAY)
    desk.docket.shelf.remove(desk.docket.entry(7))

    with pytest.raises(DeskCaseError, match="1 in the core"):
        recount(desk)


def test_sums_are_exact():
    """Weights beyond what a float holds are summed to the last thousandth."""
    desk = one_court_desk(capacity=1_000_000)
    for case_id in range(5):
        desk.file(filing(case_id), MONDAY)
        desk.docket.entry(case_id).weight_milli = 2**53 + 1
    told = {one.mediator: one.docket_milli for one in recount(desk)}
    seats = np.bincount([seat.mediator for entry in desk.docket.shelf for seat in entry.seats.values()])

    assert told == {mediator: int(count) * (2**53 + 1) for mediator, count in enumerate(seats.tolist()) if count}
