"""The law of replay: what a log or a snapshot brings back is what was there, and goes on as it would have gone on."""

from collections.abc import Sequence

import pytest

from engine.linked.records import AttemptFailed
from engine.registry.errors import RegistryStandingError
from engine.registry.onestop import Happening, OneStop
from tests.engine.registry.city import Life, city

CUTS = 3


@pytest.mark.parametrize("seed", [5])
def test_lived_replayed_and_restored_are_the_same_and_have_the_same_future(seed: int):
    """Weeks at several doors, with linked systems that fail: equal bytes by every way back, then equal records."""
    _hold_law(seed, steps=300)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(20, 32))
def test_the_law_holds_for_longer_lives(seed: int):
    """The same over twelve lives of several months."""
    _hold_law(seed, steps=3_000)


def test_what_is_refused_leaves_no_trace():
    """After a refusal of whatever kind, the standing is the one that the log leads to, which does not hold it."""

    def check(life: Life) -> None:
        if life.refused % 8 == 0:
            assert _replayed(life.log).standing() == life.platform.standing()

    life = Life(city(), 17)
    life.live(250, check=check)
    assert life.refused > 50


def test_bytes_of_something_else_are_refused():
    """A platform takes no standing but a platform's."""
    with pytest.raises(RegistryStandingError, match="must be a platform's"):
        city().restore(b"something else")
    with pytest.raises(RegistryStandingError, match="must be a platform's"):
        city().restore(city().registry.standing())


def _hold_law(seed: int, *, steps: int) -> None:
    life, cuts = Life(city(), seed), list[tuple[int, bytes]]()
    for _ in range(CUTS):
        life.live(steps // CUTS)
        cuts.append((len(life.log), life.platform.standing()))
    assert any(isinstance(one, AttemptFailed) for one in life.log)
    in_flight = [_replayed(life.log), *(_restored(standing, life.log[place:]) for place, standing in cuts)]
    assert {one.standing() for one in in_flight} == {life.platform.standing()}
    # A restart sends again what was under way, so those who come from one go on alike.
    first, *others = [_future(one, life.now, seed) for one in in_flight]
    assert all(other.log == first.log for other in others)
    life.drain()
    asleep = [_replayed(life.log), _restored(cuts[0][1], life.log[cuts[0][0] :])]
    assert {one.standing() for one in asleep} == {life.platform.standing()}
    futures = [_future(one, life.now, seed) for one in (life.platform, *asleep)]
    assert all(other.log == futures[0].log for other in futures[1:])
    assert len({other.platform.standing() for other in futures}) == 1
    assert len(futures[0].log) > steps // 10


def _replayed(log: Sequence[Happening]) -> OneStop:
    platform = city()
    platform.replay(log)
    return platform


def _restored(standing: bytes, tail: Sequence[Happening]) -> OneStop:
    platform = city()
    platform.restore(standing)
    platform.replay(tail)
    return platform


def _future(platform: OneStop, now: int, seed: int) -> Life:
    """What the same people then do with it."""
    life = Life(platform, seed + 1_000, now=now)
    life.pass_time(0)
    life.live(120)
    return life
