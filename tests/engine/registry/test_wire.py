"""Requests as they come from outside: told apart by their type, and refused if they hold what nobody knows."""

from typing import Any, get_args

import msgspec
import pytest

from engine.registry.example import MONDAY, filed_dispute
from engine.registry.onestop import PlatformRequest
from tests.engine.registry.city import Life, city

KINDS = get_args(PlatformRequest)
DECODER = msgspec.json.Decoder(PlatformRequest)


def test_every_request_has_a_type_of_its_own():
    """One union takes all requests, each under another tag of the one field `type`."""
    configs = [kind.__struct_config__ for kind in KINDS]
    assert {config.tag_field for config in configs} == {"type"}
    assert len({config.tag for config in configs}) == len(KINDS) > 25
    assert all(config.forbid_unknown_fields for config in configs)


def test_what_people_ask_comes_back_from_the_wire_as_it_was():
    """Requests of a random life are encoded as JSON and decoded to their equals, of almost every kind there is."""
    life, asked = Life(city(), 3), list[PlatformRequest]()
    execute = life.platform.execute

    def noted(request: PlatformRequest, at: int) -> list[Any]:
        asked.append(request)
        return execute(request, at)

    life.platform.execute = noted
    life.live(600)
    assert [DECODER.decode(msgspec.json.encode(request)) for request in asked] == asked
    assert len({type(request) for request in asked}) >= len(KINDS) - 3


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"type":"go_away"}', "Invalid value 'go_away'"),
        (b'{"type":"hold_presence","mediator_id":1,"until":2,"seq":3}', "unknown field `seq`"),
        (b'{"type":"hold_presence","mediator_id":-1,"until":2}', ">= 0"),
        (b'{"type":"hold_presence","mediator_id":1,"until":9223372036854775808}', "<= 9223372036854775807"),
        (b'{"type":"erase_party","party":""}', "length >= 1"),
        (
            b'{"type":"move","dispute_id":1,"command":{"case_id":1,"transition":"sign","actor":"party","role":"judge"}}',
            "unknown field `role`",
        ),
    ],
)
def test_what_nobody_knows_is_refused_by_name(body: bytes, why: str):
    """An unknown type, an unknown field at any depth, a number that no log could keep, an empty key."""
    with pytest.raises(msgspec.ValidationError, match=why):
        DECODER.decode(body)


def test_the_example_of_a_filing_can_be_sent():
    """What opens and files a dispute fits into one body of requests."""
    requests = filed_dispute(7)
    body = msgspec.json.encode(requests)
    assert msgspec.json.decode(body, type=list[PlatformRequest]) == requests
    assert MONDAY > 0
