"""The service at national size, in process: a scratch store, its writer, and batches of complete filings."""

import gc
from collections.abc import Generator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.random import Generator as RandomGenerator
from numpy.random import Philox
from numpy.typing import NDArray

from engine.audit.roster_file import roster_hash
from engine.calendar.day import local_instant_us
from engine.events.enums import Channel, DisputeType, EntryRoute
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.words import mixed_words
from engine.log.store import open_store
from engine.registry.lodging import Lodge
from engine.service.answers import Answer, Group, Outcome, Refusal
from engine.service.keys import request_digest, scoped_key
from engine.service.opening import CODEC, LinkedSystems, PlatformFactory, open_writer
from engine.service.store import Store, StoreIdentity, make_store
from engine.service.writer import Begun, Writer
from sim.population.build import build_population
from sim.population.population import Population
from sim.scenario.fraction import fraction_of_the_nation

BATCH: Final = 1_000
"""Filings of one group, one key and one batch of the log."""
BEGINS_AT: Final = local_instant_us(2022, 6, 6, 10)
_SEED: Final = 1
_THRESHOLDS: Final = (50_000, 20, 100)
"""Of the collector, as the service in operation has them."""


@dataclass(kw_only=True)
class ServedNation:
    """A writer over a scratch store."""

    writer: Writer
    court_share: NDArray[np.float64]
    """float64[courts]: of all cases, as the scenario has them; small courts have few mediators."""
    aside: Executor
    """Stores a batch while the next one is carried out."""
    now: int
    """Logged time of the next batch, microseconds since the epoch."""
    batches: int = 0
    """Carried out so far."""

    @property
    def size(self) -> str:
        """How large it is, for the table of results."""
        roster = self.writer.world.platform.registry.desks
        (desk,) = roster.values()
        return f"{desk.core.roster.mediators:,} mediators, {desk.core.roster.courts:,} courts, batches of {BATCH:,}"

    def file(self, groups: Sequence[Group]) -> list[Outcome]:
        """Have each group carried out in a batch of its own, each while the one before is stored, as under load."""
        outcomes: list[Outcome] = []
        underway: Begun | None = None
        for group in groups:
            self.now += 1_000
            self.batches += 1
            begun = self.writer.begin([group], self.now, aside=self.aside)
            outcomes += [] if underway is None else self.writer.finish(underway)
            underway = begun
        return outcomes if underway is None else outcomes + self.writer.finish(underway)

    def groups(self, count: int) -> list[Group]:
        """Return groups of complete filings that nobody has made yet."""
        random = RandomGenerator(Philox(key=[_SEED, self.batches]))
        return [
            group_of(filings(random, BATCH, self.court_share), f"{self.batches}-{number}") for number in range(count)
        ]


def filings(random: RandomGenerator, count: int, court_share: NDArray[np.float64]) -> tuple[Lodge, ...]:
    """Return complete filings, each court having its share, of any kind of dispute.

    Parameters
    ----------
    random
        Where they are drawn from.
    count
        How many.
    court_share
        float64[courts]; sums to 1.
    """
    types, routes = list(DisputeType), (EntryRoute.PARTY_APPLICATION, EntryRoute.DELEGATED)
    courts = random.choice(len(court_share), count, p=court_share)
    others = random.integers(0, (len(types), len(routes), 10**8), (count, 3))
    drawn: list[list[int]] = np.column_stack((courts, others)).tolist()
    return tuple(
        Lodge(
            court_id=court,
            dispute_type=types[kind],
            channel=Channel.ONLINE_FILING,
            entry_route=routes[route],
            amount_fen=1 + amount,
        )
        for court, kind, route, amount in drawn
    )


def group_of(commands: tuple[Lodge, ...], name: str) -> Group:
    """Return commands under an idempotency key."""
    return Group(commands=commands, key=scoped_key("bench", name), request_digest=request_digest(name.encode()))


def decided(outcomes: Sequence[Outcome]) -> int:
    """Return how many filings were taken in and decided: offered, or put where they wait for somebody."""
    return sum(
        not isinstance(result, Refusal)
        for outcome in outcomes
        if isinstance(outcome, Answer)
        for result in outcome.results
    )


@contextmanager
def served_nation(share: float) -> Generator[ServedNation]:
    """Make a scratch store of a share of the nation and open it, as long as the block lasts."""
    with TemporaryDirectory(prefix="onestop-bench-") as name:
        population = build_population(fraction_of_the_nation(share), seed=_SEED)
        store = _store(Path(name), population)
        linked = LinkedSystems(settings=shipped_settings(), ports={}, words=mixed_words(_SEED))
        with closing(open_store(store.log_folder, CODEC)) as log, ThreadPoolExecutor(1) as aside:
            writer = open_writer(store, log, PlatformFactory(store, linked))
            usual = gc.get_threshold()
            gc.collect()
            gc.freeze()
            gc.set_threshold(*_THRESHOLDS)
            try:
                yield ServedNation(writer=writer, court_share=population.court_share, aside=aside, now=BEGINS_AT)
            finally:
                gc.set_threshold(*usual)
                gc.unfreeze()


def _store(folder: Path, population: Population) -> Store:
    identity = StoreIdentity(
        store_id="bench",
        created_at=BEGINS_AT,
        roster_digest=roster_hash(population.roster),
        first_year=2020,
        announced_until=2024,
        provisional_until=2026,
    )
    secret = np.arange(32, dtype=np.uint8).tobytes()
    return make_store(folder / "store", identity, population.roster, population.mediator_organisation.tolist(), secret)
