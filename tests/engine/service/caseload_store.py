"""Small stores that open cases are taken into and out of."""

import json
import random
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from engine.audit.roster_file import roster_hash
from engine.calendar.day import local_datetime
from engine.core.example import one_court_roster
from engine.events.enums import DeclineReason
from engine.events.lifecycle_words import Track
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.words import mixed_words
from engine.log.store import open_store
from engine.registry.example import MONDAY, lodging
from engine.registry.requests import AnswerOffer
from engine.service.answers import Group
from engine.service.caseload.taking_over import TakenOver, take_over
from engine.service.opening import CODEC, LinkedSystems, PlatformFactory, open_writer
from engine.service.store import Store, StoreIdentity, make_store
from engine.service.world import World

HOUR = 3_600_000_000
DAY = 24 * HOUR
NOW = MONDAY + 10 * DAY
CASE = {"court": "0", "dispute_type": "family", "channel": "court_window", "entry_route": "delegated"}
CAPACITY = 20


def small_store(folder: Path, capacity: int = CAPACITY, name: str = "a") -> Store:
    """A store of one court with two mediators, whose calendar knows 2022 to 2024."""
    roster = one_court_roster(capacity)
    identity = StoreIdentity(
        store_id=name * 32,
        created_at=MONDAY,
        roster_digest=roster_hash(roster),
        first_year=2022,
        announced_until=2024,
        provisional_until=2025,
    )
    return make_store(folder, identity, roster, np.zeros(2, np.int32).tolist(), bytes(32))


def factory(store: Store) -> PlatformFactory:
    """Makes its platforms, linked to nothing."""
    linked = LinkedSystems(settings=shipped_settings(), ports={}, words=mixed_words(0))
    return PlatformFactory(store, linked)


def followed(store: Store, batches: int | None = None) -> World:
    """The world that the store's log leads to, or its first batches, from the first entry."""
    world = World(factory(store), store.keys)
    with closing(open_store(store.log_folder, CODEC)) as log:
        for batch in islice(log.batches(), batches):
            entries = CODEC.decode(batch.body)
            world.replay(batch.previous_hash, entries, CODEC.recorded_at(entries[-1]))
    return world


def lived(store: Store, seed: int, steps: int = 60) -> None:
    """Let a random history happen in a store: filings, acceptances, refusals, days on which nothing is answered."""
    rng, at = random.Random(seed), MONDAY
    with closing(open_store(store.log_folder, CODEC)) as log:
        writer = open_writer(store, log, factory(store))
        writer.start(release="test", roster_digest=store.identity.roster_digest, now=at)
        for _ in range(steps):
            at += rng.randrange(1, 30) * HOUR
            desk = writer.world.platform.registry.desks[Track.MEDIATION]
            offers = [
                (entry.case_id, seat.mediator, seat.attempt)
                for entry in desk.docket.shelf
                for seat in entry.seats.values()
                if seat.deadline is not None
            ]
            if rng.random() < 0.5 or not offers:
                command = lodging()
            else:
                case_id, mediator, attempt = rng.choice(sorted(offers))
                because = rng.choice([None, None, DeclineReason.WORKLOAD])
                command = AnswerOffer(case_id=case_id, mediator_id=mediator, attempt=attempt, declined_because=because)
            writer.handle([Group(commands=(command,), key=None, request_digest=b"", name="")], at)


def iso(at: int) -> str:
    """An instant as a file has it."""
    return local_datetime(at).isoformat()


def waiting(reference: str, **changes: Any) -> dict[str, Any]:
    """A line about a case that waits."""
    return {**CASE, "reference": reference, "filed_at": iso(NOW - DAY), "state": "waiting", **changes}


def held(reference: str, mediator: str = "0", **changes: Any) -> dict[str, Any]:
    """A line about a case that somebody holds."""
    whom = {"state": "held", "mediator": mediator, "accepted_at": iso(NOW - HOUR)}
    return waiting(reference) | whom | changes


def imported(store: Store, folder: Path, *lines: dict[str, Any]) -> TakenOver:
    """Take lines over into a new store."""
    file = folder / "open.ndjson"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return take_over(store, factory(store), file, at=NOW, release="test")
