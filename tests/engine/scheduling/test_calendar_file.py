"""Calendar files: read back by the library, they say what the diary says, and nothing about people."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from engine.calendar.day import EPOCH, HOUR_US, MINUTE_US
from engine.events.lifecycle_words import Medium
from engine.scheduling.blocking import block
from engine.scheduling.calendar_file import calendar_of, write_calendar
from engine.scheduling.calendar_words import MEDIA, PURPOSES
from engine.scheduling.resource import Resource
from engine.scheduling.words import Purpose
from tests.engine.scheduling.court import SATURDAY, Court
from tests.engine.scheduling.worlds import AGENT, FRIDAY, LINES, MEDIATOR, OTHER_MEDIATOR, PARTY, order


def entries(court: Court, who: Resource, **options) -> list[Event]:
    """Somebody's calendar, written and read again."""
    return Calendar.from_ical(calendar_of(court.diary, who, **options)).events


def utc(at_us: int) -> datetime:
    return EPOCH + timedelta(microseconds=at_us)


def test_an_entry_says_when_and_what_for():
    """Times come back exact and in UTC; the summary names dispute and medium, not case, court or people."""
    court = Court()
    booking = court.book(order(MEDIATOR, PARTY, pools=(LINES,)))
    (entry,) = entries(court, MEDIATOR, language="en")

    assert (entry.start, entry.end, entry.stamp) == (utc(booking.starts_at), utc(booking.ends_at), utc(FRIDAY))
    assert entry["summary"] == "Mediation session, dispute 70 (video)"
    assert (entry["status"], entry["transp"], entry["class"]) == ("CONFIRMED", "OPAQUE", "CONFIDENTIAL")
    assert {str(name) for name in entry} == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS",
    }  # fmt: skip


def test_a_moved_entry_keeps_its_uid_and_raises_its_sequence():
    """A program that subscribes moves the entry instead of adding one."""
    court = Court()
    court.book()
    (before,) = entries(court, PARTY)
    court.rebook(0, SATURDAY + HOUR_US, at=FRIDAY + MINUTE_US)
    (after,) = entries(court, PARTY)

    assert after["uid"] == before["uid"] == "booking-0@onestop.invalid"
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert (after.start, after.stamp) == (utc(SATURDAY + HOUR_US), utc(FRIDAY + MINUTE_US))


def test_a_cancelled_entry_stays_as_cancelled():
    """Status and sequence tell a program to take the entry away, and its time no longer counts as busy."""
    court = Court()
    court.book()
    court.cancel(0)
    (entry,) = entries(court, PARTY)

    assert (entry["status"], entry["transp"], entry["sequence"]) == ("CANCELLED", "TRANSPARENT", 1)


def test_who_is_replaced_sees_the_meeting_cancelled():
    """The first mediator's entry is cancelled, the second's confirmed, under one UID; back again, it is confirmed."""
    court = Court()
    court.book(order(MEDIATOR, PARTY))
    court.rebook(0, SATURDAY, order(OTHER_MEDIATOR, PARTY))
    first, second = (entries(court, who)[0] for who in (MEDIATOR, OTHER_MEDIATOR))

    assert (first["status"], second["status"]) == ("CANCELLED", "CONFIRMED")
    assert first["uid"] == second["uid"]
    assert first["sequence"] == second["sequence"] == 1
    court.rebook(0, SATURDAY, order(MEDIATOR, PARTY))
    (entry,) = entries(court, MEDIATOR)
    assert (entry["status"], entry["sequence"]) == ("CONFIRMED", 2)


def test_held_and_missed_meetings_stay_confirmed():
    """What was on the day stays in the calendar; whether it was held is not the calendar's business."""
    court = Court()
    for hours in (0, 1):
        court.book(starts_at=SATURDAY + hours * HOUR_US)
    court.hold(0)
    court.miss(1, at=SATURDAY + HOUR_US)

    assert [(entry["status"], entry["sequence"]) for entry in entries(court, PARTY)] == [("CONFIRMED", 0)] * 2


def test_leave_is_an_entry_too():
    """Blocked time says that somebody is not available, and names no dispute."""
    court = Court()
    court.happen(block(court.diary, court.rules, (AGENT,), FRIDAY, SATURDAY, at=FRIDAY, court_id=0))
    (entry,) = entries(court, AGENT, language="en")

    assert (entry["summary"], entry["class"]) == ("Not available", "PUBLIC")


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_and_escaped_lines_come_back(medium, language):
    """No line is longer than 75 octets, none is broken inside a character, and commas survive."""
    court = Court()
    court.book(order(dispute_id=10**60, medium=medium))
    text = calendar_of(court.diary, PARTY, language=language)
    (entry,) = entries(court, PARTY, language=language)
    lines = [line.decode() for line in text.split(b"\r\n")]  # fails inside a broken character

    assert all(len(line.encode()) <= 75 for line in lines)
    assert str(10**60) in str(entry["summary"])
    assert MEDIA[language][medium] in str(entry["summary"])


def test_both_languages_have_every_word():
    """Each purpose and medium has a word in Chinese and in English."""
    assert all(set(words) == set(Purpose) for words in PURPOSES.values())
    assert all(set(words) == set(Medium) for words in MEDIA.values())
    assert set(PURPOSES) == set(MEDIA) == {"zh", "en"}


def test_equal_diaries_give_equal_bytes():
    """A calendar depends on the diary alone: no clock, no random identity."""
    first, second = Court(), Court()
    for court in (first, second):
        court.book()
        court.rebook(0, SATURDAY + HOUR_US)

    assert calendar_of(first.diary, PARTY) == calendar_of(second.diary, PARTY)


def test_an_empty_calendar_is_one():
    """Whoever has no booking gets a calendar without entries."""
    assert entries(Court(), MEDIATOR) == []


def test_a_file_holds_the_calendar(tmp_path: Path):
    """The file is the calendar, byte for byte, and replaces an older one."""
    court, path = Court(), tmp_path / "mediator.ics"
    for _ in range(2):
        court.book(order(MEDIATOR), SATURDAY + len(court.diary) * HOUR_US)
        write_calendar(path, court.diary, MEDIATOR)

    assert path.read_bytes() == calendar_of(court.diary, MEDIATOR)
    assert [file.name for file in tmp_path.iterdir()] == ["mediator.ics"]
