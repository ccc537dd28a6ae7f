"""A live view with the proportions of a national working day, made up, for examples and tests."""

from dashboards.live.view import (
    MINUTE_US,
    DeadlinesAtRisk,
    Latency,
    LiveView,
    Minute,
    OpenOffers,
    ProvinceCases,
    ServiceHealth,
)
from sim.scenario.provinces import china_provinces

AT = 1_598_257_859_000_000
"""Monday 24 August 2020, 16:30:59 in Beijing."""


def example_view(turn: int = 0) -> LiveView:
    """Return a view; each turn is two seconds later than the one before it and counts a little more."""
    at = AT + 2_000_000 * turn
    return LiveView(
        at=at,
        provinces=_provinces(turn),
        offers=OpenOffers(open=41_206 + turn, within_quarter_hour=212, within_hour=1_480, within_day=15_931),
        deadlines=(
            _risk("offer", 1_480, 15_931, 41_206 + turn),
            _risk("choice", 12, 251, 902),
            _risk("designation", 96, 1_204, 3_170),
            _risk("contact", 310, 4_870, 14_208),
            _risk("period", 701, 9_420, 30_116),
        ),
        minutes=tuple(_minute(at // MINUTE_US - back) for back in range(60, 0, -1)),
        health=ServiceHealth(
            state="serving",
            waiting_commands=3 + turn,
            commit=Latency(p50_seconds=0.003, p99_seconds=0.015),
            answer=Latency(p50_seconds=0.005, p99_seconds=0.025),
            epoch=4,
            position=128_441_907 + 131 * turn,
        ),
    )


def _provinces(turn: int) -> tuple[ProvinceCases, ...]:
    return tuple(
        ProvinceCases(
            code=province.code,
            zh=province.zh,
            en=province.en,
            waiting=round(2.2 * province.weight) + turn,
            choosing=round(0.4 * province.weight),
            offered=round(29 * province.weight),
            held=round(361 * province.weight),
        )
        for province in china_provinces()
    )


def _risk(kind: str, hour: int, day: int, three_working_days: int) -> DeadlinesAtRisk:
    return DeadlinesAtRisk(kind=kind, within_hour=hour, within_day=day, within_three_working_days=three_working_days)


def _minute(minute: int) -> Minute:
    return Minute(
        begins_at=minute * MINUTE_US,
        lodged=_about(66, minute, 1),
        offered=_about(71, minute, 2),
        accepted=_about(65, minute, 3),
        closed=_about(61, minute, 4),
    )


def _about(mean: int, minute: int, what: int) -> int:
    """Spread counts about as a Poisson law does, the same for the same minute."""
    bits = (minute * 0x9E3779B97F4A7C15 + what * 0xBF58476D1CE4E5B9) >> 17
    return mean + (bits % 64).bit_count() * 5 + bits % 9 - 19
