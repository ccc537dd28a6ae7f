"""Keys of issuers: rotation is followed, a failing issuer is borne with for a time, and nobody makes us ask often."""

import json
from typing import Any

import pytest

from engine.access.errors import AccessError, KeySourceError, TokenKeyError
from engine.access.issuer import DevelopmentIssuer
from engine.access.key_set import read_key_set
from engine.access.keys import KeyCache, KeyCacheSettings
from tests.engine.access.tokens import KEY, KID, SECOND, key_set, segment

SETTINGS = KeyCacheSettings(pause_seconds=60, refresh_seconds=600, stale_seconds=3600)


class FakeIssuer:
    """Gives key sets, or fails in the way it is told to, and counts how often it is asked."""

    def __init__(self) -> None:
        self.issuer = DevelopmentIssuer()
        self.answer: bytes | OSError | AccessError | None = None
        self.asked = 0

    def __call__(self, size_max: int) -> bytes:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.issuer.fetch(size_max) if self.answer is None else self.answer


@pytest.fixture
def fake() -> FakeIssuer:
    return FakeIssuer()


def test_a_rotation_is_followed(fake):
    """A token signed by a key that is new is a reason to fetch, and the key is found."""
    cache = KeyCache(fake, SETTINGS)
    old = fake.issuer.kid
    cache.key(old, 0)
    new = fake.issuer.rotate()

    assert cache.key(new, 60 * SECOND).kid == new
    assert cache.key(old, 60 * SECOND).kid == old
    assert (fake.asked, cache.generation) == (2, 2)


def test_a_thousand_random_keys_are_one_fetch_a_minute(fake):
    """Whoever makes up names of keys makes nobody ask the issuer more than once a minute."""
    cache = KeyCache(fake, SETTINGS)
    cache.key(fake.issuer.kid, 0)
    for minute in (1, 2):
        for number in range(1000):
            with pytest.raises(TokenKeyError):
                cache.key(f"random-{number}", minute * 60 * SECOND + number)
        assert fake.asked == 1 + minute


@pytest.mark.parametrize(
    "answer",
    [
        ConnectionError("500"),
        TimeoutError("slow"),
        KeySourceError("status 500"),
        b"<html>",
        b"[]",
        b'{"keys": []}',
        b'{"keys": {}}',
        b'{"keys": [' + b" " * 10_000_000 + b"]}",
        json.dumps({"keys": [json.loads(key_set())["keys"][0]] * 65}).encode(),
    ],
    ids=["refused", "slow", "500", "html", "list", "empty", "object", "10 MB", "many"],
)
def test_a_failing_issuer_is_borne_with_until_the_keys_are_stale(fake, answer):
    """What is no key set changes nothing; known keys serve until they are an hour old, then nothing is believed."""
    cache = KeyCache(fake, SETTINGS)
    kid = fake.issuer.kid
    cache.key(kid, 0)
    fake.answer = answer

    for minute in range(59):
        assert cache.key(kid, minute * 60 * SECOND).kid == kid
    with pytest.raises(KeySourceError):
        cache.key(kid, 3600 * SECOND)
    assert not cache.is_usable(3600 * SECOND)
    assert fake.asked <= 1 + 60

    fake.answer = None
    assert cache.key(kid, 3660 * SECOND).kid == kid


def test_nothing_is_believed_before_the_first_keys_have_come(fake):
    """A cache that has never had keys refuses, and asks again only after the pause."""
    fake.answer = ConnectionError("down")
    cache = KeyCache(fake, SETTINGS)
    for at in (0, SECOND, 59 * SECOND):
        with pytest.raises(KeySourceError):
            cache.key("any", at)
    fake.answer = None

    assert fake.asked == 1
    assert cache.key(fake.issuer.kid, 60 * SECOND).algorithm == "EdDSA"


def test_a_second_asker_is_not_kept_waiting():
    """Who asks while a fetch is under way is answered from what is known: one slow issuer stops nobody else."""
    seen: list[bool] = []

    def fetch(size_max: int) -> bytes:
        seen.append(cache.refresh(0))
        return key_set()

    cache = KeyCache(fetch, SETTINGS)

    assert cache.refresh(0)
    assert seen == [False]


def test_the_fetcher_is_told_how_much_it_may_bring():
    """The bound on a key set is given to whoever reads it from the network."""
    told: list[int] = []
    KeyCache(lambda size_max: told.append(size_max) or key_set(), KeyCacheSettings(size_max=5000)).refresh(0)

    assert told == [5000]


@pytest.mark.parametrize(
    "change",
    [
        {"use": "enc"},
        {"alg": "RS256"},
        {"alg": "none"},
        {"d": segment(KEY.private_bytes_raw())},
        {"kid": ""},
        {"kid": 7},
        {"crv": "Ed448"},
        {"kty": "oct", "k": "AAAA"},
        {"kty": ["OKP"]},
        {"key_ops": ["sign"]},
        {"x": "AA"},
        {"x": None},
    ],
)
def test_a_key_that_is_not_for_verifying_is_left_out(change: dict[str, Any]):
    """Keys for encryption, of other algorithms, with a private half or damaged are not used."""
    key = {**json.loads(key_set())["keys"][0], **change}

    with pytest.raises(KeySourceError, match="usable"):
        read_key_set(json.dumps({"keys": [key]}).encode(), 10_000)
    assert set(read_key_set(key_set({**key, "kid": "k-9", **change}), 10_000)) == {KID}


def test_a_short_rsa_key_is_left_out():
    """An RSA key of 1,024 bits is not used."""
    short = {"kty": "RSA", "kid": "r", "n": "w" * 171, "e": "AQAB"}

    assert set(read_key_set(key_set(short), 10_000)) == {KID}


def test_two_keys_of_one_name_are_refused():
    """A set in which a name stands for two keys is no set: which of them counts is nobody's guess."""
    with pytest.raises(KeySourceError, match="kid"):
        read_key_set(key_set(json.loads(key_set())["keys"][0]), 10_000)


@pytest.mark.parametrize("times", [(0, 600, 3600), (60, 30, 3600), (60, 3600, 3600)])
def test_times_must_ascend(times):
    """Pause, refresh and stale contradict each other unless they ascend."""
    with pytest.raises(AccessError):
        KeyCacheSettings(pause_seconds=times[0], refresh_seconds=times[1], stale_seconds=times[2])
