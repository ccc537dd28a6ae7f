"""Logs that released versions wrote are followed to the very state they led to then."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.events.lifecycle_words import Track
from engine.service.opening import CODEC, PlatformFactory
from engine.service.store import make_store
from engine.service.world import World
from loadtests.faults.town import MEDIATORS, SECRET, town_identity, town_roster, town_systems

FIXTURES = Path(__file__).with_name("fixtures")
RELEASES = sorted(path.stem for path in FIXTURES.glob("log_*.msgpack"))


def facts(world: World) -> dict[str, Any]:
    """What anybody can see of a world, in plain words and numbers."""
    registry = world.platform.registry
    disputes = {
        str(number): {
            str(case_id): [process.track.value, process.state.value, process.mediator_id, process.attempt]
            for case_id, process in registry.dispute(number).processes.items()
        }
        for number in sorted(registry.numbers)
    }
    load, weight, _ = registry.desks[Track.MEDIATION].core.mediators
    return {
        "entries": world.seq,
        "last_at": world.last_at,
        "epoch": world.epoch,
        "disputes": disputes,
        "load_milli": load.tolist(),
        "cumulative_milli": weight.tolist(),
        "kinds": dict(sorted(world.flows.total.items())),
        "next_number": registry.next_number,
    }


@pytest.mark.parametrize("release", RELEASES)
def test_a_released_log_leads_where_it_led(tmp_path: Path, release: str):
    """Every batch of the release's log can be read and followed, and disputes, loads and counts are those of then."""
    store = make_store(tmp_path / "town", town_identity(), town_roster(), [0] * MEDIATORS, SECRET)
    world = World(PlatformFactory(store, town_systems()), store.keys)
    batches: list[tuple[bytes, bytes]] = msgspec.msgpack.decode((FIXTURES / f"{release}.msgpack").read_bytes())
    for previous, body in batches:
        entries = CODEC.decode(body)
        world.replay(previous, entries, CODEC.recorded_at(entries[-1]))

    assert facts(world) == json.loads((FIXTURES / f"{release}.json").read_text(encoding="utf-8"))


def test_there_is_a_log_of_every_release():
    """The first release has its log among the fixtures."""
    assert "log_0_1_0" in RELEASES
