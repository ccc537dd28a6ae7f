"""Disputes that compiled code lays to rest are those that the books would have packed."""

from random import Random

import numpy as np
from msgspec.structs import replace

from engine.events.enums import Channel, DisputeType
from engine.registry.example import MONDAY, lodging, one_court_registry
from engine.registry.lodged_bytes import mould, write_disputes
from engine.registry.rest import Matter, Resting, packed, resting, unpacked


def lodged(capacity: int) -> Resting:
    """A dispute that was lodged and offered, or waits where nobody has room."""
    registry = one_court_registry(capacity=1)
    numbers = [event.dispute_id for _ in range(capacity) for event in registry.execute(lodging(), MONDAY)]
    return unpacked(packed(resting(registry.dispute(numbers[-1]), Matter(DisputeType.FAMILY, Channel.HOTLINE))))


def test_disputes_are_written_as_they_would_be_packed():
    """Offered or waiting, whatever their numbers and words, the bytes are those of the record."""
    random, offered, waiting = Random(2), lodged(1), lodged(3)
    assert offered.processes[0].mediator_id is not None
    assert waiting.processes[0].mediator_id is None
    common = mould([(offered, True), (waiting, False)])
    rows: list[list[int]] = []
    expected: list[bytes] = []
    for _ in range(200):
        pattern, kind, channel = random.randrange(2), random.choice(list(DisputeType)), random.choice(list(Channel))
        court, amount, case_id, mediator, organisation, step = (2 ** random.randrange(1, 60) for _ in range(6))
        words = [*DisputeType].index(kind), [*Channel].index(channel)
        rows.append([pattern, *words, court, amount, case_id, mediator, organisation, step])
        found = (offered, waiting)[pattern]
        process = replace(found.processes[0], case_id=case_id)
        if pattern == 0:
            process = replace(process, mediator_id=mediator, organisation_id=organisation, step=step)
        one = replace(
            found, dispute_type=kind, channel=channel, court_id=court, amount_fen=amount, processes=(process,)
        )
        expected.append(packed(one))
    content, ends = np.empty(len(rows) * common.bytes_max, np.uint8), np.empty(len(rows), np.int64)
    write_disputes(content, ends, np.array(rows, np.int64), common)
    assert content[: ends[-1]].tobytes() == b"".join(expected)
    assert ends.tolist() == np.cumsum([len(one) for one in expected]).tolist()
