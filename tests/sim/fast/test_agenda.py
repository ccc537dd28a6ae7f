"""Moments come in order, whenever they were added."""

import heapq
from random import Random

import pytest

from sim.fast.agenda import BUCKET_US, NEVER, add, begin_bucket, new_agenda, next_moment, take_moment


@pytest.mark.parametrize("seed", range(4))
def test_moments_come_in_order_of_instant_then_key(seed: int):
    """Against a plain heap: thousands of moments, many at one instant, some added to the bucket that is running."""
    random, buckets = Random(seed), 40
    agenda = new_agenda(1_000, 1_000 + buckets * BUCKET_US, blocks=2)
    pending: list[tuple[int, int, int]] = []
    number = 0

    def note(earliest: int) -> None:
        nonlocal number
        at = earliest + random.choice([0, 0, 1, BUCKET_US // 7, 3 * BUCKET_US])
        number += 1
        key = random.randrange(50) * 10_000 + number
        add(agenda, at, key, number)
        if at < 1_000 + buckets * BUCKET_US:
            heapq.heappush(pending, (at, key, number))

    for _ in range(3_000):
        note(1_000 + random.randrange(buckets) * BUCKET_US)
    taken = 0
    for bucket in range(buckets):
        begin_bucket(agenda, bucket)
        while True:
            at, key = next_moment(agenda)
            if at == NEVER:
                break
            expected = heapq.heappop(pending)
            assert (at, key, take_moment(agenda)) == expected
            taken += 1
            if random.random() < 0.3:
                note(at)
        assert not pending or pending[0][0] >= 1_000 + (bucket + 1) * BUCKET_US
    assert not pending
    assert taken > 3_000


def test_nothing_past_the_end_is_kept():
    """A moment at the end of the agenda, which is not part of it, never comes."""
    agenda = new_agenda(0, BUCKET_US)
    add(agenda, BUCKET_US, 1, 1)
    begin_bucket(agenda, 0)
    assert next_moment(agenda) == (NEVER, NEVER)
