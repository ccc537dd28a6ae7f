"""The service that is hurt: a process that serves the town's store over a pipe until it is killed.

Asked over the pipe with (key, commands, now); tells back (key, outcome, digest of the results, position, results). It
tells nothing before the service has answered, so whatever reaches the other end was acknowledged.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import msgspec

from engine.linked.words import System
from engine.log.store import open_store
from engine.registry.onestop import PlatformRequest
from engine.service.answers import Answer, Group, Outcome, Refusal
from engine.service.executed import Result
from engine.service.keys import request_digest, scoped_key
from engine.service.linking import Linking
from engine.service.opening import CODEC, LinkedSystems, PlatformFactory, open_writer
from engine.service.service import Service
from engine.service.settings import ServiceSettings
from engine.service.store import Store, is_store, make_store
from engine.service.tickets import Ticket
from loadtests.faults.links import town_links
from loadtests.faults.notes import Told
from loadtests.faults.town import MEDIATORS, SECRET, town_identity, town_roster, town_systems

CLIENT: Final = "client"
_COMMANDS: Final = msgspec.msgpack.Decoder(tuple[PlatformRequest, ...])
_BROKEN: Final = 70


def serve(connection: Connection, folder: Path, begins_at: int, urls: Mapping[System, str]) -> None:
    """Serve until the other end closes or the process is killed.

    Parameters
    ----------
    connection
        Where groups come from and answers go.
    folder
        The store's; made if it is not there.
    begins_at
        The clock, microseconds since the epoch, until a message moves it.
    urls
        Where the linked systems are.
    """
    clock = [begins_at]
    linked = town_links(urls)
    writer = town_writer(folder, linked.systems)
    service = Service(
        writer,
        lambda: clock[0],
        ServiceSettings(tick_seconds=0.05),
        answered=lambda tickets: _tell(connection, tickets),
        end=_end,
    )
    unlink = Linking(service, lambda: writer.world, tuple(urls), linked.network).start()
    service.start(release="faults", roster_digest=town_identity().roster_digest)
    connection.send_bytes(msgspec.msgpack.encode("ready"))
    while True:
        try:
            key, commands, now = msgspec.msgpack.decode(connection.recv_bytes())
        except EOFError:
            break
        clock[0] = max(clock[0], now)
        service.submit(group_of(key, commands), key)
    service.stop()
    unlink()


def _end(reason: str) -> None:
    """End as `engine serve` does, with a word for whoever looks for the cause."""
    sys.stderr.write(f"service: {reason}\n")
    sys.stderr.flush()
    os._exit(_BROKEN)


def town_writer(folder: Path, systems: LinkedSystems | None = None) -> Any:
    """Return a writer over the town's store in a folder; without linked systems of its own, over `town_systems`."""
    if not is_store(folder):
        organisations = [0] * MEDIATORS
        make_store(folder, town_identity(), town_roster(), organisations, SECRET)
    store = Store(folder)
    log = open_store(store.log_folder, CODEC)
    return open_writer(store, log, PlatformFactory(store, systems or town_systems()))


def group_of(key: str, commands: bytes) -> Group:
    """Return the group that a message asks for."""
    return Group(
        commands=_COMMANDS.decode(commands),
        key=scoped_key(CLIENT, key),
        request_digest=request_digest(commands),
        name=key,
    )


def digest_of(results: Sequence[Result]) -> bytes:
    """Return what tells one answer from another, 16 bytes."""
    plain = [
        [result.error, result.message] if isinstance(result, Refusal) else CODEC.encode(result) if result else b""
        for result in results
    ]
    return blake2b(msgspec.msgpack.encode(plain), digest_size=16).digest()


def _tell(connection: Connection, tickets: Sequence[Ticket]) -> None:
    for ticket in tickets:
        if ticket.mark is None:
            continue  # a reply of a linked system, which nobody at the other end has asked
        assert ticket.outcome is not None, "the service tells of answered tickets"
        connection.send_bytes(msgspec.msgpack.encode(_told(str(ticket.mark), ticket.outcome)))


def _told(key: str, outcome: Outcome) -> tuple[object, ...]:
    if not isinstance(outcome, Answer):
        return key, Told.NOT_DONE, b"", 0, []
    results = [CODEC.encode(one) if not isinstance(one, Refusal) and one else b"" for one in outcome.results]
    told = Told.DONE if outcome.last_seq else Told.NOT_DONE
    return key, told, digest_of(outcome.results), outcome.last_seq, results
