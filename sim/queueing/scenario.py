"""A queue scenario: one frozen record whose attributes are the tables of its TOML file."""

from typing import Annotated, Final, Literal, Self

from pydantic import ConfigDict, Field, Strict, model_validator

from sim.queueing.arrival_sections import Arrivals, Burst
from sim.queueing.law_sections import Law, Length
from sim.queueing.run_section import Run
from sim.scenario.scenario import Title
from sim.scenario.section import Section, Share

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_\-]+$", max_length=40)]
"""Letters, digits, hyphens and underscores: names stand in the names of measures."""
LIMIT_NONE: Final = 1 << 40
"""Room that never runs out."""
UNITS: Final = {"seconds": 1_000_000, "minutes": 60_000_000, "hours": 3_600_000_000, "days": 86_400_000_000}
"""Microseconds of each unit of time."""
STATION_DEFAULT: Final = "station"
"""Name of the only station where a scenario names none."""

Places = Annotated[int, Field(ge=0, le=1_000_000_000)]
Names = Annotated[tuple[Name, ...], Strict(strict=False), Field(min_length=1, max_length=500)]


class CustomerClass(Section):
    """Customers of one kind."""

    name: Name
    """Name of the class."""
    priority: Annotated[int, Field(ge=0, le=1_000)] = 0
    """Who goes first where several classes wait: 0 before 1."""
    arrivals: Arrivals
    """How they come."""
    bursts: Annotated[tuple[Burst, ...], Strict(strict=False), Field(max_length=1_000)] = ()
    """Extra arrivals within short times."""
    initial: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    """Customers who are there at the start, as if they had all come at 0."""
    patience: Law | None = None
    """Law of the time each will wait at a station; without it they wait for ever."""
    station: Name | None = None
    """Where they enter; the first station by default."""
    service: Law | None = None
    """Law of their service, unless the pool has one of its own."""
    service_at: Annotated[dict[Name, Law], Field(default_factory=dict)]
    """Law of their service in particular pools; it goes before the pool's own."""
    pools: Names | None = None
    """Pools in the order in which they are preferred; in the order of the file by default."""
    queue_limit: Places | None = None
    """Most of the class that may wait at a station."""
    routes: Annotated[dict[Name, dict[Name, Share]], Field(default_factory=dict)]
    """Where they go next, by station; it takes the place of the station's own routes."""
    target_wait: Length | None = None
    """Their own wait that counts as in time; unit: the scenario's."""


class Shift(Section):
    """Servers who are there for a time; shifts that overlap add up."""

    starts: Length
    """Beginning (in the cycle, if there is one); unit: the scenario's."""
    ends: Length
    """End; unit: the scenario's."""
    servers: Annotated[int, Field(ge=0, le=10_000_000)]
    """How many."""

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError(f"have ends above starts (has {self.ends:g} and {self.starts:g})")
        return self


LeavePolicy = Literal["finish", "requeue_restart", "requeue_resume", "lose"]


class Pool(Section):
    """Servers who are alike."""

    name: Name
    """Name of the pool."""
    station: Name | None = None
    """Where they work; the first station by default."""
    servers: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    """How many, all the time."""
    shifts: Annotated[tuple[Shift, ...], Strict(strict=False), Field(min_length=1, max_length=10_000)] | None = None
    """Who is there when, instead of `servers`."""
    leave_policy: LeavePolicy = "finish"
    """What a server in the middle of a service does at the end of a shift."""
    serves: Names | None = None
    """Classes they serve, in order of preference; all, in the order of the file, by default."""
    takes: Literal["oldest", "preference"] = "oldest"
    """Whom a free server takes: by priority and then longest waiting, or by the pool's order of preference."""
    service: Law | None = None
    """Law of service in this pool, whatever the class."""

    @model_validator(mode="after")
    def _one_staffing(self) -> Self:
        if (self.servers is None) == (self.shifts is None):
            raise ValueError("have either servers or shifts")
        return self


class Outage(Section):
    """A time in which a share of a pool is gone."""

    pool: Name
    """Which pool."""
    starts: Length
    """Beginning, counted from 0 even if there is a cycle; unit: the scenario's."""
    ends: Length
    """End; unit: the scenario's."""
    share: Share = 1.0
    """Fraction of the servers that is gone; the number is rounded to the nearest."""

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError(f"have ends above starts (has {self.ends:g} and {self.starts:g})")
        return self


class Station(Section):
    """A place with a queue of its own."""

    name: Name
    """Name of the station."""
    capacity: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = None
    """Most customers there at once, those in service included; whoever finds it full is blocked and lost."""
    queue_limit: Places | None = None
    """Most customers who may wait there; 0 for none."""
    routes: Annotated[dict[Name, Share], Field(default_factory=dict)]
    """Probability of going on to each station after service; what is left to 1 leaves."""


class QueueScenario(Section):
    """Classes of customers, pools of servers, stations between which they move.

    Built by `sim.queueing.load`, which lists every mistake; building it directly checks single tables only.

    Raises
    ------
    pydantic.ValidationError
        Where a key is missing, unknown or out of bounds.

    """

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    kind: Literal["queue"]
    """Always "queue": it tells these scenarios from those of the platform."""
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=80)]
    """Name: lower-case letters, digits and hyphens."""
    title: Title
    """Title in English and Chinese."""
    time_unit: Literal["seconds", "minutes", "hours", "days"]
    """Unit of all times; rates are per this unit."""
    run: Run
    """How long is simulated, and what of it is measured."""
    classes: Annotated[
        tuple[CustomerClass, ...], Strict(strict=False), Field(alias="class", min_length=1, max_length=500)
    ]
    """Who comes."""
    pools: Annotated[tuple[Pool, ...], Strict(strict=False), Field(alias="pool", min_length=1, max_length=500)]
    """Who serves."""
    stations: Annotated[tuple[Station, ...], Strict(strict=False), Field(alias="station", max_length=200)] = ()
    """Places with queues; a single one by default."""
    outages: Annotated[tuple[Outage, ...], Strict(strict=False), Field(alias="outage", max_length=1_000)] = ()
    """Times in which servers are gone."""

    @property
    def unit_us(self) -> int:
        """Microseconds of the scenario's unit of time."""
        return UNITS[self.time_unit]

    @property
    def places(self) -> tuple[Station, ...]:
        """The stations, the default one included where none is named."""
        return self.stations or (Station(name=STATION_DEFAULT, routes={}),)

    def station_of(self, owner: CustomerClass | Pool) -> str:
        """Return the station of a pool, or where a class enters."""
        return self.places[0].name if owner.station is None else owner.station

    def serves(self, pool: Pool) -> tuple[str, ...]:
        """Return the classes a pool serves, in its order of preference."""
        return tuple(each.name for each in self.classes) if pool.serves is None else pool.serves

    def pools_for(self, customer: CustomerClass, station: str) -> tuple[Pool, ...]:
        """Return the pools of a station that serve a class, in the class's order of preference."""
        able = [pool for pool in self.pools if self.station_of(pool) == station and customer.name in self.serves(pool)]
        if customer.pools is not None:
            order = customer.pools
            able.sort(key=lambda pool: order.index(pool.name) if pool.name in order else len(order))
        return tuple(able)

    def service_law(self, customer: CustomerClass, pool: Pool) -> Law | None:
        """Return the law by which a pool serves a class."""
        return customer.service_at.get(pool.name) or pool.service or customer.service

    def routes_from(self, customer: CustomerClass, station: Station) -> dict[str, float]:
        """Return the probabilities of where a class goes after a station."""
        return customer.routes.get(station.name, station.routes)

    def to_toml(self) -> str:
        """Write the scenario as TOML that loads to an equal one.

        Returns
        -------
        str
            The whole file, defaults written out.

        """
        from sim.scenario.toml_text import toml_text  # noqa: PLC0415 - keeps reading free of writing

        return toml_text(self.model_dump(mode="python", exclude_none=True, by_alias=True))
