"""The numbers of the live page, from a running service."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from dashboards.live.view import (
    DeadlinesAtRisk,
    Latency,
    LiveView,
    Minute,
    OpenOffers,
    ProvinceCases,
    ServiceHealth,
)
from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.events.lifecycle_words import Track
from engine.http.exchange import Exchange
from engine.service.gauges import Histogram
from engine.service.statistics import FLOWS, Statistics, statistics
from engine.service.views.horizons import Horizon, horizons

if TYPE_CHECKING:
    from engine.service.world import World

_MINUTE_US: Final = 60_000_000
_HOUR_US: Final = 60 * _MINUTE_US
_DAY_US: Final = 24 * _HOUR_US
_RECOUNT_SECONDS: Final = 15.0
"""Deadlines are counted anew no more often: it takes longer than all the rest."""
_PLACE_OF: Final = {name: FLOWS.index(name) for name in ("filed", "offered", "accepted", "closed")}


class LiveSource:
    """Counts a service's numbers for the page.

    Parameters
    ----------
    exchange
        How the service is asked.
    store
        Its folder, for the names of the provinces.
    calendar
        For what three working days are.
    clock
        Microseconds since the epoch: the page's hour goes on while nothing happens.
    """

    def __init__(self, exchange: Exchange, store: Path, calendar: WorkCalendar, clock: Callable[[], int]) -> None:
        self._exchange: Final = exchange
        self._calendar: Final = calendar
        self._clock: Final = clock
        self._names: Final = _province_names(store / "courts.parquet")
        self._horizons: tuple[Horizon, ...] = ()
        self._counted_at = 0.0

    async def __call__(self) -> LiveView:
        """Return the numbers of now."""
        counts_deadlines = monotonic() - self._counted_at >= _RECOUNT_SECONDS
        found, counted = await self._exchange.ask(lambda world: self._question(world, counts_deadlines))
        if counted is not None:
            self._horizons, self._counted_at = counted, monotonic()
        return self._view(found)

    def _question(self, world: "World", counts_deadlines: bool) -> tuple[Statistics, tuple[Horizon, ...] | None]:  # noqa: FBT001 - one caller, beside its meaning
        if not counts_deadlines:
            return statistics(world), None
        now = max(world.last_at, self._clock())
        three_days = self._calendar.add_working_us(now, 3 * WORKING_DAY_US)
        instants = (now + 15 * _MINUTE_US, now + _HOUR_US, now + _DAY_US, max(now + _DAY_US, three_days))
        return statistics(world), horizons(world.platform.registry.desks[Track.MEDIATION], now, instants)

    def _view(self, found: Statistics) -> LiveView:
        quarter, hour, day, _ = next((one.within for one in self._horizons if one.kind == "offer"), (0, 0, 0, 0))
        offers = found.seats.offered
        return LiveView(
            at=max(found.at, self._clock()),
            provinces=tuple(self._provinces(found)),
            offers=OpenOffers(
                open=offers,
                within_quarter_hour=min(quarter, offers),
                within_hour=min(hour, offers),
                within_day=min(day, offers),
            ),
            deadlines=tuple(_at_risk(one) for one in self._horizons),
            minutes=tuple(_minute(one.begins_at, one.counts) for one in found.minutes),
            health=self._health(),
        )

    def _provinces(self, found: Statistics) -> list[ProvinceCases]:
        seats = {province.province_id: province.seats for province in found.provinces}
        return [
            ProvinceCases(
                code=code,
                zh=zh,
                en=en,
                waiting=seats[number].waiting if number in seats else 0,
                choosing=seats[number].choosing if number in seats else 0,
                offered=seats[number].offered if number in seats else 0,
                held=seats[number].held if number in seats else 0,
            )
            for number, (code, zh, en) in sorted(self._names.items(), key=lambda one: one[1])
        ]

    def _health(self) -> ServiceHealth:
        service = self._exchange.service
        health = service.health
        return ServiceHealth(
            state=health.state.value,
            reason=health.reason,
            waiting_commands=health.waiting_commands,
            commit=_latency(service.gauges.commit),
            answer=_latency(service.gauges.wait),
            epoch=health.epoch,
            position=health.seq,
        )


def _at_risk(horizon: Horizon) -> DeadlinesAtRisk:
    _, hour, day, three_days = horizon.within
    return DeadlinesAtRisk(kind=horizon.kind, within_hour=hour, within_day=day, within_three_working_days=three_days)


def _minute(begins_at: int, counts: tuple[int, ...]) -> Minute:
    lodged, offered, accepted, closed = (counts[place] for place in _PLACE_OF.values())
    return Minute(begins_at=begins_at, lodged=lodged, offered=offered, accepted=accepted, closed=closed)


def _latency(histogram: Histogram) -> Latency:
    return Latency(p50_seconds=histogram.quantile(0.5), p99_seconds=histogram.quantile(0.99))


def _province_names(path: Path) -> dict[int, tuple[str, str, str]]:
    """Return code and names of each province by its number; numbers where the store knows no names."""
    rows: list[dict[str, Any]] = pq.read_table(path, columns=["province_id", "province_zh", "province_en"]).to_pylist()
    return {row["province_id"]: (f"{row['province_id']:02d}", row["province_zh"], row["province_en"]) for row in rows}
