"""What calendar entries say, in two languages: words of the purpose and the medium, and nothing about people."""

from collections.abc import Mapping
from typing import Final, Literal

from engine.events.lifecycle_words import Medium
from engine.scheduling.booking import Booking
from engine.scheduling.words import Purpose

CalendarLanguage = Literal["zh", "en"]
"""Languages of calendar entries."""

PURPOSES: Final[Mapping[CalendarLanguage, Mapping[Purpose, str]]] = {
    "zh": {
        Purpose.SESSION: "调解会议",
        Purpose.HEARING: "开庭",
        Purpose.PANEL: "专家评估会",
        Purpose.BLOCKED: "不可预约",
    },
    "en": {
        Purpose.SESSION: "Mediation session",
        Purpose.HEARING: "Hearing",
        Purpose.PANEL: "Evaluation panel",
        Purpose.BLOCKED: "Not available",
    },
}
"""What the time is set aside for."""
MEDIA: Final[Mapping[CalendarLanguage, Mapping[Medium, str]]] = {
    "zh": {
        Medium.VIDEO: "视频",
        Medium.VIDEO_AT_TURNS: "异步视频",
        Medium.ASSISTED_VENUE: "指定场所视频",
        Medium.ON_SITE: "现场",
    },
    "en": {
        Medium.VIDEO: "video",
        Medium.VIDEO_AT_TURNS: "video at turns",
        Medium.ASSISTED_VENUE: "assisted venue",
        Medium.ON_SITE: "on site",
    },
}
"""How people meet."""


def summary(booking: Booking, language: CalendarLanguage) -> str:
    """Return the one line of an entry: purpose, dispute and medium.

    Examples
    --------
    >>> from engine.scheduling.example import MONDAY, one_court_order, one_court_scheduler
    >>> diary = (scheduler := one_court_scheduler()).diary
    >>> diary.apply(scheduler.book_earliest(one_court_order(7), MONDAY, at=MONDAY))
    >>> summary(diary.booking(0), "en")
    'Mediation session, dispute 7 (video)'
    """
    purpose = PURPOSES[language][booking.purpose]
    if booking.medium is None:
        return purpose
    medium = MEDIA[language][booking.medium]
    if language == "zh":
        return f"{purpose}，纠纷 {booking.dispute_id}（{medium}）"
    return f"{purpose}, dispute {booking.dispute_id} ({medium})"
