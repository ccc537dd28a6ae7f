"""The usual designs of skills: X, N and W, named after the drawing of classes above and pools below."""

from sim.theory.errors import TheoryError
from sim.theory.mmc import MMc, mmc
from sim.theory.skills import Rule, SkillClass, SkillFigures, skill_figures


def x_model(*, arrival_rates: tuple[float, float], service_rate: float, servers: tuple[int, int]) -> MMc:
    """Solve two classes and two pools that can all do everything: it is M/M/(c1 + c2), whatever anybody prefers.

    Parameters
    ----------
    arrival_rates
        Of the two classes, above 0.
    service_rate
        mu, of both classes, above 0.
    servers
        Of the two pools, at least 1.

    Returns
    -------
    MMc
        The steady state; first come first served over both classes.

    Raises
    ------
    TheoryError
        If an argument is out of range; `UnstableError` if there is no steady state.

    Examples
    --------
    >>> queue = x_model(arrival_rates=(3.0, 3.5), service_rate=1.0, servers=(4, 4))
    >>> f"{queue.wait_probability:.6f} {queue.mean_wait:.6f}"
    '0.485045 0.323363'
    """
    return mmc(arrival_rate=sum(arrival_rates), service_rate=service_rate, servers=sum(servers))


def n_model(
    *,
    arrival_rates: tuple[float, float],
    service_rates: tuple[float, float],
    servers: tuple[int, int],
    waiting_places: int,
    mean_patience: tuple[float | None, float | None] = (None, None),
    rule: Rule = "fcfs",
) -> SkillFigures:
    """Solve two classes and two pools: the first class may go to either pool, its own first; the second to its own.

    Parameters
    ----------
    arrival_rates, service_rates
        Of the two classes, above 0.
    servers
        Of the two pools, at least 1.
    waiting_places
        Most that may wait together, at least 0.
    mean_patience
        Of the two classes; None if everybody stays.
    rule
        Whom a freed server of the second pool takes.

    Returns
    -------
    SkillFigures
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range, or the chain has too many states.

    Examples
    --------
    >>> figures = n_model(arrival_rates=(1.5, 1.5), service_rates=(1, 1), servers=(2, 2), waiting_places=4)
    >>> [f"{each.mean_wait:.4f}" for each in figures.classes], figures.states
    (['0.1372', '0.7366'], 47)
    """
    return _solve(((0, 1), (1,)), arrival_rates, service_rates, servers, waiting_places, mean_patience, rule)


def w_model(
    *,
    arrival_rates: tuple[float, float, float],
    service_rates: tuple[float, float, float],
    servers: tuple[int, int],
    waiting_places: int,
    mean_patience: tuple[float | None, float | None, float | None] = (None, None, None),
    rule: Rule = "fcfs",
) -> SkillFigures:
    """Solve three classes and two pools: the first and the last have a pool each, the middle one may go to either.

    Parameters
    ----------
    arrival_rates, service_rates
        Of the three classes, above 0.
    servers
        Of the two pools, at least 1. The middle class tries the first pool first.
    waiting_places
        Most that may wait together, at least 0.
    mean_patience
        Of the three classes; None if everybody stays.
    rule
        Whom a freed server takes.

    Returns
    -------
    SkillFigures
        The steady state.

    Raises
    ------
    TheoryError
        If an argument is out of range, or the chain has too many states.

    Examples
    --------
    >>> figures = w_model(arrival_rates=(1, 1, 1), service_rates=(1, 1, 1), servers=(2, 2), waiting_places=3)
    >>> [f"{each.mean_wait:.4f}" for each in figures.classes], figures.states
    (['0.4207', '0.1139', '0.3494'], 60)
    """
    return _solve(((0,), (0, 1), (1,)), arrival_rates, service_rates, servers, waiting_places, mean_patience, rule)


def _solve(
    pools: tuple[tuple[int, ...], ...],
    arrival_rates: tuple[float, ...],
    service_rates: tuple[float, ...],
    servers: tuple[int, int],
    waiting_places: int,
    mean_patience: tuple[float | None, ...],
    rule: Rule,
) -> SkillFigures:
    if not len(arrival_rates) == len(service_rates) == len(mean_patience) == len(pools):
        lengths = (len(arrival_rates), len(service_rates), len(mean_patience))
        raise TheoryError(f"arrival_rates, service_rates, mean_patience: {lengths} classes, not {len(pools)}")
    classes = [
        SkillClass(arrival_rate=arrival, service_rate=service, pools=able, mean_patience=patience)
        for arrival, service, able, patience in zip(arrival_rates, service_rates, pools, mean_patience, strict=True)
    ]
    return skill_figures(classes=classes, pool_sizes=servers, waiting_places=waiting_places, rule=rule)
