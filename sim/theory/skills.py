"""Small systems of several skills, exactly: classes of cases, pools of servers, and who may take what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal, NamedTuple, get_args

from sim.theory.checks import require_at_least, require_positive
from sim.theory.errors import TheoryError
from sim.theory.markov import stationary_states

Rule = Literal["fcfs", "priority"]
"""Whom a freed server takes of those it can: who came first, or the class named first (within it who came first)."""


@dataclass(frozen=True, kw_only=True)
class SkillClass:
    """One class of cases."""

    arrival_rate: float
    """Poisson arrivals per unit of time."""
    service_rate: float
    """Exponential services per busy server and unit of time, whichever pool."""
    pools: tuple[int, ...]
    """Pools that can serve it, numbered from 0, the preferred first."""
    mean_patience: float | None = None
    """Mean of an exponential patience; None if everybody stays."""


@dataclass(frozen=True, kw_only=True)
class ClassFigures:
    """The steady state of one class."""

    wait_probability: float
    """Share of arrivals that find none of their pools free and a place to wait."""
    blocked: float
    """Share of arrivals turned away because all places are taken."""
    abandonment: float
    """Share of arrivals that leave the queue."""
    mean_queue: float
    """Mean number waiting."""
    mean_wait: float
    """Mean time in queue of those let in, until service or until they leave."""


@dataclass(frozen=True, kw_only=True)
class SkillFigures:
    """The steady state of the whole system."""

    classes: tuple[ClassFigures, ...]
    """In the order given."""
    occupancy: tuple[float, ...]
    """Share of the time a server of each pool is busy."""
    states: int
    """States of the chain."""


class _State(NamedTuple):
    busy: tuple[tuple[int, ...], ...]
    """Servers of each pool at work, by distinct service rate."""
    queue: tuple[int, ...]
    """Classes waiting: in order of arrival, or sorted where only the class decides."""


@dataclass(frozen=True, kw_only=True)
class _System:
    classes: tuple[SkillClass, ...]
    pool_sizes: tuple[int, ...]
    waiting_places: int
    rule: Rule
    rates: tuple[float, ...]
    """Distinct service rates: classes alike in it need not be told apart while in service."""

    def free_pool(self, state: _State, kind: int) -> int | None:
        """Give the pool that takes an arrival of a class at once."""
        pools = self.classes[kind].pools
        return next((pool for pool in pools if sum(state.busy[pool]) < self.pool_sizes[pool]), None)

    def moves(self, state: _State) -> Iterator[tuple[_State, float]]:
        """Give all next states."""
        yield from self._arrivals(state)
        yield from self._services(state)
        for place, kind in enumerate(state.queue):
            patience = self.classes[kind].mean_patience
            if patience is not None:
                yield state._replace(queue=_without(state.queue, place)), 1.0 / patience

    def _arrivals(self, state: _State) -> Iterator[tuple[_State, float]]:
        for kind, each in enumerate(self.classes):
            pool = self.free_pool(state, kind)
            if pool is not None:
                yield state._replace(busy=self._with_work(state.busy, pool, kind, 1)), each.arrival_rate
            elif len(state.queue) < self.waiting_places:
                queue = (*state.queue, kind)
                waiting = queue if self.rule == "fcfs" else tuple(sorted(queue))
                yield state._replace(queue=waiting), each.arrival_rate

    def _services(self, state: _State) -> Iterator[tuple[_State, float]]:
        for pool, counts in enumerate(state.busy):
            suited = (place for place, kind in enumerate(state.queue) if pool in self.classes[kind].pools)
            place = next(suited, None)
            for slot, count in enumerate(counts):
                if not count:
                    continue
                busy = _changed(state.busy, pool, slot, -1)
                after = _State(busy, state.queue)
                if place is not None:
                    busy = self._with_work(busy, pool, state.queue[place], 1)
                    after = _State(busy, _without(state.queue, place))
                yield after, count * self.rates[slot]

    def _with_work(
        self, busy: tuple[tuple[int, ...], ...], pool: int, kind: int, change: int
    ) -> tuple[tuple[int, ...], ...]:
        return _changed(busy, pool, self.rates.index(self.classes[kind].service_rate), change)


def _changed(busy: tuple[tuple[int, ...], ...], pool: int, slot: int, change: int) -> tuple[tuple[int, ...], ...]:
    counts = list(busy[pool])
    counts[slot] += change
    return (*busy[:pool], tuple(counts), *busy[pool + 1 :])


def _without(queue: tuple[int, ...], place: int) -> tuple[int, ...]:
    return queue[:place] + queue[place + 1 :]


def skill_figures(
    *, classes: Sequence[SkillClass], pool_sizes: Sequence[int], waiting_places: int, rule: Rule = "fcfs"
) -> SkillFigures:
    """Solve the Markov chain of a system of classes and pools.

    An arrival takes the first of its pools with a free server, else waits; a freed server takes whom the rule names.
    Under "fcfs" a state is the queue in its order, so their number doubles with each place: ten places or so. Under
    "priority" only numbers count, and a hundred places are no matter.

    Parameters
    ----------
    classes
        At least one.
    pool_sizes
        Servers of each pool, at least 1.
    waiting_places
        Most that may wait together, at least 0. For an endless queue take enough that `blocked` is negligible.
    rule
        Whom a freed server takes.

    Returns
    -------
    SkillFigures
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range, or the chain has more than `STATES_MAX` states.

    References
    ----------
    O. Garnett and A. Mandelbaum (2000), An introduction to skills-based routing, for the names of the designs.

    Examples
    --------
    One class and one pool is M/M/c/K.

    >>> one = SkillClass(arrival_rate=3.0, service_rate=4.0, pools=(0,))
    >>> figures = skill_figures(classes=[one], pool_sizes=[2], waiting_places=1)
    >>> f"{figures.classes[0].blocked:.6f} {figures.states}"
    '0.049360 4'
    """
    _check(classes, pool_sizes, waiting_places)
    if rule not in get_args(Rule):
        raise TheoryError(f"rule: {rule!r} is not one of {get_args(Rule)}")
    rates = tuple(sorted({each.service_rate for each in classes}))
    system = _System(
        classes=tuple(classes), pool_sizes=tuple(pool_sizes), waiting_places=waiting_places, rule=rule, rates=rates
    )
    start = _State(tuple((0,) * len(rates) for _ in pool_sizes), ())
    law = stationary_states(start, system.moves)
    return SkillFigures(
        classes=tuple(_figures(law, system, kind) for kind in range(len(classes))),
        occupancy=tuple(
            fsum(share * sum(state.busy[pool]) for state, share in law.items()) / size
            for pool, size in enumerate(pool_sizes)
        ),
        states=len(law),
    )


def _figures(law: dict[_State, float], system: _System, kind: int) -> ClassFigures:
    """Add up what arrivals of a class find, which is what time averages show, and how many wait."""
    each = system.classes[kind]
    full = [(state, share) for state, share in law.items() if system.free_pool(state, kind) is None]
    blocked = fsum(share for state, share in full if len(state.queue) >= system.waiting_places)
    queue = fsum(share * state.queue.count(kind) for state, share in full)
    return ClassFigures(
        wait_probability=fsum(share for _, share in full) - blocked,
        blocked=blocked,
        abandonment=queue / each.mean_patience / each.arrival_rate if each.mean_patience else 0.0,
        mean_queue=queue,
        mean_wait=queue / (each.arrival_rate * (1.0 - blocked)),
    )


def _check(classes: Sequence[SkillClass], pool_sizes: Sequence[int], waiting_places: int) -> None:
    if not classes:
        raise TheoryError("classes: none")
    require_at_least(0, waiting_places=waiting_places)
    require_at_least(1, **{f"pool_sizes[{pool}]": size for pool, size in enumerate(pool_sizes)})
    for kind, each in enumerate(classes):
        require_positive(
            **{f"classes[{kind}].arrival_rate": each.arrival_rate, f"classes[{kind}].service_rate": each.service_rate}
        )
        if each.mean_patience is not None:
            require_positive(**{f"classes[{kind}].mean_patience": each.mean_patience})
        if not each.pools or len(set(each.pools)) < len(each.pools):
            raise TheoryError(f"classes[{kind}].pools: {each.pools} is empty or names one twice")
        if not set(each.pools) <= set(range(len(pool_sizes))):
            raise TheoryError(f"classes[{kind}].pools: {each.pools} is not among the {len(pool_sizes)} pools")
