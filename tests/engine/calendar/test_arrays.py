"""Array methods answer what scalar ones do, compile once, and travel between processes."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import clock
from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import DAY_US, HOUR_US, MINUTE_US, local_instant_us
from engine.calendar.errors import CalendarError, CalendarRangeError
from tests.engine.calendar.plain_clock import local
from tests.engine.calendar.worlds import World, instants, worlds

CALENDAR = WorkCalendar.china(2020, 2021)
MONDAY = local_instant_us(2020, 8, 24)
NAMES = ["is_workday", "is_working", "levelled", "unlevelled"]


@given(st.data(), worlds(), st.sampled_from(NAMES))
def test_an_array_gets_the_scalars_answers(data: st.DataObject, world: World, name: str) -> None:
    """Each element of an array is answered as it would be alone."""
    drawn = data.draw(st.lists(instants(world.calendar), max_size=20))
    scalar = getattr(world.calendar, name)
    many = getattr(world.calendar, f"{name}_many")
    answers = many(np.array(drawn, dtype=np.int64))
    assert answers.dtype == (np.bool_ if name.startswith("is") else np.int64)
    assert answers.tolist() == [scalar(at_us) for at_us in drawn]


def test_the_hour_of_the_week_begins_on_monday_and_ends_on_sunday() -> None:
    """Hour 0 is Monday 00:00 local, hour 167 Sunday 23:00, in any year."""
    hours = np.arange(-2000 * 168, 2000 * 168, 7, dtype=np.int64) * HOUR_US + MONDAY
    expected = [local(at_us).weekday() * 24 + local(at_us).hour for at_us in hours.tolist()]
    assert CALENDAR.hour_of_week_many(hours).tolist() == expected
    edge = np.array([MONDAY - 1, MONDAY], dtype=np.int64)
    assert CALENDAR.hour_of_week_many(edge).tolist() == [167, 0]


@pytest.mark.parametrize("name", NAMES)
def test_one_instant_outside_refuses_the_array(name: str) -> None:
    """An array with a single instant outside the years is refused, with that instant's date."""
    answer = getattr(CALENDAR, f"{name}_many")
    outside = np.array([MONDAY, local_instant_us(2023, 3, 1), MONDAY], dtype=np.int64)
    with pytest.raises(CalendarRangeError, match=r"2023-03-01 lies outside .* 2020-2021"):
        answer(outside)


@pytest.mark.parametrize(
    "wrong",
    [
        np.array([1.6e15]),
        np.array([MONDAY]).astype("datetime64[us]"),
        np.array([1_600_000_000], dtype=np.int32),
        np.array([[MONDAY]]),
    ],
)
def test_what_is_no_array_of_instants_is_refused(wrong: Any) -> None:
    """Floats, dates, short integers and tables are refused by their type and shape, never converted."""
    with pytest.raises(CalendarError, match=r"instants are .*; must be int64\[n\]"):
        CALENDAR.levelled_many(wrong)


def test_each_kernel_is_compiled_once() -> None:
    """Writable, read-only, strided and unpickled inputs all run the one compiled version of a kernel."""
    days = np.arange(MONDAY, MONDAY + 10 * DAY_US, MINUTE_US, dtype=np.int64)
    read_only = days.copy()
    read_only.setflags(write=False)
    copy: WorkCalendar = pickle.loads(pickle.dumps(CALENDAR))  # noqa: S301 - our own bytes, of a line ago
    expected = CALENDAR.levelled_many(days)
    assert (copy.levelled_many(read_only) == expected).all()
    assert (CALENDAR.levelled_many(days[::3]) == expected[::3]).all()
    assert copy.levelled(MONDAY) == CALENDAR.levelled(MONDAY)
    assert len(clock.levelled_many.signatures) == 1
    assert len(clock.levelled.nopython_signatures) == 1
    assert copy.span == CALENDAR.span


def test_a_calendar_cannot_be_changed() -> None:
    """Neither its years nor its tables can be written."""
    with pytest.raises(AttributeError):
        CALENDAR.span = CALENDAR.span  # pyright: ignore[reportAttributeAccessIssue] - refused is the promise
    for table in CALENDAR.arrays[1:]:
        with pytest.raises(ValueError, match="read-only"):
            table[0] = 1
