"""Queues to try the statistics on: many replications side by side, one step at a time."""

from collections.abc import Iterator
from heapq import heapreplace

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from sim.theory.birth_death import stationary_law


def numbers_in_mmc(
    random: Generator, *, arrivals: float, service: float, servers: int, runs: int, steady: bool
) -> Iterator[NDArray[np.int64]]:
    """Numbers in M/M/c at the points of a Poisson process, which see time averages; for ever.

    Parameters
    ----------
    random
        Source of all draws.
    arrivals, service, servers
        The queue.
    runs
        Replications side by side.
    steady
        Whether to start from the steady state, else empty.

    """
    number = np.zeros(runs, dtype=np.int64)
    if steady:
        top = 4000
        law = stationary_law(np.full(top, arrivals), np.minimum(np.arange(1, top + 1), servers) * service)
        number = np.searchsorted(np.cumsum(law), random.random(runs)).astype(np.int64)
    rate = arrivals + servers * service
    while True:
        yield number
        draw = random.random(runs) * rate
        number = number + (draw < arrivals) - (draw > rate - np.minimum(number, servers) * service)


def erlang_a_day(uniforms: NDArray[np.float64], servers: int) -> tuple[float, float]:
    """Mean wait and share abandoned of a day of 480 minutes of M/M/c+M: 4.2 a minute, service 2, patience 1.

    The draws belong to the customer: one for his gap, one for his service and one for his patience.

    Parameters
    ----------
    uniforms
        Shape (customers, 3), enough for the day.
    servers
        c.

    """
    gaps, services, patiences = -np.log1p(-uniforms.T) * [[1 / 4.2], [2.0], [1.0]]
    times = np.cumsum(gaps)
    free = [0.0] * servers
    waits, left, count = 0.0, 0, 0
    for now, service, patience in zip(times.tolist(), services.tolist(), patiences.tolist(), strict=True):
        if now > 480:
            break
        offered = max(0.0, free[0] - now)
        if patience < offered:
            left += 1
            waits += patience
        else:
            waits += offered
            heapreplace(free, now + offered + service)
        count += 1
    return waits / count, left / count


def day_draws(day: int, stream: int = 0) -> NDArray[np.float64]:
    """The uniforms of a day; another stream is independent."""
    return Generator(Philox(key=np.array([day, stream], dtype=np.uint64))).random((2400, 3))


def autoregressive(random: Generator, *, runs: int, length: int, memory: float) -> NDArray[np.float64]:
    """Stationary normal series of mean 0 and variance 1, shape (runs, length), neighbours correlated by `memory`."""
    noise = random.standard_normal((length, runs))
    values = np.empty((length, runs))
    values[0] = noise[0]
    for step in range(1, length):
        values[step] = memory * values[step - 1] + (1 - memory**2) ** 0.5 * noise[step]
    return values.T
