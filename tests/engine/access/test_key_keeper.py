"""An issuer's keys are fetched before they are needed, and who watches hears of it when they do not come."""

from engine.access.errors import KeySourceError
from engine.access.issuer import DevelopmentIssuer
from engine.access.key_keeper import KeyKeeper
from engine.access.keys import KeyCache, KeyCacheSettings

SECOND = 1_000_000
SETTINGS = KeyCacheSettings(pause_seconds=60, refresh_seconds=600, stale_seconds=3600)


class House:
    """A keeper over an issuer that can fail, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.issuer = DevelopmentIssuer()
        self.failure: OSError | KeySourceError | None = None
        self.asked_at: list[int] = []
        self.shown: list[tuple[bool, int]] = []
        self.told: list[Exception | None] = []
        self.now = 0
        self.keeper = KeyKeeper(
            KeyCache(self.fetch, SETTINGS),
            lambda: self.now,
            show=lambda is_usable, fetched_at: self.shown.append((is_usable, fetched_at)),
            tell=self.told.append,
        )

    def fetch(self, size_max: int) -> bytes:
        self.asked_at.append(self.now // SECOND)
        if self.failure is not None:
            raise self.failure
        return self.issuer.fetch(size_max)

    def live(self, seconds: int) -> None:
        """Let the keeper look every five seconds."""
        for _ in range(seconds // 5):
            self.keeper.turn()
            self.now += 5 * SECOND


def test_keys_are_fetched_when_they_are_old_and_nobody_asks():
    """Without a single request keys are fetched at the start and whenever they have reached the age."""
    house = House()
    house.live(1_300)

    assert house.asked_at == [0, 600, 1_200]
    assert house.told == []
    assert house.shown[-1] == (True, 1_200 * SECOND)


def test_keys_that_never_came_come_by_themselves():
    """An issuer that is away at the start is asked once a minute until it answers; both are told once."""
    house = House()
    house.failure = ConnectionRefusedError()
    house.live(180)
    assert {is_usable for is_usable, _ in house.shown} == {False}
    house.failure = None
    house.live(60)

    assert house.asked_at == [0, 60, 120, 180]
    assert [type(one) for one in house.told] == [ConnectionRefusedError, type(None)]
    assert house.shown[-1][0]


def test_keys_that_have_become_stale_are_shown_as_such():
    """The keys of an issuer that goes away are usable for their time and not longer, and each cause is told."""
    house = House()
    house.keeper.turn()
    house.failure = TimeoutError()
    house.live(1_800)
    house.failure = KeySourceError("keys_url: answered 404")
    house.live(1_900)

    usable = [is_usable for is_usable, _ in house.shown]
    assert usable.index(False) * 5 == 3_605
    assert [type(one) for one in house.told] == [TimeoutError, KeySourceError]
