"""Requests, answers and records: their words, their keys, their way through a log."""

import types
from enum import IntEnum, StrEnum
from typing import Any, get_args

import msgspec
import pytest

from engine.linked.answers import AnyAnswer
from engine.linked.records import AnyRecord
from engine.linked.requests import AnyRequest
from engine.linked.words import System
from tests.engine.linked.worlds import HOUR, KINDS, SECOND, World, every, request_of

PLAIN = (int, *get_args(AnyRequest), *get_args(AnyAnswer))


def leaves(kind: Any) -> list[Any]:
    """The types of a field: itself, or the members of a union."""
    return list(get_args(kind)) if isinstance(kind, types.UnionType) else [kind]


@pytest.mark.parametrize("kind", [*get_args(AnyRequest), *get_args(AnyAnswer), *get_args(AnyRecord)])
def test_everything_said_is_made_of_integers_and_closed_words(kind):
    """No field of a request, an answer or a record is anything but an integer, a closed word or another of these."""
    for field in msgspec.structs.fields(kind):
        for leaf in leaves(field.type):
            assert leaf in PLAIN or issubclass(leaf, StrEnum | IntEnum), f"{kind.__name__}.{field.name}"


def test_every_kind_of_request_has_its_system_its_answer_and_its_word():
    """The kinds reach all six systems, no two share a word or an answer, and the word is the one stored."""
    kinds = get_args(AnyRequest)

    assert {kind.system for kind in kinds} == set(System)
    assert {kind.answer_type for kind in kinds} == set(get_args(AnyAnswer))
    assert len({kind.answer_type for kind in kinds}) == len(kinds)
    assert [kind.purpose for kind in kinds] == [kind.__struct_config__.tag for kind in kinds]
    assert {type(make(1)) for make in KINDS} == set(kinds)


def test_the_key_is_dispute_purpose_and_ordinal():
    """Requests differ in key if they differ in dispute, purpose or ordinal, and in nothing else."""
    requests = [request_of(dispute) for dispute in range(22)]
    again = [msgspec.structs.replace(request, ordinal=2) for request in requests]

    assert len({request.key for request in requests + again}) == 44
    assert requests[0].key == msgspec.structs.replace(requests[0], subject=99).key


def test_records_survive_a_log():
    """Every record of a day with an unreliable system is decoded as it was encoded."""
    world = World()
    world.run(every(SECOND, 100))
    world.settle(HOUR)

    stored = msgspec.msgpack.encode(world.records)

    assert msgspec.msgpack.decode(stored, type=list[AnyRecord]) == world.records
    assert len(world.records) == 200
