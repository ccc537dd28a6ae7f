"""Records hold nothing but whole numbers and closed words, and come back from bytes as they were."""

import types
from enum import StrEnum
from typing import get_args, get_origin, get_type_hints

import msgspec
import pytest

from engine.calendar.day import DAY_US, HOUR_US
from engine.scheduling.booking import Booking
from engine.scheduling.diary import Diary
from engine.scheduling.errors import DiaryStandingError
from engine.scheduling.outcomes import cancel, record_held, record_no_show
from engine.scheduling.records import AnyRecord, BookingRecord
from engine.scheduling.resource import Resource
from tests.engine.scheduling.court import REASON, SATURDAY, Court
from tests.engine.scheduling.worlds import FRIDAY, MEDIATOR, order


def leaves(kind) -> set:
    """The plain types of which a type is built."""
    if get_origin(kind) in (types.UnionType, tuple):
        return set().union(*(leaves(part) for part in get_args(kind) if part is not Ellipsis))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return set().union(*(leaves(part) for part in get_type_hints(kind).values()))
    return {kind}


@pytest.mark.parametrize("record", [*get_args(AnyRecord), Booking])
def test_records_hold_numbers_and_closed_words_only(record):
    """No field of a record or a booking can hold a name, an address or another free text."""
    for kind in leaves(record):
        assert kind in (int, type(None)) or issubclass(kind, StrEnum)


def test_the_union_holds_every_record():
    """A decoder knows each kind of record that there is."""
    assert set(get_args(AnyRecord)) == set(BookingRecord.__subclasses__())


def test_a_diary_is_made_again_from_bytes():
    """Records of every kind, written and read again, lead to an equal diary."""
    court, told = Court(), Diary()
    decoder = msgspec.msgpack.Decoder(AnyRecord)
    decisions = [
        lambda: court.scheduler.book(order(), SATURDAY, at=FRIDAY),
        lambda: court.scheduler.book(order(), SATURDAY + HOUR_US, at=FRIDAY),
        lambda: record_no_show(court.diary, 0, (MEDIATOR,), at=SATURDAY),
        lambda: court.scheduler.rebook(0, SATURDAY + 2 * DAY_US, at=SATURDAY, reason=REASON),
        lambda: record_held(court.diary, 0, at=SATURDAY + 2 * DAY_US),
        lambda: cancel(court.diary, 1, at=SATURDAY, reason=REASON),
    ]
    for decide in decisions:
        record = decide()
        court.diary.apply(record)
        told.apply(decoder.decode(msgspec.msgpack.encode(record)))

    assert told == court.diary
    assert told != Diary()
    assert isinstance(told.booking(0).participants[0], Resource)


def test_a_diary_takes_no_other_bytes_for_its_standing():
    """Bytes of something else are refused by name."""
    with pytest.raises(DiaryStandingError, match="must be a diary's"):
        Diary().restore(b"something else")
