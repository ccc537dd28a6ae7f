"""Every kind of entry comes back as it was written, and what could not come back is not written."""

from typing import get_args

import msgspec
import pytest

from engine.events.enums import DisputeType
from engine.events.errors import EventFieldError
from engine.events.records import Event
from engine.events.scan import SCANNED
from engine.service import entries
from engine.service.entries import Entry, EntryCodec
from engine.service.errors import EntryError
from engine.service.records import Executed, Started
from tests.engine.events.examples import one_of, one_of_each
from tests.engine.service.house import FaultyLog, filing, writer_over

STARTED = Started(at=5, epoch=1, release="1.0", roster_digest="ab")
EXECUTED = Executed(at=6, key=bytes(16), request_digest=bytes(16), counts=(1, -1), refusals=(("LawError", "no"),))
CODEC = EntryCodec()


def test_every_kind_comes_back_as_it_was_written():
    """Events of every kind, bookings, letters and the service's notes survive a body, in order."""
    log = FaultyLog()
    writer_over(log).handle([filing(7, "a")], 1_654_480_800_000_000)
    written = [*one_of_each(), *(entry for _, entry in log.read()), STARTED, EXECUTED]

    assert CODEC.decode(CODEC.encode(written)) == written


def test_each_entry_says_when_it_was_written_down():
    """The time of an entry is found whatever its kind calls it."""
    assert CODEC.recorded_at(STARTED) == 5
    assert CODEC.recorded_at(one_of_each()[0]) == one_of_each()[0].recorded_at


def test_what_could_not_be_read_is_not_written():
    """A value that its field does not allow is refused before it is in a log."""
    wrong = Started(at="noon", epoch=1, release="1", roster_digest="")  # pyright: ignore[reportArgumentType]
    with pytest.raises(EntryError, match="cannot be encoded"):
        CODEC.encode([wrong])


@pytest.mark.parametrize("kind", SCANNED)
def test_many_entries_are_read_back_as_strictly_as_few(kind: type[Event]):
    """A value of a scanned kind is refused in a long body where it is in a short one, and nowhere else."""
    right = one_of(kind)
    for name in right.__struct_fields__:
        for value in ("x", -1, 2**63, None, 1.0, (), DisputeType.OTHER):
            changed = msgspec.structs.replace(right, **{name: value})
            one, many = _refusal([changed]), _refusal([*[right] * 99, changed])
            assert (one is None) == (many is None), f"{name} = {value!r}: {one} and {many}"


def _refusal(written: list[Entry]) -> EntryError | None:
    try:
        assert CODEC.encode(written)
    except EntryError as error:
        return error
    return None


def test_an_older_event_among_entries_is_brought_up():
    """A body that an older release wrote is read, its events in today's shape."""
    fields = msgspec.to_builtins(one_of_each()[0])
    old = {
        name: value
        for name, value in fields.items()
        if name not in ("boost_us", "origin", "mediator_gender", "panel_size")
    }
    body = msgspec.msgpack.encode([[1, old | {"kind": "filed"}], [1, STARTED]])
    filed, started = CODEC.decode(body)

    assert type(filed).__name__ == "Filed"
    assert started == STARTED


@pytest.mark.parametrize(
    ("pair", "error"),
    [
        ([1, {"kind": "never_heard_of", "at": 1}], EntryError),
        ([2, {"kind": "started", "at": 1, "epoch": 1, "release": "1", "roster_digest": ""}], EntryError),
        ([99, {"kind": "filed"}], EventFieldError),
        ([1, {"kind": "started"}], EntryError),
    ],
)
def test_unknown_entries_stop_a_reader(pair: list[object], error: type[Exception]):
    """What this release does not know is named, and never passed over."""
    with pytest.raises(error):
        CODEC.decode(msgspec.msgpack.encode([pair]))


def test_kinds_are_told_apart():
    """No two records have the same kind: a decoder knows each by its name."""
    kinds = [record.__struct_config__.tag for record in entries._RECORDS]
    assert len(set(kinds)) == len(kinds) > len(get_args(entries.AnyEvent))
