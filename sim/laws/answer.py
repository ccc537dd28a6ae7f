"""How and when a mediator answers an offer."""

import math
from typing import Final, NamedTuple

from numba import njit

from engine.calendar.clock import ClockArrays, add_working, end_of_working_day, working_before
from sim.randomness.purpose import Purpose
from sim.randomness.words import uniform
from sim.scenario.handling import Offers

ACCEPT: Final = 0
DECLINE: Final = 1
LAPSE: Final = 2

_ANSWER = int(Purpose.ANSWER)
_ANSWER_DELAY = int(Purpose.ANSWER_DELAY)
_FIRST = 1
_HOUR_US = 3_600_000_000


class AnswerLaw(NamedTuple):
    """What mediators do with offers."""

    accept_share: float
    lapse_share: float
    """What both leave is declined."""
    mean_us: float
    """Mean of the exponential law of the answer's delay, working time, before it is cut at the deadline."""
    deadline_days: int
    """Working days to answer."""


def answer_law(offers: Offers) -> AnswerLaw:
    """Return the law of section `[offers]`."""
    return AnswerLaw(
        offers.accept_share,
        offers.lapse_share,
        offers.response_mean_working_hours * _HOUR_US,
        offers.deadline_working_days,
    )


@njit(cache=True)
def answer(
    law: AnswerLaw, clock: ClockArrays, seed: int, replication: int, case_id: int, attempt: int, offered_at: int
) -> tuple[int, int, int]:
    """Return what the mediator does with an offer, when, and the offer's deadline.

    Returns
    -------
    tuple[int, int, int]
        `ACCEPT`, `DECLINE` or `LAPSE`; the instant, microseconds; the deadline, microseconds. An answer falls in
        working time, exponentially delayed within what the deadline leaves; a lapse falls on the deadline.
    """
    deadline = end_of_working_day(clock, offered_at, law.deadline_days)
    chance = uniform(seed, replication, _ANSWER, case_id, attempt)
    if law.accept_share <= chance < law.accept_share + law.lapse_share:
        return LAPSE, deadline, deadline
    left_us = working_before(clock, deadline) - working_before(clock, offered_at)
    quantile = uniform(seed, replication, _ANSWER_DELAY, case_id, attempt)
    delay = -law.mean_us * math.log1p(quantile * math.expm1(-left_us / law.mean_us))
    delay_us = min(left_us, max(1, round(delay)))
    kind = ACCEPT if chance < law.accept_share else DECLINE
    return kind, add_working(clock, offered_at, delay_us), deadline


@njit(cache=True)
def accepts_first(law: AnswerLaw, seed: int, replication: int, case_id: int) -> bool:
    """Return whether the first offer of a case is accepted, without asking when."""
    return uniform(seed, replication, _ANSWER, case_id, _FIRST) < law.accept_share
