"""Posting a message to a receiver: one address from the settings, directly, no redirects, a deadline for all of it."""

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Final, cast

from engine.linked.network.host import Host
from engine.linked.network.reading import AnswerTooLongError, BoundedReading

if TYPE_CHECKING:
    from socket import socket

TIMEOUT_SECONDS: Final = 10.0
"""For looking the receiver up, connecting, sending and the head of its answer together."""
HEAD_BYTES_MAX: Final = 65_536
"""Of an answer; its body is not read."""


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> int | None:
    """Post a body and return the status of the answer, None if there was none.

    Parameters
    ----------
    url
        From the settings, never from a request; checked by `engine.service.receiver.Receiver`.
    headers, body
        Of the message.
    timeout_seconds
        Bound of all of it: a receiver that sends a byte now and then holds nobody for longer.
    clock
        Seconds; never set back.
    """
    host, deadline = _host(url, clock), clock() + timeout_seconds
    try:
        with closing(host.connect(deadline)) as connection:
            host.post(connection, headers, body, deadline)
            reading = BoundedReading(connection, deadline, HEAD_BYTES_MAX, clock)
            with HTTPResponse(cast("socket", reading), method="POST") as answer:
                answer.begin()
                return answer.status
    except (OSError, HTTPException, AnswerTooLongError, ValueError):  # a name that is none is a ValueError
        return None


@lru_cache(maxsize=64)
def _host(url: str, clock: Callable[[], float]) -> Host:
    """Return an address, of which there is one for all messages: authorities are read once, lookups shared."""
    return Host(url, ssl.create_default_context() if url.startswith("https://") else None, clock)
