"""The numbers on top: what an administrator asks first."""

from collections.abc import Callable
from dataclasses import dataclass

from analytics.measures.median import median_interval
from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section
from dashboards.report.markup import Markup, element, join
from dashboards.report.records import Report

_RATE_MIN = 0.1
"""Cases a minute below which a rate a minute tells nobody anything."""


_TIME_UNITS = (("hours", 3600, 7200), ("minutes", 60, 120), ("seconds", 1, 0))
"""Name, length and least time of each unit, in seconds: from two of a unit on, it is used."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One number with its name, its interval and what it is measured over."""

    label: str
    value: str
    unit: str = ""
    detail: Markup | str
    """The interval, or the range, or the denominator."""


def headline(report: Report, texts: Texts) -> Section | None:
    """As many of the tiles as the measures can fill, in a fixed order."""
    tiles = [tile for make in TILES if (tile := make(report, texts)) is not None]
    return Section(
        identity="headline",
        title=texts("headline.title"),
        lead="",
        body=element("dl", join(_tile(tile) for tile in tiles), class_="tiles"),
    )


def _tile(tile: Tile) -> Markup:
    unit = element("span", f" {tile.unit}", class_="unit") if tile.unit else None
    return element(
        "div",
        element("dt", tile.label),
        element("dd", tile.value, unit, class_="value"),
        element("dd", tile.detail, class_="detail"),
    )


def _interval(confidence: float, bounds: str, texts: Texts) -> Markup:
    """The bounds stay on one line however narrow the tile."""
    name = texts("headline.interval", confidence=numbers.share(confidence, 0))
    return join([name, element("span", bounds, class_="nowrap")], " ")


def _filed(report: Report, texts: Texts) -> Tile | None:
    filed = report.measures.volume.filed
    per_day = numbers.rate(filed.per_calendar_day)
    detail = texts("headline.per_calendar_day", rate=per_day)
    if filed.per_workday is not None:
        detail = texts("headline.per_workday", rate=numbers.rate(filed.per_workday))
    return Tile(label=texts("headline.filed"), value=numbers.count(filed.count), detail=detail)


def _filed_per_minute(report: Report, texts: Texts) -> Tile | None:
    minutes = report.measures.period.working_minutes
    rate = report.measures.volume.filed.per_working_minute
    if rate is None or minutes is None or rate < _RATE_MIN:
        return None
    return Tile(
        label=texts("headline.filed_per_minute"),
        value=numbers.rate(rate),
        detail=texts("headline.working_minutes", minutes=numbers.count(minutes)),
    )


def _settled_per_workday(report: Report, texts: Texts) -> Tile | None:
    success = report.measures.success
    if success is None or not success.pre_filing or not success.pre_filing.per_workday:
        return None
    return Tile(
        label=texts("headline.settled_per_workday"),
        value=numbers.rate(success.pre_filing.per_workday),
        detail=texts("headline.pre_filing", count=numbers.count(success.pre_filing.count)),
    )


def _one_every(report: Report, texts: Texts) -> Tile | None:
    success = report.measures.success
    if success is None or success.seconds_between_pre_filing is None:
        return None
    seconds = success.seconds_between_pre_filing
    unit, seconds_each = next((name, each) for name, each, least in _TIME_UNITS if seconds >= least)
    return Tile(
        label=texts("headline.one_every"),
        value=numbers.rate(seconds / seconds_each),
        unit=texts(f"unit.{unit}"),
        detail=texts("headline.one_every_detail"),
    )


def _success(report: Report, texts: Texts) -> Tile | None:
    success = report.measures.success
    if success is None:
        return None
    overall = success.overall
    digits = numbers.share_digits(overall.denominator)
    detail = _interval(overall.confidence, numbers.share_range(overall.low, overall.high, digits), texts)
    value = numbers.SMALL_CELL if overall.suppressed else numbers.share(overall.rate, digits)
    label = texts("headline.success")
    return Tile(label=label, value=value, detail=texts("suppressed.short") if overall.suppressed else detail)


def _pending(report: Report, texts: Texts) -> Tile | None:
    if report.measures.time_to_acceptance is None:
        return Tile(
            label=texts("headline.open"),
            value=numbers.count(report.measures.open_at_end),
            detail=texts("headline.open_detail", closed=numbers.count(report.measures.volume.closed.count)),
        )
    stock = report.measures.stock
    mean, start = numbers.decimal(stock.pending_mean, 0), numbers.count(stock.pending_at_start)
    waiting = numbers.count(stock.waiting_at_end)
    return Tile(
        label=texts("headline.pending"),
        value=numbers.count(stock.pending_at_end),
        detail=texts("headline.pending_detail", mean=mean, start=start, waiting=waiting),
    )


def _median(report: Report, texts: Texts) -> Tile | None:
    survival = report.measures.time_to_close
    if survival is None:
        return None
    interval = median_interval(survival)
    bounds = numbers.MISSING if interval is None else numbers.decimal_range(*interval)
    return Tile(
        label=texts(f"headline.median_from_{survival.starts}"),
        value=numbers.decimal(survival.quantile_days.get("0.5")),
        unit=texts("unit.days"),
        detail=_interval(survival.confidence, bounds, texts),
    )


def _utilisation(report: Report, texts: Texts) -> Tile | None:
    utilisation = report.measures.utilisation
    if utilisation is None:
        return None
    return Tile(
        label=texts("headline.utilisation"),
        value=numbers.share(utilisation.utilisation),
        detail=texts(
            "headline.utilisation_detail",
            pending=numbers.decimal(utilisation.pending_mean, 0),
            capacity=numbers.count(utilisation.capacity),
        ),
    )


def _past_deadline(report: Report, texts: Texts) -> Tile | None:
    rows = report.measures.timeliness.with_flagged
    if report.measures.success is not None or not rows or rows[0].past_deadline_share is None:
        return None
    return Tile(
        label=texts("headline.past_deadline"),
        value=numbers.share(rows[0].past_deadline_share),
        detail=texts("headline.past_deadline_detail", cases=numbers.count(rows[0].with_deadline)),
    )


TILES: tuple[Callable[[Report, Texts], Tile | None], ...] = (
    _filed,
    _filed_per_minute,
    _settled_per_workday,
    _one_every,
    _success,
    _pending,
    _median,
    _utilisation,
    _past_deadline,
)
"""In reading order: flow, result, stock, time."""
