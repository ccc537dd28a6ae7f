"""Older versions become today's."""

from typing import Any

import msgspec
import pytest

from engine.events.codec import decode_events, encode_events
from engine.events.enums import Origin
from engine.events.errors import EventFieldError
from engine.events.records import Filed
from engine.events.upcasters import UPCASTERS, upcast
from tests.engine.events.examples import one_of

SINCE_VERSION_2: dict[str, Any] = {"boost_us": 0, "origin": Origin.MAINLAND, "mediator_gender": None, "panel_size": 1}
FILED = msgspec.structs.replace(one_of(Filed), **SINCE_VERSION_2)


def _name_the_language(fields: dict[str, Any]) -> dict[str, Any]:
    code = fields.pop("language_code")
    return fields | {"language": {1: "mandarin", 6: "korean"}[code]}


def _rename(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"kind": "filed"}


# Two steps before those that are shipped, the first of which also renames the kind: version -1 of `handed_in`, 0, 1
# and 2 of `filed`.
HISTORY = {("handed_in", -1): _rename, ("filed", 0): _name_the_language, **UPCASTERS}


def old_fields(kind: str) -> dict[str, Any]:
    (pair,) = msgspec.msgpack.decode(encode_events([FILED]))
    fields: dict[str, Any] = pair[1] | {"kind": kind, "language_code": 6}
    for name in ("language", *SINCE_VERSION_2):
        del fields[name]
    return fields


@pytest.mark.parametrize(("kind", "version"), [("handed_in", -1), ("filed", 0)])
def test_old_records_take_every_step_to_today(kind: str, version: int):
    """A record of any older version passes through all later steps, whatever its kind was called."""
    old, new = (version, old_fields(kind)), msgspec.msgpack.decode(encode_events([FILED]))[0]

    assert decode_events(msgspec.msgpack.encode([old, new]), upcasters=HISTORY) == [FILED, FILED]


def test_records_of_today_are_not_touched():
    """An upcaster from today's version on, which may be left from a newer release, is not used."""

    def spoil(fields: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError(f"must not be called, with {fields}")

    fields = msgspec.msgpack.decode(encode_events([FILED]))[0][1]
    assert upcast(fields, Filed.version, upcasters={("filed", Filed.version): spoil}) is fields


def test_the_original_fields_stay():
    """A step works on a copy, so that a failed one leaves nothing half changed."""
    fields = old_fields("filed")
    before = dict(fields)
    upcast(fields, 0, upcasters=HISTORY)

    assert fields == before


def test_an_unknown_version_lists_the_known_ones():
    """The error for a version names all that could be read, old and new."""
    with pytest.raises(EventFieldError) as caught:
        upcast(old_fields("filed"), 7, upcasters=HISTORY)

    assert (caught.value.field, caught.value.value, caught.value.known) == ("version", 7, ("0", "1", "2"))


def test_an_unknown_kind_lists_the_known_ones():
    """The error for a kind names all that could be read, old and new."""
    with pytest.raises(EventFieldError) as caught:
        upcast({"kind": "sent_in"}, 1, upcasters=HISTORY)

    assert caught.value.known[0] == "filed"
    assert "handed_in" in caught.value.known


def test_an_old_record_without_a_field_is_named():
    """A step that misses a field of its version is reported as that, not as a programming error."""
    fields = old_fields("filed")
    del fields["language_code"]
    with pytest.raises(EventFieldError, match="missing field in event of kind 'filed': field 'language_code'"):
        upcast(fields, 0, upcasters=HISTORY)
