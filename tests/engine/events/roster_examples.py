"""Events of a changed roster to test with: one of each kind."""

from typing import Any

from engine.events.enums import Gender, Origin
from engine.events.external_id import packed
from engine.events.records import Event, MediatorAppointed, MediatorQualified

_HOUR = 3_600_000_000
_NAME = "M-2031 of the court in the south"
"""As long as an external id may be."""


def roster_changes(now: int) -> list[Event]:
    """Somebody appointed, and an hour later qualified; no field that may has its default."""
    first, second = (_at(now), _at(now + _HOUR))
    return [
        _appointed(first),
        MediatorQualified(
            **second,
            court_id=2,
            mediator_id=71,
            dispute_types=5,
            languages=1,
            attributes=2,
            share_milli=500,
            capacity=3,
        ),
    ]


def _appointed(when: dict[str, Any]) -> MediatorAppointed:
    able: dict[str, Any] = {"dispute_types": 9, "languages": 3, "attributes": 1, "share_milli": 400, "capacity": 7}
    named: dict[str, Any] = {f"external_id_{word}": number for word, number in enumerate(packed(_NAME), start=1)}
    return MediatorAppointed(
        **when,
        court_id=2,
        mediator_id=71,
        organisation_id=8,
        origin=Origin.TAIWAN,
        gender=Gender.FEMALE,
        rank=4,
        entry_milli=900,
        **able,
        **named,
    )


def _at(instant: int) -> dict[str, Any]:
    return {"occurred_at": instant, "recorded_at": instant}
