"""Keys of days: commitments, beacons, and the keys of simulations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.proof.day_keys import DayKey, SeededKeys, commit, iso_day, mixed
from engine.proof.errors import DrawInputError, WrongKeyError
from tests.engine.proof.plain_blake2b import plain_blake2b

DAY = 18_500  # 2020-08-26
bytes_32 = st.binary(min_size=32, max_size=32)


@given(bytes_32)
def test_a_commitment_is_the_hash_of_key_and_date(key: bytes):
    """What is published before a day is the hash, as RFC 7693 gives it, of the key and the date as text."""
    assert commit(DAY, key) == plain_blake2b(key + b"2020-08-26", size=32, person=b"onestop key 1")


@given(bytes_32, bytes_32)
def test_a_beacon_is_hashed_with_the_key(key: bytes, beacon: bytes):
    """With a beacon the words are made with the hash of key and beacon, without one with the key itself."""
    plain = DayKey(day=DAY, key=key, commitment=commit(DAY, key))
    with_beacon = DayKey(day=DAY, key=key, commitment=commit(DAY, key), beacon=beacon)

    assert plain.used == key
    assert with_beacon.used == plain_blake2b(key + beacon, size=32, person=b"onestop beacon 1") == mixed(key, beacon)


@pytest.mark.parametrize(("day", "key"), [(DAY, bytes(31) + b"\1"), (DAY + 1, bytes(32))])
def test_another_key_or_day_breaks_the_commitment(day: int, key: bytes):
    """A commitment fits one key on one day; any other is refused, and the day is named."""
    with pytest.raises(WrongKeyError, match=r"key of day 1850[01]") as caught:
        DayKey(day=day, key=key, commitment=commit(DAY, bytes(32)))

    assert caught.value.day == day


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"key": bytes(33)}, "length of a key must be 32 bytes, not 33"),
        ({"commitment": bytes(16)}, "length of a commitment must be 32 bytes, not 16"),
        ({"beacon": b""}, "length of a beacon must be 32 bytes, not 0"),
    ],
)
def test_wrong_lengths_are_named(parts: dict[str, bytes], message: str):
    """Key, commitment and beacon are 32 bytes each."""
    right = {"key": bytes(32), "commitment": commit(DAY, bytes(32))}
    with pytest.raises(DrawInputError, match=message):
        DayKey(day=DAY, **(right | parts))


def test_a_seed_gives_each_day_its_own_key():
    """Keys of a simulation differ by day and seed, are the same each time, and fit their commitments."""
    keys = {SeededKeys(seed).of(day).key for seed in (0, 1, 2**64 - 1) for day in range(DAY, DAY + 5)}

    assert len(keys) == 15
    assert SeededKeys(1).of(DAY) == SeededKeys(1).of(DAY)


def test_a_seeded_key_never_changes():
    """A seed gives the same simulation in every release: its keys are fixed."""
    seed, date = (1).to_bytes(8, "little"), b"2020-08-26"

    assert SeededKeys(1).of(DAY).key == plain_blake2b(seed + date, size=32, person=b"onestop seeded 1")


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_has_bounds(seed: int):
    """A seed that does not fit 64 bits is refused."""
    with pytest.raises(DrawInputError, match=f"seed must be 0 to 2\\*\\*64 - 1, not {seed}"):
        SeededKeys(seed)


def test_days_have_dates():
    """Days are counted from 1970-01-01; those outside the calendar are refused, in errors too."""
    assert iso_day(0) == "1970-01-01"
    with pytest.raises(DrawInputError, match="day must be in the years 1 to 9999"):
        iso_day(4_000_000)
    assert "outside the calendar" in str(WrongKeyError(4_000_000, "any"))
