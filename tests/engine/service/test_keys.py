"""The window of idempotency keys, to the microsecond, and keys in the batch of what they caused."""

import pytest

from engine.events.records import Filed
from engine.registry.example import MONDAY
from engine.service.answers import Refusal
from engine.service.keys import WINDOW_US
from tests.engine.service.house import FaultyLog, answered, filing, writer_over


@pytest.mark.parametrize(("late_us", "is_known"), [(WINDOW_US - 1, True), (WINDOW_US, True), (WINDOW_US + 1, False)])
def test_a_key_is_remembered_until_the_window_is_over(late_us: int, is_known: bool):
    """A key counts for a whole day of logged time, its last instant included, and not a microsecond longer."""
    writer = writer_over(FaultyLog())
    writer.handle([filing(7, "a")], MONDAY)
    writer.handle([filing(8)], MONDAY + late_us)
    (outcome,) = writer.handle([filing(9 - 2 * is_known, "a")], MONDAY + late_us)

    assert answered(outcome).repeated == is_known


def test_wherever_the_log_ends_a_key_has_its_effect_and_an_effect_its_key():
    """Of a log that ends with any of its batches every request can be sent again: it is done once, and answered."""
    log = FaultyLog()
    groups = [filing(number, f"k{number}") for number in range(1, 4)]
    for group in groups:
        writer_over(log).handle([group], MONDAY)
    for count in range(len(list(log.batches())) + 1):
        ended = FaultyLog()
        ended._batches += list(log.batches())[:count]
        answers = [answered(one) for one in writer_over(ended).handle(groups, MONDAY)]

        assert not any(isinstance(result, Refusal) for answer in answers for result in answer.results), count
        assert sum(isinstance(entry, Filed) for _, entry in ended.read()) == 3, count
