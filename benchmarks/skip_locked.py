"""The rival of the service: a queue in a database, one case at a time, as job queues over PostgreSQL do it.

A worker claims the oldest waiting case of nobody's (`FOR UPDATE SKIP LOCKED`), takes the least loaded mediator of its
court with room, writes both rows and commits. It keeps no explanation, no chain, no second copy and no clocks: it does
less than the service for each decision, with the same promise about the disk.
"""

from threading import Thread
from typing import Final, LiteralString

import psycopg

_TABLES: Final[LiteralString] = """
create table mediator (id int primary key, court int not null, load int not null, capacity int not null);
create table dispute (id bigint primary key, court int not null, mediator int, offered_at timestamptz);
create index waiting on dispute (id) where mediator is null;
create index by_court on mediator (court, load);
"""
_DECIDE: Final[LiteralString] = """
with claimed as (
    select id, court from dispute where mediator is null order by id limit 1 for update skip locked
), chosen as (
    select mediator.id as mediator, claimed.id as dispute from claimed, lateral (
        select id from mediator where court = claimed.court and load < capacity order by load limit 1
        for update skip locked
    ) as mediator
), loaded as (
    update mediator set load = load + 1 from chosen where mediator.id = chosen.mediator
)
update dispute set mediator = chosen.mediator, offered_at = now() from chosen where dispute.id = chosen.dispute
"""
_WAITING: Final[LiteralString] = "select 1 from dispute where mediator is null limit 1"


class DatabaseQueue:
    """Cases that wait in a table.

    Parameters
    ----------
    connection
        How to connect to an empty database.
    courts, mediators, cases
        Size of the world; mediators and cases are spread evenly over the courts.
    """

    def __init__(self, connection: str, *, courts: int, mediators: int, cases: int) -> None:
        self._connection: Final = connection
        self._size: Final = (courts, mediators, cases)
        self.cases: Final = cases

    def fill(self) -> None:
        """Begin anew: everybody free, every case waiting."""
        courts, mediators, cases = self._size
        with psycopg.connect(self._connection, autocommit=True) as setup:
            setup.execute("drop table if exists mediator, dispute")
            setup.execute(_TABLES)
            setup.execute(
                "insert into mediator select id, id %% %s, 0, 1000000 from generate_series(0, %s) as id",
                (courts, mediators - 1),
            )
            setup.execute("insert into dispute select id, id %% %s from generate_series(1, %s) as id", (courts, cases))
            setup.execute("vacuum analyze mediator")
            setup.execute("vacuum analyze dispute")

    def drain(self, workers: int) -> None:
        """Give every case a mediator, each in a transaction of its own.

        Parameters
        ----------
        workers
            Connections that claim cases at the same time.
        """
        threads = [Thread(target=_work, args=(self._connection,)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def decided(self) -> int:
        """Return how many cases have a mediator."""
        with psycopg.connect(self._connection) as reader:
            row = reader.execute("select count(mediator) from dispute").fetchone()
        assert row is not None, "a count has a row"
        return row[0]


def _work(connection: str) -> None:
    """Claim and decide until nothing is left; a mediator another worker holds is waited out by trying again."""
    with psycopg.connect(connection, autocommit=True) as worker:
        while worker.execute(_DECIDE).rowcount or worker.execute(_WAITING).rowcount:
            pass
