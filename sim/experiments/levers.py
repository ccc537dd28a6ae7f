"""What a staff number turns in a scenario: the servers of a pool or of its shifts, or the mediators of a nation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from sim.experiments.errors import ExperimentError
from sim.experiments.job import AnyScenario, change_any, is_platform
from sim.experiments.rosters import Roster, roster_today
from sim.scenario.population import MEDIATORS_MAX, SyntheticPopulation
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim.queueing.scenario import Pool, QueueScenario

_STEPS: Final = 400
"""Steps that a large staff is divided into: a quarter of a per cent is well below what any forecast can promise."""
SERVERS_MAX: Final = 1_000_000
"""Most servers of a pool that a search considers."""


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A staff number and the scenario it gives."""

    title: str
    """Whose number it is."""
    available: int
    """The number in the scenario as it stands."""
    low: int
    """Least number that makes a scenario."""
    high: int
    """Most that a search considers."""
    step: int
    """How exactly to answer: one in four hundred of a large staff, else one."""
    staffed: Callable[[int], AnyScenario]
    """Staff to scenario."""
    roster: Roster | None = None
    """Of a pool with shifts: how a number is spread over them."""


def lever_of(
    scenario: AnyScenario, pool: str | None = None, *, rostered: "Callable[[QueueScenario, Pool], Roster] | None" = None
) -> Lever:
    """Find what to turn in a scenario.

    Parameters
    ----------
    scenario
        Of the platform with a made-up population, or a queue.
    pool
        Of a queue: whose servers; may be left out where there is only one pool.
    rostered
        Gives the roster of a pool with shifts; by default its shifts keep the proportions that they have. To be given
        for such a pool only.

    Raises
    ------
    ExperimentError
        If there is no such pool, a roster is asked of one without shifts, or the population comes from files.

    Examples
    --------
    >>> from sim.experiments.job import load_any
    >>> lever = lever_of(load_any("one-court"))
    >>> lever.available, lever.staffed(20).population.mediators
    (12, 20)
    """
    if is_platform(scenario):
        if pool is not None:
            raise ExperimentError(f"pool = {pool}: must not be given for {scenario.name}, which has mediators")
        return _mediators(cast("Scenario", scenario))
    queue = cast("QueueScenario", scenario)
    found = _pool(queue, pool)
    if found.shifts is not None:
        return _shifts(queue, roster_today(found), rostered(queue, found) if rostered else None)
    if rostered is not None:
        raise ExperimentError(f"pool = {found.name}: must have shifts to be filled by load")
    return _servers(queue, found)


def _mediators(scenario: Scenario) -> Lever:
    section = scenario.population
    if not isinstance(section, SyntheticPopulation):
        raise ExperimentError(
            f"population.kind = {section.kind}: must be synthetic to change the nation's staff as one number; "
            "--by court staffs your own rosters"
        )

    def staffed(mediators: int) -> AnyScenario:
        # Every organisation has a mediator; fewer mediators than organisations means fewer of these.
        organisations = min(section.organisations, mediators)
        return change_any(scenario, {"population.mediators": mediators, "population.organisations": organisations})

    return Lever(
        title="mediators",
        available=section.mediators,
        low=section.courts,
        high=min(MEDIATORS_MAX, max(1_000, 20 * section.mediators)),
        step=max(1, section.mediators // _STEPS),
        staffed=staffed,
    )


def _pool(scenario: "QueueScenario", pool: str | None) -> "Pool":
    names = [each.name for each in scenario.pools]
    if pool is None and len(names) > 1:
        raise ExperimentError(f"pool: must be given, one of {', '.join(names)}")
    if pool is not None and pool not in names:
        raise ExperimentError(f"pool = {pool}: must be of {', '.join(names)}")
    return scenario.pools[0 if pool is None else names.index(pool)]


def _servers(scenario: "QueueScenario", pool: "Pool") -> Lever:
    servers = pool.servers or 0

    def staffed(number: int) -> AnyScenario:
        # Too few servers must be simulated to be seen failing; a queue that grows without end fails soon enough.
        return change_any(scenario, {f"pool.{pool.name}.servers": number, "run.require_stable": False})

    return Lever(
        title=f"servers of {pool.name}",
        available=servers,
        low=1,
        high=SERVERS_MAX,
        step=max(1, servers // _STEPS),
        staffed=staffed,
    )


def _shifts(scenario: "QueueScenario", today: Roster, other: Roster | None) -> Lever:
    available = sum(shift.servers for shift in today.shifts)
    roster = today if other is None else other
    return Lever(
        title=f"servers of {roster.pool}, all shifts together",
        available=available,
        low=len(roster.shifts),
        high=max(SERVERS_MAX, available),
        step=max(1, available // _STEPS),
        staffed=lambda number: roster.staffed(scenario, number),
        roster=roster,
    )
