"""When the next customer of a class comes.

Rates that change are run through by a unit-rate process: an exponential gap is used up by the integral of the rate
(Cinlar, Introduction to Stochastic Processes, 1975, section 4.7). So no gap is drawn with "the rate now", which would
carry an old rate past a jump.
"""

import math
from typing import Any

import numpy as np

from sim.queueing.compiled import fixed, inner, outer
from sim.queueing.laws import draw, length
from sim.queueing.order import ORDINAL_BITS
from sim.queueing.program import NONE, RATES, RENEWAL, ProgramRecord, class_of, edge_of, extra_of, rate_of
from sim.queueing.special import gamma_quantile
from sim.randomness.purpose import Purpose

_GAP = fixed(Purpose.QUEUE_GAP)
_BUSYNESS = fixed(Purpose.QUEUE_BUSYNESS)
_FIRST = fixed(0)
_LATEST_US = 2.0**61

SOURCE = np.dtype(
    [
        ("at", np.float64),  # the last instant drawn, microseconds, not rounded
        ("next", np.int64),  # the next arrival of the process, microseconds; NONE if there is none
        ("ordinal", np.int64),  # of that arrival
        ("interval", np.int64),
        ("cycle", np.int64),
        ("period", np.int64),  # whose factor is `factor`; NONE for none yet
        ("factor", np.float64),
        ("extra", np.int64),  # next extra arrival, counted within the class
    ]
)
"""Where a class's arrivals have got to."""


@outer
def first_arrival(program: ProgramRecord, source: Any, number: int) -> None:
    """Draw a class's first arrival.

    Parameters
    ----------
    program
        The scenario.
    source
        The class's `SOURCE`.
    number
        Number of the class.

    """
    kind = class_of(program, number)
    source.period = NONE
    source.factor = 1.0
    if kind.source == RENEWAL and kind.first_gap >= 0.0:
        source.at = kind.first_gap
        source.next = int(np.rint(source.at))
    else:
        _draw_next(program, source, number)


@outer
def next_arrival(program: ProgramRecord, source: Any, number: int) -> tuple[int, int]:
    """Return when the next customer of a class comes, and the customer's number.

    Parameters
    ----------
    program
        The scenario.
    source
        The class's `SOURCE`.
    number
        Number of the class.

    Returns
    -------
    tuple[int, int]
        Instant in microseconds, NONE if nobody comes any more, and number.

    """
    kind = class_of(program, number)
    base = number << ORDINAL_BITS
    if source.extra < kind.extras:
        extra = extra_of(program, kind.first_extra + source.extra)
        if source.next == NONE or extra < source.next:
            return extra, base | kind.extra_bit | source.extra
    return source.next, base | source.ordinal


@outer
def take_arrival(program: ProgramRecord, source: Any, number: int) -> None:
    """Pass over the arrival that `next_arrival` gives, and draw what follows.

    Parameters
    ----------
    program
        The scenario.
    source
        The class's `SOURCE`.
    number
        Number of the class.

    """
    kind = class_of(program, number)
    if source.extra < kind.extras:
        extra = extra_of(program, kind.first_extra + source.extra)
        if source.next == NONE or extra < source.next:
            source.extra += 1
            return
    source.ordinal += 1
    _draw_next(program, source, number)


@inner
def _draw_next(program: ProgramRecord, source: Any, number: int) -> None:
    kind = class_of(program, number)
    if kind.source == RENEWAL:
        subject = number << ORDINAL_BITS | source.ordinal
        source.at += length(program, kind.gap, _GAP, subject, _FIRST)
    elif kind.source == RATES:
        _through_rates(program, source, number)
    else:
        source.at = math.inf
    source.next = NONE if source.at > _LATEST_US else int(np.rint(source.at))


@inner
def _through_rates(program: ProgramRecord, source: Any, number: int) -> None:
    """Use up an exponential gap by the integral of the rate, period by period and interval by interval."""
    kind = class_of(program, number)
    subject = number << ORDINAL_BITS | source.ordinal
    gap = -math.log1p(-draw(program, _GAP, subject, _FIRST))
    while True:
        base = source.cycle * kind.cycle
        begin = base + edge_of(program, kind.first_edge + source.interval)
        end = base + edge_of(program, kind.first_edge + source.interval + 1)
        at = max(source.at, begin)
        rate = rate_of(program, kind.first_edge + source.interval)
        if kind.busy_shape > 0.0:
            _enter_period(program, source, number, int(at // kind.busy_period))
            end = min(end, (source.period + 1) * kind.busy_period)
            rate *= source.factor
        if gap < rate * (end - at):
            source.at = at + gap / rate
            return
        gap -= rate * (end - at)
        source.at = end
        if end >= base + edge_of(program, kind.first_edge + source.interval + 1):
            source.interval += 1
            if source.interval == kind.edges:
                source.interval = 0
                source.cycle += 1
                if kind.cycle == 0.0:
                    source.at = math.inf
                    return
        if source.at > _LATEST_US:
            return


@inner
def _enter_period(program: ProgramRecord, source: Any, number: int, period: int) -> None:
    if source.period != period:
        kind = class_of(program, number)
        u = draw(program, _BUSYNESS, kind.busy_subject << ORDINAL_BITS | period, _FIRST)
        source.period = period
        source.factor = gamma_quantile(kind.busy_shape, u) / kind.busy_shape
