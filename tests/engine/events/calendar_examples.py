"""One event of each kind that the announcement of a year brings about."""

from typing import Any

from engine.events.calendar_events import Counting, DeskDeadline, year_loaded
from engine.events.lifecycle_words import Article, Clock, Track
from engine.events.records import ClockMoved, DeskDeadlineMoved, Event

_DAY = 24 * 3_600_000_000


def calendar_events(now: int, case: dict[str, Any]) -> list[Event]:
    """They happen an hour apart, to one case; no field that may has its default."""
    instants = (now, now + _DAY // 24, now + _DAY // 12)
    hours: list[dict[str, Any]] = [{"occurred_at": at, "recorded_at": at} for at in instants]
    ends: dict[str, Any] = {"deadline": now + 9 * _DAY, "deadline_before": now + 7 * _DAY}
    return [
        year_loaded(2021, tuple(1 << month for month in range(13)), now),
        DeskDeadlineMoved(
            **hours[1],
            **(case | {"track": Track.ARBITRATION}),
            **ends,
            term=DeskDeadline.OFFER,
            attempt=2,
            article=Article.ONL_12,
            counting=Counting.WORKING_DAYS,
        ),
        ClockMoved(
            **hours[2],
            **(case | {"track": Track.CONFIRMATION}),
            **ends,
            clock=Clock.DECISION,
            article=Article.CON_5,
            counting=Counting.CALENDAR_DAYS,
        ),
    ]
