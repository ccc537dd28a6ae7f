"""The service: decisions that are on the disk, in process and over HTTP, beside a queue in a database.

The rival works one case at a time in a transaction of its own, as job queues over PostgreSQL do, with the same promise
about the disk, and does less for each: see `benchmarks.skip_locked`.
"""

from collections.abc import Iterator
from time import perf_counter

import pytest

from benchmarks.figures import DURABLE, DURABLE_RIVAL, HTTP_BULK, HTTP_SINGLE
from benchmarks.http_load import BULK_CONNECTIONS, BULK_LINES, CONNECTIONS, HttpService, Trips, http_service
from benchmarks.label import Label, Timing, attach, digest
from benchmarks.postgres import find_postgres, scratch_cluster
from benchmarks.served_nation import BATCH, ServedNation, decided, served_nation
from benchmarks.skip_locked import DatabaseQueue

_ROUNDS = 7
_BATCHES = 10
_RIVAL_ROUNDS = 3
_WORKERS = (1, 4, 16)
_COURTS, _MEDIATORS, _CASES = 3_502, 165_333, 5_000
_HTTP_ROUNDS = 3
_SINGLE = 10_000
_BULK = 40


@pytest.fixture(scope="module")
def served(share: float) -> Iterator[ServedNation]:
    """The nation's store, with nothing filed."""
    with served_nation(share) as nation:
        yield nation


def test_durable_decisions(benchmark: Timing, served: ServedNation) -> None:
    """Ten batches a round, every feature on: lifecycle, draws, chain, second copy, keys."""
    waiting = [served.groups(_BATCHES)]
    counts: list[int] = []

    def begin() -> None:
        waiting.append(served.groups(_BATCHES))

    def file() -> None:
        counts.append(decided(served.file(waiting.pop())))

    benchmark.pedantic(file, setup=begin, rounds=_ROUNDS, warmup_rounds=1)

    assert counts == [_BATCHES * BATCH] * len(counts), "every filing is taken in"
    label = Label(
        name=DURABLE,
        subject="service",
        size=served.size,
        checksum=digest(b"all decided"),
        units=_BATCHES * BATCH,
        item="decisions",
        contest="durable decisions",
    )
    attach(label, benchmark)


@pytest.mark.skipif(find_postgres() is None, reason="PostgreSQL is not installed")
def test_queue_in_a_database(benchmark: Timing, share: float) -> None:
    """Some thousand cases a round, by as many workers as are fastest."""
    courts, mediators = max(1, round(_COURTS * share)), max(10, round(_MEDIATORS * share))
    with scratch_cluster() as connection:
        queue = DatabaseQueue(connection, courts=courts, mediators=mediators, cases=max(100, round(_CASES * share)))
        workers = min(_WORKERS, key=lambda number: _drained(queue, number))
        benchmark.pedantic(lambda: queue.drain(workers), setup=queue.fill, rounds=_RIVAL_ROUNDS)
        assert queue.decided() == queue.cases, "every case has a mediator"
    label = Label(
        name=DURABLE_RIVAL,
        subject="service",
        size=f"{mediators:,} mediators, {courts:,} courts, {workers} workers",
        checksum=digest(b"all decided"),
        units=queue.cases,
        item="decisions",
        contest="durable decisions",
        is_rival=True,
    )
    attach(label, benchmark)


def _drained(queue: DatabaseQueue, workers: int) -> float:
    """Return how long so many workers take."""
    queue.fill()
    began = perf_counter()
    queue.drain(workers)
    return perf_counter() - began


@pytest.fixture(scope="module")
def service(share: float) -> Iterator[HttpService]:
    """The national service in a process of its own; one court's, where less than the nation is asked for."""
    with http_service(is_national=share == 1) as service:
        yield service


def test_single_filings_over_http(benchmark: Timing, service: HttpService, share: float) -> None:
    """One filing a request, thirty-two connections that wait for each answer."""
    count = max(100, round(_SINGLE * share))
    trips: list[Trips] = []
    benchmark.pedantic(lambda: trips.append(service.file_singly(count)), rounds=_HTTP_ROUNDS, warmup_rounds=1)
    label = Label(
        name=HTTP_SINGLE,
        subject="service",
        size=f"{CONNECTIONS} connections, client on the same cores",
        checksum=digest(b"all created"),
        units=count,
        item="cases",
        p99_seconds=min(trip.quantile(0.99) for trip in trips),
    )
    attach(label, benchmark)


def test_bulk_filings_over_http(benchmark: Timing, service: HttpService, share: float) -> None:
    """A thousand filings a request, eight connections."""
    count = max(4, round(_BULK * share))
    benchmark.pedantic(lambda: service.file_in_bulk(count), rounds=_HTTP_ROUNDS, warmup_rounds=1)
    label = Label(
        name=HTTP_BULK,
        subject="service",
        size=f"{BULK_CONNECTIONS} connections, {BULK_LINES:,} lines a request, client on the same cores",
        checksum=digest(b"all created"),
        units=count * BULK_LINES,
        item="cases",
    )
    attach(label, benchmark)
