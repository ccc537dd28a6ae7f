"""Every measure a second time, by Polars and by another way wherever there is one.

What the engine of record takes from SQL over integer microseconds, this takes from zoned timestamps: local hours from
a zone database, working time asked instant by instant, time averages by sweeping over the changes of a stock.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from analytics.records import Rates
from engine.calendar.calendar import WorkCalendar
from tests.analytics.generated import DAY

PRE_FILING = ["party_application", "delegated"]


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with its times as microseconds in columns of their own and outcomes inferred from codes."""
    stamps = ("filed", "accepted", "closed", "deadline")
    by_code = pl.when(pl.col("closing_code").is_between(1, 2)).then(pl.lit("settled")).otherwise(pl.lit("not_settled"))
    return frame.with_columns(
        *(pl.col(f"{name}_at").dt.epoch("us").alias(name) for name in stamps),
        pl.col("observed_from").fill_null(pl.col("filed_at")).dt.epoch("us").alias("observed"),
        pl.col("outcome").fill_null(pl.when(pl.col("closing_code").is_not_null()).then(by_code)),
    )


def within(column: str, period: tuple[int, int]) -> pl.Expr:
    """Whether a time lies in the period, its end excluded."""
    return pl.col(column).is_between(*period, closed="left").fill_null(value=False)


def seen(cases: pl.DataFrame, period: tuple[int, int]) -> int:
    """Cases of which something lies in the period: their filing, their close, or some time open."""
    known = cases.filter(pl.col("filed") < period[1])
    over = known.filter((pl.col("closed") < period[0]) & (pl.col("filed") < period[0]))
    return known.height - over.height


def rates(count: int | None, period: tuple[int, int], calendar: WorkCalendar) -> Rates | None:
    """A count by each denominator, from the calendar directly; None of what nobody counted."""
    if count is None:
        return None
    workdays = sum(calendar.is_workday(at) for at in range(period[0], period[1], DAY))
    minutes = calendar.working_us(*period) // 60_000_000
    return Rates(
        count=count,
        per_workday=count / workdays if workdays else None,
        per_working_minute=count / minutes if minutes else None,
        per_calendar_day=count * DAY / (period[1] - period[0]),
    )


def volume(cases: pl.DataFrame, period: tuple[int, int], calendar: WorkCalendar) -> dict[str, Any]:
    """Counts, shares outside working time, counts by local hour of the week."""
    filed, closed = (cases.filter(within(name, period)) for name in ("filed", "closed"))
    instants = filed["filed"].to_list()
    return {
        **{name: rates(cases.select(within(name, period).sum()).item(), period, calendar) for name in FLOWS},
        "filed_by_hour_of_week": by_hour_of_week(filed["filed_at"]),
        "closed_by_hour_of_week": by_hour_of_week(closed["closed_at"]),
        "off_hours_share": share([not calendar.is_working(at) for at in instants if at % DAY != MIDNIGHT]),
        "off_day_share": share([not calendar.is_workday(at) for at in instants]),
        "filed_without_time": sum(at % DAY == MIDNIGHT for at in instants),
        "closed_without_time": sum(at % DAY == MIDNIGHT for at in closed["closed"].to_list()),
    }


FLOWS = ("filed", "accepted", "closed")
MIDNIGHT = 16 * DAY // 24
"""When a day begins in Shanghai, in the days of UTC: what a date without a time of day is read as."""


def by_hour_of_week(stamps: pl.Series) -> list[int]:
    """168 counts from Monday 00:00 in Shanghai."""
    local = stamps.dt.convert_time_zone("Asia/Shanghai")
    local = local.filter(local.dt.time() != time(0))
    hours = (local.dt.weekday().cast(pl.Int64) - 1) * 24 + local.dt.hour().cast(pl.Int64)
    return np.bincount(hours.to_numpy(), minlength=168).tolist()


def share(flags: Sequence[bool]) -> float | None:
    """The share of true values."""
    return sum(flags) / len(flags) if flags else None


def course(cases: pl.DataFrame, period: tuple[int, int], every: str, calendar: WorkCalendar) -> list[dict[str, Any]]:
    """Flows and stock by `1d`, `1w` or `1mo`, from local dates; outcomes of few cases too."""
    first, last = (local_date(at).dt.truncate(every).item() for at in (period[0], period[1] - 1))
    opens = pl.date_range(first, last, every, eager=True)
    units: list[dict[str, Any]] = []
    for start, following in zip(opens, opens.dt.offset_by(every), strict=True):
        part = max(midnight(start), period[0]), min(midnight(following), period[1])
        closed = cases.filter(within("closed", part))
        midnights = range(midnight(start), part[1], DAY)
        units.append(
            {
                "starts_on": local_date(part[0]).item(),
                "calendar_days": (part[1] - part[0]) / DAY,
                "workdays": sum(at >= part[0] and calendar.is_workday(at) for at in midnights),
                "is_whole": part == (midnight(start), midnight(following)),
                **{name: cases.filter(within(name, part)).height for name in FLOWS},
                "concluded": closed["outcome"].count(),
                "settled": closed.filter(pl.col("outcome") == "settled").height,
                "pending_at_end": open_before(cases, "accepted", "closed", part[1]),
            }
        )
    return units


def local_date(at: int) -> pl.Series:
    """The date in Shanghai of an instant, in a series of one."""
    return pl.Series([at]).cast(pl.Datetime("us", "UTC")).dt.convert_time_zone("Asia/Shanghai").dt.date()


def midnight(day: date) -> int:
    """The instant at which a day begins in Shanghai."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()) * 1_000_000


def success(cases: pl.DataFrame, period: tuple[int, int]) -> dict[str, Any] | None:
    """Settled and concluded by group, before any is hidden: group to (settled, concluded)."""
    done = cases.filter(within("closed", period) & pl.col("outcome").is_not_null())
    if done.is_empty():
        return None
    settled = (pl.col("outcome") == "settled").sum().alias("settled")
    groups = {
        name: {
            label: (part, whole)
            for label, part, whole in done.drop_nulls(name).group_by(name).agg(settled, pl.len()).rows()
        }
        for name in ("dispute_type", "channel")
    }
    codes = done.drop_nulls("closing_code")["closing_code"].value_counts()
    before = (pl.col("outcome") == "settled") & pl.col("entry_route").is_in(PRE_FILING)
    return {
        "overall": (done.select(settled).item(), done.height),
        **groups,
        "closing_code": {str(code): (count, done.height) for code, count in codes.rows()},
        "pre_filing": done.select(before.sum()).item() if cases["entry_route"].count() else None,
    }


def mean_stock(spells: pl.DataFrame, period: tuple[int, int]) -> float:
    """Time average of how many spells (`start`, `end` or null) are open, by the area under their running count."""
    spells = spells.drop_nulls("start").with_columns(pl.col("end").fill_null(period[1]))
    spells = spells.with_columns(pl.col("start", "end").clip(*period)).filter(pl.col("start") < pl.col("end"))
    changes = (
        pl.concat(
            [
                spells.select(pl.col("start").alias("at"), pl.lit(1).alias("change")),
                spells.select(pl.col("end").alias("at"), pl.lit(-1).alias("change")),
            ]
        )
        .sort("at")
        .with_columns(pl.col("change").cum_sum().alias("open"), pl.col("at").diff().shift(-1).alias("lasts"))
    )
    area = sum(count * lasts for count, lasts in changes.select("open", "lasts").drop_nulls().rows())
    return area / (period[1] - period[0])


def open_before(cases: pl.DataFrame, start: str, end: str, at: int) -> int:
    """Cases begun before an instant and not ended before it."""
    return cases.filter(pl.col(start) < at, pl.col(end).is_null() | (pl.col(end) >= at)).height


def stock(cases: pl.DataFrame, period: tuple[int, int]) -> dict[str, Any]:
    """Stocks at both ends, their time averages and Little's law."""
    cases = cases.with_columns(pl.min_horizontal("accepted", "closed").alias("taken"))
    ended = cases.filter(within("closed", period) & pl.col("accepted").is_not_null())
    lasting = ended.filter(pl.col("closed") >= pl.col("accepted"))
    days = [(closed - accepted) / DAY for accepted, closed in lasting.select("accepted", "closed").rows()]
    pending = mean_stock(cases.select(start="accepted", end="closed"), period)
    a_day = cases.filter(within("accepted", period)).height / ((period[1] - period[0]) / DAY)
    mean = sum(days) / len(days) if days else None
    law = None if mean is None else a_day * mean
    return {
        "pending_at_start": open_before(cases, "accepted", "closed", period[0]),
        "pending_at_end": open_before(cases, "accepted", "closed", period[1]),
        "pending_mean": pending,
        "waiting_at_start": open_before(cases, "filed", "taken", period[0]),
        "waiting_at_end": open_before(cases, "filed", "taken", period[1]),
        "waiting_mean": mean_stock(cases.select(start="filed", end="taken"), period),
        "accepted_per_calendar_day": a_day,
        "mean_duration_days": mean,
        "little_pending": law,
        "little_relative_error": pending / law - 1 if law else None,
        "left_out": ended.height - lasting.height,
    }


def utilisation(cases: pl.DataFrame, capacities: Sequence[int], period: tuple[int, int]) -> dict[str, Any]:
    """Load of each mediator at the end and the mean of all."""
    held = cases.filter(pl.col("mediator_id").is_between(0, len(capacities) - 1))
    open_now = held.filter(pl.col("accepted") < period[1], pl.col("closed").is_null() | (pl.col("closed") >= period[1]))
    loads = np.bincount(open_now["mediator_id"].to_numpy(), minlength=len(capacities))
    pending = mean_stock(held.select(start="accepted", end="closed"), period)
    return {
        "mediators": len(capacities),
        "capacity": sum(capacities),
        "pending_mean": pending,
        "utilisation": pending / sum(capacities),
        "mediators_by_load": np.bincount(loads).tolist(),
        "mediators_full": int(np.sum(loads >= np.array(capacities))),
        "mean_load_by_decile": [float(part.mean()) for part in np.array_split(np.sort(loads), 10)],
    }


def timeliness(cases: pl.DataFrame, period: tuple[int, int]) -> dict[str, tuple[int, float | None, int, int]]:
    """Group to (closed, mean days, past deadline, with deadline), before any is hidden; the whole is `all`."""
    done = cases.filter(within("closed", period))
    groups = {"all": done} | {str(key[0]): part for key, part in done.drop_nulls("channel").group_by("channel")}
    return {
        label: (
            part.height,
            np.mean([(closed - filed) / DAY for filed, closed in part.select("filed", "closed").rows()]).item()
            if part.height
            else None,
            part.filter(pl.col("closed") > pl.col("deadline")).height,
            part["deadline"].count(),
        )
        for label, part in groups.items()
    }
