"""The process that makes the load: Locust users who follow a plan.

Run as `python -m loadtests.users SETTINGS`. Nothing else may import this file: Locust replaces the interpreter's
sockets, threads and clocks by its own when it is imported.
"""

import logging
import sys
import time  # as a module: its `sleep` becomes a light one when Locust is imported
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, ClassVar, Final

import msgspec
from locust import FastHttpUser, task
from locust.env import Environment
from locust.exception import StopUser

from loadtests import client
from loadtests.client import Asked, Done, Issued, Lodged, Offer, Who
from loadtests.notes import Note, line
from loadtests.orders import TRIES_MAX, Order, retry_seconds
from loadtests.plan import Arrival, Plan
from loadtests.tokens import Tokens

_AHEAD_SECONDS: Final = 1.0
"""A token is fetched so long before it is needed, so that no filing waits for it."""
_ISSUED: Final = 200
_TOKEN_REFUSED: Final = 401
_RETRIED: Final = frozenset({0, _TOKEN_REFUSED, 429, 503, 504})
"""Nothing was done, or nobody knows: asked again under the same key, with another token if this one is too old."""
_CONNECTIONS: Final = 64
_LOOK_SECONDS: Final = 0.1


class CourtUser(FastHttpUser):
    """Files every so many-th case of the plan at its moment, whatever became of the others.

    A filing and what follows run in a thread of their own, made light by Locust, so none waits for another.
    """

    order: ClassVar[Order]
    plan: ClassVar[Plan]
    notes: ClassVar[BinaryIO]
    began: ClassVar[float]
    tokens: ClassVar[Tokens]
    ordinals: "ClassVar[count[int]]" = count()
    finished: ClassVar[list[int]] = []
    concurrency = _CONNECTIONS
    network_timeout = 30.0
    connection_timeout = 10.0

    def on_start(self) -> None:
        """Take a share of the plan."""
        self._ordinal = next(self.ordinals)
        self._mine = self.plan.arrivals[self._ordinal :: self.order.users]
        self._courses_over = 0

    @task
    def follow(self) -> None:
        """Let cases arrive as planned, and wait until the last has taken its course."""
        for arrival in self._mine:
            self._wait_until(arrival.at_seconds - _AHEAD_SECONDS)
            Thread(target=self._run_course, args=(arrival,), daemon=True).start()
        while self._courses_over < len(self._mine):  # joining light threads may never return
            time.sleep(_LOOK_SECONDS)
        self.finished.append(self._ordinal)
        raise StopUser

    def _run_course(self, arrival: Arrival) -> None:
        try:
            self._course(arrival)
        finally:
            self._courses_over += 1

    def _course(self, arrival: Arrival) -> None:
        """File a case and answer its offers as planned."""
        key = f"{self.order.name}-{arrival.number}"
        found = self._told(client.lodge(arrival.filing, key), arrival.at_seconds, Lodged)
        if found is None:
            return
        offer = found.offer
        for attempt, (reply, after) in enumerate(arrival.replies):
            if offer is None or reply == "lapse":
                return
            at = self._now() + after
            self._told(client.read_desk(offer.mediator_id), at, msgspec.Raw)
            if reply == "accept":
                self._accept(found.case_id, offer, f"{key}-{attempt}", arrival)
                return
            declined = self._told(client.decline(found.case_id, offer, f"{key}-{attempt}"), self._now(), Done)
            offer = None if declined is None else declined.offer

    def _accept(self, case_id: int, offer: Offer, key: str, arrival: Arrival) -> None:
        """Accept an offer and, later, end the mediation."""
        if self._told(client.accept(case_id, offer, key), self._now(), Done) is not None:
            at = self._now() + arrival.ends_after_seconds
            self._told(client.end(case_id, offer.mediator_id, f"{key}-end"), at, Done)

    def _told(self, asked: Asked, at: float, kind: type[Any]) -> Any:
        """Ask at a moment; return what the service answers, None if it refuses or never answers."""
        if at > self.plan.seconds + self.order.drain_seconds:
            return None
        self._wait_until(at - _AHEAD_SECONDS)
        token = self._token(asked, at)
        self._wait_until(at)
        sent_at = self._now()
        status, body, retry_after = self._send(asked, token)
        statuses, expired = [status], [client.says_expired(status, body)]
        while status in _RETRIED and len(statuses) < TRIES_MAX:
            if status == _TOKEN_REFUSED and asked.who is not None:
                self.tokens.refuse(asked.who, token)
            if not expired[-1]:  # otherwise there is nothing to wait for: the next token is new
                time.sleep(retry_seconds(len(statuses), retry_after))
            token = self._token(asked, self._now())
            status, body, retry_after = self._send(asked, token)
            statuses.append(status)
            expired.append(client.says_expired(status, body))
        told = msgspec.json.decode(body, type=kind) if 200 <= status < 300 else None
        self._note(asked, at, sent_at, statuses, told, expired)
        return told

    def _token(self, asked: Asked, at: float) -> str:
        """Return the token that a request will need at a moment."""
        return "" if asked.who is None else self.tokens.of(asked.who, at, self._fetch)

    def _fetch(self, who: Who, *, is_renewal: bool) -> Issued | None:
        """Ask the issuer, and note it."""
        asked = client.new_token(who, lifetime_seconds=self.order.token_seconds, is_renewal=is_renewal)
        sent_at = self._now()
        status, body, _ = self._send(asked, "")
        self._note(asked, sent_at, sent_at, [status], None, [False])
        return client.issued_of(body) if status == _ISSUED else None

    def _send(self, asked: Asked, token: str) -> tuple[int, bytes, float]:
        """Send once; a problem that the service states is not a failure of the load."""
        client_of_user: Any = self.client
        found: Any = client_of_user.request(
            asked.method,
            self._address(asked),
            name=asked.name,
            data=asked.body.decode() or None,
            headers=client.headers(asked, token),
            catch_response=True,
        )
        with found:
            status: int = found.status_code or 0
            if 0 < status < 500:
                found.success()
            if not status:
                return 0, b"", 0.0
            return status, found.content or b"", float(found.headers.get("retry-after") or 0)

    def _address(self, asked: Asked) -> str:
        return (self.order.admin_address if asked.name in client.OF_ISSUER else self.order.address) + asked.path

    def _note(
        self, asked: Asked, at: float, sent_at: float, statuses: list[int], told: Any, expired: list[bool]
    ) -> None:
        note = Note(
            name=asked.name,
            key=asked.key,
            wanted_at=at,
            sent_at=sent_at,
            answered_at=self._now(),
            status=statuses[-1],
            tries=len(statuses),
            statuses=tuple(statuses[:-1]),
            expired=sum(expired),
            is_expired=expired[-1],
            case_id=told.case_id if isinstance(told, Lodged) else None,
        )
        self.notes.write(line(note))

    def _now(self) -> float:
        return time.perf_counter() - self.began

    def _wait_until(self, at: float) -> None:
        left = at - self._now()
        if left > 0:
            time.sleep(left)


def run(order: Order) -> bool:
    """Follow an order; return whether it came to its end in time."""
    CourtUser.order = order
    CourtUser.plan = msgspec.msgpack.decode(Path(order.plan_file).read_bytes(), type=Plan)
    CourtUser.host = order.address
    environment = Environment(user_classes=[CourtUser])
    runner = environment.create_local_runner()
    with Path(order.notes_file).open("wb") as notes:
        CourtUser.notes, CourtUser.began = notes, time.perf_counter() + _AHEAD_SECONDS
        CourtUser.tokens = Tokens(lambda: time.perf_counter() - CourtUser.began)
        runner.start(order.users, spawn_rate=order.users)
        until = time.perf_counter() + order.seconds_max
        while len(CourtUser.finished) < order.users and time.perf_counter() < until:
            time.sleep(_LOOK_SECONDS)
        runner.quit()
    return len(CourtUser.finished) == order.users


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    sys.exit(not run(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Order)))
