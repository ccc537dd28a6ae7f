"""How many tickets each member of a pool has, in plain Python: one sentence of each policy, taken literally."""

from collections.abc import Callable, Sequence

from engine.core.policy import Policy, PolicySettings
from engine.core.reference_records import PlainMediator

Load = Callable[[PlainMediator], int]
"""What a mediator holds or is offered, as the policy in force counts it."""


def plain_tickets(pool: Sequence[PlainMediator], policy: Policy, settings: PolicySettings, load: Load) -> list[int]:
    """Return each member's tickets; the draw takes one of all of them, evenly.

    Parameters
    ----------
    pool
        Mediators in ascending order, at least one.
    policy
        The policy of the draw.
    settings
        Its settings; the policy that they name is not read.
    load
        How a load is counted.

    Returns
    -------
    list[int]
        One number a member, none below 0.

    Raises
    ------
    ValueError
        If the policy draws nothing.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> from engine.core.reference_records import plain_mediators
    >>> pool = list(plain_mediators(one_court_roster()))
    >>> plain_tickets(pool, Policy.WEIGHTED_DRAW, PolicySettings(), lambda mediator: 0)
    [1000, 1000]
    """
    match policy:
        case Policy.BAND_DRAW:
            limit = min(mediator.cumulative_milli for mediator in pool) + settings.band_width_milli
            return [int(mediator.cumulative_milli <= limit) for mediator in pool]
        case Policy.LEAST_LOADED:
            return _smallest([load(mediator) for mediator in pool])
        case Policy.LONGEST_IDLE:
            return _smallest([mediator.idle_since for mediator in pool])
        case Policy.RANDOM:
            return [1 for _ in pool]
        case Policy.DECK:
            return [mediator.cards for mediator in pool]
        case Policy.WEIGHTED_DRAW:
            return [mediator.share_milli for mediator in pool]
        case Policy.RANKED_LIST:
            return _smallest([mediator.rank for mediator in pool])
        case Policy.POWER_OF_D:
            return _least_of_looks([load(mediator) for mediator in pool], settings.sample_size)
        case Policy.BATCH_OPTIMAL:
            raise ValueError("batch_optimal draws nobody: cases wait for a matching")


def _smallest(metrics: list[int]) -> list[int]:
    return [int(metric == min(metrics)) for metric in metrics]


def _least_of_looks(loads: list[int], looks: int) -> list[int]:
    """Among all n**d rows of looks, those whose least load is mine, divided evenly among all who have that load."""
    tickets: list[int] = []
    for mine in loads:
        no_less = sum(load >= mine for load in loads)
        more = sum(load > mine for load in loads)
        tickets.append((no_less**looks - more**looks) // (no_less - more))
    return tickets
