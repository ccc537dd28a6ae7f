"""Killing the service at random moments under load, starting it again, and asking about everything."""

import multiprocessing
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from time import monotonic, sleep
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from engine.linked.simulator.book import Book
from engine.linked.words import System
from loadtests.errors import FaultRunError
from loadtests.faults.child import serve
from loadtests.faults.client import Client
from loadtests.faults.line import BadLine, Fate
from loadtests.faults.links import books_of, town_site
from loadtests.faults.notes import Notebook
from loadtests.faults.town import BEGINS_AT
from loadtests.faults.workload import Workload

_STEP_US: Final = 90_000_000
"""A minute and a half of the town's time from one group to the next: offers lapse and periods end during a run."""
_START_SECONDS_MAX: Final = 60.0
_ANSWER_SECONDS_MAX: Final = 60.0
_LIFE_SECONDS_MAX: Final = 0.15
"""Longest a service lives under load before it is killed."""
_ASKED_AGAIN: Final = 5
"""Answered groups that are asked about again after each start."""


class Survived(NamedTuple):
    """What is known of a service that was hurt, beside its store."""

    notes: Notebook
    """What the client was told, every group's fate known."""
    books: Mapping[System, Book] | None
    """What each linked system has really done; see `Evidence`."""
    fates: Mapping[Fate, int] = MappingProxyType({})
    """What became of the answers of linked systems on their way."""


def run_kills(folder: Path, *, kills: int, seed: int, on_progress: Callable[[float], None] | None = None) -> Survived:
    """Kill a service under load again and again.

    Parameters
    ----------
    folder
        Of the store, empty or not there; what is left in it can be checked against the notes.
    kills
        How often.
    seed
        Of what is asked and of the moments.
    on_progress
        Told the share of the kills that are done.

    Returns
    -------
    Survived
        What its client and its linked systems know.

    Raises
    ------
    FaultRunError
        If a service does not start or does not answer.
    """
    moments = Random(seed)  # noqa: S311 - chooses moments, guards nothing
    client = Client(Workload(seed), BEGINS_AT, step_us=_STEP_US)
    site = town_site(lambda: client.now)
    site.start()
    line = BadLine(site.url(System.PRESERVATION), Random(seed), sleep)  # noqa: S311 - guards nothing
    line.start()
    try:
        urls = {system: line.url(site.url(system)) for system in System}
        _hurt(client, urls, folder, kills, moments, on_progress)
    finally:
        line.stop()
        site.stop()
    return Survived(client.notebook, books_of(site), line.fates)


def _hurt(
    client: Client,
    urls: Mapping[System, str],
    folder: Path,
    kills: int,
    moments: Random,
    on_progress: Callable[[float], None] | None,
) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["loadtests.faults.child"])
    for kill in range(kills + 1):
        connection, other_end = cast("tuple[Connection, Connection]", context.Pipe())
        process = context.Process(target=serve, args=(other_end, folder, client.now, urls), daemon=True)
        process.start()
        other_end.close()
        try:
            _settle(client, connection, moments)
            if kill < kills:
                _live(client, connection, moments.uniform(0, _LIFE_SECONDS_MAX))
                _kill(client, connection, process)
                if on_progress is not None:
                    on_progress((kill + 1) / kills)
        finally:
            connection.close()
            process.join(_ANSWER_SECONDS_MAX)


def _settle(client: Client, connection: Connection, moments: Random) -> None:
    """Wait until the service serves, learn what became of everything unknown, and repeat some of the answered."""
    if not connection.poll(_START_SECONDS_MAX):
        raise FaultRunError(f"service: did not start within {_START_SECONDS_MAX:g} s")
    try:
        connection.recv_bytes()
    except EOFError as error:
        raise FaultRunError("service: ended before it served") from error
    client.connected(connection)
    answered = client.remembered()
    for note in moments.sample(answered, min(_ASKED_AGAIN, len(answered))):
        client.ask_again(connection, note)
    while client.in_flight:
        if not client.take_in(connection, wait_seconds=_ANSWER_SECONDS_MAX):
            raise FaultRunError(f"service: left {client.in_flight} groups without an answer")


def _live(client: Client, connection: Connection, seconds: float) -> None:
    ends_at = monotonic() + seconds
    while monotonic() < ends_at:
        client.ask(connection)


def _kill(client: Client, connection: Connection, process: BaseProcess) -> None:
    process.kill()
    process.join(_ANSWER_SECONDS_MAX)
    with suppress(EOFError, ConnectionResetError):
        # What reached the pipe before it died was acknowledged.
        while client.take_in(connection):
            pass
    client.hurt()
