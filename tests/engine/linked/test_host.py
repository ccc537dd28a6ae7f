"""A host is found and connected to within the time there is, however slow the resolver and whichever place answers."""

import socket
import time
from collections.abc import Sequence
from contextlib import closing
from threading import Event

import pytest

from engine.linked.network.host import Host, Place, resolve
from tests.engine.linked.answering_host import PATIENCE

SHORT = 0.1


class Resolver:
    """Says nothing until it is let go, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = Event()

    def __call__(self, host: str, port: int) -> Sequence[Place]:
        self.asked += 1
        assert self.let_go.wait(PATIENCE)
        return resolve(host, port)


def refused(host: Host, kind: type[OSError], said: str | None = None, *, seconds: float = PATIENCE) -> None:
    """A connection that has so much time does not come about."""
    with pytest.raises(kind, match=said):
        host.connect(time.monotonic() + seconds)


def test_a_resolver_that_says_nothing_holds_nobody_longer_than_his_time():
    """Calls end at their deadlines, one thread is caught, and once the resolver answers, connections are made again."""
    resolver = Resolver()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = Host(f"http://127.0.0.1:{listening.getsockname()[1]}/", None, time.monotonic, resolver)
        began = time.monotonic()
        for _ in range(3):
            refused(host, TimeoutError, seconds=SHORT)
        assert time.monotonic() - began < PATIENCE / 2
        assert resolver.asked == 1

        resolver.let_go.set()
        for _ in range(2):
            with closing(host.connect(time.monotonic() + PATIENCE)) as connection:
                assert connection.getpeername() == listening.getsockname()
        assert resolver.asked > 1  # where it is now, not where it was


def test_the_next_place_is_tried_where_one_does_not_answer():
    """Of two places of a host the one that takes connections is found; if none does, that is the error."""
    with socket.create_server(("127.0.0.1", 0)) as dead:
        nobody = dead.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ports = [nobody, listening.getsockname()[1]]
        host = Host(
            "http://court/",
            None,
            time.monotonic,
            lambda _host, _port: [resolve("127.0.0.1", port)[0] for port in ports],
        )
        with closing(host.connect(time.monotonic() + PATIENCE)) as connection:
            assert connection.getpeername()[1] == ports[1]
        dead_end = Host(
            "http://court/", None, time.monotonic, lambda _host, _port: [resolve("127.0.0.1", nobody)[0]] * 2
        )
        refused(dead_end, ConnectionRefusedError)


def test_a_host_without_a_place_is_refused():
    """An answer without any place is an error of the connection, as a name that does not exist is."""
    refused(Host("http://court/", None, time.monotonic, lambda _host, _port: []), OSError, "nowhere")
